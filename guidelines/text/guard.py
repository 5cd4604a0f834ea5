"""What is refused before it is rendered: text whose structure would cost more than a page may cost.

The costs are bounded where they arise, not pattern by pattern. The source is looked at line by line before anything
parses it (`check_source`), the blocks that CommonMark finds in it before anything is written inside them
(`check_pieces`). Together they keep every answer under three seconds, up to the largest source.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape

from django.utils.translation import gettext as _

from guidelines.text import limits
from guidelines.text.blocks import RuleBlock
from guidelines.text.fields import Passage
from guidelines.text.normal import INVISIBLE
from guidelines.text.refusal import TextRefused
from guidelines.text.structure import Piece, References

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_REFERENCE = re.compile(r"&#?\w+;")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_MARKER = re.compile(r"[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))")
_RULER = re.compile(r"[ \t>]*([-*_])[ \t]*(?:\1[ \t]*){2,}")
_DELIMITER = re.compile(r"[ \t>|:+*-]*-[ \t>|:+*-]*")
_CONTAINERS = frozenset({"bullet_list", "ordered_list", "blockquote"})
_MARKS = re.compile(r"[\[\]*_~`<&\\!]")
_ADDRESS = re.compile(r"\]\(")
_PLAIN_ADDRESS = re.compile(r"[^()'\"<]*\)")
_BRACKETS = re.compile(r"\\.|[\[\]]", re.DOTALL)


def check_source(source: str) -> None:
    """Refuse a source by its bytes, its characters and its lines."""
    _check_characters(source)
    if len(source.encode("utf-8", "surrogatepass")) > limits.SOURCE_BYTES:
        raise TextRefused(
            _("This text is larger than %(limit)s KB. Split the guideline, or move parts of it to attachments.")
            % {"limit": limits.SOURCE_BYTES // 1024},
            line=None,
        )
    lines = source.split("\n")
    _check_count(
        sum(1 for line in lines if line.strip()),
        limits.LINES,
        _("This text has more than %(limit)s lines. Split the guideline."),
    )
    _check_markers(lines)
    _check_tables(lines)


def _check_characters(source: str) -> None:
    found = _CONTROL.search(source)
    if found:
        raise TextRefused(
            _("Line %(line)s holds a control character (U+%(code)s). Delete it and type the line again.")
            % {"line": _line_at(source, found.start()), "code": f"{ord(found[0]):04X}"},
            line=_line_at(source, found.start()),
        )
    for reference in _REFERENCE.finditer(source):
        # Normalising takes the character itself out of a text; spelled out it would come back on the page.
        meant = unescape(reference[0])
        if _INVISIBLE.search(meant) and not meant.endswith(";"):  # else it was no reference: &shyness;
            line = _line_at(source, reference.start())
            raise TextRefused(
                _("%(reference)s on line %(line)s stands for a character nobody can see. Delete it.")
                % {"reference": reference[0], "line": line},
                line=line,
            )


def _check_markers(lines: list[str]) -> None:
    """Markers of lists and quotes one after another on a line open one block inside the other."""
    for number, line in enumerate(lines, start=1):
        position = depth = 0
        while depth <= limits.NESTING and (marker := _MARKER.match(line, position)):
            position, depth = marker.end(), depth + 1
        if depth > limits.NESTING and not _RULER.fullmatch(line):
            raise _too_nested(number)


def _check_tables(lines: list[str]) -> None:
    """Rows are padded to the width of the head, so a short source can hold millions of cells."""
    columns = rows = cells = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            columns = rows = 0
        elif ("|" in line or ":" in line) and _DELIMITER.fullmatch(line):
            columns = max(columns, line.strip(" \t>|").count("|") + 1)
        elif columns:
            rows += 1
            cells += columns
        if columns > limits.TABLE_COLUMNS or rows > limits.TABLE_ROWS or cells > limits.TABLE_CELLS:
            raise TextRefused(
                _("The table at line %(line)s is too big: at most %(rows)s rows, %(columns)s columns, %(cells)s cells.")
                % {
                    "line": number,
                    "rows": limits.TABLE_ROWS,
                    "columns": limits.TABLE_COLUMNS,
                    "cells": limits.TABLE_CELLS,
                },
                line=number,
            )


def check_blocks(parts: Iterable[object]) -> None:
    """Refuse a text by the number of its rules, cases and terms."""
    blocks = [part for part in parts if not isinstance(part, Passage)]
    rules = sum(1 for block in blocks if isinstance(block, RuleBlock))
    _check_count(rules, limits.RULES, _("This text has more than %(limit)s rules. Split the guideline."))
    _check_count(
        len(blocks), limits.BLOCKS, _("This text has more than %(limit)s rules, cases and terms. Split the guideline.")
    )


def check_pieces(pieces: Collection[Piece], references: References) -> None:
    """Refuse a text by its blocks and by what each of them asks of the inline patterns."""
    _check_references(pieces, references)
    elements = crowd = marks = bracket_reach = mark_reach = 0
    for piece in pieces:
        elements += 1 + len(piece.tokens) // 3 + _lines_in_bold(piece)
        crowd = _check_nesting(piece, crowd)
        for line, content in _contents(piece):
            _check_paragraph(content, line)
            found = len(_MARKS.findall(content))
            marks += found
            mark_reach += found * len(content)
            bracket_reach += _bracket_reach(content)
            if marks > limits.MARKS or mark_reach > limits.MARK_REACH or bracket_reach > limits.BRACKET_REACH:
                raise TextRefused(
                    _("From line %(line)s on there are too many brackets, stars and other marks. Use fewer.")
                    % {"line": line},
                    line=line,
                )
    _check_count(
        elements + marks // 2,
        limits.ELEMENTS,
        _("This text has more than %(limit)s paragraphs, items, table cells and marked words. Split the guideline."),
    )


def _lines_in_bold(piece: Piece) -> int:
    """Headings that divide nothing become two elements each: a paragraph and the bold words in it."""
    return sum(1 for token in piece.tokens if token.type == "heading_open" and (token.level or piece.in_block))


def _check_count(count: int, limit: int, sentence: str) -> None:
    if count > limit:
        raise TextRefused(sentence % {"limit": limit}, line=None)


def _check_references(pieces: Iterable[Piece], references: References) -> None:
    """A link definition is written out at every use, so a long one may make a page out of a few letters."""
    longest = max((len(target["href"]) + len(target.get("title") or "") for target in references.values()), default=0)
    uses = sum(content.count("[") for piece in pieces for _line, content in _contents(piece))
    if longest * uses > limits.WRITTEN_OUT:
        raise TextRefused(_("An address at the foot of this text is too long for the many links to it."), line=None)


def _check_paragraph(content: str, line: int) -> None:
    if len(content.encode()) > limits.PARAGRAPH_BYTES:
        raise TextRefused(
            _("The paragraph that begins on line %(line)s is larger than %(limit)s KB. Divide it with empty lines.")
            % {"line": line, "limit": limits.PARAGRAPH_BYTES // 1024},
            line=line,
        )


def _check_nesting(piece: Piece, crowd: int) -> int:
    """Neither too many blocks inside one another nor too many beside one another; returns the crowd with its own.

    A crowd is the sum of the squares of all siblings: a reader that looks through them once for each of them.
    """
    depth, children = 0, [0]
    for token in piece.tokens:
        line = piece.line + (token.map[0] if token.map else 0)
        if token.nesting >= 0:
            crowd += 2 * children[-1] + 1  # from n² to (n + 1)²
            children[-1] += 1
            if crowd > limits.CROWD:
                raise TextRefused(
                    _("From line %(line)s on this text has too many items or paragraphs beside one another. Divide it.")
                    % {"line": line},
                    line=line,
                )
        if token.nesting > 0:
            children.append(0)
        elif token.nesting < 0:
            children.pop()
        depth += token.nesting * (token.type.removesuffix("_open").removesuffix("_close") in _CONTAINERS)
        if depth > limits.NESTING:
            raise _too_nested(line)
    return crowd


def _contents(piece: Piece) -> Iterator[tuple[int, str]]:
    for token in piece.tokens:
        if token.type == "inline":
            yield piece.line + (token.map[0] if token.map else 0), token.content


def _bracket_reach(content: str) -> int:
    """How far the patterns for links walk: from every bracket to the one that closes it, to the end if none does."""
    open_at: list[int] = []
    reach = 0
    for bracket in _BRACKETS.finditer(content):
        if bracket[0] == "[":
            open_at.append(bracket.start())
        elif bracket[0] == "]" and open_at:
            reach += bracket.start() - open_at.pop()
    reach += sum(len(content) - start for start in open_at)
    return reach + _address_reach(content)


def _address_reach(content: str) -> int:
    """The same for addresses; a quote or a second parenthesis may hide the one that closes it."""
    reach = 0
    for start in _ADDRESS.finditer(content):
        address = _PLAIN_ADDRESS.match(content, start.end())
        reach += (address.end() if address else len(content)) - start.end()
    return reach // 3


def _too_nested(line: int) -> TextRefused:
    return TextRefused(
        _("Line %(line)s is nested too deeply: at most %(limit)s lists and quotes inside one another.")
        % {"line": line, "limit": limits.NESTING},
        line=line,
    )


def _line_at(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1
