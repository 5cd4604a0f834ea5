"""The few words the page itself adds to a document, in the document's language, whoever reads it."""

_WORDS = {
    "en": {
        "section": "Link to section {number}, {text}",
        "heading": "Link to {text}",
        "table": "Table {number}",
        "table_in": "Table {number}, {text}",
        "see_rules": "see section 1, Decide.",
        "violating": "Violating",
        "not_violating": "Not violating",
        "edge": "Edge case",
    },
    "vi": {
        "section": "Liên kết đến mục {number}, {text}",
        "heading": "Liên kết đến {text}",
        "table": "Bảng {number}",
        "table_in": "Bảng {number}, {text}",
        "see_rules": "xem mục 1, Cách quyết định.",
        "violating": "Vi phạm",
        "not_violating": "Không vi phạm",
        "edge": "Trường hợp khó",
    },
}


def say(language: str, key: str, **values: object) -> str:
    """A phrase in the language of the document; English where we have no other."""
    words = _WORDS.get(language.split("-")[0], _WORDS["en"])
    return words[key].format(**values)
