"""Who has read what: whose reading somebody may see, and who is due, late, on leave or on the path."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guidelines.editions import services as editions
from guidelines.editions.models import Audience, Edition
from guidelines.frame.refusals import Refused
from guidelines.people import presence
from guidelines.people import services as people
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.reading import services
from guidelines.reading.models import LibraryRow
from guidelines.reading.queries.overseeing import lines_of, oversees, oversight_of
from guidelines.reading.queries.path import path_of
from tests.people import World, make_person
from tests.reading import making
from tests.reading.floor import DAY, Floor, at_work, away, read, seen_by, states

pytestmark = pytest.mark.django_db


# Whose reading who may see


def test_a_lead_sees_their_own_team_and_no_other(world: World, floor: Floor) -> None:
    edition = making.asking(world)
    read(edition, floor.mo)
    assert states(floor.lou) == {"Lou Marsh": "due", "Mo Diallo": "done", "Nia Cole": "due"}
    assert states(floor.kim) == {"Kim Sato": "due", "Pat Dunn": "due"}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["ann", "ada", "joe"])
def test_managers_administrators_and_auditors_see_their_market(world: World, floor: Floor, who: str) -> None:
    making.asking(world)
    assert {"Mo Diallo", "Nia Cole", "Pat Dunn", "Ann Rivera"} <= set(states(getattr(world, who)))


def test_a_market_is_not_seen_from_another(world: World, floor: Floor) -> None:
    making.asking(world)
    assert states(world.van) == {}
    seen = oversight_of(world.van)
    assert list(seen.rows(timezone.now())) == []
    assert floor.mo not in seen.people()


def test_a_manager_of_another_domain_sees_neither_the_edition_nor_its_readers(world: World, floor: Floor) -> None:
    making.asking(world)
    sal = make_person("A-020", "Sal Ford", Role.POLICY_MANAGER, world.us, world.seller)
    assert states(sal) == {}
    client = making.signed_in(sal)
    assert "Mo Diallo" not in client.get("/teams/").content.decode()
    assert client.get("/teams/?edition=US-PR-0001.1").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("who", ["mo", "bob", "lia", "vy", "root"])
def test_nobody_else_sees_who_has_read(world: World, floor: Floor, who: str) -> None:
    making.asking(world)
    person = getattr(world, who)
    assert not oversees(person)
    client = making.signed_in(person)
    for path in ("/teams/", "/teams/export/", f"/teams/{floor.listings.pk}/huddle/"):
        answer = client.get(path)
        assert answer.status_code == 403, path
        assert "Nia Cole" not in answer.content.decode()
    for deed in ("remind", "brief"):
        assert client.post(f"/teams/{floor.listings.pk}/{deed}/", {"edition": "US-PR-0001.1"}).status_code == 403
    assert "Who has read" not in client.get("/").content.decode()


def test_a_lead_reaches_another_team_by_no_address(world: World, floor: Floor) -> None:
    edition, client = making.asking(world), making.signed_in(floor.kim)
    assert client.get(f"/teams/?team={floor.listings.pk}").status_code == 404
    assert client.get(f"/teams/{floor.listings.pk}/huddle/").status_code == 404
    sent = {"edition": "US-PR-0001.1", "person": floor.mo.pk, "seen": edition.digest}
    for deed in ("remind", "brief"):
        assert client.post(f"/teams/{floor.listings.pk}/{deed}/", sent).status_code == 404
    assert "Nia Cole" not in client.get("/teams/export/").content.decode()
    with pytest.raises(Refused):
        services.remind(edition, [floor.mo], team=floor.listings, by=floor.kim)
    with pytest.raises(Refused):
        services.brief(floor.listings, [floor.mo], seen=[edition.digest], by=floor.kim)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["ann", "ada", "joe"])
def test_whoever_only_sees_a_team_neither_reminds_nor_briefs_it(world: World, floor: Floor, who: str) -> None:
    making.asking(world)
    client = making.signed_in(getattr(world, who))
    page = client.get(f"/teams/?team={floor.listings.pk}").content.decode()
    assert "Nia Cole" in page
    assert "Remind" not in page
    assert client.post(f"/teams/{floor.listings.pk}/remind/", {"edition": "US-PR-0001.1"}).status_code == 403
    assert client.get(f"/teams/{floor.listings.pk}/huddle/").status_code == 403


def test_a_lead_is_asked_to_read_as_everybody_and_reminds_not_themself(world: World, floor: Floor) -> None:
    edition = making.asking(world)
    reminded = services.remind(edition, [floor.lou, floor.mo], team=floor.listings, by=floor.lou)
    assert reminded == [floor.mo]
    page = making.signed_in(floor.lou).get("/teams/").content.decode()
    assert "Remind 1 person" in page, "Nia alone is left: Mo was reminded, and Lou needs no reminder of their own"


@pytest.mark.slow
def test_who_has_read_opens_with_what_somebody_on_shift_decides_by_unread(world: World, floor: Floor) -> None:
    first = making.asking(world, title="Knives")
    making.asking(world, title="Newer, and read by those on shift")
    presence.note(floor.mo.pk, timezone.now())
    newest = Edition.objects.get(title__startswith="Newer")
    services.acknowledge(newest, by=floor.mo, seen=newest.digest)
    presence.note(floor.lou.pk, timezone.now())
    services.acknowledge(newest, by=floor.lou, seen=newest.digest)
    page = making.signed_in(floor.lou).get("/teams/").content.decode()
    assert f'value="{first.guideline.policy_id}.1" selected' in page


def test_a_lead_whose_role_has_ended_sees_nothing_and_reminds_nobody(world: World, floor: Floor) -> None:
    edition = making.asking(world)
    people.end_role(floor.lou.assignments.get(), by=None)
    assert making.signed_in(floor.lou).get("/teams/").status_code == 403
    with pytest.raises(Refused):
        services.remind(edition, [floor.mo], team=floor.listings, by=Person.objects.get(pk=floor.lou.pk))


def test_a_lead_who_manages_another_domain_still_sees_only_their_team_here(world: World, floor: Floor) -> None:
    making.asking(world)
    people.grant(floor.lou, Role.POLICY_MANAGER, by=None, market=world.us, domain=world.seller)
    for person in (floor.pat, floor.kim):
        people.grant(person, Role.MODERATOR, by=None, market=world.us, domain=world.seller)
    assert set(states(floor.lou)) == {"Lou Marsh", "Mo Diallo", "Nia Cole"}


# Where everybody stands


def test_due_becomes_late_when_the_time_has_passed(world: World, floor: Floor) -> None:
    until = timezone.now() + 2 * DAY
    read(making.asking(world, wanted=editions.Acknowledging(Audience.READERS, until=until)), floor.mo)
    assert states(floor.lou)["Nia Cole"] == "due"
    assert states(floor.lou, until) == {"Lou Marsh": "late", "Mo Diallo": "done", "Nia Cole": "late"}


def test_whoever_is_on_leave_today_is_neither_due_nor_late(world: World, floor: Floor) -> None:
    making.asking(world)
    today = timezone.now().astimezone(floor.nia.zone).date()
    away(floor.nia, today - DAY, today + DAY)
    away(floor.mo, today - 9 * DAY, today - DAY)
    found = seen_by(floor.lou)
    assert (found["Nia Cole"].state, found["Nia Cole"].back_on) == ("leave", today + 2 * DAY)
    assert found["Mo Diallo"].state == "due", "back since today"


def test_a_leave_begins_and_ends_by_the_clock_of_the_person(world: World, floor: Floor) -> None:
    making.asking(world)
    Person.objects.filter(pk=floor.nia.pk).update(time_zone="Pacific/Kiritimati")  # 14 hours ahead
    day = dt.date(timezone.now().year + 1, 3, 10)
    away(floor.nia, day, day)
    noon_before = dt.datetime.combine(day - DAY, dt.time(11), dt.UTC)
    assert states(floor.lou, noon_before)["Nia Cole"] == "leave"
    assert states(floor.lou, noon_before + DAY)["Nia Cole"] == "due"


def test_who_is_on_shift_and_has_not_read_it_is_known_at_its_start(world: World, floor: Floor) -> None:
    now = timezone.now()
    for person, hours in ((floor.mo, 1), (floor.nia, 2), (floor.lou, 9)):
        presence.note(person.pk, now - dt.timedelta(hours=hours))
    presence.note(floor.nia.pk, now)
    edition = making.asking(world)
    read(edition, floor.mo)
    later = now + dt.timedelta(minutes=10)
    presence.note(floor.nia.pk, later)
    found = seen_by(floor.lou, later)
    assert [name for name, line in found.items() if line.decides_unread] == ["Nia Cole"]
    assert found["Nia Cole"].was_here
    assert not found["Lou Marsh"].is_here, "seen nine hours ago"


@pytest.mark.slow
def test_a_new_joiner_is_on_the_path_for_old_words_and_due_for_new_ones(world: World, floor: Floor) -> None:
    making.asking(world, title="Old")
    later = timezone.now() + DAY
    with time_machine.travel(later, tick=False):
        joe = make_person("M-009", "Jo Newman", Role.MODERATOR, world.us, world.product)
        people.move(joe, team=floor.listings, by=None)
        assert states(floor.lou)["Jo Newman"] == "path"
    with time_machine.travel(later + DAY, tick=False):
        making.asking(world, title="New")
        assert states(floor.lou)["Jo Newman"] == "due"
    with time_machine.travel(later + 40 * DAY, tick=False):
        old = LibraryRow.objects.filter(title="Old").select_related("major")
        seen = oversight_of(floor.lou)
        (line,) = (line for line in lines_of(seen, old, timezone.now()) if line.person.name == "Jo Newman")
        assert line.state == "due", "after a month it is a duty like any other"


@pytest.mark.slow
def test_sixty_people_and_thirty_editions_take_as_many_queries_as_one(world: World, floor: Floor) -> None:
    making.asking(world)
    client = making.signed_in(floor.lou)
    client.get("/teams/")
    before = queries_of(client)
    for number in range(60):
        person = make_person(f"Z-{number:03}", f"Person {number}", Role.MODERATOR, world.us, world.product)
        at_work(person, floor.listings)
    for _more in range(29):
        making.asking(world)
    assert queries_of(client) == before
    page = client.get("/teams/").content.decode()
    assert "Person 59" in page
    assert before["/teams/"] <= 16


def queries_of(client: Client) -> dict[str, int]:
    found = {}
    for path in ("/teams/", "/teams/export/"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        found[path] = len(asked)
    return found


def test_the_export_holds_what_the_page_shows_and_no_formula(world: World, floor: Floor) -> None:
    edition = making.asking(world)
    read(edition, floor.mo)
    Person.objects.filter(pk=floor.nia.pk).update(name="=HYPERLINK(1)")
    answer = making.signed_in(floor.lou).get("/teams/export/?edition=US-PR-0001.1")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["name"]: row["state"] for row in rows} == {
        "Lou Marsh": "due",
        "Mo Diallo": "done",
        "'=HYPERLINK(1)": "due",
    }
    done = next(row for row in rows if row["state"] == "done")
    assert (done["employee_id"], done["policy_id"], done["edition"], done["site"]) == (
        "A-004",
        "US-PR-0001",
        "1",
        "Austin",
    )


@pytest.mark.slow
def test_the_page_opens_at_the_newest_edition_that_somebody_has_still_to_read(world: World, floor: Floor) -> None:
    making.asking(world, title="Still to read")
    read(making.asking(world, title="Read by all"), floor.lou, floor.mo, floor.nia)
    page = making.signed_in(floor.lou).get("/teams/").content.decode()
    assert "Still to read" in page
    assert "Read by all" not in page


@pytest.mark.slow
def test_a_minor_edition_counts_from_the_decisions_it_carries(world: World, floor: Floor) -> None:
    major = making.asking(world)
    with time_machine.travel(timezone.now() + DAY, tick=False):
        joiner = at_work(make_person("M-011", "Jo Newman", Role.MODERATOR, world.us, world.product), floor.listings)
        Person.objects.filter(pk=joiner.pk).update(joined_at=timezone.now())
    with time_machine.travel(timezone.now() + 2 * DAY):
        making.asking(world, major.guideline, significance="minor", title="Clearer words")
        assert states(floor.lou)["Jo Newman"] == "path", "nobody decides differently since they came"
        assert [step.row.number for step in path_of(Person.objects.get(pk=joiner.pk), timezone.now()).steps] == [2]


def test_a_visitor_without_a_sign_in_learns_nothing(world: World, floor: Floor) -> None:
    for path in ("/teams/", "/teams/export/", f"/teams/{floor.listings.pk}/huddle/", "/path/"):
        assert Client().get(path).headers["Location"].startswith("/sign-in/"), path


@pytest.mark.slow
@pytest.mark.parametrize("wanted", ["US-PR-9999.1", "x", "\x00", "US-PR-0001.99999999999999999999"])
def test_an_edition_that_is_not_there_is_answered(world: World, floor: Floor, wanted: str) -> None:
    making.asking(world)
    client = making.signed_in(floor.lou)
    for path in ("/teams/", "/teams/export/"):
        assert client.get(path, {"edition": wanted}).status_code in (400, 404)
    assert client.post(f"/teams/{floor.listings.pk}/remind/", {"edition": wanted}).status_code in (400, 404)
    assert client.get("/teams/99999999999999999999/huddle/").status_code == 404


@pytest.mark.slow
def test_a_lead_finds_the_page_from_every_page(world: World, floor: Floor) -> None:
    making.asking(world)
    client = making.signed_in(floor.lou)
    for path in ("/", "/guidelines/", "/g/US-PR-0001/", "/settings/"):
        assert 'href="/teams/"' in client.get(path).content.decode(), path
