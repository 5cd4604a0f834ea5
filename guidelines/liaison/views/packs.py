"""Packs: the list of them, one with its files and where it went, a file as it was written, and the second person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.frame import clock
from guidelines.frame.headers import FILE_POLICY
from guidelines.frame.jobs import JobState
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Invalid, Outdated, WrongState
from guidelines.liaison.calling_off import named_as_told
from guidelines.liaison.directory import why_not_tell
from guidelines.liaison.exports import FORMATS
from guidelines.liaison.making import digest_told, is_told_beyond, told
from guidelines.liaison.models import Delivery, Pack
from guidelines.liaison.models.stakeholders import TOLD, RunningQuerySet
from guidelines.liaison.packs import kept, unreachable, visible_packs
from guidelines.liaison.questions import Question
from guidelines.liaison.sending_words import asked_words, failure
from guidelines.liaison.services.agreeing import agree, decline, why_not_agree
from guidelines.liaison.standing import not_told_yet
from guidelines.liaison.views.fetching import exporter, pack_for
from guidelines.people.models import Person

NOTES_ON_A_PAGE = 25
MOST_WAITING = 25


@require_safe
@login_required
def packs(request: HttpRequest) -> HttpResponse:
    """Every pack of the person's scope, the newest first; those that wait for them above."""
    person = exporter(request)
    found = visible_packs(person).select_related("asked_by", "stakeholder")
    whose, audience = request.GET.get("whose", ""), request.GET.get("audience", "")
    wanted = found.filter(asked_by=person) if whose == "mine" else found
    if audience in dict(TOLD):
        wanted = wanted.filter(audience=audience)
    waiting = found.waiting().exclude(asked_by=person).order_by("asked_at", "pk")
    page = paginate(request, wanted.order_by("-asked_at", "-pk"))
    for one in page:
        one.asked = "" if one.title else asked_words(one)
    context = {
        "page": page,
        "waiting": waiting[:MOST_WAITING],
        "more_waiting": max(waiting.count() - MOST_WAITING, 0),
        "whose": whose,
        "audience": audience,
        "audiences": TOLD,
    }
    return render(request, "liaison/packs.html", context)


@require_safe
@login_required
def pack(request: HttpRequest, number: int) -> HttpResponse:
    """One pack: how far it is, its files and what they hold, to whom it went."""
    return _page(request, pack_for(request, number))


@require_safe
@login_required
def pack_file(request: HttpRequest, number: int, extension: str) -> HttpResponse:
    """A file as it was written, byte for byte."""
    found = pack_for(request, number).files.filter(format=extension).first()
    if found is None:
        raise Http404
    response = HttpResponse(kept(found), content_type=FORMATS[extension].content_type)
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["Content-Security-Policy"] = FILE_POLICY
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def answer_pack(request: HttpRequest, number: int) -> HttpResponse:
    """The second person agrees or declines."""
    pack = pack_for(request, number)
    person: Person = request.user  # type: ignore[assignment]  # login_required let no other through
    written = request.POST.get("answer", "")
    try:
        if request.POST.get("action") == "agree":
            agree(pack, by=person, seen=request.POST.get("seen", ""), answer=written)
            messages.success(request, _("Agreed. It is being written now."))
        else:
            decline(pack, by=person, answer=written)
            messages.success(request, _("Declined. It goes nowhere."))
    except Invalid as refusal:
        return _page(request, pack, status=422, problem=refusal.sentence, written=written)
    except (WrongState, Outdated) as refusal:
        pack.refresh_from_db()
        return _page(request, pack, status=409, problem=refusal.sentence, written=written)
    return redirect(pack)


def _deliveries(pack: Pack) -> list[Delivery]:
    """To whom it goes, with why a failed one did not arrive."""
    found = list(pack.deliveries.select_related("contact").order_by("pk"))
    for delivery in found:
        delivery.told = failure(delivery)  # type: ignore[attr-defined]  # for the template that shows its state
    return found


def _asked_again(pack: Pack) -> list[tuple[str, str]]:
    """What was chosen and typed for a pack, as the change notes spell it. Whoever asks looks at it anew."""
    chosen = [
        ("audience", pack.audience),
        ("introduction", pack.introduction),
        ("list", str(pack.stakeholder_id or "")),
    ]
    chosen += [(name, "on") for name in ("redline", "inside") if getattr(pack, name)]
    return [*Question.from_data(pack.question).fields(), *chosen, *(("out", key) for key in pack.left_out)]


def _names(contacts: RunningQuerySet) -> str:
    return ", ".join(contacts.values_list("name", flat=True))


def _list_place(pack: Pack) -> tuple[int | None, int | None]:
    return (pack.stakeholder.market_id, pack.stakeholder.domain_id) if pack.stakeholder else (None, None)


def _page(request: HttpRequest, pack: Pack, *, status: int = 200, **more: Any) -> HttpResponse:
    person = exporter(request)
    held = paginate(request, pack.held.select_related("edition__guideline"), per_page=NOTES_ON_A_PAGE)
    context: dict[str, Any] = {
        "pack": pack,
        "now": clock.now(),
        "asked": asked_words(pack),
        "again": _asked_again(pack),
        "files": [(file, FORMATS[file.format], len(file.content)) for file in pack.files.all()],
        "page": held,
        "held": named_as_told(held.items),
        "deliveries": _deliveries(pack),
        "zone": person.time_zone,
        "why_not_repeat": why_not_tell(person, *_list_place(pack)),
        "late": not_told_yet(pack),
        "ended": _names(unreachable(pack)),
        "corrected_by": pack.corrected_by.order_by("pk"),
        "busy": pack.state in (JobState.QUEUED, JobState.RUNNING) and not pack.is_waiting,
        **more,
    }
    if pack.is_waiting:
        context["why_not"] = why_not_agree(pack, person)
        if not is_told_beyond(pack, person):
            written, _happenings = told(pack)
            page = paginate(request, written.notes, per_page=NOTES_ON_A_PAGE)
            context |= {"page": page, "document": written.only(page.items), "seen": digest_told(pack, written)}
    return render(request, "liaison/pack.html", context, status=status)
