"""The fields of a rule: a known key and a colon at the start of a line begin one, which runs to the next."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.text.fences import Fences
from guidelines.text.problems import Problem

KEYS = ("if", "do", "action", "severity", "label", "escalate", "basis", "audience")
REQUIRED = ("if", "do", "action")
_OF_ONE_LINE = frozenset({"action", "severity", "label", "audience"})
_KEY = re.compile(r"([A-Za-z][\w-]{0,30}):(?=[ \t]|$)[ \t]?")


@dataclass(frozen=True)
class Passage:
    """Markdown that stands inside a block, and the line it begins on."""

    text: str = ""
    line: int = 0


def fields(body: str, line: int) -> tuple[dict[str, Passage], list[Problem]]:
    """The fields of a rule whose body begins on a line. Text that belongs to no field is kept with the condition."""
    stretches, problems = _stretches(body.split("\n"), line)
    found: dict[str, Passage] = {}
    seen: set[str] = set()
    for key, passage in stretches:
        if key in seen:
            problems.append(Problem(passage.line, _("The field “%(key)s” is there twice. Keep one.") % {"key": key}))
        seen |= {key} - {""}
        if passage.text:
            found[key or "if"] = _joined(found.get(key or "if"), passage)
    return found, problems


def _stretches(lines: list[str], first: int) -> tuple[list[tuple[str, Passage]], list[Problem]]:
    """The body cut at its keys, in order; a stretch that belongs to no field has no key."""
    stretches: list[tuple[str, Passage]] = []
    problems: list[Problem] = []
    key, start = "", first
    content: list[str] = []
    fences, code_until = Fences(lines), -1
    for number, text in enumerate(lines):
        if number > code_until and fences.opens(number):
            code_until = fences.closing(number, within_block=True) or code_until
        match = _KEY.match(text) if number > code_until else None
        known = match is not None and match[1] in KEYS
        homeless = not known and bool(text.strip()) and (key in _OF_ONE_LINE or not (key or any(content)))
        if known or homeless:
            stretches.append((key, _passage(content, start)))
            key, start, content = "", first + number, []
        if match and known:
            key, text = match[1], text[match.end() :]
        elif (wrong := _unknown(match)) or homeless:
            problems.append(Problem(first + number, wrong or _("This text belongs to no field of the rule.")))
        content.append(text)
    return [*stretches, (key, _passage(content, start))], problems


def _passage(content: list[str], line: int) -> Passage:
    while content and not content[0].strip():
        content, line = content[1:], line + 1
    return Passage("\n".join(content).rstrip(), line)


def _joined(before: Passage | None, after: Passage) -> Passage:
    return Passage(f"{before.text}\n\n{after.text}", before.line) if before else after


def _unknown(match: re.Match[str] | None) -> str:
    """`note: …` reads like a field; `Note: …` is a sentence, unless the word is one of our keys."""
    if match is None or not (match[1].islower() or match[1].lower() in KEYS):
        return ""
    sentence = _("“%(key)s:” is not a field of a rule. The fields are: %(keys)s.")
    return sentence % {"key": match[1], "keys": ", ".join(KEYS)}
