"""The change notes: the question, the preview of its answer, and asking for a pack."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.frame import clock
from guidelines.frame.refusals import Invalid
from guidelines.frame.zones import zone_label
from guidelines.liaison.briefs import Brief
from guidelines.liaison.directory import may_see_told, may_tell, visible_stakeholders
from guidelines.liaison.directory_pages.sending import confirm_sending
from guidelines.liaison.documents import document
from guidelines.liaison.exports import FORMATS, IN_A_MESSAGE
from guidelines.liaison.forms import QuestionForm
from guidelines.liaison.models import Pack, Stakeholder
from guidelines.liaison.periods import presets
from guidelines.liaison.queries import answer, how_many
from guidelines.liaison.questions import Question
from guidelines.liaison.seen import seen_at, sign
from guidelines.liaison.services.packing import ask_for_pack
from guidelines.liaison.services.refusing import MOST_COUNTED, MOST_NOTES, fits, too_many
from guidelines.liaison.standing import aside
from guidelines.liaison.views.fetching import exporter
from guidelines.people.models import Person
from guidelines.text.audience import Audience

NOTES_ON_A_PAGE = 10


@require_safe
@login_required
def change_notes(request: HttpRequest) -> HttpResponse:
    """The form, and the notes exactly as they will go out."""
    person = exporter(request)
    form = QuestionForm(request.GET, person=person, now=clock.now())
    return _preview(request, person, form, None)


@require_POST
@login_required
def choose_notes(request: HttpRequest) -> HttpResponse:
    """The same page with what was ticked and typed, or another page of it. Nothing is done, and nothing is lost."""
    person = exporter(request)
    form = QuestionForm(request.POST, person=person, now=clock.now())
    return _preview(request, person, form, seen_at(request.POST.get("at", ""), person))


@require_POST
@login_required
def ask_for_notes(request: HttpRequest) -> HttpResponse:
    """A pack of what was on the page: as a file to download, or to a list. A deed that is recorded."""
    person = exporter(request)
    form = QuestionForm(request.POST, person=person, now=clock.now())
    at = seen_at(request.POST.get("at", ""), person)
    if form.is_valid() and at is None:
        form.add_error(
            None, _("What is sent is what you saw, within an hour. Here are the notes as of now: look again.")
        )
    if at is None or not form.is_valid():
        return _preview(request, person, form, at)
    try:
        stakeholder = _chosen_list(request, person) if "send" in request.POST else None
        if stakeholder is not None and "sure" not in request.POST:
            return confirm_sending(request, person, stakeholder, form.question(), form.brief(), at)
        pack = _pack(form, person, stakeholder, at)
    except Invalid as refusal:
        form.add_error(None, refusal.sentence)
        return _preview(request, person, form, at)
    if pack.is_waiting:
        messages.info(request, _("It waits for a second person: another liaison or policy manager of this scope."))
    return redirect(pack)


def _pack(form: QuestionForm, person: Person, stakeholder: Stakeholder | None, at: dt.datetime) -> Pack:
    brief, wanted = form.brief(), form.typed.get("format") or "pdf"
    return ask_for_pack(
        form.question(),
        audience=brief.audience.value,
        formats=(wanted, *IN_A_MESSAGE) if stakeholder else (wanted,),
        by=person,
        introduction=brief.introduction,
        left_out=brief.left_out,
        redline=brief.redline,
        inside=brief.inside,
        stakeholder=stakeholder,
        at=at,
    )


def _chosen_list(request: HttpRequest, person: Person) -> Stakeholder:
    number = request.POST.get("list", "")
    lists = visible_stakeholders(person).filter(ended_at=None)
    found: Stakeholder | None = lists.filter(pk=int(number)).first() if number.isascii() and number.isdigit() else None
    if found is None:
        raise Invalid(_("Choose the list to which it goes."))
    return found


def _preview(request: HttpRequest, person: Person, form: QuestionForm, at: dt.datetime | None) -> HttpResponse:
    """The page, with the answer where there is one: of the state looked at before, or of now. What was typed stays."""
    refused, now = bool(form.errors), at or clock.now()
    if not form.could_be_asked:
        return _page(request, form, status=422)
    question, brief = form.question(), form.brief()
    counted = how_many(person, question, now)
    if counted > MOST_COUNTED:
        form.add_error("until", too_many(counted))
        return _page(request, form, status=422)
    found = answer(person, question, now, brief.told)
    page = Paginator(found.happenings, NOTES_ON_A_PAGE).get_page(form.typed.get("page"))
    return _page(
        request,
        form,
        status=422 if refused else 200,
        page=page,
        question=question,
        brief=brief,
        document=document(person, question, found, now, brief, shown=list(page.object_list)),
        at=sign(now, person),
        left_out=found.left_out,
        too_many=page.paginator.count - len(brief.left_out) > MOST_NOTES,
        lists=_lists(person, question, brief),
        may_send=may_tell(person),
        may_make_lists=may_tell(person),
        sees_lists=may_see_told(person),
        lines=aside(person, clock.now()) if may_see_told(person) else (),
    )


def _lists(person: Person, question: Question, brief: Brief) -> list[Stakeholder]:
    """The lists that may be told it: of this class or a narrower one, and of these markets and domains."""
    lists = visible_stakeholders(person).filter(ended_at=None).select_related("market", "domain")
    return [one for one in lists if Audience(one.audience).hears(brief.audience) and fits(one, question)]


def _page(request: HttpRequest, form: QuestionForm, *, status: int = 200, **context: Any) -> HttpResponse:
    asked = getattr(form, "cleaned_data", {})
    context |= {
        "form": form,
        "presets": presets(form.question_typed, form.today, asked.get("since"), asked.get("until")),
        "formats": FORMATS.values(),
        "most": MOST_NOTES,
        "zones_in_words": ", ".join(sorted({zone_label(market.time_zone) for market in form.markets})),
        "no_market": _("You may export in no market yet. Ask your market administrator.") if not form.markets else "",
    }
    return render(request, "liaison/change_notes.html", context, status=status)
