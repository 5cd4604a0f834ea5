"""The pieces a source text is made of, as people change them: a rule, a heading, a paragraph, an item, a table row.

Diff and merge work on these. Cutting loses nothing: the pieces and the blank lines between them, put together again,
are the source. It follows Markdown closely enough to cut where a reader sees a joint; how a text is shown is decided
by `guidelines.text.rendering` alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from guidelines.text import classes
from guidelines.text.fences import Fences
from guidelines.text.fields import KEYS
from guidelines.text.folding import fold

# Every pattern here is linear on any line: no two repeats that could share the same characters.
_OPENING = re.compile(r"(/{3,})[ \t]*([\w-]+)[ \t]*(?:\|(.*))?$")
_CODE = re.compile(r"\s*(`{3,}|~{3,})(.*)$")
_HEADING = re.compile(r" {0,3}#{1,6}(?=[ \t]|$)(.*)$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_INTERRUPTING_ITEM = re.compile(r" {0,3}(?:[-*+]|1[.)])[ \t]+\S")
_BREAK = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_QUOTE = re.compile(r" {0,3}>")
_DELIMITER = re.compile(r":?-+:?")
_INDENTED = re.compile(r"(?: {2,}|\t)\S")
_FIELD = re.compile(rf"({'|'.join(KEYS)}):(?=[ \t]|$)(.*)$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of source: `kind` says what it is, `key` names it where it has a name, `gap` is the space after it.

    Kinds: rule, case, term, block (any other fence), heading, text, item, head (of a table), row, code, quote, break.
    """

    kind: str
    key: str
    source: str
    gap: str


def split(source: str) -> tuple[Piece, ...]:
    """The pieces of a source text; `"".join(p.source + p.gap for p in split(s)) == s` when `s` begins with a letter.

    Blank lines before the first piece belong to it.
    """
    code = _Code(source.split("\n"))
    lines, pieces = code.lines, list[Piece]()
    at = _skip_blank(lines, 0)
    start = 0
    while at < len(lines):
        above = pieces[-1].kind if pieces and pieces[-1].gap == "\n" else ""
        kind, end = _measure(code, at, above)
        following = _skip_blank(lines, end)
        text = "\n".join(lines[start:end])
        whole = "\n".join(lines[start:following]) + ("\n" if following < len(lines) else "")
        pieces.append(Piece(kind, _key(kind, lines[at:end]), text, whole[len(text) :]))
        start = at = following
    return tuple(pieces)


def join(pieces: tuple[Piece, ...]) -> str:
    """The source these pieces were cut from."""
    return "".join(piece.source + piece.gap for piece in pieces)


def rule_fields(source: str) -> tuple[tuple[str, str], ...]:
    """The fields of a rule in the order written; words before the first known key come under the key "".

    A key and a colon at the start of a line begin a field, which runs to the next; not inside code.
    """
    lines = source.strip("\n").split("\n")[1:]
    if lines and re.fullmatch(r"/{3,}\s*", lines[-1]):
        lines = lines[:-1]
    fields: list[tuple[str, list[str]]] = [("", [])]
    code, at = _Code(lines), 0
    while at < len(lines):
        if found := _FIELD.match(lines[at]):
            fields.append((found[1], [found[2]]))
            at += 1
            continue
        end = code.end(at, in_block=True) or at + 1
        fields[-1][1].extend(lines[at:end])
        at = end
    read = [(key, "\n".join(value).strip()) for key, value in fields]
    return tuple(read if read[0][1] else read[1:])


def cells(source: str) -> tuple[str, ...]:
    """The cells of a table's row (of its first line, for the head)."""
    row = source.strip().split("\n")[0].strip()
    found = re.findall(r"((?:\\.|`[^`]*`|[^|\\`]|[\\`])*)(?:\||$)", row.removeprefix("|"))
    texts = [cell.strip() for cell in found[:-1]]
    return tuple(texts if row.endswith("|") or not found else [*texts, found[-1].strip()] if found[-1] else texts)


class _Code:
    """The lines of a source and where code fenced in them ends: the renderer's answer, so both see the same rules."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self._fences = Fences(lines)

    def end(self, at: int, *, in_block: bool = False) -> int | None:
        """Past the code fenced from this line on; None when none begins here or it is not closed."""
        closing = self._fences.closing(at, within_block=in_block)
        return None if closing is None else closing + 1


def _skip_blank(lines: list[str], n: int) -> int:
    while n < len(lines) and not lines[n].strip():
        n += 1
    return n


def _key(kind: str, lines: list[str]) -> str:
    if kind in ("rule", "case", "term"):
        opening = _OPENING.match(lines[0])
        return " ".join((opening[3] or "").split()) if opening else ""
    if kind != "heading":
        return ""
    heading = _HEADING.match(lines[0])
    written = _without_closing(heading[1]) if heading else " ".join(lines[:-1])
    return fold(classes.of_heading(written).text).strip()


def _without_closing(heading: str) -> str:
    text = heading.strip()
    bare = text.rstrip("#")
    return bare if not bare or bare[-1] in " \t" else text


def _measure(code: _Code, at: int, above: str) -> tuple[str, int]:
    """What begins at this line, and the line after its last. `above` is the piece directly above, if any."""
    lines = code.lines
    if lines[at][0].isalpha() and "|" not in lines[at]:  # most pieces by far
        return _paragraph(lines, at)
    if opening := _OPENING.match(lines[at]):
        name = opening[2].lower()
        return name if name in ("rule", "case", "term") else "block", _block_end(code, at, opening[1])
    if end := not lines[at].startswith("    ") and _CODE.match(lines[at]) and (code.end(at) or len(lines)):
        return "code", end
    if _HEADING.match(lines[at]):
        return "heading", at + 1
    if above in ("head", "row") and "|" in lines[at]:
        return "row", at + 1
    if _is_table(lines, at):
        return "head", at + 2
    if _BREAK.match(lines[at]):
        return "break", at + 1
    if _ITEM.match(lines[at]):
        return "item", _item_end(code, at + 1)
    if _QUOTE.match(lines[at]):
        return "quote", _run_end(lines, at + 1, lambda n: not _QUOTE.match(lines[n]) and _interrupts(lines, n))
    return _paragraph(lines, at)


def _block_end(code: _Code, at: int, fence: str) -> int:
    """Past the closing fence; a block that is not closed ends where the next one opens, and never swallows it."""
    closing = re.compile(rf"{re.escape(fence)}[ \t]*$")
    n = at + 1
    while n < len(code.lines):
        if closing.match(code.lines[n]):
            return n + 1
        if _OPENING.match(code.lines[n]):
            return n
        n = code.end(n, in_block=True) or n + 1
    return n


def _is_table(lines: list[str], at: int) -> bool:
    if "|" not in lines[at] or at + 1 >= len(lines) or "|" not in lines[at + 1]:
        return False
    delimiters = lines[at + 1].strip().strip("|").split("|")
    return all(_DELIMITER.fullmatch(cell.strip()) for cell in delimiters)


def _item_end(code: _Code, n: int) -> int:
    """Past everything that hangs on an item: its further lines, and what is indented under it."""
    lines = code.lines
    while n < len(lines):
        following = _skip_blank(lines, n)
        if following == len(lines):
            return n
        if _INDENTED.match(lines[following]) and not _OPENING.match(lines[following]):
            n = code.end(following, in_block=True) or following + 1
        elif following > n or _ITEM.match(lines[n]) or _interrupts(lines, n):
            return n
        else:
            n += 1
    return n


def _interrupts(lines: list[str], n: int) -> bool:
    """Whether this line begins something of its own although no blank line stands above it."""
    starts = (_OPENING, _HEADING, _QUOTE, _BREAK, _INTERRUPTING_ITEM)
    fenced = not lines[n].startswith("    ") and _CODE.match(lines[n])
    return bool(fenced) or any(start.match(lines[n]) for start in starts)


def _run_end(lines: list[str], n: int, stops: Callable[[int], bool]) -> int:
    while n < len(lines) and lines[n].strip() and not stops(n):
        n += 1
    return n


def _paragraph(lines: list[str], at: int) -> tuple[str, int]:
    end = _run_end(
        lines, at + 1, lambda n: bool(_UNDERLINE.match(lines[n])) or _interrupts(lines, n) or _is_table(lines, n)
    )
    if end < len(lines) and _UNDERLINE.match(lines[end]):
        return "heading", end + 1
    return "text", end
