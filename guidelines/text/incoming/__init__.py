"""Text from elsewhere on its way in: pasted HTML, Word documents, HTML and Markdown files, as our Markdown.

Nothing outside the given text or file is ever fetched or opened. What cannot be kept is named in a report.
"""

from guidelines.text.incoming.files import ENDINGS, MOST_BYTES, from_file
from guidelines.text.incoming.page import from_html
from guidelines.text.incoming.source import from_markdown
from guidelines.text.incoming.values import Incoming, IncomingImage, Remark
from guidelines.text.incoming.word import from_word

__all__ = [
    "ENDINGS",
    "MOST_BYTES",
    "Incoming",
    "IncomingImage",
    "Remark",
    "from_file",
    "from_html",
    "from_markdown",
    "from_word",
]
