"""Rules that contradict or repeat each other: who is set beside whom, and what looking at them settles."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.frame.refusals import Invalid, NotFound, Outdated, Refused
from guidelines.insights.analysis.looking import Seen, look_at
from guidelines.insights.analysis.repeats import Pair, pairs
from guidelines.insights.models import AnalysedRule, LookedAt
from guidelines.people.models import Person
from tests.insights.analysis.making import LOW_PRICE, in_force, next_in_force, rule
from tests.people import World
from tests.people.beyond import pam

NEARLY = "A branded item at less than 40% of its usual retail price and no proof of origin."


def found(world: World, by: Person | None = None) -> list[Pair]:
    return pairs(by or world.ann, timezone.now(), world.us)


def named(world: World) -> list[tuple[str, str, str]]:
    return [(pair.why.value, pair.one.citation, pair.two.citation) for pair in found(world)]


def seen(citation: str) -> Seen:
    policy_id, rule_id = citation.split()
    row = AnalysedRule.objects.in_force(timezone.now()).get(policy_id=policy_id, rule=rule_id)
    return policy_id, rule_id, row.digest


BOTH = ("US-PR-0001 R1", "US-PR-0002 R1")


def looked(by: Person, reason: str = "One is for new sellers.") -> LookedAt:
    return look_at(seen(BOTH[0]), seen(BOTH[1]), by=by, reason=reason)


@pytest.fixture
def clash(world: World) -> World:
    """Two guidelines that say nearly the same condition and do another thing."""
    in_force(world, rule(LOW_PRICE, action="remove"))
    in_force(world, rule(NEARLY, action="restrict"))
    return world


def test_nearly_the_same_condition_with_another_action_contradicts(clash: World) -> None:
    assert named(clash) == [("contradicts", *BOTH)]


def test_the_same_condition_with_the_same_action_repeats(world: World) -> None:
    in_force(world, rule())
    in_force(world, rule())
    assert named(world) == [("repeats", *BOTH)]


def test_the_same_label_with_another_action_is_set_beside_the_most_alike(world: World) -> None:
    in_force(world, rule("A wholly different thing.", label="counterfeit.declared"))
    in_force(world, rule("A listing shows two copies.", label="counterfeit.declared"))
    in_force(world, rule("A listing shows seven toys.", label="counterfeit.declared", action="restrict"))
    assert named(world) == [("label", "US-PR-0002 R1", "US-PR-0003 R1")]


def test_where_one_guideline_goes_first_nothing_contradicts(clash: World) -> None:
    first, second = (AnalysedRule.objects.get(policy_id=one.split()[0]).guideline for one in BOTH)
    first.precedes.add(second)
    assert named(clash) == []


def test_inside_one_guideline_the_order_decides(world: World) -> None:
    in_force(world, rule(), rule(NEARLY, rule_id="R2", action="restrict"))
    assert named(world) == []


def test_another_market_decides_for_itself(world: World) -> None:
    in_force(world, rule())
    in_force(world, rule(action="restrict"), market=world.vn)
    assert named(world) == []


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


@pytest.mark.parametrize("change", [{"reason": "Else"}, None])
def test_what_was_said_of_a_pair_stays(clash: World, change: dict[str, str] | None) -> None:
    row = looked(clash.ann)
    with pytest.raises(IntegrityError), transaction.atomic():
        LookedAt.objects.filter(pk=row.pk).update(**change) if change else row.delete()


@pytest.mark.parametrize("who", ["ann", "art", "bob", "eve"])
def test_writers_and_reviewers_settle(clash: World, who: str) -> None:
    assert looked(getattr(clash, who)).by == getattr(clash, who)


@pytest.mark.parametrize("who", ["mo", "lia", "ada", "joe", "van", "binh"])
def test_nobody_else_settles(clash: World, who: str) -> None:
    with pytest.raises(Refused):
        looked(getattr(clash, who))


def test_those_who_sort_insights_read_pairs_and_do_not_settle_them(clash: World) -> None:
    assert len(found(clash, pam(clash))) == 1
    with pytest.raises(Refused):
        looked(pam(clash))


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 1001])
def test_a_reason_is_needed_and_fits(clash: World, reason: str) -> None:
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
