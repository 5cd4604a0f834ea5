"""A file by its name and its bytes: which of the three ways in it takes, and in which encoding it is read."""

import re

from django.utils.translation import gettext as _

from guidelines.text.incoming.page import from_html
from guidelines.text.incoming.source import from_markdown
from guidelines.text.incoming.values import Incoming
from guidelines.text.incoming.word import from_word
from guidelines.text.refusal import TextRefused

ENDINGS = (".docx", ".html", ".htm", ".md", ".markdown", ".txt")
MOST_BYTES = 10 * 1024 * 1024
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_KNOWN = re.compile(
    r"utf-?8|us-ascii|ascii|iso-?8859-\d{1,2}|latin-?1|windows-\d{3,4}|cp\d{3,4}|koi8-[ru]|macintosh"
    r"|gb2312|gbk|gb18030|big5|shift[_-]jis|euc-(jp|kr)|tis-620"
)
_AS_BROWSERS_DO = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "ascii": "windows-1252"}


def from_file(name: str, data: bytes) -> Incoming:
    """The text of a .docx, .html or .md file."""
    if len(data) > MOST_BYTES:
        raise TextRefused(_("This file is larger than 10 MB. Save it in parts, then try again."), line=None, status=413)
    ending = name.lower().rpartition(".")[2]
    if f".{ending}" not in ENDINGS:
        raise TextRefused(_("Choose a Word document (.docx), a web page (.html) or Markdown (.md)."), line=None)
    if ending == "docx":
        return from_word(data)
    return from_html(_decoded(data, _charset(data))) if ending.startswith("htm") else from_markdown(_decoded(data))


def _charset(data: bytes) -> str:
    """What an HTML file says of its encoding, in its first kilobytes."""
    found = _CHARSET.search(data[:4096])
    charset = found[1].decode("ascii").lower() if found else "utf-8"
    if charset.startswith(("utf-16", "utf16")):
        return "utf-8"  # it could not be read so far if it were
    if not _KNOWN.fullmatch(charset):
        raise TextRefused(
            _("This file says that its encoding is “%(charset)s”, which is not known here. Save it as UTF-8.")
            % {"charset": charset},
            line=None,
        )
    return _AS_BROWSERS_DO.get(charset, charset)


def _decoded(data: bytes, charset: str = "utf-8") -> str:
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    charset = next((encoding for mark, encoding in marks.items() if data.startswith(mark)), charset)
    try:
        return data.decode(charset)
    except (UnicodeDecodeError, LookupError):
        raise TextRefused(
            _("The letters of this file can’t be read. Save it as UTF-8, then try again."), line=None
        ) from None
