"""Forty and more questions with the answers that a reader of the guidelines expects, in order; on every database."""

from __future__ import annotations

import unicodedata

import pytest

from guidelines.people.models import Person
from guidelines.reading.search.querying import search
from tests.people import World
from tests.reading.search_set import cite

pytestmark = pytest.mark.django_db

PR1, PR2, PR3 = "US-PR-0001", "US-PR-0002", "US-PR-0003"
CC1, CC2, CC3 = "US-CC-0001", "US-CC-0002", "US-CC-0003"
SE1, SE2 = "US-SE-0001", "US-SE-0002"
SUGAR, TEST, INVOICE, ADVERT = "VN-PR-0001", "VN-PR-0002", "VN-SE-0001", "VN-CC-0001"

ANSWERS: list[tuple[str, list[str]]] = [
    # Words, all of them needed, rules before the rest.
    ("mirror quality", [f"{PR1} R1", f"{PR1} § Edge cases"]),
    ("quality mirror", [f"{PR1} R1", f"{PR1} § Edge cases"]),
    ("mirror", [f"{CC1} R1", f"{PR1} R1", f"{SE1} R1", f"{PR1} § Edge cases"]),
    ("MIRROR", [f"{CC1} R1", f"{PR1} R1", f"{SE1} R1", f"{PR1} § Edge cases"]),
    ("mirror elephant", []),
    ("prize", [f"{CC2} R1", CC2]),
    ("seller", [f"{PR1} R1", f"{SE2} R1"]),
    ("factory", [f"{PR1} case R1"]),
    ("look-alike", [f"{PR1} term dupe"]),
    ("cot", [f"{PR2} R4", f"{PR2} § Scope"]),
    # What a passage belongs to counts, where the passage itself holds one word.
    ("counterfeit mirror", [f"{CC1} R1", f"{PR1} R1", f"{PR1} § Edge cases"]),
    ("livestreams tape", [f"{CC1} R2"]),
    ("knives sharp", [PR3]),
    # Beginnings of words, whole words first; what is called so, and its rules, before what only speaks of it.
    ("rep*", [f"{CC1} R1", SE2, f"{SE2} R1", f"{CC2} R1", f"{PR1} case R1", f"{SE2} § Scope"]),
    ("repo", [SE2, f"{SE2} R1", f"{SE2} § Scope"]),
    ("dup", [f"{PR1} term dupe"]),
    ("giveaw", [CC2]),
    ("mirr qual", [f"{PR1} R1", f"{PR1} § Edge cases"]),
    ("compl", [SE1, f"{SE1} R1", f"{SE1} § Scope"]),
    ("defence", [PR3]),
    # A short word stands for itself and its plural, unless nothing is found so, or a star says that more may follow.
    ("rep", [f"{CC1} R1"]),
    ("dup us", [f"{PR1} term dupe"]),
    ("us self", [PR3]),
    ("cot charg", [f"{PR2} § Scope"]),
    ("va mirror", [f"{PR1} § Edge cases"]),
    # Phrases. A line break of the source counts as a space.
    ('"mirror quality"', [f"{PR1} R1"]),
    ('"quality mirror"', []),
    ("“mirror copies”", [f"{SE1} R1"]),
    ('"mirror qual"', []),
    ('"mirror qual', [f"{PR1} R1"]),
    ('"street fight"', [f"{PR3} R1"]),
    ('"longer than a hand"', [f"{PR3} § Scope"]),
    ('"mirror quality" seller', [f"{PR1} R1"]),
    ('"quality remove"', []),
    ("1:1", [f"{CC1} R1", f"{PR1} case R1"]),
    ("policy 1.1", [f"{CC1} R2"]),
    ("40%", [f"{PR1} R2"]),
    ("second-hand", [f"{PR2} R4"]),
    # Policy IDs and citations first.
    ("US-PR-0001", [PR1, f"{SE1} § Scope"]),
    ("us-pr-0001", [PR1, f"{SE1} § Scope"]),
    ("PR-0001", [PR1, SUGAR, f"{SE1} § Scope"]),
    ("US-PR-0001 R2", [f"{PR1} R2", f"{SE1} § Scope"]),
    ("PR-0002 R4", [f"{PR2} R4"]),
    ("0002 r4", [f"{PR2} R4"]),
    ("0003", [CC3, PR3]),
    ("US-PR-0009", []),
    # Label codes, and the words in them.
    ("counterfeit.low_price", [f"{PR1} R2"]),
    ("counterfeit.declared", [f"{CC1} R1", f"{PR1} R1"]),
    ("S1", [f"{CC3} R1", f"{PR2} R1", f"{ADVERT} R1"]),
    ("Brand Integrity", [f"{PR1} R1"]),
    # Marks and capitals: found without, first with.
    ("cafe", [CC3]),
    ("CAFÉ", [CC3]),
    ("resume", [f"{CC3} § Scope"]),
    ("duong", [SUGAR, f"{SUGAR} R1", f"{TEST} R1"]),
    ("đường", [SUGAR, f"{SUGAR} R1", f"{TEST} R1"]),
    ("dương", [f"{TEST} R1", SUGAR, f"{SUGAR} R1"]),
    ("DƯƠNG", [f"{TEST} R1", SUGAR, f"{SUGAR} R1"]),
    ("dương tính", [f"{TEST} R1"]),
    ("duong tinh", [f"{TEST} R1"]),
    ('"goi duong"', [f"{SUGAR} R1"]),
    ("hoa don", [INVOICE, f"{INVOICE} R1"]),
    ("hoá đơn", [INVOICE, f"{INVOICE} R1"]),
    ("hóa đơn", [INVOICE, f"{INVOICE} R1"]),
    ("hóa", [INVOICE, f"{INVOICE} R1", f"{ADVERT} R1"]),
    ("hoá", [INVOICE, f"{INVOICE} R1", f"{ADVERT} R1"]),
    ("hòa", [f"{ADVERT} R1", INVOICE, f"{INVOICE} R1"]),
    ("xet nghiem", [TEST]),
    ("go san pham", [f"{SUGAR} R1", f"{TEST} R1"]),
]


@pytest.fixture
def joe(twelve: World) -> Person:
    """The auditor, who reads everything."""
    return twelve.joe


@pytest.mark.slow
def test_every_question_has_the_expected_answer(joe: Person) -> None:
    found = {query: [cite(hit) for hit in search(joe, query).hits] for query, _ in ANSWERS}
    assert found == dict(ANSWERS)


@pytest.mark.slow
def test_decomposed_input_finds_the_same(joe: Person) -> None:
    for query, expected in ANSWERS:
        assert [cite(hit) for hit in search(joe, unicodedata.normalize("NFD", query)).hits] == expected


@pytest.mark.slow
def test_capitals_find_the_same(joe: Person) -> None:
    for query, expected in ANSWERS:
        assert [cite(hit) for hit in search(joe, query.upper()).hits] == expected


@pytest.mark.slow
def test_the_total_and_every_facet_count_what_is_found(joe: Person) -> None:
    for query, expected in ANSWERS:
        results = search(joe, query)
        assert results.total == len(expected)
        assert sum(choice.count for choice in results.facets.markets) == len(expected)
        assert sum(choice.count for choice in results.facets.domains) == len(expected)
