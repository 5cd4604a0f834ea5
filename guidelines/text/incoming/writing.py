"""Plain HTML as Markdown that our own renderer reads back as the same headings, items, cells and words."""

import re
from typing import Any

from bs4 import NavigableString, Tag
from markdownify import ATX, BACKSLASH, MarkdownConverter

from guidelines.text.incoming.escaping import escape, escape_start

_TICKS = re.compile(r"`+")
_LINE = re.compile(r"^(?=.)", re.MULTILINE)


class _Writer(MarkdownConverter):
    """markdownify, with what our renderer reads otherwise than others written in its way."""

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        text, within = str(el), parent_tags or set()
        if "_noformat" in within:
            return text
        written = escape(text, in_link="a" in within)
        after = el.next_sibling
        if written.endswith("!") and isinstance(after, Tag) and after.name == "a":
            written = written[:-1] + "\\!"  # else the link would be an image
        return written if "_inline" in within or not _begins_line(el) else escape_start(written)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"[{text}]({el['href']})"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"![{el['alt']}]({el['src']})"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        ticks = "`" * (max((len(run) for run in _TICKS.findall(text)), default=0) + 1)
        space = " " if "`" in (text[:1], text[-1:]) else ""
        return f"{ticks}{space}{text}{space}{ticks}"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        fence = "`" * max(3, max((len(run) for run in _TICKS.findall(text)), default=0) + 1)
        return f"\n\n{fence}\n{text}\n{fence}\n\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802 - its name there
        # Trailing hashes would be taken for the end of the heading.
        text = re.sub(r"(?<!\\)#(?=#*$)", r"\\#", text.strip())
        return f"\n\n{'#' * n} {text}\n\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "li" in parent_tags:
            return "\n" + text.strip("\n") + "\n"
        return "\n\n" + text.strip("\n") + "\n\n"

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        parent = el.parent
        is_other = parent is not None and _differs(parent)
        if parent is not None and parent.name == "ol":
            marker = f"{el['value']}{')' if is_other else '.'} "
        else:
            marker = "* " if is_other else "- "
        indented = _LINE.sub(" " * len(marker), text.strip("\n"))
        return marker + indented[len(marker) :] + "\n"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\n\n" + text.strip("\n") + "\n\n"

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        head = "" if el.previous_sibling is not None else "|" + " --- |" * text.count("\x00") + "\n"
        return "|" + text.replace("\x00", "|") + "\n" + head

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f" {text.strip()} \x00".replace("|", "\\|")

    convert_th = convert_td


def _differs(each: Tag) -> bool:
    """Whether a list needs the other marker: beside a list of its kind with the same one they would be one list."""
    if "data-differs" not in each.attrs:
        before = each.previous_sibling
        is_second = isinstance(before, Tag) and before.name == each.name and not _differs(before)
        each["data-differs"] = "yes" if is_second else ""
    return bool(each["data-differs"])


def _begins_line(text: NavigableString) -> bool:
    """Whether a text stands at the start of a line of Markdown: nothing before it in its block, or a break."""
    before = text.previous_sibling
    if before is not None:
        return isinstance(before, Tag) and before.name == "br"
    return text.parent is not None and text.parent.name in ("p", "li")


def written(plain: str) -> str:
    """The Markdown of plain HTML, as `plain.Tidier` makes it."""
    found: Any = _Writer(heading_style=ATX, newline_style=BACKSLASH, autolinks=False).convert(plain)
    return str(found).strip("\n") + "\n" if str(found).strip() else ""
