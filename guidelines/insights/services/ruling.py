"""Interim rulings: made on a rule in force, held for its words, ended by time, by a person, or by an edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guidelines.audit import followers
from guidelines.audit import services as audit
from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import Action
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.queries import in_force, scheduled_after
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, Outdated, WrongState
from guidelines.insights import waiting
from guidelines.insights.models import LONGEST_RULING, Question, Ruling, RulingWords
from guidelines.insights.rights import why_not_answer, why_not_ask, why_not_end
from guidelines.insights.services._locking import locked, said
from guidelines.insights.services.answering import note_answer
from guidelines.insights.words import rules_in
from guidelines.people.models import Person
from guidelines.reading.services import beat, beat_after
from guidelines.text.checks.actions import action_findings

LONGEST = 600
CARRYING = ("edition.published", "edition.enforced")
"""The deeds by which words come that a running ruling may hold for, too."""


@transaction.atomic
def rule(
    guideline: Guideline,
    *,
    by: Person,
    seen: str,
    rule_id: str,
    text: str,
    until: dt.datetime,
    questions: Collection[Question] = (),
    newest_seen: int | None = None,
) -> Ruling:
    """Pin an interim ruling on a rule of the words in force (`seen` is their digest); it answers these questions.

    `newest_seen` is the newest ruling on the rule when the page was opened: nobody pins beside one they did not read.
    """
    guideline = locked(guideline.pk)
    refuse(why_not_answer(by, guideline, fresh=True))
    now = audit.moment()
    binding = in_force(guideline, now)
    refuse(why_not_ask(guideline, binding))
    assert binding is not None, "why_not has looked"
    if seen != binding.digest:
        sentence = _("Edition %(number)d took force after you opened this page. Read the rule again before you rule.")
        raise Outdated(sentence % {"number": binding.number})
    words = said(text, most=LONGEST, missing=_("Write the ruling."), field="text")
    _refuse_again(guideline, rule_id, words, by, now, questions)
    if newest_seen is not None:
        _refuse_unread(guideline, rule_id, by, now, newest_seen)
    _refuse_times(now, until)
    made = _made(guideline, binding, rule_id, words, by, now, until)
    _record(made, questions)
    for question in questions:
        note_answer(question, by=by, text=words, binding=binding, at=now, ruling=made)
    return made


def _made(
    guideline: Guideline, binding: Edition, rule_id: str, words: str, by: Person, now: dt.datetime, until: dt.datetime
) -> Ruling:
    found = rules_in(binding.source).get(rule_id)
    if found is None:
        facts = {"rule": rule_id or "?", "number": binding.number}
        raise Invalid(_("Edition %(number)d has no rule %(rule)s to rule on. Answer in words.") % facts, field="pin")
    _refuse_other_action(words, found.action)
    made = Ruling.objects.create(
        guideline=guideline,
        edition=binding,
        digest=binding.digest,
        rule_id=rule_id,
        rule_words=found.deciding,
        action=found.action,
        text=words,
        made_by=by,
        made_at=now,
        until=until,
    )
    _carry(made, [binding, *_coming(guideline, binding, now)])
    return made


def _record(made: Ruling, questions: Collection[Question]) -> None:
    audit.record(
        "ruling.made",
        by=made.made_by,
        subject=made,
        digest=made.digest,
        at=made.made_at,
        rule=made.rule_id,
        action=made.action,
        text=made.text,
        until=made.until.isoformat(),
        questions=sorted(question.pk for question in questions),
    )


def _refuse_again(
    guideline: Guideline, rule_id: str, words: str, by: Person, now: dt.datetime, questions: Collection[Question]
) -> None:
    """A second click pins and tells nothing twice; the same words may answer a question that came since."""
    same = Ruling.objects.running(now).filter(guideline=guideline, rule_id=rule_id, text=words, made_by=by)
    if same.exists() and all(one.answers.filter(ruling__in=same).exists() for one in questions):
        raise WrongState(_("You have pinned this ruling already. It runs."))


def newest_on(guideline: Guideline, rule_id: str) -> int:
    """The newest ruling on a rule by its key, whether it runs or not; 0 where there was none."""
    return Ruling.objects.filter(guideline=guideline, rule_id=rule_id).aggregate(newest=Max("pk"))["newest"] or 0


def _refuse_unread(guideline: Guideline, rule_id: str, by: Person, now: dt.datetime, newest_seen: int) -> None:
    """Of two who rule at once, the second reads the first."""
    since = Ruling.objects.running(now).filter(guideline=guideline, rule_id=rule_id, pk__gt=newest_seen)
    other = since.exclude(made_by=by).select_related("made_by").order_by("pk").last()
    if other is not None:
        sentence = _("%(name)s pinned a ruling on %(rule)s meanwhile. Read it here. Yours is kept in the form.")
        raise Outdated(sentence % {"name": other.made_by.name, "rule": rule_id})


def _refuse_times(now: dt.datetime, until: dt.datetime) -> None:
    if until <= now:
        raise Invalid(_("The ruling would end before it begins. Choose a later moment."), field="until")
    if until > now + LONGEST_RULING:
        sentence = _("An interim ruling runs for %(days)d days at most. Choose an earlier end, or write an edition.")
        raise Invalid(sentence % {"days": LONGEST_RULING.days}, field="until")


def _refuse_other_action(words: str, own: str) -> None:
    names = {action.code: [name for name in (action.name, action.name_vi) if name] for action in Action.objects.all()}
    if findings := list(action_findings(words, own, names)):
        raise Invalid(" ".join(f"{finding.sentence} {finding.mend}" for finding in findings[:3]), field="text")


def _coming(guideline: Guideline, binding: Edition, now: dt.datetime) -> Iterable[Edition]:
    """The words that may be in force before the ruling ends: those scheduled, and those an emergency gives way to."""
    yield from scheduled_after(guideline, now)
    if binding.expires_at and (returning := in_force(guideline, binding.expires_at)):
        yield returning


def _carry(ruling: Ruling, editions: Iterable[Edition]) -> None:
    for edition in editions:
        found = rules_in(edition.source).get(ruling.rule_id)
        if found and found.deciding == ruling.rule_words:
            RulingWords.objects.get_or_create(ruling=ruling, digest=edition.digest)


def follow() -> None:
    """A publication finds out, in its own deed, which running rulings hold for its words."""
    for verb in CARRYING:
        followers.follow(verb, carry_after)
    for verb in ("ruling.made", "ruling.ended"):
        followers.follow(verb, tell_open_pages)
    for verb in ("guideline.classed", "guideline.handed_over", "clearance.given", "clearance.ended"):
        followers.follow(verb, lambda _event: waiting.forget_all())
    followers.follow("edition.answers", beat_after)  # an edition in force that adopts a ruling closes it


def tell_open_pages(event: AuditEvent) -> None:
    ruling = Ruling.objects.select_related("guideline").get(pk=event.subject_id)
    beat(ruling.guideline, event.at)


def carry_after(event: AuditEvent) -> None:
    edition = Edition.objects.get(pk=event.subject_id)
    running = Ruling.objects.filter(guideline=edition.guideline_id).running(event.at).select_related("adopted_in")
    for ruling in running:
        adopted = ruling.adopted_in
        if adopted is None or (adopted.pk != edition.pk and adopted.state != State.PUBLISHED):
            _carry(ruling, [edition])


@transaction.atomic
def end_ruling(ruling: Ruling, *, by: Person, reason: str) -> Ruling:
    """End a ruling before its time: the rule stands as it is written, at once."""
    guideline = locked(ruling.guideline_id)
    ruling = Ruling.objects.select_related("edition").get(pk=ruling.pk)
    ruling.guideline = guideline
    now = audit.moment()
    refuse(why_not_end(by, ruling, now, fresh=True))
    words = said(reason, most=LONGEST, missing=_("Write the reason. Whoever made the ruling reads it."))
    ruling.ended_at, ruling.ended_by, ruling.end_reason = now, by, words
    ruling.save(update_fields=["ended_at", "ended_by", "end_reason"])
    audit.record("ruling.ended", by=by, subject=ruling, digest=ruling.digest, at=now, note=words)
    return ruling
