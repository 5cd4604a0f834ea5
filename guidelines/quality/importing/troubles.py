"""Why a row could not be taken: a code and its facts, told in the language of whoever reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guidelines.editions.clearances import open_to
from guidelines.editions.models import Guideline
from guidelines.frame.times import in_zone
from guidelines.people.sessions import Anyone
from guidelines.quality.models import RowProblem

SENTENCES: dict[str, Promise] = {
    "cells": _("This row has %(cells)s cells, the heading has %(columns)s."),
    "missing": _("“%(column)s” is empty."),
    "long": _("“%(column)s” is longer than %(most)s characters."),
    "unreadable": _("“%(column)s” holds a character that nobody can read."),
    "date": _("“%(text)s” is no moment as this source writes it."),
    "no_such_time": _("%(text)s does not exist in %(zone)s: the clocks go forward over it."),
    "twice": _("%(text)s happens twice in %(zone)s: the clocks go back. Send it with its offset, such as -07:00."),
    "future": _("%(text)s lies in the future."),
    "action": _("There is no action “%(text)s”. Say in the words of the source what it means."),
    "error_class": _("There is no kind of error “%(text)s”. Say in the words of the source what it means."),
    "outcome": _("There is no verdict “%(text)s”. Say in the words of the source what it means."),
    "class_missing": _("The right action is another one, and the row does not say what kind of error that is."),
    "citation": _(
        "“%(text)s” names no rule. Write it like US-CC-0142 R3, or with the guideline in a column of its own."
    ),
    "guideline": _("There is no guideline “%(text)s” in this market that you can read."),
    "domain": _("%(policy_id)s is of another domain than this source."),
    "not_in_force": _("Nothing of %(policy_id)s was in force at %(at)s."),
    "suspended": _("%(policy_id)s was suspended at %(at)s: nobody was to decide by it."),
    "no_rule": _("Edition %(number)s of %(policy_id)s, in force then, has no rule %(rule)s."),
    "label_unknown": _("No rule that was in force at %(at)s had the label “%(text)s”."),
    "label_several": _("Several rules that were in force at %(at)s had the label “%(text)s”. Cite the rule."),
    "quiet": _(
        "It is counted. %(policy_id)s was restricted when it came in: those it does not name read that there is none."
    ),
    "other_facts": _(
        "This check was brought in before with another rule, action or kind of error. It stays as it was."
    ),
}
NEUTRAL = "guideline"
"""What is said of a restricted guideline to whom it does not name: the same as of one that is not there. A row that
cites it says in `neutral` and `cited` how it would be told of if it led nowhere."""


@dataclass(frozen=True)
class Trouble:
    """What is wrong with one row. `guideline` is the key of the guideline that its sentence tells of."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    guideline: int | None = None

    def as_facts(self) -> dict[str, Any]:
        return {**self.facts, "guideline": self.guideline} if self.guideline else self.facts


def told(trouble: Trouble, zone: str, readable: Collection[int]) -> str:
    """The sentence, of what is readable; times in the zone of the market."""
    facts = dict(trouble.facts)
    if "at" in facts:
        facts["at"] = in_zone(dt.datetime.fromisoformat(facts["at"]), zone)
    if trouble.guideline is not None and trouble.guideline not in readable:
        cited = facts.get("cited") or facts.get("text") or facts.get("policy_id", "")
        return str(SENTENCES[facts.get("neutral", NEUTRAL)]) % {**facts, "text": cited}
    return str(SENTENCES[trouble.code]) % facts


def of_row(problem: RowProblem) -> Trouble:
    facts = dict(problem.facts)
    return Trouble(problem.code, facts, facts.pop("guideline", None))


def readable_of(person: Anyone, troubles: Iterable[Trouble]) -> set[int]:
    """Of the guidelines that these tell of, those that are open to the person: one query."""
    named = {trouble.guideline for trouble in troubles if trouble.guideline}
    return set(Guideline.objects.filter(open_to(person), pk__in=named).values_list("pk", flat=True)) if named else set()
