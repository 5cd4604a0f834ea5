"""How long a request's body may be, judged by its Content-Length before a byte of it is parsed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guidelines.frame.errors import plain_page

FORM_BYTES = 1024 * 1024
UPLOAD_BYTES = 10 * 1024 * 1024


def body_limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware that turns long and unmeasured bodies away."""

    def within_limits(request: HttpRequest) -> HttpResponse:
        return too_long(request) or get_response(request)

    return within_limits


def too_long(request: HttpRequest) -> HttpResponse | None:
    """The refusal for a body that is too long or does not say how long it is."""
    declared = request.META.get("CONTENT_LENGTH") or ""
    if not declared and request.META.get("HTTP_TRANSFER_ENCODING"):
        return _refuse(411, _("Say how long the body is with a Content-Length header, then send it again."))
    # isdigit also takes digits like "²", which int() refuses.
    if declared and not (declared.isascii() and declared.isdigit()):
        return _refuse(400, _("The Content-Length header of that request is not a number."))
    if int(declared or 0) <= _limit(request):
        return None
    if _is_upload(request):
        return _refuse(413, _("An upload may hold 10 MB. Choose a smaller file, then send it again."))
    return _refuse(413, _("A form may hold 1 MB of text. Go back: your text is still there. Shorten it or split it."))


def _is_upload(request: HttpRequest) -> bool:
    return str(request.META.get("CONTENT_TYPE", "")).lower().startswith("multipart/form-data")


def _limit(request: HttpRequest) -> int:
    return UPLOAD_BYTES if _is_upload(request) else FORM_BYTES


def _refuse(status: int, sentence: str) -> HttpResponse:
    return plain_page("errors/bad_request.html", status, sentence)
