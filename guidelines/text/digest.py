"""The digest: which words exactly. An approval, an acknowledgement and a receipt all name one."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass

CURRENT_RECIPE = 1

# A later field means a new line here and a new number; digests made under an old recipe stay valid under it.
_RECIPES: dict[int, tuple[str, ...]] = {
    1: (
        "policy_id",
        "edition_number",
        "language",
        "title",
        "summary",
        "source",
        "topics",
        "change_note",
        "significance",
        "attachments",
    ),
}


@dataclass(frozen=True)
class Words:
    """Everything an approval vouches for. The order of topics and attachments counts: give them sorted."""

    policy_id: str
    edition_number: int
    language: str
    title: str
    summary: str
    source: str
    topics: tuple[str, ...]
    change_note: str
    significance: str
    attachments: tuple[str, ...]


def digest(words: Words, recipe: int = CURRENT_RECIPE) -> str:
    """`1:` and the sha256, in hexadecimal, of the canonical JSON of the words."""
    return f"{recipe}:{hashlib.sha256(canonical(words, recipe)).hexdigest()}"


def canonical(words: Words, recipe: int = CURRENT_RECIPE) -> bytes:
    """The bytes under the digest: JSON with sorted keys, without white space, in UTF-8 and NFC."""
    if recipe not in _RECIPES:
        raise ValueError(f"No digest recipe {recipe}. Known: {', '.join(map(str, _RECIPES))}.")
    fields = {"recipe": recipe, **{name: _composed(getattr(words, name)) for name in _RECIPES[recipe]}}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _composed(value: str | int | tuple[str, ...]) -> str | int | list[str]:
    # Each text by itself: over the whole JSON a mark could join the `n` of an escaped line end.
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    return value if isinstance(value, int) else [unicodedata.normalize("NFC", text) for text in value]


def recipe_of(digest: str) -> int:
    """The recipe a stored digest was made by."""
    number, colon, _hex = digest.partition(":")
    if not (colon and number.isascii() and number.isdigit() and int(number) in _RECIPES):
        raise ValueError(f"Not a digest of a known recipe: {digest!r}.")
    return int(number)
