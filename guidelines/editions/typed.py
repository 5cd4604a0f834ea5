"""The one reader of a posted draft, whether its text came whole or block by block."""

from __future__ import annotations

from django.http import QueryDict

from guidelines.editions.block_form import FORMS, TypedBlocks, blocks_of, typed_blocks
from guidelines.editions.forms import DraftForm


class TypedForm(DraftForm):
    """A draft as it was posted. `blocks` are those of its text."""

    def __init__(self, data: QueryDict, blocks: TypedBlocks) -> None:
        super().__init__(data)
        self.posted = data
        self.blocks = blocks
        self.mode = data.get("mode", "")
        self.is_saved = False
        """Whether the words are kept and only what was wanted besides was refused."""

    @property
    def whole_text(self) -> str:
        """The text as it was typed, whether it can be saved or not."""
        return str(self.data.get("source", "")).replace("\r\n", "\n")

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        for sentence in self.blocks.sentences:
            self.add_error("source", sentence)
        return data


def words_typed(data: QueryDict) -> TypedForm:
    """The form of what was posted."""
    if data.get("mode") != FORMS:
        return TypedForm(data, blocks_of(data.get("source", "").replace("\r\n", "\n")))
    return with_blocks(data, typed_blocks(data))


def with_blocks(data: QueryDict, blocks: TypedBlocks) -> TypedForm:
    """What was posted, with these blocks for its text."""
    whole = data.copy()
    whole["source"] = blocks.source
    return TypedForm(whole, blocks)
