"""Questions by chance, as people type them: what a passage is about, in one to three words or two to four syllables,
the last often not to its end."""

from __future__ import annotations

import random
import re

from guidelines.reading.models.search import SearchRow
from guidelines.text.folding import fold

QUESTIONS = (
    "counterfeit sneakers", "mirror quality", "power banks recall batch", "e-cigarettes minors", "gift goal",
    "proof of origin", "\"usual retail price\"", "refund swapped return", "paid promotion sunscreens", "winner fee",
    "letter of authorisation", "contact len", "W-31", "S1 nicotine", "R3", "thuốc lá điện tử", "giay the thao gia",
    "hàng trả bị tráo", "kem chong nang nhan phu", "giấy ủy quyền túi xách",
)  # fmt: skip
"""Words, phrases, beginnings of words, codes; Vietnamese with and without its marks; narrow and very wide."""

HOW_MANY = {"en": (1, 2, 2, 3), "vi": (2, 2, 3, 4)}
"""Words of a question in English; in Vietnamese syllables, which stand side by side."""
TELLING = 4
"""Letters of an English word that tells something: “of”, “the” and “in” are not typed."""
SHORTEST = 3
"""Letters that are typed of a word at least."""
_STRETCH = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")


def drawn(count: int, chance: random.Random) -> list[str]:
    """So many, all different, the twenty of `QUESTIONS` among them; the same for the same guidelines."""
    keys = list(SearchRow.objects.order_by("pk").values_list("pk", flat=True))
    some = SearchRow.objects.filter(pk__in=chance.sample(keys, min(len(keys), 2_000))).order_by("pk")
    passages = list(some.values_list("guideline__language", "text"))
    found = dict.fromkeys(QUESTIONS)
    for _ in range(20 * count):
        if len(found) >= count:
            break
        question = _question(*chance.choice(passages), chance)
        if question:
            found[question] = None
    return list(found)


def _question(language: str, passage: str, chance: random.Random) -> str:
    """One about this passage; empty where it is too short."""
    count = chance.choice(HOW_MANY[language])
    words = chance.choice(_STRETCH.findall(passage) or [""]).split()
    if language == "en":
        words = [word for word in words if len(word) >= TELLING]
    if len(words) < count:
        return ""
    start = chance.randrange(len(words) - count + 1)
    *first, last = words[start : start + count]
    if len(last) > SHORTEST and chance.random() < 0.5:
        last = last[: chance.randrange(SHORTEST, len(last))]
    question = " ".join((*first, last))
    return fold(question) if chance.random() < 0.5 else question
