"""What is said about things that could not be kept: one sentence for each kind, with its count."""

from collections import Counter

from django.utils.translation import ngettext_lazy

from guidelines.text.incoming.values import Remark

SENTENCES = {
    "front_matter": ngettext_lazy(
        "The front matter (%(count)d line) was left out.", "The front matter (%(count)d lines) was left out.", "count"
    ),
    "comments": ngettext_lazy("%(count)d comment was left out.", "%(count)d comments were left out.", "count"),
    "tracked": ngettext_lazy(
        "%(count)d tracked change was taken as accepted.", "%(count)d tracked changes were taken as accepted.", "count"
    ),
    "footnotes": ngettext_lazy(
        "%(count)d footnote was put at the end of the text.",
        "%(count)d footnotes were put at the end of the text.",
        "count",
    ),
    "text_boxes": ngettext_lazy(
        "%(count)d text box was put into the running text. Look where it stands.",
        "%(count)d text boxes were put into the running text. Look where they stand.",
        "count",
    ),
    "text_boxes_lost": ngettext_lazy(
        "%(count)d text box was left out.", "%(count)d text boxes were left out.", "count"
    ),
    "running_heads": ngettext_lazy(
        "%(count)d header or footer of the pages was left out.",
        "%(count)d headers and footers of the pages were left out.",
        "count",
    ),
    "contents": ngettext_lazy(
        "%(count)d line of a table of contents was left out: the portal makes its own.",
        "%(count)d lines of a table of contents were left out: the portal makes its own.",
        "count",
    ),
    "equations": ngettext_lazy("%(count)d equation was left out.", "%(count)d equations were left out.", "count"),
    "objects": ngettext_lazy(
        "%(count)d embedded object (drawing, chart, film, form) was left out.",
        "%(count)d embedded objects (drawings, charts, films, forms) were left out.",
        "count",
    ),
    "hidden": ngettext_lazy(
        "%(count)d hidden passage was left out.", "%(count)d hidden passages were left out.", "count"
    ),
    "menus": ngettext_lazy("%(count)d menu was left out.", "%(count)d menus were left out.", "count"),
    "linked_images": ngettext_lazy(
        "%(count)d image was left out: only its address came with the text. Its description is kept.",
        "%(count)d images were left out: only their addresses came with the text. Their descriptions are kept.",
        "count",
    ),
    "unknown_images": ngettext_lazy(
        "%(count)d image was left out: it is no PNG, JPEG, WebP or GIF. Its description is kept.",
        "%(count)d images were left out: they are no PNG, JPEG, WebP or GIF. Their descriptions are kept.",
        "count",
    ),
    "many_images": ngettext_lazy(
        "%(count)d image was left out: there are too many. Add it by hand.",
        "%(count)d images were left out: there are too many. Add them by hand.",
        "count",
    ),
    "links": ngettext_lazy(
        "%(count)d link became plain words: it leads to no web page or mail address.",
        "%(count)d links became plain words: they lead to no web page or mail address.",
        "count",
    ),
    "inner_links": ngettext_lazy(
        "%(count)d link to another place of the old document became plain words.",
        "%(count)d links to other places of the old document became plain words.",
        "count",
    ),
    "merged_cells": ngettext_lazy(
        "%(count)d merged table cell was split. What spanned rows is repeated in each.",
        "%(count)d merged table cells were split. What spanned rows is repeated in each.",
        "count",
    ),
    "heads": ngettext_lazy(
        "%(count)d table had no head row: its first row became the head.",
        "%(count)d tables had no head row: their first rows became the heads.",
        "count",
    ),
    "single_cells": ngettext_lazy(
        "%(count)d table of a single cell became ordinary text.",
        "%(count)d tables of a single cell became ordinary text.",
        "count",
    ),
    "inner_tables": ngettext_lazy(
        "%(count)d table inside a table cell became text.",
        "%(count)d tables inside table cells became text.",
        "count",
    ),
    "cell_lines": ngettext_lazy(
        "%(count)d table cell had several lines or a list: they are one line now.",
        "%(count)d table cells had several lines or a list: they are one line now.",
        "count",
    ),
    "deep_lists": ngettext_lazy(
        "%(count)d list or quote was nested too deeply and was moved up.",
        "%(count)d lists or quotes were nested too deeply and were moved up.",
        "count",
    ),
    "colours": ngettext_lazy(
        "The colour of %(count)d passage was left out.", "The colours of %(count)d passages were left out.", "count"
    ),
    "underlines": ngettext_lazy(
        "The underline of %(count)d passage was left out.",
        "The underlines of %(count)d passages were left out.",
        "count",
    ),
    "raised": ngettext_lazy(
        "%(count)d raised or lowered passage became ordinary text.",
        "%(count)d raised or lowered passages became ordinary text.",
        "count",
    ),
    "strangers": ngettext_lazy(
        "%(count)d element of an unknown kind was taken as plain text.",
        "%(count)d elements of unknown kinds were taken as plain text.",
        "count",
    ),
    "html_tags": ngettext_lazy(
        "%(count)d HTML tag stands in the text as it was typed: the portal does not read HTML inside Markdown.",
        "%(count)d HTML tags stand in the text as they were typed: the portal does not read HTML inside Markdown.",
        "count",
    ),
}


class Remarks:
    """Counts what happens on the way in."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def note(self, kind: str, count: int = 1) -> None:
        """Count something of a kind."""
        self._counts[kind] += count

    def report(self) -> tuple[Remark, ...]:
        """One remark for each kind that occurred, in a fixed order."""
        counts = ((kind, self._counts[kind]) for kind in SENTENCES)
        return tuple(Remark(str(SENTENCES[kind] % {"count": count}), count) for kind, count in counts if count)
