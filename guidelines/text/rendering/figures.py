"""What stands in the text where a block was: pointers to rules, cases without a rule, the list of terms."""

from collections.abc import Sequence
from html import escape

from guidelines.text.rendering.rendered import Case, Rule, Term
from guidelines.text.rendering.words import say

_LOOKS = {"violating": ("danger", "x"), "not_violating": ("ok", "check"), "edge": ("warn", "info")}


def pointer(rules: Sequence[Rule], language: str) -> str:
    """A line where rules stood in the text, since the decision table gathers them on top."""
    links = ", ".join(f'<a id="at-{rule.anchor}" href="#{rule.anchor}">{rule.id}</a>' for rule in rules)
    return f'<p class="hint pointer">{links}: {escape(say(language, "see_rules"))}</p>'


def pair(cases: Sequence[Case], language: str) -> str:
    """Cases that belong to no rule, side by side."""
    return f'<div class="pair">{"".join(_figure(case, language) for case in cases)}</div>'


def _figure(case: Case, language: str) -> str:
    tone, icon = _LOOKS[case.kind]
    rule = f" {escape(case.rule)}" if case.rule else ""
    return (
        f'<figure class="tone-{tone}"><figcaption><svg class="i" aria-hidden="true"><use href="#i-{icon}"/></svg>'
        f"{escape(say(language, case.kind))}{rule}</figcaption><blockquote>{case.quote}</blockquote>{case.why}</figure>"
    )


def definitions(terms: Sequence[Term]) -> str:
    """All terms of the document, where the first of them stood."""
    entries = "".join(f'<dt id="{term.anchor}">{escape(term.name)}</dt><dd>{term.definition}</dd>' for term in terms)
    return f'<dl class="defs">{entries}</dl>'
