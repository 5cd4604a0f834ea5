"""The lines of one block, field by field: read to be shown in a form, and written again where one was changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.text import classes
from guidelines.text.fences import Fences
from guidelines.text.fields import KEYS, REQUIRED

ONE_LINE = frozenset({"id", "action", "severity", "label", "audience", "name", "rule"})
_RULE_ID = re.compile(r"R[1-9]\d{0,3}")
_KEY = re.compile(rf"({'|'.join(KEYS)}):(?=[ \t]|$)[ \t]?")
_KEY_LINE = re.compile(rf"^(?:{'|'.join(KEYS)}):(?=[ \t]|$)", re.MULTILINE)
_FENCE_LINE = re.compile(r"^/{3,}", re.MULTILINE)
_CODE_LINE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})", re.MULTILINE)
_MARKED = re.compile(r"[ \t]|[-*+>|#]|\d{1,9}[.)][ \t]")
"""What begins a list, a table, a quotation or a heading: it stands on a line of its own."""


@dataclass(frozen=True)
class FieldLines:
    """The lines of one field of a rule; those before the first known key have the key ""."""

    key: str
    lines: tuple[str, ...]

    @property
    def value(self) -> str:
        first = _KEY.sub("", self.lines[0], count=1) if self.key else self.lines[0]
        if first.strip():
            return "\n".join([first.strip(), *self.lines[1:]]).rstrip()
        return "\n".join(self.lines[1:]).strip("\n").rstrip()


def field_lines(block: str) -> list[FieldLines]:
    """The fields of a rule in the order written. A key within code is none."""
    lines = block.split("\n")[1:-1]
    fences, code_until = Fences(lines), -1
    found: list[tuple[str, list[str]]] = []
    for number, text in enumerate(lines):
        if number > code_until and fences.opens(number):
            code_until = fences.closing(number, within_block=True) or code_until
        match = _KEY.match(text) if number > code_until else None
        if match or not found:
            found.append((match[1] if match else "", []))
        found[-1][1].append(text)
    return [FieldLines(key, tuple(content)) for key, content in found]


def rewritten(kind: str, block: str, changed: Mapping[str, str], values: Mapping[str, str]) -> str:
    """The block with these fields changed. `values` are all of them, the changed ones included."""
    head, *body = block.split("\n")
    if changed.keys() & {"id", "kind", "rule", "name"}:
        head = _head(kind, values)
    if kind == "rule":
        lines = _rule_body(block, {key: value for key, value in changed.items() if key in KEYS})
        return "\n".join([head, *lines, body[-1]])
    if not changed.keys() & {"audience", "quote", "why", "definition"}:
        return "\n".join([head, *body])
    words = [
        values[name].strip("\n").rstrip() for name in ("quote", "why", "definition") if values.get(name, "").strip()
    ]
    said = f"{classes.KEY}: {values['audience'].strip()}\n" if values["audience"].strip() else ""
    return "\n".join([head, said + "\n\n".join(words), body[-1]])


def _head(kind: str, values: Mapping[str, str]) -> str:
    names = {"rule": ("id",), "case": ("kind", "rule"), "term": ("name",)}[kind]
    return f"/// {kind} | {' '.join(values[name].strip() for name in names)}".rstrip()


def _rule_body(block: str, changed: Mapping[str, str]) -> list[str]:
    """The lines between the first and the last one: changed fields in their place, new ones in the order of keys."""
    fields, missing = field_lines(block), dict(changed)
    done: list[tuple[str, list[str]]] = []
    for field in fields:
        if field.key not in changed:
            done.append((field.key, list(field.lines)))
            continue
        value = missing.pop(field.key)
        blank = len(field.lines) - len("\n".join(field.lines).rstrip().split("\n"))
        if value.strip() or field.key in REQUIRED:
            done.append((field.key, [*_lines_of(field.key, value), *[""] * blank]))
    for key in (key for key in KEYS if missing.get(key, "").strip()):
        before = [n for n, (other, _lines) in enumerate(done) if other in KEYS[: KEYS.index(key)] or not other]
        done.insert(before[-1] + 1 if before else 0, (key, _lines_of(key, missing[key])))
    return [line for _key, lines in done for line in lines]


def _lines_of(key: str, value: str) -> list[str]:
    text = value.strip("\n").rstrip()
    if _MARKED.match(text) and key not in ONE_LINE:
        return [f"{key}:", *text.split("\n")]
    return f"{key}: {text}".rstrip().split("\n")


def problems_of(kind: str, values: Mapping[str, str], changed: Mapping[str, str]) -> dict[str, str]:
    """Why changed values can't be written into their block, by field: what would end it, or begin another field."""
    found = {name: _problem(kind, name, value) for name, value in changed.items()}
    if changed.get("audience", "").strip() and not classes.FORM.fullmatch(changed["audience"].strip()):
        found["audience"] = classes.unknown(changed["audience"].strip())
    if kind == "rule" and not _RULE_ID.fullmatch(values["id"].strip()):
        found["id"] = _("A rule needs an ID from R1 to R9999.")
    if kind == "term" and not values["name"].strip():
        found["name"] = _("A term needs a name.")
    if kind == "case" and values["why"].strip() and not values["quote"].strip():
        found["quote"] = _("Write what is seen first, then why it is decided so.")
    if kind == "case" and re.search(r"\S\s*\n[ \t]*\n\s*\S", values["quote"]):
        found["quote"] = _("What is seen takes one paragraph. The rest belongs under “Why it is decided so”.")
    if kind == "case" and len(values["rule"].split()) > 1:
        found["rule"] = _("A case belongs to one rule.")
    return {name: sentence for name, sentence in found.items() if sentence}


def _problem(kind: str, name: str, value: str) -> str:
    if _FENCE_LINE.search(value):
        return _("A line can’t begin with “///”. Put a word before it.")
    if kind == "rule" and _KEY_LINE.search(value):
        return _("A line can’t begin with the name of a field and a colon, such as “do:”.")
    if kind != "rule" and name != classes.KEY and classes.of_block(value).audience:
        return _("A line can’t begin with “audience:”. Choose the audience in its own field.")
    if _CODE_LINE.search(value):
        return _("Code between ``` marks is written in the Markdown of the block.")
    if name in ONE_LINE and "\n" in value.strip():
        return _("IDs, codes and names take one line.")
    return ""
