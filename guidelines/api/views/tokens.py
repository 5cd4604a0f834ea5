"""The pages of those who keep tokens: which there are, a new one with its secret shown once, the end of one."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guidelines.api import services
from guidelines.api.forms import TokenForm
from guidelines.api.queries.tokens import token_line, token_lines, visible_tokens
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Refused
from guidelines.people.models import Person
from guidelines.people.queries import may_administer
from guidelines.people.requests import actor
from guidelines.text.rendering import render as rendered

MANUAL = Path(settings.BASE_DIR) / "docs" / "api.md"
IN_THE_DOCUMENT = "http://127.0.0.1:8000"
"""Where its examples ask; on the page they ask this portal."""


@require_safe
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """Every token that reads in a place this person keeps."""
    return render(request, "api/tokens.html", {"lines": token_lines(_keeper(request), clock.now())})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_token(request: HttpRequest) -> HttpResponse:
    """The form, and after it the secret: shown by this answer and by no other."""
    keeper = _keeper(request)
    form = TokenForm(request.POST if request.method == "POST" else None, by=keeper, today=clock.now().date())
    if form.is_bound and form.is_valid():
        try:
            made = _made(form, keeper)
        except Invalid as refusal:
            form.add_error(None, refusal.sentence)
        else:
            response = render(request, "api/token_made.html", {"token": made.token, "secret": made.secret})
            response.headers["Cache-Control"] = "no-store"
            return response
    return render(request, "api/new_token.html", {"form": form}, status=422 if form.is_bound else 200)


def _made(form: TokenForm, keeper: Person) -> services.Made:
    asked = form.cleaned_data
    return services.make_token(
        by=keeper,
        name=asked["name"],
        purpose=asked["purpose"],
        places=form.places(),
        resources=asked["resources"],
        expires_at=form.expires_at(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then end a token."""
    keeper = _keeper(request)
    token = get_object_or_404(visible_tokens(keeper), pk=pk)
    line = token_line(token, keeper, clock.now())
    if line.why_not_end:
        raise Refused(line.why_not_end)
    if request.method != "POST" and line.standing == "running":
        return render(request, "api/end_token.html", {"line": line})
    services.end_token(token, by=keeper)
    messages.success(request, _("%(name)s is ended. Nothing can be read with it any more.") % {"name": token.name})
    return redirect("tokens")


@require_safe
@login_required
def api_manual(request: HttpRequest) -> HttpResponse:
    """docs/api.md, for those who hand out tokens."""
    _keeper(request)
    if not MANUAL.exists():
        raise Http404
    _title, _line, text = MANUAL.read_text(encoding="utf-8").partition("\n")
    text = text.replace(IN_THE_DOCUMENT, request.build_absolute_uri("/").rstrip("/"))
    return render(request, "api/manual.html", {"manual": rendered(text)})


def _keeper(request: HttpRequest) -> Person:
    """Whoever is signed in, if they keep tokens."""
    person = actor(request)
    if not may_administer(person):
        raise Refused(_("Tokens are kept by market administrators and system administrators."))
    return person
