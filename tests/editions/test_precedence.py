"""Which guideline goes before which: set by policy managers, never in a ring."""

from __future__ import annotations

import pytest

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.frame.refusals import Invalid, Refused
from tests.editions import making
from tests.people import World


def test_a_policy_manager_puts_one_guideline_before_another(world: World) -> None:
    first, second = making.draft(world).guideline, making.draft(world).guideline
    services.set_precedence(first, before=second, by=world.ann)
    assert list(first.precedes.all()) == [second]
    assert AuditEvent.objects.filter(verb="guideline.precedence_set", policy_id=first.policy_id).exists()


def test_guidelines_never_go_before_one_another_in_a_ring(world: World) -> None:
    first, second, third = (making.draft(world).guideline for _ in range(3))
    services.set_precedence(first, before=second, by=world.ann)
    services.set_precedence(second, before=third, by=world.ann)
    with pytest.raises(Invalid, match="already goes before"):
        services.set_precedence(third, before=first, by=world.ann)


def test_a_guideline_goes_before_none_of_another_market_nor_before_itself(world: World) -> None:
    here, there = making.draft(world).guideline, making.draft(world, by=world.van, market=world.vn).guideline
    for other in (here, there):
        with pytest.raises(Invalid, match="of the same market"):
            services.set_precedence(here, before=other, by=world.ann)


def test_a_reviewer_sets_no_precedence(world: World) -> None:
    first, second = making.draft(world).guideline, making.draft(world).guideline
    with pytest.raises(Refused):
        services.set_precedence(first, before=second, by=world.bob)
