"""Nothing typed is ever lost: saving while typing, who else is here, and text that was kept unsaved."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.editions import save_points, services
from guidelines.editions.models import Contribution, Edition, Sitting
from guidelines.editions.sittings import others_at
from guidelines.frame import clock
from guidelines.people import services as people
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.editions.pages import FIELDS, address, hidden_fields, signed_in, text
from tests.people import World


def autosave(person: Person, edition: Edition, client: Client | None = None, **changes: object) -> HttpResponse:
    data = {**FIELDS, "seen": edition.digest, **changes}
    return (client or signed_in(person)).post(
        address("autosave", edition), data, headers={"Accept": "application/json"}
    )


def test_an_autosave_keeps_the_words_and_says_when(world: World) -> None:
    edition = making.draft(world)
    response = autosave(world.ann, edition, summary="Typed a moment ago.")
    assert response.status_code == 200
    answer = response.json()
    edition.refresh_from_db()
    assert edition.summary == "Typed a moment ago."
    assert answer["saved"] is True
    assert answer["digest"] == edition.digest
    assert answer["at"].startswith("Saved ")
    assert answer["at"].endswith(" PT")
    newest = save_points.history(edition)[0]
    assert (newest.is_autosave, newest.why) == (True, "Saved while typing")
    assert Contribution.objects.filter(person=world.ann, digest=edition.digest).exists()


def test_an_autosave_without_a_new_word_leaves_no_trace(world: World) -> None:
    edition = making.draft(world)
    events = AuditEvent.objects.count()
    answer = autosave(world.art, edition).json()
    assert (answer["saved"], answer["digest"]) == (False, edition.digest)
    assert AuditEvent.objects.count() == events
    assert len(save_points.history(edition)) == 1


def test_what_a_browser_sends_twice_because_no_answer_came_is_saved_once(world: World) -> None:
    edition = making.draft(world)
    first = autosave(world.ann, edition, summary="Sent twice.")
    again = autosave(world.ann, edition, summary="Sent twice.")
    assert again.status_code == 200
    assert (again.json()["saved"], again.json()["digest"]) == (False, first.json()["digest"])


def test_an_autosave_after_somebody_else_saved_is_refused_with_their_name_and_changes_nothing(world: World) -> None:
    edition = making.draft(world)
    services.save_draft(edition, by=world.art, seen=edition.digest, words=making.words(summary="Art was faster."))
    response = autosave(world.ann, edition, summary="Ann was slower.")
    assert response.status_code == 409
    assert "Art Cole saved at" in response.json()["problem"]
    assert response.json()["merge"] is True
    edition.refresh_from_db()
    assert edition.summary == "Art was faster."


def test_an_autosave_without_a_title_says_so_and_the_draft_stays_whole(world: World) -> None:
    edition = making.draft(world)
    response = autosave(world.ann, edition, title=" ", summary="Half a form.")
    assert response.status_code == 422
    assert response.json()["problem"].startswith("Title:")
    assert Edition.objects.get(pk=edition.pk).summary == making.words().summary


def test_a_draft_that_is_not_ready_is_saved_all_the_same(world: World) -> None:
    edition = making.draft(world)
    assert autosave(world.ann, edition, source="/// rule | R1\nif: only", change_note="").status_code == 200
    assert Edition.objects.get(pk=edition.pk).source == "/// rule | R1\nif: only"


def test_a_text_beyond_the_limits_is_refused_in_a_sentence(world: World) -> None:
    edition = making.draft(world)
    response = autosave(world.ann, edition, source="word " * 60_000)
    assert response.status_code == 422
    assert "256 KB" in response.json()["problem"]


def test_an_autosave_of_an_ended_session_says_where_to_sign_in(world: World) -> None:
    edition = making.draft(world)
    response = autosave(world.ann, edition, client=Client())
    assert response.status_code == 401
    assert response.json()["go"] == f"/sign-in/?next={address('draft', edition).replace('/', '%2F')}"


def test_an_autosave_of_somebody_who_lost_the_role_is_refused(world: World) -> None:
    edition = making.draft(world)
    client = signed_in(world.ann)
    role = world.ann.assignments.get(role=Role.POLICY_MANAGER)
    people.end_role(role, by=None)
    response = autosave(world.ann, edition, client=client, summary="Too late.")
    assert response.status_code in (403, 404)
    assert response.json()["saved"] is False


def test_an_autosave_of_a_submitted_draft_leads_to_the_review_page(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    response = autosave(world.art, edition, summary="Too late.")
    assert response.status_code == 409
    assert (response.json()["merge"], response.json()["go"]) == (False, address("review", edition))


@pytest.mark.parametrize("name", ["autosave", "sitting"])
@pytest.mark.parametrize("who", ["mo", "lia", "vy", "van"])
def test_the_script_of_a_stranger_finds_nothing(world: World, name: str, who: str) -> None:
    edition = making.draft(world)
    response = signed_in(getattr(world, who)).post(address(name, edition), {**FIELDS, "seen": edition.digest})
    assert response.status_code == 404
    assert edition.title not in text(response)
    assert not Sitting.objects.exists()


def test_a_page_that_outlived_its_session_gets_a_fresh_token(world: World) -> None:
    edition = making.draft(world)
    answer = signed_in(world.ann).get(address("autosave", edition)).json()
    assert answer["token"]
    assert Client().get(address("autosave", edition)).status_code == 401


@pytest.mark.slow
def test_a_writer_sees_who_else_has_the_draft_open_and_since_when(world: World) -> None:
    edition = making.draft(world)
    signed_in(world.art).get(address("draft", edition))
    page = text(signed_in(world.ann).get(address("draft", edition)))
    assert "Art Cole is editing since" in page
    assert "Ann Rivera is editing" not in page
    assert [other["name"] for other in signed_in(world.ann).post(address("sitting", edition)).json()["others"]] == [
        "Art Cole"
    ]


def test_somebody_without_a_beat_for_two_minutes_was_editing_until_then(world: World) -> None:
    edition = making.draft(world)
    start = timezone.now()
    with clock.pretend(start):
        services.sit(edition, by=world.art)
    with clock.pretend(start + dt.timedelta(seconds=90)):
        services.sit(edition, by=world.art)
        assert [other.is_here for other in others_at(edition, world.ann)] == [True]
    with clock.pretend(start + dt.timedelta(minutes=4)):
        gone = others_at(edition, world.ann)[0]
        assert "was editing until" in gone.text
        services.sit(edition, by=world.art)
        assert Sitting.objects.get(person=world.art).since == start + dt.timedelta(minutes=4)
    with clock.pretend(start + dt.timedelta(hours=3)):
        assert others_at(edition, world.ann) == []


@pytest.mark.slow
def test_being_at_a_draft_is_no_deed(world: World) -> None:
    edition = making.draft(world)
    events = AuditEvent.objects.count()
    signed_in(world.art).get(address("draft", edition))
    assert AuditEvent.objects.count() == events
    assert not edition.contributions.filter(person=world.art).exists()


@pytest.mark.slow
def test_kept_text_is_shown_against_what_is_saved_and_can_be_taken_back(world: World) -> None:
    edition = making.draft(world)
    kept = {**FIELDS, "seen": edition.digest, "summary": "Kept in the browser."}
    client = signed_in(world.ann)
    page = client.post(address("kept", edition), kept)
    assert "<ins>Kept in the browser</ins>" in text(page)
    back = client.post(address("draft", edition), {**hidden_fields(page), "action": "preview"})
    assert "Kept in the browser." in text(back)
    assert "data-unsaved" in text(back)
    assert Edition.objects.get(pk=edition.pk).summary == making.words().summary


@pytest.mark.slow
def test_kept_text_taken_back_after_somebody_saved_is_merged_not_written_over(world: World) -> None:
    edition = making.draft(world)
    kept = {**FIELDS, "seen": edition.digest, "summary": "Kept in the browser."}
    services.save_draft(edition, by=world.art, seen=edition.digest, words=making.words(title="Another title"))
    client = signed_in(world.ann)
    back = client.post(address("draft", edition), {**kept, "action": "preview"})
    assert hidden_fields(back)["seen"] == [edition.digest]
    assert client.post(address("draft", edition), {**kept, "action": "save"}).status_code == 409


@pytest.mark.slow
def test_after_a_save_the_page_names_what_the_browser_need_not_keep(world: World) -> None:
    edition = making.draft(world)
    data = {**FIELDS, "seen": edition.digest, "summary": "Saved.", "action": "save", "kept-id": "draft:1:1:x"}
    page = signed_in(world.ann).post(address("draft", edition), data, follow=True)
    assert 'data-done="draft:1:1:x"' in text(page)


def test_a_save_of_an_ended_session_gives_the_text_back_with_the_way_to_sign_in(world: World) -> None:
    edition = making.draft(world)
    data = {**FIELDS, "seen": edition.digest, "summary": "Typed in an old session.", "action": "save"}
    draft = address("draft", edition)
    response = Client(headers={"Host": "testserver", "Referer": f"http://testserver{draft}"}).post(draft, data)
    assert response.status_code == 403
    assert "Typed in an old session." in text(response)
    assert "mirror quality" in text(response)
    assert f'href="/sign-in/?next={draft}"' in text(response)
