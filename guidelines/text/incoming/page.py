"""HTML from a clipboard or a file as Markdown."""

from collections.abc import Sequence

from guidelines.text.incoming.pictures import Shelf
from guidelines.text.incoming.plain import Tidier
from guidelines.text.incoming.remarks import Remarks
from guidelines.text.incoming.tree import read_tree
from guidelines.text.incoming.values import Incoming


def from_html(html: str) -> Incoming:
    """Any HTML: pasted from Word or Google Docs, saved from the web."""
    return read_html(html, Remarks())


def read_html(html: str, remarks: Remarks, embedded: Sequence[bytes] = ()) -> Incoming:
    """HTML with the images that its file held beside it, and what was counted on the way here."""
    from guidelines.text.incoming.writing import written  # here: its libraries are large, and every start would wait

    shelf = Shelf(remarks, embedded)
    markdown = written(Tidier(remarks, shelf).plain(read_tree(html)))
    return Incoming(markdown, shelf.images, remarks.report())
