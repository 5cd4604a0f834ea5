"""Asking about the words in force, and joining a question that somebody asked before."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.reasons import refuse
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, NotFound, Outdated, Refusal, WrongState
from guidelines.insights import waiting
from guidelines.insights.models import Asker, Question
from guidelines.insights.rights import read_now, visible_questions, why_not_ask, why_not_join
from guidelines.insights.services._locking import locked, said
from guidelines.insights.words import rules_in
from guidelines.people.models import Person

LONGEST, LONGEST_PASSAGE = 1000, 600
AN_HOUR, MOST_AN_HOUR = dt.timedelta(hours=1), 10
"""How many questions one person may ask. A floor that floods the queue is not heard."""


class TooOften(Refusal):
    """More than anybody asks: try later."""

    status = 429


@transaction.atomic
def ask(
    guideline: Guideline,
    *,
    by: Person,
    seen: str,
    text: str,
    rule_id: str = "",
    passage: str = "",
    kind: str = Question.Kind.DECIDE,
) -> Question:
    """Ask about a rule, a passage or the whole, on the words in force; `seen` is their digest on the screen."""
    guideline = locked(guideline.pk)
    now = audit.moment()
    binding = read_now(by, guideline, now, fresh=True)
    refuse(why_not_ask(guideline, binding))
    assert binding is not None, "why_not has looked"
    _refuse_outdated(binding, seen, rule_id)
    words = said(text, most=LONGEST, missing=_("Write your question."))
    quoted = said(passage, most=LONGEST_PASSAGE, missing="") if passage.strip() else ""
    _refuse_repeated(guideline, by, rule_id, words, now)
    made = Question.objects.create(
        guideline=guideline,
        edition=binding,
        digest=binding.digest,
        rule_id=rule_id,
        passage=quoted,
        kind=Question.Kind(kind),
        text=words,
        asked_by=by,
        asked_at=now,
    )
    Asker.objects.create(question=made, person=by, at=now, seen_at=now)
    facts = {"rule": rule_id, "kind": made.kind, "text": words, "passage": quoted}
    audit.record("question.asked", by=by, subject=made, digest=binding.digest, at=now, **facts)
    waiting.forget_all()
    return made


def _refuse_outdated(binding: Edition, seen: str, rule_id: str) -> None:
    if seen != binding.digest:
        sentence = _("Edition %(number)d took force after you opened this page. Look whether it answers your question.")
        raise Outdated(sentence % {"number": binding.number})
    if rule_id and rule_id not in rules_in(binding.source):
        facts = {"rule": rule_id, "number": binding.number}
        raise Invalid(_("Edition %(number)d has no rule %(rule)s. Choose one from the list.") % facts)


def _refuse_repeated(guideline: Guideline, by: Person, rule_id: str, words: str, now: dt.datetime) -> None:
    own = Question.objects.filter(asked_by=by)
    if own.open(now).filter(guideline=guideline, rule_id=rule_id, text=words).exists():
        raise WrongState(_("You have asked this already. It is in the list of your questions."))
    if own.filter(asked_at__gt=now - AN_HOUR).count() >= MOST_AN_HOUR:
        sentence = _("You asked %(most)d questions within an hour. Ask your team lead, or send this one later.")
        raise TooOften(sentence % {"most": MOST_AN_HOUR})


@transaction.atomic
def join(question: Question, *, by: Person) -> Asker:
    """“I ask this too”: be told the answer with the others."""
    locked(question.guideline_id)
    now = audit.moment()
    found = visible_questions(by).filter(pk=question.pk).first()
    if found is None:
        raise NotFound(_("There is no such question."))
    refuse(why_not_join(by, found, now))
    made = Asker.objects.create(question=found, person=by, at=now, seen_at=now)
    audit.record("question.joined", by=by, subject=found, digest=found.digest, at=now)
    return made


def mark_seen(question: Question, *, by: Person) -> None:
    """Note that an asker has the question before them. No deed: it only ends what is shown as new."""
    now = clock.now()
    unread = Asker.objects.filter(question=question, person_id=by.pk).unread(now).first()
    if unread is not None:
        unread.seen_at = now
        unread.save(update_fields=["seen_at"])
        waiting.forget(by.pk)
