"""How long a request's body may be, judged by its Content-Length before a byte of it is parsed."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guidelines.frame.errors import plain_page

FORM_BYTES = 1024 * 1024
UPLOAD_BYTES = 10 * 1024 * 1024
_MEGABYTE = 1024 * 1024

_larger: dict[str, int] = {}


def allow_larger(path: str, most: int) -> None:
    """Let whoever is signed in send an upload of so many bytes to this path. Call it in `AppConfig.ready`."""
    _larger[path] = most


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
    limit = _limit(request)
    if int(declared or 0) <= limit:
        return None
    if _is_upload(request):
        sentence = _("An upload may hold %(most)d MB. Choose a smaller file, then send it again.")
        return _refuse(413, sentence % {"most": limit // _MEGABYTE})
    return _refuse(413, _("A form may hold 1 MB of text. Go back: your text is still there. Shorten it or split it."))


def _is_upload(request: HttpRequest) -> bool:
    return str(request.META.get("CONTENT_TYPE", "")).lower().startswith("multipart/form-data")


def _limit(request: HttpRequest) -> int:
    if not _is_upload(request):
        return FORM_BYTES
    larger = _larger.get(request.path_info)
    # A visitor's body is read before anybody asks who they are.
    return larger if larger and SESSION_KEY in request.session else UPLOAD_BYTES


def _refuse(status: int, sentence: str) -> HttpResponse:
    return plain_page("errors/bad_request.html", status, sentence)
