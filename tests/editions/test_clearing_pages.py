"""The pages on which a guideline is classed, and on which its readers are named."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import EscalationTeam
from guidelines.editions import services
from guidelines.editions.models import Edition
from tests.editions import making
from tests.editions.clearing import named, restricted
from tests.editions.pages import signed_in, text
from tests.people import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(world: World) -> Edition:
    return making.published(making.draft(world), world)


def clearance(edition: Edition) -> str:
    return reverse("clearance", args=[edition.guideline.policy_id])


def classed(client: Client, edition: Edition, **fields: object) -> int:
    page = reverse("guideline_settings", args=[edition.guideline.policy_id])
    answer = client.post(page, {"action": "class", **fields})
    edition.guideline.refresh_from_db()
    return answer.status_code


def test_a_manager_restricts_a_guideline_on_its_settings_page(world: World, edition: Edition) -> None:
    ann, team = signed_in(world.ann), EscalationTeam.objects.get(name="Brand Integrity")
    assert classed(ann, edition, audience="restricted", reason="Harm", instruction="") == 422
    assert classed(ann, edition, audience="restricted", reason="", team=team.pk) == 422
    assert edition.guideline.audience == "internal"
    assert classed(ann, edition, audience="restricted", reason="Harm", team=team.pk) == 302
    assert edition.guideline.stub_instruction == "Stop. Do not copy or share. Escalate to Brand Integrity now."
    page = text(ann.get(reverse("guideline_settings", args=[edition.guideline])))
    assert clearance(edition) in page
    assert 'value="public"' not in page  # to open it again is for a reviewer
    assert classed(ann, edition, audience="public", reason="Why not") == 422
    assert classed(ann, edition, audience="restricted", reason="Clearer", instruction="Stop. Call the lead.") == 302
    assert edition.guideline.stub_instruction == "Stop. Call the lead."
    assert classed(signed_in(world.bob), edition, audience="public", reason="Why not") == 403


def test_the_other_classes_are_recorded_with_their_reason(world: World, edition: Edition) -> None:
    ann = signed_in(world.ann)
    assert classed(ann, edition, audience="partner", reason="Partners decide by it.") == 302
    assert edition.guideline.audience == "partner"
    assert classed(ann, edition, audience="partner", reason="Again") == 422
    assert AuditEvent.objects.get(verb="guideline.classed").data["note"] == "Partners decide by it."


def test_those_who_may_name_people_and_see_who_opened_it(world: World, edition: Edition) -> None:
    guideline = restricted(edition, world.ann)
    ada, page = signed_in(world.ada), clearance(edition)
    shown = text(ada.get(page))
    assert "Ann Rivera" in shown
    assert edition.title not in shown
    for who, sentence in (
        ("Nobody Known", "Nobody at work has this ID"),
        ("A-007", "Nobody names themself"),
        ("V-001", "reads nothing in this market and domain"),
        ("A-001", "is named already"),
    ):
        answer = ada.post(page, {"action": "name", "person": who, "reason": "Decides"})
        assert answer.status_code == 422
        assert sentence in text(answer)
        assert f'value="{who}"' in text(answer)
    assert ada.post(page, {"action": "name", "person": "A-004", "reason": "Decides such cases."}).status_code == 302
    assert signed_in(world.mo).get(f"/g/{guideline.policy_id}/").status_code == 200
    shown = text(ada.get(page))
    assert "Mo Diallo" in shown
    assert "Decides such cases." in shown
    assert "Opened once" in shown
    row = guideline.clearances.get(person=world.mo)
    assert ada.post(page, {"action": "end", "one": row.pk}).status_code == 302
    assert signed_in(world.mo).get(f"/g/{guideline.policy_id}/").status_code == 403
    assert "Ended" in text(ada.get(page))
    last = guideline.clearances.get(person=world.ann)
    assert ada.post(page, {"action": "end", "one": last.pk}).status_code == 409
    assert ada.post(page, {"action": "end", "one": "x"}).status_code == 409


def test_a_named_moderator_does_not_say_who_else_reads_it(world: World, edition: Edition) -> None:
    guideline = restricted(edition, world.ann)
    named(guideline, world.mo, world.ann)
    mo = signed_in(world.mo)
    assert mo.get(clearance(edition)).status_code == 403
    assert clearance(edition) not in text(mo.get(f"/g/{guideline.policy_id}/"))
    assert clearance(edition) in text(signed_in(world.ann).get(f"/g/{guideline.policy_id}/"))


def test_a_guideline_that_is_not_restricted_has_no_such_page(world: World, edition: Edition) -> None:
    for who in (world.ann, world.ada, world.mo):
        assert signed_in(who).get(clearance(edition)).status_code == 404


def test_a_named_reviewer_opens_it_again_with_a_reason(world: World, edition: Edition) -> None:
    guideline = restricted(edition, world.ann)
    named(guideline, world.bob, world.ann)
    page, bob = clearance(edition), signed_in(world.bob)
    assert "Open it again" not in text(signed_in(world.ann).get(page))
    assert bob.post(page, {"action": "open", "audience": "internal", "why": ""}).status_code == 422
    assert bob.post(page, {"action": "open", "audience": "restricted", "why": "No"}).status_code == 422
    assert signed_in(world.ada).post(page, {"action": "open", "audience": "internal", "why": "No"}).status_code == 403
    assert bob.post(page, {"action": "open", "audience": "internal", "why": "The case is closed."}).status_code == 302
    assert signed_in(world.eve).get(f"/g/{guideline.policy_id}/").status_code == 200
    assert signed_in(world.mo).get(f"/g/{guideline.policy_id}/").status_code == 200


def test_it_is_not_copied_to_another_market(world: World, edition: Edition) -> None:
    guideline = restricted(edition, world.ann)
    named(guideline, world.bob, world.ann)
    for person in (world.ann, world.bob):
        answer = signed_in(person).get(reverse("copy", args=[guideline.policy_id]))
        assert answer.status_code == 403
        assert "not copied to another market" in text(answer)


def test_a_copy_made_before_tells_nothing_of_its_source(world: World, edition: Edition) -> None:
    copy = services.adapt(edition, market=world.vn, by=world.van)
    van = signed_in(world.van)
    assert edition.guideline.policy_id in text(van.get(reverse("board") + "?who=all"))
    restricted(edition, world.ann)
    page = text(van.get(reverse("board") + "?who=all"))
    assert copy.guideline.policy_id in page
    assert edition.guideline.policy_id not in page
