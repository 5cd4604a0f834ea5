"""Acknowledgement: who is asked, what counts as done, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.audit.models import AuditEvent
from guidelines.editions import services as editions
from guidelines.editions.models import Audience, Edition
from guidelines.frame.refusals import Outdated, Refused, WrongState
from guidelines.people import services as people
from guidelines.people.delegating import delegate
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.people.scopes import holdings
from guidelines.reading.models import Acknowledgement, LibraryRow
from guidelines.reading.queries.duties import asking, asks, coming_duties, duties, standings
from guidelines.reading.services import acknowledge
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db

LEADS = editions.Acknowledging(Audience.ROLES, (Role.TEAM_LEAD.value,))


def waiting(person: Person) -> list[str]:
    return [row.edition.title for row in duties(Person.objects.get(pk=person.pk), timezone.now())]


def read(edition: Edition, by: Person) -> Acknowledgement:
    return acknowledge(edition, by=by, seen=edition.digest)


def test_what_somebody_acknowledged_no_longer_waits_for_them(world: World) -> None:
    edition = making.asking(world, title="Knives")
    assert waiting(world.mo) == ["Knives"]
    made = read(edition, world.mo)
    assert waiting(world.mo) == []
    event = AuditEvent.objects.get(verb="edition.acknowledged")
    assert (event.actor_id, event.digest, event.at) == (world.mo.pk, edition.digest, made.at)
    assert waiting(world.bob) == ["Knives"], "each person answers for themself"


def test_an_edition_that_asks_nobody_waits_for_nobody(world: World) -> None:
    edition = making.first(world).editions.get()
    assert waiting(world.mo) == []
    with pytest.raises(WrongState):
        read(edition, world.mo)


@pytest.mark.slow
def test_a_minor_edition_is_not_asked_for_and_earlier_acknowledgements_stay_valid(world: World) -> None:
    major = making.asking(world)
    read(major, world.mo)
    minor = making.asking(world, major.guideline, significance="minor", title="Clearer words")
    assert waiting(world.mo) == []
    assert waiting(world.bob) == ["Clearer words"], "who has not read the decisions it carries reads them here"
    read(minor, world.bob)
    assert waiting(world.bob) == []


def test_a_first_edition_that_is_minor_asks_nobody(world: World) -> None:
    making.asking(world, significance="minor")
    assert waiting(world.mo) == []


@pytest.mark.slow
def test_a_major_edition_asks_again(world: World) -> None:
    first = making.asking(world)
    read(first, world.mo)
    making.asking(world, first.guideline, title="New words")
    assert waiting(world.mo) == ["New words"]
    with pytest.raises(Outdated, match="Edition 2 is in force now"):
        read(first, world.mo)


def test_only_the_roles_that_are_named_are_asked(world: World) -> None:
    edition = making.asking(world, wanted=LEADS, title="For leads")
    assert waiting(world.mo) == []
    with pytest.raises(Refused):
        read(edition, world.mo)
    people.grant(world.mo, Role.TEAM_LEAD, by=None, market=world.us, domain=world.product)
    assert waiting(world.mo) == ["For leads"]


@pytest.mark.parametrize("who", ["joe", "root", "vy"])
def test_auditors_administrators_and_people_elsewhere_are_not_asked(world: World, who: str) -> None:
    edition, person = making.asking(world), getattr(world, who)
    assert waiting(person) == []
    with pytest.raises(Refused):
        read(edition, person)


def test_whoever_only_stands_in_for_a_reviewer_is_not_asked(world: World) -> None:
    edition, now = making.asking(world, title="Knives"), timezone.now()
    stand_in = people.join(employee_id="B-001", name="Bo Lund", by=None)
    people.grant(stand_in, Role.POLICY_REVIEWER, by=None, market=world.us, domain=world.seller)
    until = now + dt.timedelta(days=3)
    delegate(world.bob, stand_in, by=world.bob, since=now, until=until, reason="Leave")
    with time_machine.travel(now + dt.timedelta(hours=1), tick=False):
        assert waiting(stand_in) == []
        assert waiting(world.bob) == ["Knives"]
        with pytest.raises(Refused):
            read(edition, stand_in)


@pytest.mark.slow
def test_words_that_begin_soon_can_be_acknowledged_before(world: World) -> None:
    guideline, start = making.first(world), timezone.now() + dt.timedelta(days=2)
    draft = making.making.next_draft(guideline, world.ann, title="Soon")
    edition = making.making.published(draft, world, effective_from=start, acknowledging=making.EVERYBODY)
    assert waiting(world.mo) == []
    assert [row.number for row in coming_duties(world.mo, timezone.now())] == [2]
    read(edition, world.mo)
    with time_machine.travel(start + dt.timedelta(minutes=1), tick=False):
        assert waiting(world.mo) == []
        assert waiting(world.bob) == ["Soon"]


@pytest.mark.slow
def test_saying_it_twice_keeps_the_first_time(world: World) -> None:
    edition = making.asking(world)
    assert read(edition, world.mo).pk == read(edition, world.mo).pk
    assert AuditEvent.objects.filter(verb="edition.acknowledged").count() == 1


@pytest.mark.slow
def test_due_done_and_late_of_many_people_take_two_queries(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    due = editions.Acknowledging(Audience.READERS, until=now + dt.timedelta(days=2))
    one, two = making.asking(world, wanted=due), making.asking(world)
    read(one, world.mo)
    rows = list(LibraryRow.objects.in_force(timezone.now()).select_related("major"))
    staff = [world.mo, world.bob, world.vy, world.joe]
    with django_assert_num_queries(2):
        found = standings(staff, rows, now + dt.timedelta(days=3))
    assert {key: standing.state for key, standing in found.items()} == {
        (world.mo.pk, one.pk): "done",
        (world.mo.pk, two.pk): "due",
        (world.bob.pk, one.pk): "late",
        (world.bob.pk, two.pk): "due",
    }


@pytest.mark.slow
@pytest.mark.parametrize("wanted", [making.EVERYBODY, LEADS, editions.Acknowledging()])
def test_the_rows_that_ask_and_the_answer_for_one_edition_agree(world: World, wanted: editions.Acknowledging) -> None:
    making.asking(world, wanted=wanted)
    people.grant(world.mo, Role.TEAM_LEAD, by=None, market=world.us, domain=world.product)
    (row,) = LibraryRow.objects.select_related("major")
    for name in ("mo", "bob", "vy", "joe", "lia", "root"):
        held = holdings(getattr(world, name), fresh=True)
        listed = asking(LibraryRow.objects.all(), held).exists()
        assert row.major is not None
        assert listed is asks(row.major, held, row.market_id, row.domain_id), name


def test_the_database_refuses_to_change_or_remove_an_acknowledgement(world: World) -> None:
    read(making.asking(world), world.mo)
    for statement in ("UPDATE reading_acknowledgement SET digest = 'x'", "DELETE FROM reading_acknowledgement"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def posted(client: Client, edition: Edition, seen: str) -> int:
    return client.post(f"{edition.get_absolute_url()}acknowledge/", {"seen": seen}).status_code


@pytest.mark.slow
def test_a_moderator_acknowledges_on_the_page_and_reads_when(world: World) -> None:
    edition, client = making.asking(world), making.signed_in(world.mo)
    page = f"/g/{edition.guideline.policy_id}/"
    before = client.get(page)
    assert "I, Mo Diallo, have read edition 1" in before.content.decode()
    assert "Not you? Switch" in before.content.decode()
    done = client.post(f"{edition.get_absolute_url()}acknowledge/", {"seen": edition.digest})
    assert done.headers["Location"] == f"{page}#changed"
    after = client.get(page, headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200, "the page of before is no longer fresh"
    assert "Acknowledged by Mo Diallo, " in after.content.decode()
    assert "have read edition 1" not in after.content.decode()


@pytest.mark.slow
def test_whoever_is_not_asked_sees_no_form(world: World) -> None:
    edition = making.asking(world)
    page = making.signed_in(world.joe).get(f"/g/{edition.guideline.policy_id}/").content.decode()
    assert "have read edition" not in page


@pytest.mark.slow
def test_a_stale_digest_a_stranger_and_an_auditor_are_told_apart(world: World) -> None:
    edition = making.asking(world)
    assert posted(making.signed_in(world.mo), edition, "1:stale") == 409
    assert posted(making.signed_in(world.joe), edition, edition.digest) == 403
    assert posted(making.signed_in(world.vy), edition, edition.digest) == 404
    assert Acknowledgement.objects.count() == 0


@pytest.mark.slow
def test_not_you_signs_out_and_leads_the_next_person_back_to_the_page(world: World) -> None:
    edition, client = making.asking(world), making.signed_in(world.mo)
    answer = client.post("/sign-out/", {"next": f"/sign-in/?next={edition.get_absolute_url()}", "seen": "x"})
    assert answer.headers["Location"] == f"/sign-in/?next={edition.get_absolute_url()}"
    assert client.get(edition.get_absolute_url()).status_code == 302
