"""The only place where HTML is made: a source goes in, safe HTML and everything that follows from it comes out.

The road: the guard looks at the source, blocks are taken apart, CommonMark's block structure is read, the guard looks
again, Python-Markdown writes what stands inside the blocks, one filter aims links and images, bleach and then nh3
clean the result, and only then the page's own anatomy is put around it.

A guideline with rules has its decision table on top, made by the reading page. Where the rules stood, their text is
followed by one line that points there (`at-r3`); rules that open the document leave no such line, for the table stands
right there. Cases go with their rule; a case without one is shown in its place. All terms are listed where the first
of them stood.
"""

from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.text import guard
from guidelines.text.blocks import take_apart
from guidelines.text.refusal import TextRefused
from guidelines.text.rendering.document import Document
from guidelines.text.rendering.plain import visible_text
from guidelines.text.rendering.rendered import Case, Rendered, Rule, Section, Term, sections

__all__ = ["RENDERER", "Case", "Rendered", "Rule", "Section", "Term", "render", "sections", "visible_text"]

RENDERER = "2"
"""Version of what `render` makes of a source; raise it whenever the same source gives other HTML."""


def render(source: str, *, language: str = "en") -> Rendered:
    """The source as safe HTML with its outline, rules, cases, terms and problems; `TextRefused` beyond the limits."""
    # Problems are said in the language of whoever asks.
    return _rendered(source.replace("\r\n", "\n"), language, get_language() or "en")


# Saving, submitting and publishing look at the same words within moments.
@lru_cache(maxsize=8)
def _rendered(source: str, language: str, interface_language: str) -> Rendered:
    guard.check_source(source)
    try:
        parts = take_apart(source)
        guard.check_blocks(parts.parts)
        return Document(parts, language).rendered()
    except RecursionError as error:
        # The guard bounds nesting long before; this is for what nobody thought of.
        raise TextRefused(_("This text is nested too deeply. Write it with fewer levels."), line=None) from error
