"""Folded text: what two spellings have in common, one character for each, so a hit can be marked on the original."""

import unicodedata


class _Folds(dict[int, str]):
    """Code point → its folded character, worked out once and kept."""

    def __missing__(self, point: int) -> str:
        self[point] = folded = _fold_character(chr(point))
        return folded


def _without_marks(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) != "Mn")


def _fold_character(character: str) -> str:
    """Exactly one character. What would become several or none stays as it is, in small letters where there is one.

    So `ß` stays `ß` (not `ss`), `ﬁ` stays `ﬁ`, `İ` becomes `i`, and a mark no letter could take up stays itself.
    """
    if character.isspace():
        return " "
    letters = _without_marks(unicodedata.normalize("NFKD", character))
    folded = _without_marks(unicodedata.normalize("NFKD", letters.casefold()))
    if len(folded) != 1:
        lower = character.lower()
        return lower if len(lower) == 1 else character
    return {"đ": "d"}.get(folded, folded)


_FOLDS = _Folds()


def fold(text: str) -> str:
    """The text as search and anchors compare it: NFC, then one character for each character.

    Small letters, without marks, `đ` as `d`, any white space as a space. `fold(text)[i]` belongs to
    `unicodedata.normalize("NFC", text)[i]`.
    """
    return fold_composed(unicodedata.normalize("NFC", text))


def fold_composed(text: str) -> str:
    """The same of a text that is in NFC already."""
    return text.translate(_FOLDS)
