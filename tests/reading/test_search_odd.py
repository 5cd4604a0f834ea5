"""Search over the twelve guidelines: no input breaks it."""

from __future__ import annotations

import tracemalloc

import pytest
from django.utils import timezone

from guidelines.people.models import Person
from guidelines.reading.models.search import Kind, SearchWord
from guidelines.reading.search.asking import asked
from guidelines.reading.search.looking import FORMS
from guidelines.reading.search.passages import passages_of
from guidelines.reading.search.querying import search
from guidelines.text.rendering import render
from tests.editions import making as editions
from tests.people import World
from tests.reading.making import signed_in
from tests.reading.search_set import cite

pytestmark = pytest.mark.django_db


def found(person: Person, query: str) -> list[str]:
    return [cite(hit) for hit in search(person, query).hits]


ODD = [
    "", " ", '"', '""', "“”", "'", "*", "**", "NEAR(", 'NEAR("a" "b", 5)', "AND", "OR", "NOT", "a AND", "a OR b",
    "-a", "^a", "b:mirror", "{a b} : c", "(", ")", "((((", "a:*", "a & b", "a | b", "!a", "a <-> b", "\\", "\\'",
    "%", "_", "a%b_c", ";", "'; DROP TABLE reading_searchrow; --", "\x00", "mirror\x00quality", '\x00"', "🙂", "a🙂b",
    "\ud800", "ﬁ ß İ ǅ", "漢字", "\u0301", "x\u0323\u0302\u0301", "e" * 10_000, "mirror " * 1_500, '"' * 10_000,
    "1" * 10_000, "a.b" * 3_000, "- " * 5_000, "999999 r9999", "US-PR-999999 R9999", "\u200b", "\u202e", "\r\n\t",
    "a\nb", "mirror\nquality",
]  # fmt: skip


@pytest.mark.slow
def test_odd_input_is_answered(twelve: World) -> None:
    for query in ODD:
        results = search(twelve.mo, query, at=timezone.now(), markets=("US",))
        assert results.total >= len(results.hits) >= 0, query


@pytest.mark.slow
def test_operators_of_the_databases_are_plain_words(twelve: World) -> None:
    assert found(twelve.joe, "mirror OR elephant") == []
    assert found(twelve.joe, "mirror NOT tape") == []
    assert found(twelve.joe, "mirror*") == found(twelve.joe, "mirror")


def test_a_long_question_is_cut_and_says_so(twelve: World) -> None:
    assert search(twelve.mo, "listings " + " ".join(f"w{number}" for number in range(40))).asked.shortened
    assert not search(twelve.mo, "listings of branded goods").asked.shortened


def test_a_question_longer_than_a_database_compares_is_answered_too(twelve: World) -> None:
    assert signed_in(twelve.mo).get("/search/", {"q": "e" * 70_000}).status_code == 200


def test_a_short_word_finds_its_plural_however_many_words_begin_with_it(twelve: World) -> None:
    others = [f"cota{chr(ord('a') + number // 26)}{chr(ord('a') + number % 26)}" for number in range(FORMS + 5)]
    SearchWord.objects.bulk_create(SearchWord(word=word, length=len(word)) for word in others)
    assert found(twelve.mo, "cot recalled") == ["US-PR-0002 R4", "US-PR-0002 § Scope"]


def test_endless_words_that_somebody_types_are_not_kept_in_memory() -> None:
    tracemalloc.start()
    for number in range(300):
        assert asked(f"{'ế' * 1_900}{number}").units
    taken, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 2**18


def test_a_section_with_an_empty_case_keeps_its_words_whole(world: World) -> None:
    """No edition is submitted so, but one that was brought in may hold it."""
    draft = editions.draft(world, source="## Scope\n\nOnly whole words.\n\n/// case | violating R1\n///\n")
    rendered = render(draft.source, language="en")
    (section,) = (one for one in passages_of(draft, (), rendered) if one.kind == Kind.SECTION)
    assert section.text.startswith("Only whole words.")
