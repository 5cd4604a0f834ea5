"""Rules that contradict or repeat each other: who is set beside whom, and what looking at them settles."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.frame.refusals import Invalid, NotFound, Outdated, Refused
from guidelines.insights.analysis.looking import Seen, look_at
from guidelines.insights.analysis.repeats import Pair, pairs, set_beside
from guidelines.insights.models import AnalysedRule, LookedAt
from guidelines.people.models import Person
from tests.insights.analysis.making import LOW_PRICE, analysed, in_force, next_in_force, rule
from tests.people import World
from tests.people.beyond import lee, pam, quinn, tia

NEARLY = "A branded item at less than 40% of its usual retail price and no proof of origin."
BOTH = ("US-PR-0001 R1", "US-PR-0002 R1")


def named(*rules: AnalysedRule, preceding: frozenset[tuple[int, int]] = frozenset()) -> list[tuple[str, str, str]]:
    return [(pair.why.value, pair.one.citation, pair.two.citation) for pair in set_beside(rules, preceding)]


def test_nearly_the_same_condition_with_another_action_contradicts() -> None:
    assert named(analysed(BOTH[0], LOW_PRICE), analysed(BOTH[1], NEARLY, action="ask")) == [("contradicts", *BOTH)]


def test_the_same_condition_with_the_same_action_repeats() -> None:
    assert named(analysed(BOTH[0], LOW_PRICE), analysed(BOTH[1], NEARLY)) == [("repeats", *BOTH)]


def test_the_same_label_with_another_action_is_set_beside_the_most_alike() -> None:
    rules = (
        analysed("US-PR-0001 R1", "A wholly different thing.", label="a.b"),
        analysed("US-PR-0002 R1", "A listing shows two copies.", label="a.b"),
        analysed("US-PR-0003 R1", "A listing shows seven toys.", label="a.b", action="restrict"),
    )
    assert named(*rules) == [("label", "US-PR-0002 R1", "US-PR-0003 R1")]


@pytest.mark.parametrize("preceding", [(1, 2), (2, 1)])
def test_where_one_guideline_goes_first_nothing_contradicts(preceding: tuple[int, int]) -> None:
    rules = (analysed(BOTH[0], label="a.b"), analysed(BOTH[1], label="a.b", action="restrict"))
    assert named(*rules, preceding=frozenset({preceding})) == []


def test_inside_one_guideline_the_order_decides() -> None:
    assert named(analysed(BOTH[0]), analysed("US-PR-0001 R2", action="restrict")) == []


def test_many_rules_with_one_label_make_no_more_pairs_than_rules() -> None:
    rules = [
        analysed(f"US-PR-{number:04} R1", f"w{number} x{number} y{number} z{number}", label="a.b", action=action)
        for number, action in enumerate(["remove"] * 40 + ["ask"] * 30, start=1)
    ]
    assert len(named(*rules)) == 30


def found(world: World, by: Person | None = None) -> list[Pair]:
    return pairs(by or world.ann, timezone.now(), world.us)


def seen(citation: str) -> Seen:
    policy_id, rule_id = citation.split()
    row = AnalysedRule.objects.in_force(timezone.now()).get(policy_id=policy_id, rule=rule_id)
    return policy_id, rule_id, row.digest


def looked(by: Person, reason: str = "One is for new sellers.") -> LookedAt:
    return look_at(seen(BOTH[0]), seen(BOTH[1]), by=by, reason=reason)


@pytest.fixture
def clash(world: World) -> World:
    """Two guidelines that say nearly the same condition and do another thing."""
    in_force(world, rule(LOW_PRICE, action="remove"))
    in_force(world, rule(NEARLY, action="restrict"))
    return world


def test_another_market_decides_for_itself_and_precedence_is_asked_of_the_guidelines(clash: World) -> None:
    in_force(clash, rule(action="restrict"), market=clash.vn)
    (pair,) = found(clash)
    assert (pair.one.citation, pair.two.citation) == BOTH
    pair.two.guideline.precedes.add(pair.one.guideline)
    assert found(clash) == []


def test_looking_at_a_pair_settles_it_until_either_rule_changes(clash: World) -> None:
    row = looked(clash.ann)
    assert [pair.looked for pair in found(clash)] == [row]
    edition = row.two
    next_in_force(edition, clash, rule(NEARLY, action="restrict"), "## New prose")
    assert [pair.looked for pair in found(clash)] == [row]  # these words still stand
    next_in_force(edition, clash, rule(NEARLY, action="restrict", severity="S3"))
    assert [pair.looked for pair in found(clash)] == [None]


def test_looking_is_recorded_with_both_digests(clash: World) -> None:
    row = looked(clash.bob, "One is for new sellers.\r\n")
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.actor_id, event.digest) == ("rules.looked_at", clash.bob.pk, row.one.digest)
    assert event.data["two_digest"] == row.two.digest
    assert event.data["reason"] == "One is for new sellers."
    assert (row.one_digest, row.two_digest) == (seen(BOTH[0])[2], seen(BOTH[1])[2])


def test_what_was_said_of_a_pair_stays(clash: World) -> None:
    row = looked(clash.ann)
    with pytest.raises(IntegrityError), transaction.atomic():
        LookedAt.objects.filter(pk=row.pk).update(reason="Else")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_only_those_who_write_or_review_there_settle(clash: World) -> None:
    for person in (clash.ann, clash.art, clash.bob, clash.eve):
        assert looked(person).by == person
    others = (quinn(clash), tia(clash), pam(clash), lee(clash))
    for person in (clash.mo, clash.lia, clash.ada, clash.joe, clash.vy, clash.van, clash.binh, clash.root, *others):
        with pytest.raises((Refused, NotFound)):
            looked(person)


def test_a_reason_is_needed_and_fits(clash: World) -> None:
    for reason in ("", "  \n", "x" * 1001):
        with pytest.raises(Invalid):
            looked(clash.ann, reason)


def test_a_rule_changed_meanwhile_is_not_settled_by_old_words(clash: World) -> None:
    one, two = seen(BOTH[0]), seen(BOTH[1])
    with pytest.raises(Outdated, match="US-PR-0002 R1 was changed"):
        look_at(one, (*two[:2], "0" * 64), by=clash.ann, reason="Fine.")


def test_what_is_not_in_force_or_not_two_guidelines_is_refused(clash: World) -> None:
    one = seen(BOTH[0])
    with pytest.raises(NotFound):
        look_at(one, ("US-PR-0099", "R1", one[2]), by=clash.ann, reason="Fine.")
    with pytest.raises(Invalid):
        look_at(one, one, by=clash.ann, reason="Fine.")
