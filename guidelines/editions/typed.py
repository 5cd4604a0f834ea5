"""The one reader of a posted draft, whether its text came whole or block by block."""

from __future__ import annotations

from django.http import QueryDict

from guidelines.editions.block_form import FORMS, TypedBlocks, typed_blocks
from guidelines.editions.forms import DraftForm
from guidelines.text.editing import EditPart, parts_of, written


class TypedForm(DraftForm):
    """A draft as it was posted. `parts` are the blocks of its text."""

    def __init__(self, data: QueryDict, blocks: TypedBlocks | None = None) -> None:
        super().__init__(data)
        self.posted = data
        self.blocks = blocks
        self.mode = data.get("mode", "")

    @property
    def parts(self) -> tuple[EditPart, ...]:
        return self.blocks.parts if self.blocks else parts_of(self.data.get("source", "").replace("\r\n", "\n"))

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        for problem in self.blocks.problems if self.blocks else ():
            self.add_error("source", problem)
        return data


def words_typed(data: QueryDict) -> TypedForm:
    """The form of what was posted."""
    if data.get("mode") != FORMS:
        return TypedForm(data)
    blocks = typed_blocks(data)
    whole = data.copy()
    whole["source"] = blocks.source
    return TypedForm(whole, blocks)


def with_parts(form: TypedForm, parts: tuple[EditPart, ...]) -> TypedForm:
    """The same form with other blocks, still not saved."""
    data = form.posted.copy()
    data["source"] = written(parts)
    problems = form.blocks.problems if form.blocks else ()
    return TypedForm(data, TypedBlocks(parts, problems))
