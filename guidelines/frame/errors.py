"""The pages for everything that goes wrong: each says why and gives one next step."""

import re
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from guidelines.frame.typed import has_files, typed_text

POLICY_ID = re.compile(r"[A-Za-z]{2,4}-[A-Za-z]{2}-\d{1,5}")


def refusal_page(
    request: HttpRequest, sentence: str, status: int, *, line: int | None = None, heading: str = ""
) -> HttpResponse:
    """The page for a deed that was refused, with the text the person typed."""
    page = {
        "status": status,
        "heading": heading or _headings().get(status, _("That did not work")),
        "sentence": sentence,
        "line": line,
        "back": way_back(request),
        "next": _path(way_back(request)),
        "typed": typed_text(request),
        "files_lost": has_files(request),
    }
    return render(request, "errors/refusal.html", page, status=status)


def _headings() -> dict[int, str]:
    """One heading for each status; built at call time, in the language of the reader."""
    return {
        400: _("We can’t read that request"),
        403: _("You can’t do this"),
        404: _("There is nothing here"),
        409: _("This has changed since you opened it"),
        411: _("We can’t tell how long that is"),
        413: _("That is too long"),
        422: _("Something needs mending"),
        503: _("This does not work just now"),
    }


def way_back(request: HttpRequest) -> str:
    """The page the person came from, if it is ours and another one; else the home page."""
    referer = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.META.get("HTTP_HOST", "")}, require_https=False)
    same_page = request.method == "GET" and referer.endswith(request.get_full_path())
    return referer if referer and ours and not same_page else home_url()


def _path(address: str) -> str:
    """An address of ours without scheme and host, to go on to after signing in."""
    return urlunsplit(("", "", *urlsplit(address)[2:4], ""))


def home_url() -> str:
    """Where `home` is; the root of the site while no room has that page."""
    try:
        return reverse("home")
    except NoReverseMatch:
        return "/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, and 413 for a body that only showed its size while it was read."""
    status, sentence = 400, _("Your browser sent something this portal can’t read. Go back and try again.")
    if isinstance(exception, RequestDataTooBig):
        status = 413
        sentence = _("A form may hold 1 MB of text. Shorten the text or split it, then send it again.")
    elif isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        sentence = _("That form has more fields than this portal takes at once. Send it in smaller parts.")
    return plain_page("errors/bad_request.html", status, sentence)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 for Django's own PermissionDenied, which may carry a sentence."""
    sentence = str(exception) if isinstance(exception, PermissionDenied) else ""
    return refusal_page(request, sentence or _("Your role does not allow this."), 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token: most often a tab left open over a sign-in."""
    sentence = _(
        "This form was open while you signed in or out, or your browser blocks cookies. Reload it and send it again."
    )
    return refusal_page(request, sentence, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. The exception's text is never shown: it may name something the person may not know of."""
    wanted = POLICY_ID.search(request.path)
    page = {"wanted": wanted.group().upper() if wanted else ""}
    return render(request, "errors/not_found.html", page, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, made without the database, the session or the person: any of them may be what failed."""
    return plain_page(
        "errors/server_error.html", 500, _("Something broke on our side. It is recorded. Try again in a minute.")
    )


def not_allowed(request: HttpRequest, empty: HttpResponse) -> HttpResponse:
    """405 in words, for the empty answer of a view that takes another method; shown over a lock too, so plain."""
    sentence = _(
        "This address can’t be opened this way: it belongs to a button on a page. Go back and use the button there."
    )
    answer = plain_page("errors/not_allowed.html", 405, sentence, back=way_back(request))
    answer.headers["Allow"] = empty.headers["Allow"]
    return answer


def plain_page(template: str, status: int, sentence: str, **more: str) -> HttpResponse:
    """An error page that needs nothing of the request; plain text if even the template cannot be made."""
    try:
        html = render_to_string(template, {"status": status, "sentence": sentence, "home": home_url(), **more})
    except Exception:  # A second failure here would leave the visitor with an empty page.
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(html, status=status)
