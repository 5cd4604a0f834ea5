"""The lines of the results and the filters, drawn without a template: what is repeated cost more in one than all the
rest of the page. Ready HTML for holes of the page (`frame/holes.py`): every text must go through `escape`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from html import escape

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.frame.icons import icon, label_code, policy_id, severity, status
from guidelines.reading.models.search import Kind
from guidelines.reading.queries.library import Choice, Choices
from guidelines.reading.search.entries import Entry
from guidelines.reading.search.marking import Excerpt


def lines(entries: Iterable[Entry], at: dt.datetime | None) -> str:
    """The items of the list of results."""
    edition, language = _("Edition %(number)d") if at else "", get_language() or "en"
    return "".join(f'<li class="hit">{_passage(entry, edition)}{_deed(entry, language)}</li>\n' for entry in entries)


def fieldsets(facets: Choices, *, uncounted: bool) -> str:
    """The filters, each with its count."""
    sides = (
        (_("Market"), "market", facets.markets),
        (_("Domain"), "domain", facets.domains),
        (_("Topic"), "topic", facets.topics),
    )
    return "\n".join(_fieldset(*side, uncounted) for side in sides if side[2])


def _fieldset(legend: str, name: str, choices: Iterable[Choice], uncounted: bool) -> str:
    boxes = "".join(
        f'<label class="check depth-{choice.depth}"><input type="checkbox" name="{name}" value="{escape(choice.code)}"'
        f"{' checked' if choice.chosen else ''}>{escape(choice.name)}"
        f"{'' if uncounted else _count(choice)}</label>\n"
        for choice in choices
    )
    return f'<fieldset><legend class="label">{escape(legend)}</legend>\n{boxes}</fieldset>'


def _count(choice: Choice) -> str:
    return f'<span class="n">{choice.count}</span>'


def _passage(entry: Entry, edition: str) -> str:
    """Where it stands, what is called so, and its words."""
    hit, language = entry.hit, escape(entry.hit.language)
    parts = [
        f'<div class="hit-c"><p class="meta"><a class="pid-link" href="{escape(entry.url)}">{policy_id(hit.policy_id)}',
        f"{_place(entry)}</a>",
        f'<span lang="{language}">{_html(entry.title)}</span>',
    ]
    if entry.standing:
        parts.append(status(entry.standing))
    if edition:
        parts.append(f"<span>{escape(edition % {'number': hit.number})}</span>")
    parts.append("</p>\n")
    if entry.heading:
        parts.append(f'  <p lang="{language}"><b>{_html(entry.heading)}</b></p>\n')
    if entry.text:
        named = f"{escape(hit.heading)}: " if hit.kind == Kind.CASE else ""
        parts.append(f'  <p lang="{language}">{named}{_html(entry.text)}</p>')
    return "".join((*parts, "</div>\n"))


def _place(entry: Entry) -> str:
    if not entry.place:
        return ""
    opening = '<b class="pid-plain">' if entry.is_rule else "<b>"
    return f" {opening}{escape(entry.place)}</b>"


def _deed(entry: Entry, language: str) -> str:
    """What a rule says to do, how severe it is, and its label code."""
    if not entry.is_rule:
        return ""
    hit, action = entry.hit, ""
    if entry.action:
        action = f"<b>{escape(entry.action)}.</b> "
    elif entry.leading:
        action = f"<b>{escape(entry.leading)}</b>"
    label = f"<br>{label_code(hit.label)}" if hit.label else ""
    return (
        f'  <p class="hit-do" lang="{escape(hit.language)}">{icon("right")}<span>{action}'
        f"{_html(entry.instruction)}</span></p><p>{severity(hit.severity, language)}{label}</p>\n"
    )


def _html(excerpt: Excerpt) -> str:
    return "".join(f"<mark>{escape(piece.text)}</mark>" if piece.marked else escape(piece.text) for piece in excerpt)
