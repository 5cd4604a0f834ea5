"""What is asked before a signature: the questions of the checklist, and each row that decides differently."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain
from guidelines.editions.models import ChecklistItem, Edition, RequiredSignature
from guidelines.frame.refusals import Invalid
from guidelines.people.models import Assignment
from guidelines.people.roles import Capability, roles_with
from guidelines.text.diffing import decision_changes


def decision_keys(edition: Edition) -> list[str]:
    """The rules that decide differently from the base of an edition."""
    before = edition.base.source if edition.base else ""
    return [change.rule for change in decision_changes(before, edition.source)]


def checklist(domain_id: int) -> list[ChecklistItem]:
    """The questions in force in a domain, in their order."""
    return list(ChecklistItem.objects.filter(domain_id=domain_id, ended_at=None).order_by("position", "pk"))


def questions_by_domain() -> list[tuple[Domain, list[ChecklistItem]]]:
    """The checklist of every domain in use."""
    found: dict[int, list[ChecklistItem]] = {}
    for item in ChecklistItem.objects.filter(ended_at=None).select_related("domain").order_by("position", "pk"):
        found.setdefault(item.domain_id, []).append(item)
    return [(domain, found.get(domain.pk, [])) for domain in Domain.objects.in_use().order_by("code")]


@dataclass(frozen=True)
class Required:
    """A signature that a topic needs, and the names of those who sign for its function somewhere."""

    row: RequiredSignature
    signers: tuple[str, ...]


def required_signatures() -> list[Required]:
    """The list in force."""
    signers = signing_functions()
    rows = RequiredSignature.objects.filter(ended_at=None).select_related("topic", "added_by")
    return [Required(row, signers.get(row.function.casefold(), ())) for row in rows.order_by("topic__code", "function")]


def signing_functions() -> dict[str, tuple[str, ...]]:
    """The functions that policy reviewers hold, each with their names."""
    found: dict[str, list[str]] = {}
    rows = Assignment.objects.current().filter(role__in=roles_with(Capability.REVIEW), person__is_active=True)
    named = rows.exclude(function="").order_by("person__name").values_list("function", "person__name")
    for function, name in named:
        found.setdefault(function.casefold(), []).append(name)
    return {function: tuple(dict.fromkeys(names)) for function, names in sorted(found.items())}


def answered(edition: Edition, answers: Collection[int], agreed: Collection[str]) -> dict[str, Any]:
    """The questions as they were worded and the rows, when all were answered with yes; refuses with those that lack."""
    questions, rows = checklist(edition.guideline.domain_id), decision_keys(edition)
    open_questions = [question.text for question in questions if question.pk not in answers]
    open_rows = [row for row in rows if row not in agreed]
    if open_questions or open_rows:
        raise Invalid(" ".join(_open(open_questions, open_rows)))
    facts: dict[str, Any] = {"checklist": [question.text for question in questions], "agreed": list(rows)}
    return {name: value for name, value in facts.items() if value}


def _open(questions: list[str], rows: list[str]) -> list[str]:
    sentences = []
    if rows:
        sentences.append(
            _("Agree to each rule that decides differently first: %(rules)s.") % {"rules": ", ".join(rows)}
        )
    if questions:
        quoted = " ".join(f"“{question}”" for question in questions)
        sentences.append(_("Answer these with yes first: %(questions)s") % {"questions": quoted})
    return sentences
