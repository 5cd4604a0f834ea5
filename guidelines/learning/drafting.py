"""The first words of a material, made from an edition: its rules in deciding order, their cases, and what changed.

They are in the language of the guideline, and ordinary Markdown: whoever teaches goes on from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Action
from guidelines.editions.documents import rule_changes, words_in
from guidelines.editions.models import Edition
from guidelines.frame.icons import SEVERITY_WORDS
from guidelines.frame.times import in_zone
from guidelines.text.blocks import CaseBlock, RuleBlock, take_apart

_OWN_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:term|#[^()\s]*|attachment:[^()\s]*|/[^()\s]*)\)")
"""Links that lead somewhere inside the guideline, and its images: in another text they lead nowhere."""
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+", re.MULTILINE)
_RULER = re.compile(r"^ {0,3}-{3,}[ \t]*$", re.MULTILINE)


def first_words(edition: Edition, *, is_deck: bool) -> str:
    """The source of a deck, slide by slide, or of a handout."""
    language = edition.guideline.language
    with translation.override(language):
        return ("\n\n---\n\n" if is_deck else "\n\n").join(_pieces(edition, language, is_deck=is_deck)) + "\n"


def _pieces(edition: Edition, language: str, *, is_deck: bool) -> Iterator[str]:
    parts = take_apart(edition.source).parts
    rules = [part for part in parts if isinstance(part, RuleBlock)]
    cases = [part for part in parts if isinstance(part, CaseBlock)]
    actions = {action.code: action.named_in(language) for action in Action.objects.all()}
    yield _opening(edition)
    if changed := _what_changed(edition, language):
        yield changed
    for rule in rules:
        yield _rule(rule, actions, language)
        if found := [case for case in cases if case.rule == rule.id]:
            yield from _cases(rule.id, found, language, apart=is_deck)
    if is_deck:
        title, words = _("Questions"), _("What could you not decide? Ask on the guideline: everybody reads the answer.")
        yield f"# {title}\n\n{words}"


def _opening(edition: Edition) -> str:
    market = edition.guideline.market
    since = in_zone(edition.effective_from, market.time_zone) if edition.effective_from else ""
    facts = {"policy_id": edition.guideline.policy_id, "number": edition.number, "since": since}
    line = _("%(policy_id)s, edition %(number)d, in force from %(since)s") % facts
    return "\n\n".join(part for part in (f"# {edition.title}", line, _fit(edition.summary)) if part)


def _what_changed(edition: Edition, language: str) -> str:
    """The change note, and which rules decide differently from the edition it stands on."""
    words, base = words_in(language), edition.base
    changes = rule_changes(base.source, edition.source) if base else {}
    lines = "\n".join(f"- **{rule}**: {words[change]}" for rule, change in changes.items())
    said = "\n\n".join(part for part in (_fit(edition.change_note), lines) if part)
    return f"# {words['what_changed']}\n\n{said}" if said else ""


def _rule(rule: RuleBlock, actions: dict[str, str], language: str) -> str:
    words = words_in(language)
    action, severity = rule.passage("action").text.strip(), rule.passage("severity").text.strip()
    facts = [
        (words["action"], actions.get(action, action)),
        (words["severity"], f"{severity} {SEVERITY_WORDS[language[:2]].get(severity, '')}".strip() if severity else ""),
        (words["label"], f"`{label}`" if (label := rule.passage("label").text.strip()) else ""),
        (words["escalate"], _fit(rule.passage("escalate").text)),
    ]
    listed = "\n".join(f"- **{name}**: {_one_line(value)}" for name, value in facts if value)
    told = (
        f"**{words['see']}**\n\n{_fit(rule.passage('if').text)}",
        f"**{words['do']}**\n\n{_fit(rule.passage('do').text)}",
        listed,
    )
    return "\n\n".join([f"# {rule.id}", *(part for part in told if part)])


def _cases(rule: str, cases: Sequence[CaseBlock], language: str, *, apart: bool) -> Iterator[str]:
    """On slides of their own, two on each, or under their rule."""
    words = words_in(language)
    written = [_case(case, words[case.kind.replace(" ", "_")]) for case in cases]
    size = 2 if apart else len(written)
    for start in range(0, len(written), size):
        few = written[start : start + size]
        title = words["case" if len(cases) == 1 else "cases"] % {"count": len(cases), "rule": rule}
        yield "\n\n".join([f"{'#' if apart else '##'} {title}", *few])


def _case(case: CaseBlock, kind: str) -> str:
    quote = "\n".join(f"> {line}".rstrip() for line in _fit(case.quote.text).split("\n"))
    return "\n\n".join(part for part in (f"**{kind}**", quote, _fit(case.why.text)) if part)


def _fit(text: str) -> str:
    """Markdown of a guideline as it may stand in a slide: no links into the guideline, no headings, no rulers."""
    return _RULER.sub("***", _HEADING.sub("", _OWN_LINK.sub(r"\1", text))).strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())
