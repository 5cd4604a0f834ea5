"""What the index is asked for: the same passages, in fewer terms."""

from __future__ import annotations

from collections.abc import Set

import pytest

from guidelines.reading.search.asking import asked
from guidelines.reading.search.terms import (
    ANY,
    CONTEXT,
    HEAD,
    All,
    Either,
    Expression,
    Has,
    Without,
    fulfils,
    goes_without_saying,
    is_vain,
    simplified,
    spelled_out,
    terms_of,
)
from guidelines.reading.search.words import folded_words

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


def words(place: str) -> frozenset[str]:
    """Those that stand in this place of some passage."""
    return frozenset(term[1:] for passage in PASSAGES for term in passage if term[0] == place)


def in_fewest(
    expression: Expression, question: str, heads: Set[str] = words(HEAD), contexts: Set[str] = words(CONTEXT)
) -> Expression:
    """With the words there are."""
    places = {word: HEAD * (word in heads) + CONTEXT * (word in contexts) for word in words(ANY)}
    begun = {typed: {w: places[w] for w in places if w.startswith(typed)} for typed in folded_words(question)}
    return simplified(spelled_out(expression, begun))


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_words_there_are_find_the_same_passages_as_their_beginnings(question: str) -> None:
    for expression in asked_for(question):
        fewest = in_fewest(expression, question)
        fits = [fulfils(terms, expression) for terms in PASSAGES]
        assert fits == [fulfils(terms, fewest) for terms in PASSAGES]
        assert not (is_vain(fewest) and any(fits))


@pytest.mark.parametrize("titled", [set(), {"mirror"}, {"glass"}])
def test_a_passage_that_holds_a_word_of_no_title_is_not_asked_whether_it_holds_one_itself(titled: set[str]) -> None:
    found = in_fewest(asked("gla mirror").match, "gla mirror", contexts=titled)
    assert found == All((Has("aglass"), Has("amirror")))


def test_a_passage_whose_title_may_hold_all_words_is_asked_whether_it_holds_one_itself() -> None:
    found = in_fewest(asked("gla mirror").match, "gla mirror", contexts={"glass", "mirror"})
    assert found == All((Has("aglass"), Has("amirror"), Either((Has("bglass"), Has("bmirror")))))


def test_only_words_that_something_is_called_by_are_asked_for_in_names() -> None:
    *_others, called = asked("qual mirror").tiers
    assert in_fewest(called, "qual mirror") == All((Has("hquality"), Has("hmirror")))
    assert is_vain(in_fewest(called, "qual mirror", heads={"quality"}))
    assert not is_vain(in_fewest(called, "qual mirror", heads={"quality", "mirror"}))


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
