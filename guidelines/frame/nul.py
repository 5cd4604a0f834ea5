"""The character NUL, which no name, address or search holds, and which PostgreSQL refuses in any text.

Forms take it out or refuse it in what is posted; an address and a cookie are looked up without a form.
"""

from collections.abc import Callable, Iterator
from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guidelines.frame.errors import plain_page

NUL = "\x00"


def nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware that answers 400 where NUL stands in the address or in a cookie."""

    def without_nul(request: HttpRequest) -> HttpResponse:
        if any(NUL in text for text in _looked_up(request)):
            sentence = _("That address or a cookie holds a character nobody can type (NUL). Go to the home page.")
            return plain_page("errors/bad_request.html", 400, sentence)
        return get_response(request)

    return without_nul


def _looked_up(request: HttpRequest) -> Iterator[str]:
    """Everything that a view may look up as it came."""
    yield request.path_info
    yield from chain.from_iterable(request.COOKIES.items())
    for name, texts in request.GET.lists():
        yield from (name, *texts)
