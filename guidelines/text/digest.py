"""The digest: which words exactly. An approval, an acknowledgement and a receipt all name one."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass

_RECIPE_1 = (
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
)
_ADDED: dict[str, str] = {"note_audience": "internal", "partner_note": ""}
"""What recipe 2 covers beyond recipe 1, and what it says where nobody said anything."""
# A later field means a new line here and a new number; digests made under an old recipe stay valid under it.
_RECIPES: dict[int, tuple[str, ...]] = {1: _RECIPE_1, 2: (*_RECIPE_1, *_ADDED)}


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
    note_audience: str = _ADDED["note_audience"]
    partner_note: str = _ADDED["partner_note"]


def recipe_for(words: Words) -> int:
    """The smallest recipe that covers these words: what never said more keeps the digest it always had."""
    return 1 if all(getattr(words, name) == unsaid for name, unsaid in _ADDED.items()) else 2


def digest(words: Words, recipe: int | None = None) -> str:
    """The number of the recipe, a colon, and the sha256, in hexadecimal, of the canonical JSON of the words."""
    recipe = recipe_for(words) if recipe is None else recipe
    return f"{recipe}:{hashlib.sha256(canonical(words, recipe)).hexdigest()}"


def canonical(words: Words, recipe: int = 1) -> bytes:
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
