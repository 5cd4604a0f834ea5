"""Guidelines written by chance from the vocabulary: the same number gives the same words on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.words import Sign, Vocabulary
from benchmarks.words.english import ENGLISH
from benchmarks.words.vietnamese import VIETNAMESE
from guidelines.editions.drafts import DraftWords
from guidelines.editions.models import Significance

SEED = "sop-portal benchmarks 1"
VOCABULARIES: dict[str, Vocabulary] = {"US": ENGLISH, "VN": VIETNAMESE}
SHAPES = tuple((market, domain) for market in VOCABULARIES for domain in ("CC", "SE", "PR"))
"""Market and domain, taken in turns."""
RULES = 6
TWICE = 4
"""Every so many-th guideline has a second edition that changes one rule."""
TOPICS = (
    "fraud.offsite", "fraud.reviews", "counterfeit.goods", "counterfeit.trademark", "regulated.nicotine",
    "regulated.medicines", "regulated.cosmetics", "regulated.children", "claims.health", "livestream",
)  # fmt: skip


@dataclass(frozen=True)
class Manuscript:
    """One generated guideline: where it applies, and the words of its editions from the first on."""

    market: str
    domain: str
    editions: tuple[DraftWords, ...]


def manuscripts(count: int) -> Iterator[Manuscript]:
    for index in range(count):
        yield manuscript(index)


def manuscript(index: int) -> Manuscript:
    market, domain = SHAPES[index % len(SHAPES)]
    chance = random.Random(f"{SEED}/{index}")
    vocabulary = VOCABULARIES[market]
    signs = chance.sample(vocabulary.signs, RULES - 1)
    filling = _filling(vocabulary, chance)
    first = _words(vocabulary, domain, signs, filling, chance)
    if index % TWICE:
        return Manuscript(market, domain, (first,))
    mended = replace(signs[1], condition=signs[1].condition.rstrip(".") + " ({place}, {n}).")
    source = _source(vocabulary, [signs[0], mended, *signs[2:]], filling)
    note = vocabulary.mended_note.format_map(filling)
    second = replace(first, source=source, change_note=note, significance=Significance.MINOR)
    return Manuscript(market, domain, (first, second))


def _words(
    vocabulary: Vocabulary, domain: str, signs: list[Sign], filling: dict[str, str], chance: random.Random
) -> DraftWords:
    return DraftWords(
        title=chance.choice(vocabulary.titles[domain]).format_map(filling),
        summary=vocabulary.summary.format_map(filling),
        source=_source(vocabulary, signs, filling),
        topic_codes=tuple(sorted(chance.sample(TOPICS, 2))),
        change_note=vocabulary.note.format_map(filling),
    )


def _filling(vocabulary: Vocabulary, chance: random.Random) -> dict[str, str]:
    goods, other = chance.sample(vocabulary.goods, 2)
    plain = {"goods": goods, "place": chance.choice(vocabulary.places), "paper": chance.choice(vocabulary.papers)}
    return {**_both_cases(plain), "other": other, "n": str(chance.randrange(5, 60, 5))}


def _elsewhere(vocabulary: Vocabulary, filling: dict[str, str], number: int) -> dict[str, str]:
    """Every rule looks at another place and asks for another paper."""
    places, papers = vocabulary.places, vocabulary.papers
    return _both_cases(
        {
            "place": places[(places.index(filling["place"]) + number) % len(places)],
            "paper": papers[(papers.index(filling["paper"]) + number) % len(papers)],
        }
    )


def _both_cases(words: dict[str, str]) -> dict[str, str]:
    return words | {name.capitalize(): word[0].upper() + word[1:] for name, word in words.items()}


def _source(vocabulary: Vocabulary, signs: list[Sign], filling: dict[str, str]) -> str:
    rules = [
        _rule(number, sign, {**filling, **_elsewhere(vocabulary, filling, number)})
        for number, sign in enumerate([*signs, vocabulary.last], start=1)
    ]
    frame = (vocabulary.opening.format_map(filling), *rules, vocabulary.closing.format_map(filling))
    return "\n".join(frame)


def _rule(number: int, sign: Sign, filling: dict[str, str]) -> str:
    keys = {
        "if": sign.condition,
        "do": sign.do,
        "action": sign.action,
        "severity": sign.severity,
        "label": sign.label,
        "escalate": sign.escalate,
    }
    lines = [f"{key}: {value}" for key, value in keys.items() if value]
    blocks = [f"/// rule | R{number}", *lines, "///", ""]
    if sign.violating:
        blocks += [f"/// case | violating R{number}", sign.violating, "", sign.why, "///", ""]
    if number % 2 == 0:
        blocks += [f"/// case | not violating R{number}", sign.permitted, "", sign.why_permitted, "///", ""]
    return "\n".join(blocks).format_map(filling)
