"""What people write to name a thing: `US-CC-0142`, `US-CC-0142 R3`, `US-CC-0142 edition 5`, `insight 12`."""

from __future__ import annotations

import re
from typing import TypeVar

from django.utils.translation import gettext as _

from guidelines.editions.models import Edition, Guideline
from guidelines.editions.rights import visible_editions, visible_guidelines
from guidelines.frame.refusals import Invalid, NotFound
from guidelines.insights.insight_rights import visible_insights
from guidelines.insights.models import Insight, Question, Requirement
from guidelines.insights.requirement_rights import visible_requirements
from guidelines.insights.rights import visible_questions
from guidelines.learning.models import Session
from guidelines.learning.rights import visible_sessions
from guidelines.people.models import Person

Thing = TypeVar("Thing")
_REQUIREMENT, _SESSION = ("requirement", "yêu cầu cải tiến"), ("session", "buổi đào tạo")
_QUESTION, _INSIGHT = ("question", "câu hỏi"), ("insight", "phát hiện")
_RULE = re.compile(r"(?P<policy>[A-Z]{2,4}-[A-Z]{2,4}-\d{4,})(?:\s+(?P<rule>R\d{1,8}))?", re.I)
_EDITION = re.compile(r"(?P<policy>[A-Z]{2,4}-[A-Z]{2,4}-\d{4,})\s+(?:edition|ấn bản)\s+(?P<number>\d{1,9})", re.I)
_NUMBERED = re.compile(r"(?P<kind>[^\W\d]+(?: [^\W\d]+)*)\s+#?(?P<pk>\d{1,18})")


def item_named(text: str, person: Person) -> Guideline | Edition | Requirement | Session:
    """What a programme is to hold."""
    text = " ".join(text.split())
    if found := _EDITION.fullmatch(text):
        rows = visible_editions(person).filter(
            guideline__policy_id=found["policy"].upper(), number=int(found["number"])
        )
        return _only(rows.first(), text)
    if (found := _RULE.fullmatch(text)) and not found["rule"]:
        return guideline_named(found["policy"], person)
    if pk := _number(text, _REQUIREMENT):
        return _only(visible_requirements(person).filter(pk=pk).first(), text)
    if pk := _number(text, _SESSION):
        return _only(visible_sessions(person).filter(pk=pk).first(), text)
    raise Invalid(_("Write it like US-CC-0142, US-CC-0142 edition 5, requirement 4 or session 7."))


def rule_named(text: str, person: Person) -> tuple[Guideline, str] | Question | Insight:
    """What a risk has to do with."""
    text = " ".join(text.split())
    if pk := _number(text, _QUESTION):
        return _only(visible_questions(person).filter(pk=pk).first(), text)
    if pk := _number(text, _INSIGHT):
        return _only(visible_insights(person).filter(pk=pk).first(), text)
    if found := _RULE.fullmatch(text):
        return guideline_named(found["policy"], person), (found["rule"] or "").upper()
    raise Invalid(_("Write it like US-CC-0142, US-CC-0142 R3, insight 12 or question 12."))


def guideline_named(policy_id: str, person: Person) -> Guideline:
    return _only(visible_guidelines(person).filter(policy_id=policy_id.upper()).first(), policy_id)


def _number(text: str, words: tuple[str, ...]) -> int | None:
    """The key in `insight 12`, in English or Vietnamese."""
    found = _NUMBERED.fullmatch(text)
    return int(found["pk"]) if found and found["kind"].casefold() in words else None


def _only(found: Thing | None, text: str) -> Thing:
    if found is None:
        raise NotFound(_("There is no “%(name)s” that you can read.") % {"name": text[:60]})
    return found
