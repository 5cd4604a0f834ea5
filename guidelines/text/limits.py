"""How much text one guideline may hold; beyond it the text is refused with a sentence, never half rendered.

The first group is what an author meets. The second keeps every answer under three seconds, whatever is sent: each
figure was found by trying, with sources of all sizes that repeat a few characters (`tests/text/test_guard.py`).
"""

SOURCE_BYTES = 256 * 1024
RULES = 500
NESTING = 12
PARAGRAPH_BYTES = 64 * 1024
TABLE_ROWS = 2_000

BLOCKS = 1_500
"""Rules, cases and terms together."""
LINES = 12_000
"""Lines that are not empty."""
TABLE_COLUMNS = 60
TABLE_CELLS = 12_000
ELEMENTS = 15_000
"""Paragraphs, items, cells, and a word between two marks: what the sanitisers pay for."""
CROWD = 17_000_000
"""Blocks beside one another, squared and summed over all lists, quotes and stretches of prose: bleach is quadratic in
them. One list of 4,000 items fits, or four of 2,000."""
MARKS = 16_000
"""Emphasis, code and link characters in a document: each may become an element of its own."""
BRACKET_REACH = 2_000_000
"""Characters between every `[` and the `]` that closes it, summed: what Python-Markdown walks, several times over."""
MARK_REACH = 40_000_000
"""Marks of a paragraph times its length, summed: what the inline patterns copy and search."""
WRITTEN_OUT = 1_000_000
"""Characters that link definitions may add where they are used."""
TOOLTIP = 320
"""Characters of a definition that are shown beside every use of its term; the link leads to the rest."""
