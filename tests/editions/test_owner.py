"""The owner of a guideline: whom its readers are told to ask, also after somebody left."""

from __future__ import annotations

import pytest
from django.urls import reverse

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Edition
from guidelines.frame.refusals import Invalid, Refused
from guidelines.people.services import leave
from tests.editions import making
from tests.editions.pages import signed_in, text
from tests.people import World


@pytest.fixture
def binding(world: World) -> Edition:
    return making.published(making.draft(world), world)


@pytest.mark.slow
def test_a_manager_takes_over_the_guideline_of_somebody_who_left(world: World, binding: Edition) -> None:
    leave(world.ann, by=world.root)
    art, page = signed_in(world.art), reverse("owner", args=[binding.guideline])
    shown = text(art.get(page))
    assert "Ann Rivera (has left)" in shown
    assert art.post(page, {"owner": world.art.pk}).status_code == 302
    reading = text(signed_in(world.mo).get(reverse("guideline", args=[binding.guideline])))
    assert world.art.name in reading
    assert "Ann Rivera" not in reading.partition("Owner")[2][:200]
    event = AuditEvent.objects.get(verb="guideline.handed_over")
    assert event.policy_id == binding.guideline.policy_id
    assert event.data == {"owner": world.art.pk, "before": world.ann.pk}


def test_the_owner_is_somebody_who_writes_there(world: World, binding: Edition) -> None:
    for person in (world.bob, world.mo, world.van):
        with pytest.raises(Invalid):
            services.hand_over(binding.guideline, to=person, by=world.ann)
        answer = signed_in(world.ann).post(reverse("owner", args=[binding.guideline]), {"owner": person.pk})
        assert answer.status_code == 422
    binding.guideline.refresh_from_db()
    assert binding.guideline.owner == world.ann


@pytest.mark.slow
@pytest.mark.parametrize("who", ["bob", "mo", "joe", "van", "root"])
def test_nobody_else_hands_a_guideline_over(world: World, binding: Edition, who: str) -> None:
    with pytest.raises(Refused):
        services.hand_over(binding.guideline, to=world.art, by=getattr(world, who))


def test_handing_it_to_its_owner_records_nothing(world: World, binding: Edition) -> None:
    before = AuditEvent.objects.count()
    services.hand_over(binding.guideline, to=world.ann, by=world.art)
    assert AuditEvent.objects.count() == before
