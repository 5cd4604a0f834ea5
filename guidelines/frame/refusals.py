"""Saying no with a sentence: the exceptions every room raises, and the middleware that turns them into a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guidelines.frame.errors import not_allowed, refusal_page
from guidelines.text.refusal import TextRefused


class Refusal(Exception):
    """A deed that was not done, with the sentence that tells the person why and what to do next."""

    status = 400
    heading: str | Promise = ""
    """What stands above the sentence; empty for the usual heading of the status."""

    def __init__(self, sentence: str | Promise, *, status: int | None = None, field: str = "") -> None:
        """`field` is what has to be mended, as the form of the deed calls it; empty for the whole of it."""
        super().__init__(sentence)
        self._sentence = sentence
        self.field = field
        if status is not None:
            self.status = status

    @property
    def sentence(self) -> str:
        """The sentence in the language of whoever reads it now."""
        return str(self._sentence)


class Refused(Refusal):
    """This person may see the thing and may not do this with it."""

    status = 403


class NotFound(Refusal):
    """There is no such thing, or none that this person may know of: the sentence is the same for both."""

    status = 404


class Outdated(Refusal):
    """The words on the person's screen are no longer the words that are stored."""

    status = 409


class Frozen(Refusal):
    """The words were submitted and can no longer be changed in place."""

    status = 409


class WrongState(Refusal):
    """The edition stands where this move does not begin."""

    status = 409
    heading = _("This can’t be done now")


class Invalid(Refusal):
    """What was sent cannot be taken as it is."""

    status = 422


class Unavailable(Refusal):
    """Something that this deed needs does not answer just now."""

    status = 503


class Refusals:
    """Answers a refusal raised below with its page, and a wrong method; every other exception passes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        return not_allowed(request, answer) if isinstance(answer, HttpResponseNotAllowed) else answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal."""
        if isinstance(exception, Refusal):
            return refusal_page(request, exception.sentence, exception.status, heading=str(exception.heading))
        if isinstance(exception, TextRefused):
            return refusal_page(request, str(exception.sentence), exception.status, line=exception.line)
        return None


def refusals(get_response: Callable[[HttpRequest], HttpResponse]) -> Refusals:
    """The middleware the settings name. A plain function could not carry `process_exception`."""
    return Refusals(get_response)
