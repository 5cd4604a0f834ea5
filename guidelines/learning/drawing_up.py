"""Questions drawn up from the words of an edition: its cases and rules, with wrong answers from the same guideline.

Pure: the same words give the same questions. They are written in the language of the guideline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from guidelines.learning.models import Item
from guidelines.text.rendering import Case, Rendered, Rule, visible_text

CHOICES = 4
"""How many answers a question offers at most, the right one included."""
LONGEST_CHOICE = 220
Kind = Item.Kind
DRAWN_UP = (Kind.VIOLATING, Kind.ACTION, Kind.RULE)


@dataclass(frozen=True)
class Drafted:
    """A question that is in no quiz yet."""

    kind: str
    rule_id: str
    passage: str
    text: str
    choices: tuple[str, ...]
    right: int
    why: str
    case_number: int | None = None


def drawn_up(rendered: Rendered, kinds: Sequence[str], language: str) -> list[Drafted]:
    """Every question of these kinds that the words give, in the order of the rules. An edge case gives none: what it
    teaches is that people may differ.
    """
    with translation.override(language):
        rules = [rule for rule in rendered.rules if rule.condition_text and rule.do_text]
        return [one for rule in rules for one in _of(rule, rules, rendered.cases, kinds)]


def _of(rule: Rule, rules: Sequence[Rule], cases: Sequence[Case], kinds: Sequence[str]) -> Iterator[Drafted]:
    for case in cases:
        if case.rule != rule.id or case.kind not in ("violating", "not_violating"):
            continue
        if Kind.VIOLATING in kinds:
            yield _violating(rule, case)
        if case.kind == "violating":
            yield from _deciding(rule, rules, case, kinds)


def _violating(rule: Rule, case: Case) -> Drafted:
    text = _("Does %(rule)s apply? %(rule)s: %(condition)s") % {"rule": rule.id, "condition": rule.condition_text}
    right = 0 if case.kind == "violating" else 1
    return Drafted(
        Kind.VIOLATING, rule.id, _quote(case), text, (_("Yes"), _("No")), right, visible_text(case.why), case.number
    )


def _deciding(rule: Rule, rules: Sequence[Rule], case: Case, kinds: Sequence[str]) -> Iterator[Drafted]:
    """Which action and which rule: asked where there is another to choose."""
    why = visible_text(case.why)
    if Kind.ACTION in kinds:
        answers = _others(_cut(rule.do_text), [_cut(other.do_text) for other in _near(rule, rules)])
        if len(answers) > 1:
            yield Drafted(
                Kind.ACTION, rule.id, _quote(case), _("What do you do?"), answers, 0, why or rule.do_text, case.number
            )
    if Kind.RULE in kinds:
        answers = _others(_named(rule), [_named(other) for other in _near(rule, rules)])
        if len(answers) > 1:
            yield Drafted(
                Kind.RULE, rule.id, _quote(case), _("Which rule decides this case?"), answers, 0, why, case.number
            )


def _near(rule: Rule, rules: Sequence[Rule]) -> list[Rule]:
    """The other rules, those that stand nearest first: the ones that are mixed up."""
    place = rules.index(rule)
    return sorted((other for other in rules if other is not rule), key=lambda other: abs(rules.index(other) - place))


def _others(right: str, wrong: Sequence[str]) -> tuple[str, ...]:
    """The right answer, then wrong ones that read differently."""
    found = [right]
    for one in wrong:
        if len(found) < CHOICES and one.casefold() not in {each.casefold() for each in found}:
            found.append(one)
    return tuple(found)


def _named(rule: Rule) -> str:
    return _cut(f"{rule.id}: {rule.condition_text}")


def _quote(case: Case) -> str:
    return visible_text(case.quote)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CHOICE else text[: LONGEST_CHOICE - 1].rstrip() + "…"
