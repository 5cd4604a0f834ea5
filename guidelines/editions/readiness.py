"""What still stops a draft from being submitted: the same list on the page and at the gate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.catalogue.models import Action, LabelCode, Topic
from guidelines.editions.drafts import DraftWords, words_of
from guidelines.editions.models import Edition
from guidelines.text.rendering import Rendered, Rule, render

SCOPE_HEADINGS = {"scope", "pham-vi"}


@dataclass(frozen=True)
class Blocker:
    """One thing to mend, with its line in the text where it has one."""

    sentence: str
    line: int | None = None

    def __str__(self) -> str:
        return (
            _("Line %(line)d: %(sentence)s") % {"line": self.line, "sentence": self.sentence}
            if self.line
            else self.sentence
        )


def blockers(edition: Edition) -> list[Blocker]:
    """Everything that blocks submission of what is saved, in the order of the page."""
    return blockers_in(words_of(edition), edition.guideline.language)


def blockers_in(words: DraftWords, language: str) -> list[Blocker]:
    """Everything that would block submission of these words."""
    rendered = render(words.source, language=language)
    return [*_details(words), *_text(rendered), *_lists(rendered.rules)]


def _details(words: DraftWords) -> Iterator[Blocker]:
    if not words.summary.strip():
        yield Blocker(_("Write the summary: one or two sentences under the title."))
    if not words.change_note.strip():
        yield Blocker(_("Write the change note: what changed, for those who decide by it."))
    if not words.topic_codes:
        yield Blocker(_("Choose at least one topic."))
    known = set(Topic.objects.filter(code__in=words.topic_codes).values_list("code", flat=True))
    for code in sorted(set(words.topic_codes) - known):
        yield Blocker(_("The topic “%(code)s” is not in the list.") % {"code": code})


def _text(rendered: Rendered) -> Iterator[Blocker]:
    if not any(heading.anchor in SCOPE_HEADINGS for heading in rendered.outline):
        yield Blocker(_("Add a section “Scope”: what this guideline covers, and what it does not."))
    for problem in rendered.problems:
        yield Blocker(str(problem.sentence), problem.line)


def _lists(rules: tuple[Rule, ...]) -> Iterator[Blocker]:
    actions = set(Action.objects.in_use().values_list("code", flat=True))
    labels = set(
        LabelCode.objects.in_use().filter(code__in={rule.label for rule in rules}).values_list("code", flat=True)
    )
    for rule in rules:
        if rule.action and rule.action not in actions:
            yield Blocker(
                _("%(rule)s: the action “%(code)s” is not in the list.") % {"rule": rule.id, "code": rule.action},
                rule.line,
            )
        if rule.label and rule.label not in labels:
            yield Blocker(
                _("%(rule)s: the label “%(code)s” is not in the list.") % {"rule": rule.id, "code": rule.label},
                rule.line,
            )
