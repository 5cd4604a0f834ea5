"""What is settled beside the words: the owner (also after one left), what it goes before, its earlier numbers."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Edition, GuidelineAlias
from guidelines.frame.refusals import Invalid, Refused
from guidelines.people.services import leave
from tests.editions import making
from tests.editions.pages import signed_in, text
from tests.editions.test_races import at_once
from tests.people import World, the_world


def post(client: Client, edition: Edition, action: str, **fields: object) -> HttpResponse:
    return client.post(reverse("guideline_settings", args=[edition.guideline]), {"action": action, **fields})


@pytest.fixture
def binding(world: World) -> Edition:
    return making.published(making.draft(world), world)


def test_a_manager_takes_over_the_guideline_of_somebody_who_left(world: World, binding: Edition) -> None:
    leave(world.ann, by=world.root)
    art, page = signed_in(world.art), reverse("guideline_settings", args=[binding.guideline])
    shown = text(art.get(page))
    assert "Ann Rivera (has left)" in shown
    assert art.post(page, {"action": "owner", "owner": world.art.pk}).status_code == 302
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
        answer = signed_in(world.ann).post(
            reverse("guideline_settings", args=[binding.guideline]), {"action": "owner", "owner": person.pk}
        )
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


@pytest.mark.slow
def test_a_manager_puts_another_guideline_behind_and_readers_see_it_at_once(world: World, binding: Edition) -> None:
    other = making.published(making.draft(world, title="Second"), world).guideline
    mo, ann, mine = signed_in(world.mo), signed_in(world.ann), binding.guideline.policy_id
    pages = (f"/g/{mine}/", f"/g/{mine}/R1/", f"/g/{other.policy_id}/R1/")
    names = (other.policy_id, f"{mine} first", f"{mine} first")
    assert [name in text(mo.get(page)) for page, name in zip(pages, names, strict=True)] == [False] * 3
    assert post(ann, binding, "precedence", policy_id=f" {other.policy_id.lower()} ").status_code == 302
    assert [name in text(mo.get(page)) for page, name in zip(pages, names, strict=True)] == [True] * 3
    assert post(ann, binding, "end_precedence", one=other.policy_id).status_code == 302
    assert [name in text(mo.get(page)) for page, name in zip(pages, names, strict=True)] == [False] * 3
    event = AuditEvent.objects.get(verb="guideline.precedence_ended")
    assert (event.policy_id, event.data) == (mine, {"precedes": other.policy_id})
    post(ann, binding, "end_precedence", one=other.policy_id)
    assert AuditEvent.objects.filter(verb="guideline.precedence_ended").count() == 1


def test_what_cannot_stand_behind_is_told_beside_what_was_typed(world: World, binding: Edition) -> None:
    ann, other, mine = signed_in(world.ann), making.draft(world).guideline, binding.guideline.policy_id
    services.set_precedence(other, before=binding.guideline, by=world.ann)
    for typed, told in (
        ("US-PR-9999", "There is no guideline US-PR-9999 that you can read."),
        (mine, "A guideline goes before another one of the same market."),
        (other.policy_id, f"{other.policy_id} already goes before {mine}."),
    ):
        answer = post(ann, binding, "precedence", policy_id=typed)
        assert answer.status_code == 422
        assert told in text(answer)
        assert f'value="{typed}"' in text(answer)
    assert not binding.guideline.precedes.exists()


def test_an_earlier_number_leads_to_the_guideline_at_once(world: World, binding: Edition) -> None:
    ann, mo = signed_in(world.ann), signed_in(world.mo)
    page, library = reverse("guideline", args=[binding.guideline]), reverse("library") + "?q=sop-17.4"
    assert page not in text(mo.get(library))
    assert post(ann, binding, "number", number=" sop-17.4 ").status_code == 302
    assert mo.get("/g/sop-17.4/", follow=True).redirect_chain[-1][0].endswith(page)
    assert page in text(mo.get(library))
    assert "SOP-17.4" in text(ann.get(reverse("guideline_settings", args=[binding.guideline])))
    event = AuditEvent.objects.get(verb="guideline.number_added")
    assert (event.policy_id, event.data) == (binding.guideline.policy_id, {"number": "SOP-17.4"})


@pytest.mark.slow
def test_a_number_never_leads_to_two_guidelines(world: World, binding: Edition) -> None:
    other = making.draft(world).guideline
    GuidelineAlias.objects.create(guideline=other, alias="Old-7")  # as an import wrote it
    ann = signed_in(world.ann)
    for typed, told in (
        ("old-7", "OLD-7 already leads to a guideline."),
        (other.policy_id, f"{other.policy_id} is a policy ID of this portal"),
        ("US-PR-0999", "US-PR-0999 is a policy ID of this portal"),
        ("one/two", "Write the number with letters A to Z"),
    ):
        answer = post(ann, binding, "number", number=typed)
        assert answer.status_code == 422
        assert told in text(answer)
        assert f'value="{typed}"' in text(answer)
    assert GuidelineAlias.objects.get().guideline == other


@pytest.mark.slow
@pytest.mark.parametrize("who", ["bob", "mo", "joe", "van", "root"])
def test_nobody_else_settles_anything(world: World, binding: Edition, who: str) -> None:
    other, by = making.draft(world).guideline, getattr(world, who)
    services.set_precedence(binding.guideline, before=other, by=world.ann)
    before = AuditEvent.objects.count()
    for action, fields in (
        ("precedence", {"policy_id": other.policy_id}),
        ("end_precedence", {"one": other.policy_id}),
        ("number", {"number": "SOP-18"}),
    ):
        assert post(signed_in(by), binding, action, **fields).status_code in (403, 404)
    for deed in (
        lambda: services.end_precedence(binding.guideline, before=other, by=by),
        lambda: services.add_number(binding.guideline, number="SOP-18", by=by),
    ):
        with pytest.raises(Refused):
            deed()
    assert AuditEvent.objects.count() == before


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_a_number_to_two_guidelines_at_once_one_is_told_it_is_taken(transactional_db: None) -> None:
    world = the_world()
    both = [making.draft(world).guideline for _ in range(2)]
    results = at_once(
        *[lambda one=one: services.add_number(one, number="SOP-17", by=world.ann) for one in both]  # type: ignore[misc]
    )
    assert sorted(str(getattr(one, "sentence", one)) for one in results) == [
        "SOP-17",
        "SOP-17 already leads to a guideline.",
    ]
    assert GuidelineAlias.objects.count() == 1
