"""Markdown from elsewhere: it stays as it is, without its front matter and without images it only names."""

import re

from guidelines.text.attachments import attachment_names
from guidelines.text.fences import Fences
from guidelines.text.incoming.escaping import escape
from guidelines.text.incoming.pictures import Shelf
from guidelines.text.incoming.remarks import Remarks
from guidelines.text.incoming.tree import MOST_LETTERS, too_much
from guidelines.text.incoming.values import Incoming
from guidelines.text.normal import normalise

_FRONT = {"---": ("---", "..."), "+++": ("+++",)}
_IMAGE = re.compile(
    r"!\[(?P<alt>[^\[\]\n]{0,300})\](?:\((?P<source>data:[^\s()]*|<[^<>\n]{0,2000}>|[^\s()<>]{0,2000})"
    r"(?:[ \t]{1,9}[\"'(][^\"'()\n]{0,300}[\"')])?\)|\[[^\[\]\n]{0,200}\])"
)
_DATA = re.compile(r"\(data:[^\s()]*")
_REACH = 10_000
"""Characters of a line in which code is looked for: it is counted anew for every image."""
_TAG = re.compile(r"<!--|</?(?:a|b|br|center|div|font|h[1-6]|hr|i|img|kbd|p|span|sub|summary|sup|table|td|tr|u)\b")


def from_markdown(text: str) -> Incoming:
    """A Markdown text."""
    if len(text) - sum(len(data) for data in _DATA.findall(text)) > MOST_LETTERS:
        raise too_much()
    remarks = Remarks()
    shelf = Shelf(remarks)
    lines = _without_front_matter(normalise(text).text.split("\n"), remarks)
    fences, out, at = Fences(lines), list[str](), 0
    while at < len(lines):
        closing = fences.closing(at) if fences.opens(at) else None
        if closing is None:
            out.append(_line(lines[at], shelf, remarks))
            at += 1
        else:
            out += lines[at : closing + 1]
            at = closing + 1
    markdown = "\n".join(out).strip("\n")
    return Incoming(f"{markdown}\n" if markdown.strip() else "", shelf.images, remarks.report())


def _without_front_matter(lines: list[str], remarks: Remarks) -> list[str]:
    ends = _FRONT.get(lines[0].rstrip(), ())
    for number, line in enumerate(lines[1:200], start=1):
        if line.rstrip() in ends:
            # A rule across the page and prose up to the next one is no front matter.
            if not all(":" in each or "=" in each or each[:1] in " \t#-" or not each for each in lines[1:number]):
                return lines
            remarks.note("front_matter", max(number - 1, 1))
            return lines[number + 1 :]
    return lines


def _line(line: str, shelf: Shelf, remarks: Remarks) -> str:
    def placed(found: re.Match[str]) -> str:
        source = (found["source"] or "").strip("<>")
        is_code = found.start() < _REACH and line.count("`", 0, found.start()) % 2 == 1
        if attachment_names(source) or is_code:
            return found[0]
        address, alternative = shelf.take(source, found["alt"])
        return f"![{alternative}]({address})" if address else escape(alternative)

    if "<" in line:
        remarks.note("html_tags", len(_TAG.findall(line.lower())))
    return _IMAGE.sub(placed, line) if "![" in line else line
