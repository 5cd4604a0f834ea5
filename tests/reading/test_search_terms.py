"""What the index is asked for: the same passages, in fewer terms."""

from __future__ import annotations

import pytest

from guidelines.reading.search.asking import asked
from guidelines.reading.search.terms import (
    ANY,
    All,
    Either,
    Expression,
    Has,
    Without,
    fulfils,
    goes_without_saying,
    simplified,
    terms_of,
)

PASSAGES = [
    frozenset(terms_of(own, head, context, label))
    for own, head, context, label in (
        (("R1", "mirror quality is sold"), (), ("US-PR-0001", "Counterfeit goods"), "counterfeit.declared"),
        (("quality of a mirror",), (), ("US-PR-0002", "Mirror quality"), ""),
        (("Mirror quality", "What shines."), ("Mirror quality",), ("US-PR-0003", "Mirror quality"), ""),
        (("A literal looking glass, such as a mirror of high quality",), (), ("US-PR-0001", "Counterfeit goods"), ""),
        (("Gói đường không có nhãn phụ",), (), ("VN-PR-0001", "Đường và bánh kẹo"), ""),
        (("proof of origin", "R2"), (), ("US-CC-0009", "Proof of origin for bags"), ""),
    )
]
QUESTIONS = (
    *("mirror", "mirror quality", "quality mirror", '"mirror quality"', "mirr qual", "1:1", "counterfeit.declared"),
    *("đường", "goi duong", "proof of origin", "of", "US-PR-0001 mirror", "R2", "counterfeit mirror"),
)


def asked_for(question: str) -> list[Expression]:
    """All that a search of it may ask the index."""
    wanted = asked(question)
    found = [wanted.match, All(wanted.tiers)]
    for place, tier in enumerate(wanted.tiers):
        found += [wanted.narrowed(wanted.tiers[:place], (tier,)), wanted.narrowed((tier,), wanted.tiers[:place])]
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_fewer_terms_find_the_same_passages(question: str) -> None:
    for expression in asked_for(question):
        assert [fulfils(terms, expression) for terms in PASSAGES] == [
            fulfils(terms, simplified(expression)) for terms in PASSAGES
        ]


def test_a_word_is_not_asked_for_where_a_pair_or_the_passage_itself_must_hold_it() -> None:
    found = simplified(
        All((Has("amirror"), Has("aquality"), Has("nmirror·quality"), Has("bmirror"), Has("bqual", True)))
    )
    assert found == All((Has("nmirror·quality"), Has("bmirror"), Has("bqual", True)))


def test_what_is_refused_stays_as_it_is() -> None:
    refused = All((Has(ANY + "mirror"), Has("bmirror")))
    assert simplified(Without(All((Has("amirror"), Has("bmirror"))), refused)) == Without(
        All((Has("bmirror"),)), refused
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_goes_without_saying_is_true_of_every_passage_that_fits(question: str) -> None:
    wanted = asked(question)
    for part in (wanted.match, *wanted.tiers):
        for whole in (wanted.match, *wanted.tiers, wanted.narrowed(wanted.tiers[:1], wanted.tiers[1:2])):
            if goes_without_saying(part, whole):
                assert all(fulfils(terms, part) for terms in PASSAGES if fulfils(terms, whole)), (part, whole)


def test_a_word_in_the_passage_itself_is_also_anywhere_and_a_part_of_what_it_begins() -> None:
    assert goes_without_saying(Has(ANY + "r3"), Either((Has("br3"),)))
    assert goes_without_saying(Has("br", True), All((Has("br3"), Has("aquality"))))
    assert goes_without_saying(Either((Has("br3"), Has("br4"))), Has("hr3"))
    assert not goes_without_saying(Has("br3"), Has("br3", True))
    assert not goes_without_saying(Has("br3"), Either((Has("br3"), Has("br4"))))
    assert not goes_without_saying(Has("hr3"), Has("br3"))
