"""Where things are named: in words in force, and in drafts for those who read them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from guidelines.insights.analysis.usage import drafts, mentions, named
from guidelines.people.models import Person
from tests.editions import making
from tests.insights.analysis.making import in_force, next_in_force, rule
from tests.people import World
from tests.people.beyond import quinn

BASIS = "Brand protection policy 2.3; LGL-388"


def cited(by: Person, kind: str, words: str, **place: str) -> list[str]:
    rows = mentions(by, timezone.now(), kind, words, **place)
    return [f"{row.policy_id} {row.rule.rule if row.rule else ''}".strip() for row in rows]


def test_a_label_is_found_in_every_market_for_who_reads_them(world: World) -> None:
    in_force(world, rule(label="counterfeit.low_price"))
    in_force(world, rule(label="counterfeit.low_price"), rule("Else.", rule_id="R2"), market=world.vn)
    assert cited(world.ann, "label", "counterfeit.low_price") == ["US-PR-0001 R1", "VN-PR-0001 R1"]
    assert cited(world.ann, "label", "counterfeit.low_price", market="VN") == ["VN-PR-0001 R1"]
    assert cited(quinn(world), "label", "counterfeit.low_price") == ["US-PR-0001 R1"]


def test_a_rule_is_found_where_other_guidelines_cite_it_and_with_its_guideline(world: World) -> None:
    in_force(world, rule())
    in_force(world, rule("Where US-PR-0001 R1 does not fit."), "See US-PR-0001 for prices.")
    assert cited(world.ann, "rule", "US-PR-0001 R1") == ["US-PR-0002 R1"]
    assert sorted(cited(world.ann, "rule", "us-pr-0001")) == ["US-PR-0002", "US-PR-0002 R1"]
    assert cited(world.ann, "rule", "US-PR-0001 R11") == []


@pytest.mark.parametrize("words", ["LGL-388", "lgl-388", " LGL-388. "])
def test_a_basis_is_found_however_it_is_written(world: World, words: str) -> None:
    in_force(world, rule(basis=BASIS))
    in_force(world, rule(basis="lgl-388"), market=world.vn)
    assert cited(world.ann, "basis", words) == ["US-PR-0001 R1", "VN-PR-0001 R1"]


def test_the_index_of_bases_counts_rules_guidelines_and_markets(world: World) -> None:
    in_force(world, rule(basis=BASIS), rule("Else.", rule_id="R2", basis="LGL-388"))
    in_force(world, rule(basis="lgl-388"), market=world.vn)
    rows = {row["key"]: row for row in named(world.ann, timezone.now(), "basis")}
    assert set(rows) == {"lgl-388", "brand protection policy 2.3"}
    row = rows["lgl-388"]
    assert (row["rules"], row["guidelines"], row["markets"]) == (3, 2, 2)
    assert [row["key"] for row in named(world.ann, timezone.now(), "basis", words="Brand")] == [
        "brand protection policy 2.3"
    ]


def test_only_words_in_force_are_found(world: World) -> None:
    edition = in_force(world, rule(label="counterfeit.low_price"))
    next_in_force(edition, world, rule(label="counterfeit.declared"))
    assert cited(world.ann, "label", "counterfeit.low_price") == []
    assert cited(world.ann, "label", "counterfeit.declared") == ["US-PR-0001 R1"]


def test_drafts_are_found_by_those_who_read_them_and_by_nobody_else(world: World) -> None:
    making.draft(world, source=rule(label="counterfeit.low_price") + "\n")

    def found(by: Person) -> list[tuple[str, int]]:
        rows = drafts(by, timezone.now(), "label", "counterfeit.low_price")
        return [(row.edition.guideline.policy_id, row.times) for row in rows]

    assert found(world.ann) == [("US-PR-0001", 1)]
    assert found(world.joe) == [("US-PR-0001", 1)]
    assert found(world.van) == []
    assert found(quinn(world)) == []
    assert not drafts(world.ann, timezone.now(), "label", "counterfeit.declared")


def test_a_term_in_vietnamese_is_found_in_a_draft_in_small_letters(world: World) -> None:
    source = "Xem [bán trá hình](term).\n\n/// term | Bán trá hình\nBán hàng giả.\n///\n"
    making.draft(world, by=world.van, market=world.vn, source=source)
    assert drafts(world.van, timezone.now(), "term", "BÁN TRÁ HÌNH")[0].times == 2
