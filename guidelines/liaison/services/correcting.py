"""Correcting the change note of an edition that was published: a new row, and the words it was approved with stay."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Outdated, Refused
from guidelines.liaison.happenings import Kind
from guidelines.liaison.keys import note_key
from guidelines.liaison.models import Correction, Delivery, Pack
from guidelines.liaison.packs import brief_of, visible_packs
from guidelines.liaison.queries import answer
from guidelines.liaison.questions import Question
from guidelines.liaison.services import refuse_unless_exporter
from guidelines.liaison.services.packing import ask_for_pack
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.text.normal import normalise

MOST_LETTERS = {"note": 4000, "partner_note": 4000, "reason": 1000}


def chain(edition: Edition) -> list[Correction]:
    """What its change note was corrected to, the oldest first."""
    rows = Correction.objects.of_these_words().filter(edition=edition)
    return list(rows.order_by("at", "pk").select_related("by"))


def seen_of(edition: Edition) -> str:
    """The newest correction a page showed, so that nobody corrects words they did not read."""
    newest = chain(edition)[-1:]
    return str(newest[0].pk) if newest else "0"


def words_now(edition: Edition) -> tuple[str, str]:
    """The change note and the partner wording as they are told now."""
    newest = chain(edition)[-1:]
    return (newest[0].note, newest[0].partner_note) if newest else (edition.change_note, edition.partner_note)


def why_not_correct(edition: Edition, person: Person) -> str:
    """Why this person may not correct its note; empty when they may. A note is policy wording: its writers keep it."""
    guideline = edition.guideline
    if not holdings(person).may(Capability.WRITE, guideline.market_id, guideline.domain_id):
        return _("Only a policy manager of this market and domain can correct a change note.")
    if edition.published_at is None:
        return _("This edition is not published. Change its note in the draft.")
    return ""


@transaction.atomic
def correct(edition: Edition, *, note: str, partner_note: str, reason: str, by: Person, seen: str) -> Correction:
    """Other words from now on: in new packs, in feeds and on pages, marked as corrected."""
    holdings(by, fresh=True)
    # Two corrections of one guideline wait for each other; the lock comes first, as in every deed.
    Guideline.objects.select_for_update().get(pk=edition.guideline_id)
    if not visible_editions(by, clock.now()).filter(pk=edition.pk).exists():
        raise Refused(_("Only a policy manager of this market and domain can correct a change note."))
    if sentence := why_not_correct(edition, by):
        raise Refused(sentence)
    if seen != seen_of(edition):
        raise Outdated(_("Somebody corrected this note since you opened the page. Read it again; your words are kept."))
    words = {name: normalise(text).text.strip() for name, text in (("note", note), ("partner_note", partner_note))}
    words["reason"] = normalise(reason).text.strip()
    _refuse_unfit(edition, words)
    made = Correction.objects.create(edition=edition, by=by, at=audit.moment(), **words)
    old_note, old_partner = edition.change_note, edition.partner_note
    changed = [name for name, old in (("note", old_note), ("partner_note", old_partner)) if words[name] != old]
    what = {"correction": made.pk, "changed": changed, "reason": made.reason}
    audit.record("note.corrected", by=by, subject=made, digest=edition.digest, at=made.at, **what)
    return made


def _refuse_unfit(edition: Edition, words: dict[str, str]) -> None:
    names = {"note": _("The change note"), "partner_note": _("The partner wording"), "reason": _("The reason")}
    for name, most in MOST_LETTERS.items():
        if len(words[name]) > most:
            sentence = _("%(what)s has %(found)d characters. The limit is %(most)d.")
            raise Invalid(sentence % {"what": names[name], "found": len(words[name]), "most": most})
    if not words["note"]:
        raise Invalid(_("A change note can be corrected but not emptied. Write what changed."))
    if not words["reason"]:
        raise Invalid(_("Write what was wrong. It is kept with the correction."))
    if (words["note"], words["partner_note"]) == words_now(edition):
        raise Invalid(_("These are the words as they are told now. Change them, or leave the page."))


def packs_that_held(edition: Edition, person: Person) -> Iterable[Pack]:
    """The packs with a note of this edition that the person may see, the newest first."""
    packs = visible_packs(person).filter(held__edition=edition).distinct()
    sent = Prefetch("deliveries", Delivery.objects.select_related("contact").order_by("pk"), to_attr="reached")
    return packs.select_related("stakeholder", "asked_by").prefetch_related(sent).order_by("-asked_at", "-pk")


@transaction.atomic
def issue_again(pack: Pack, *, by: Person) -> Pack:
    """The same question as the record tells it now: marked as corrected, with no other note, to those who had it."""
    refuse_unless_exporter(by, fresh=True)
    question, brief, now = Question.from_data(pack.question), brief_of(pack), clock.now()
    rows = list(pack.held.values_list("edition_id", "kind"))
    held = {_place(edition, kind) for edition, kind in rows}
    held |= {_place(edition, Kind.CALLED_OFF) for edition, kind in rows if kind == Kind.STARTS}
    found = answer(by, question, now, brief.told).happenings
    return ask_for_pack(
        question,
        audience=pack.audience,
        formats=pack.formats,
        by=by,
        introduction=pack.introduction,
        left_out=[note_key(one) for one in found if _place(one.edition.pk, one.kind) not in held],
        redline=pack.redline,
        inside=pack.inside,
        stakeholder=pack.stakeholder,
        corrects=pack,
        at=now,
    )


def _place(edition_id: int, kind: str) -> tuple[int, bool, str]:
    """What was to start and has begun since is the same note."""
    begins = kind in (Kind.BEGAN, Kind.STARTS)
    return edition_id, begins, "" if begins else str(kind)
