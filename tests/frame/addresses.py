"""Pages that the tests of the frame open: one for each way a request can end."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Frozen, Invalid, Outdated, Refused, WrongState
from guidelines.frame.times import instant
from guidelines.text.refusal import TextRefused

REFUSALS = {kind.__name__.lower(): kind for kind in (Refused, Outdated, Frozen, WrongState, Invalid)}


@dataclass(frozen=True)
class Jordan:
    """The light reader of a reading page."""

    name: str = "Jordan Ellis"
    time_zone: str = "America/Chicago"
    theme: str = "dark"
    keys_on: bool = False
    is_authenticated: bool = True
    is_staff: bool = False


def page(request: HttpRequest) -> HttpResponse:
    if "signed_in" in request.GET:
        request.reader = Jordan()  # type: ignore[attr-defined]  # what the reading room's middleware sets
    return render(
        request, "frame/keyboard_shortcuts.html", {"shown": instant(request.GET.get("at", "2026-03-01T10:00Z"))}
    )


def refused(request: HttpRequest, kind: str) -> HttpResponse:
    raise REFUSALS[kind]("Edition 5 was submitted at 09:41. Open it again.")


def text_refused(request: HttpRequest) -> HttpResponse:
    raise TextRefused("That text is too deep.", line=12)


def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def secret_draft(request: HttpRequest) -> HttpResponse:
    raise Http404("No Edition matches the given query: draft 5 of US-CC-0142")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("boom")


def moved(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Approved.")
    return HttpResponseRedirect("/page/")


def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "frame/pager.html", {"page": paginate(request, list(range(214)))})


def reads_form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("source", ""))


def download(request: HttpRequest) -> FileResponse:
    return FileResponse(iter([b"a,b"]), content_type="text/csv", headers={"Cache-Control": "private, max-age=60"})


@sensitive_post_parameters("answer")
def sensitive(request: HttpRequest) -> HttpResponse:
    raise Invalid("Write a shorter answer.")


def at(request: HttpRequest) -> HttpResponse:
    moment: dt.datetime = instant(request.GET["at"])
    return HttpResponse(moment.isoformat())


def empty(request: HttpRequest, **captured: Any) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("", empty, name="home"),
    path("search/", empty, name="search"),
    path("settings/", empty, name="settings"),
    path("password/", empty, name="password_change"),
    path("sign-out/", empty, name="sign_out"),
    path("guidelines/<slug:policy_id>/", empty, name="guideline"),
    path("page/", page, name="page"),
    path("refused/text/", text_refused),
    path("refused/sensitive/", sensitive),
    path("refused/<slug:kind>/", refused),
    path("denied/", denied),
    path("secret/", secret_draft),
    path("broken/", broken),
    path("moved/", moved),
    path("list/", listing),
    path("form/", reads_form),
    path("posted/", require_POST(empty)),
    path("download/", download),
    path("at/", at),
    path("", include("guidelines.frame.urls")),
]
handler400 = "guidelines.frame.errors.bad_request"
handler403 = "guidelines.frame.errors.forbidden"
handler404 = "guidelines.frame.errors.not_found"
handler500 = "guidelines.frame.errors.server_error"
