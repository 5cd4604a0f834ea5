"""What a lead does about reading: reminders and huddles; and the path of a new joiner."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.editions import services as editions
from guidelines.editions.models import Audience
from guidelines.editions.services import Acknowledging
from guidelines.frame.refusals import Outdated, WrongState
from guidelines.people import presence
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.reading import services
from guidelines.reading.models import Acknowledgement, Briefing, Reminder
from guidelines.reading.queries.huddle import huddle_of
from guidelines.reading.queries.path import path_of
from tests.editions.making import SOURCE
from tests.people import World, make_person
from tests.reading import making
from tests.reading.floor import DAY, Floor, away, read, states

pytestmark = pytest.mark.django_db


# Reminders


@pytest.mark.slow
def test_a_reminder_shows_on_the_home_page_until_it_is_read(world: World, floor: Floor) -> None:
    edition = making.asking(world, title="Knives")
    client = making.signed_in(floor.lou)
    answer = client.post(f"/teams/{floor.listings.pk}/remind/", {"edition": "US-PR-0001.1", "who": "all"}, follow=True)
    assert "2 people are reminded." in answer.content.decode()
    home = making.signed_in(floor.mo)
    asked = "Your lead, Lou Marsh, asks you to read"
    assert asked in home.get("/").content.decode()
    assert asked not in making.signed_in(floor.pat).get("/").content.decode()
    read(edition, floor.mo)
    assert asked not in home.get("/").content.decode()
    event = AuditEvent.objects.get(verb="edition.reminded")
    assert (event.actor_id, event.digest) == (floor.lou.pk, edition.digest)
    assert sorted(event.data["people"]) == sorted([floor.mo.pk, floor.nia.pk]), "and not the lead themself"


def test_nobody_is_reminded_on_leave_twice_a_day_or_of_what_they_have_read(world: World, floor: Floor) -> None:
    edition = making.asking(world)
    read(edition, floor.mo)
    today = timezone.now().astimezone(floor.nia.zone).date()
    away(floor.nia, today, today)
    everybody = [floor.lou, floor.mo, floor.nia, floor.pat]
    with pytest.raises(WrongState, match="nobody to remind"):
        services.remind(edition, everybody, team=floor.listings, by=floor.lou)
    with time_machine.travel(timezone.now() + 1.1 * DAY, tick=False):
        names = [person.name for person in services.remind(edition, everybody, team=floor.listings, by=floor.lou)]
        assert names == ["Nia Cole"], "back from leave; and nobody of another team"
        with pytest.raises(WrongState, match="nobody to remind"):
            services.remind(edition, everybody, team=floor.listings, by=floor.lou)
    assert Reminder.objects.count() == 1


@pytest.mark.slow
def test_only_those_on_shift_are_reminded_if_that_was_asked(world: World, floor: Floor) -> None:
    making.asking(world)
    presence.note(floor.nia.pk, timezone.now())
    client = making.signed_in(floor.kim)
    assert client.post(f"/teams/{floor.night.pk}/remind/", {"edition": "US-PR-0001.1", "who": "x"}).status_code == 302
    assert set(Reminder.objects.values_list("person__name", flat=True)) == {"Pat Dunn"}
    making.signed_in(floor.lou).post(f"/teams/{floor.listings.pk}/remind/", {"edition": "US-PR-0001.1", "who": "shift"})
    assert "Nia Cole" in Reminder.objects.values_list("person__name", flat=True)
    assert "Mo Diallo" not in Reminder.objects.values_list("person__name", flat=True)


# The path of a new joiner


@pytest.fixture
def joiner(world: World, floor: Floor) -> Person:
    mild = SOURCE.replace("severity: S2", "severity: S4").replace("severity: S3", "severity: S4")
    making.asking(world, title="Mild", source=mild)
    making.asking(world, title="High")
    making.asking(world, title="Critical", source=SOURCE.replace("severity: S3", "severity: S1"))
    with time_machine.travel(timezone.now() + DAY, tick=False):
        return make_person("M-010", "Jo Newman", Role.MODERATOR, world.us, world.product)


@pytest.mark.slow
def test_a_new_joiner_reads_the_gravest_rules_first_and_sees_how_far_they_are(joiner: Person) -> None:
    with time_machine.travel(joiner.joined_at + DAY, tick=False):
        path = path_of(joiner, timezone.now())
        assert [step.row.title for step in path.steps] == ["Critical", "High", "Mild"]
        read(path.steps[0].row.edition, joiner)
        path = path_of(joiner, timezone.now())
        assert (path.done, path.next and path.next.row.title) == (1, "High")
        client = making.signed_in(joiner)
        home = client.get("/").content.decode()
        assert "Your path: 1 of 3 read." in home
        assert "1 of 3 read." in client.get("/path/").content.decode()


@pytest.mark.slow
def test_a_new_joiner_is_late_with_nothing_that_is_older_than_they_are(world: World, floor: Floor) -> None:
    ending = Acknowledging(Audience.READERS, until=timezone.now() + dt.timedelta(hours=2))
    edition = making.asking(world, title="Old", wanted=ending)
    with time_machine.travel(timezone.now() + 2 * DAY, tick=False):
        joiner = make_person("M-010", "Jo Newman", Role.MODERATOR, world.us, world.product)
    with time_machine.travel(joiner.joined_at + DAY):
        making.again(world, edition.guideline, significance="minor", summary="In clearer words.")
        client, mo = making.signed_in(joiner), making.signed_in(floor.mo)
        for page in ("/", "/updates/", f"/g/{edition.guideline.policy_id}/"):
            assert "Late" in mo.get(page).content.decode(), page
            assert "Late" not in client.get(page).content.decode(), page
        html = client.get(f"/g/{edition.guideline.policy_id}/").content.decode()
        assert "have read edition 2" in html
        assert f"/g/{edition.guideline.policy_id}/" in client.get("/path/").content.decode()


@pytest.mark.slow
def test_somebody_who_has_long_been_here_is_shown_no_path(world: World, floor: Floor) -> None:
    making.asking(world)
    assert "Your path" not in making.signed_in(floor.mo).get("/").content.decode()


# The huddle


def changed_rule(source: str = SOURCE) -> str:
    return source.replace("less than 30%", "less than 40%")


@pytest.mark.slow
def test_a_huddle_tells_the_net_change_with_a_case(world: World, floor: Floor) -> None:
    now = timezone.now()
    first = making.asking(world).guideline
    with time_machine.travel(now + DAY):
        presence.note(floor.mo.pk, timezone.now() - dt.timedelta(hours=6))  # a shift that is over
        making.asking(world, first, source=SOURCE.replace("Warn the seller.", "Call the seller."))
        sheet = huddle_of(floor.listings, floor.lou, timezone.now())
        assert sheet.is_shift_known
        ((told,),) = (one.told for one in sheet.sheets)
        assert (told.id, told.kind) == ("R1", "changed")
        assert told.case is not None
        assert told.case.kind == "not_violating", "where a team learns most"
        making.asking(world, first, source=SOURCE)
        assert huddle_of(floor.listings, floor.lou, timezone.now()).sheets == (), "changed and changed back"


@pytest.mark.slow
def test_a_huddle_names_a_new_case_by_which_nobody_decides_differently(world: World, floor: Floor) -> None:
    page = f"/teams/{floor.listings.pk}/huddle/"
    first, now = making.asking(world, title="Knives").guideline, timezone.now()
    more = SOURCE + "\n/// case | edge R2\nA letter opener.\n\nIt is no blade.\n///\n"
    with time_machine.travel(now + DAY):
        lou = making.signed_in(floor.lou)
        presence.note(floor.mo.pk, timezone.now() - dt.timedelta(hours=6))  # a shift that is over
        assert "Nothing changed for this team" in lou.get(page).content.decode()
        draft = making.making.next_draft(first, world.ann, source=more, significance="minor")
        making.making.published(draft, world)
        sheet = lou.get(page).content.decode()
        assert "Also changed" in sheet
        assert f"/g/{first.policy_id}/editions/2/" in sheet
        assert "Nothing changed for this team" not in sheet
        making.making.published(making.making.next_draft(first, world.ann, source=SOURCE), world)
        assert "Also changed" not in lou.get(page).content.decode(), "changed and changed back"


@pytest.mark.slow
def test_a_huddle_says_of_a_minor_edition_that_nobody_decides_differently(world: World, floor: Floor) -> None:
    guideline, page = making.asking(world).guideline, f"/teams/{floor.listings.pk}/huddle/"
    reworded = SOURCE.replace("Warn the seller.", "Send the seller a warning.")
    with time_machine.travel(timezone.now() + 2 * DAY):
        draft = making.making.next_draft(guideline, world.ann, source=reworded, significance="minor")
        making.making.published(draft, world)
        sheet = making.signed_in(floor.lou).get(page).content.decode()
        assert "Send the seller a warning." in sheet
        assert "Minor: nobody decides differently" in sheet
        making.asking(world, guideline, source=changed_rule())
        draft = making.making.next_draft(guideline, world.ann, source=changed_rule(reworded), significance="minor")
        making.making.published(draft, world)
        after = making.signed_in(floor.lou).get(page).content.decode()
        assert "Minor: nobody decides differently" not in after, "a major edition came in between"


@pytest.mark.slow
def test_a_sheet_says_until_when_to_decide_by_the_edition_before(world: World, floor: Floor) -> None:
    guideline = making.first(world)
    draft = making.making.next_draft(guideline, world.ann, source=changed_rule())
    making.making.published(draft, world, effective_from=timezone.now() + 2 * DAY, acknowledging=making.EVERYBODY)
    page = making.signed_in(floor.lou).get(f"/teams/{floor.listings.pk}/huddle/").content.decode()
    assert "Until then decide by edition 1." in page
    assert "less than 40%" in page


@pytest.mark.slow
def test_a_sheet_says_of_an_emergency_that_it_is_temporary(world: World, floor: Floor) -> None:
    guideline = making.first(world)
    draft = making.making.next_draft(guideline, world.ann, source=changed_rule())
    editions.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall.", hours=2)
    assert "Temporary until" in making.signed_in(floor.lou).get(f"/teams/{floor.listings.pk}/huddle/").content.decode()


@pytest.mark.slow
def test_a_sheet_names_what_was_withdrawn(world: World, floor: Floor) -> None:
    edition = making.asking(world)
    editions.withdraw(edition, by=world.bob, note="Wrong team named.")
    page = making.signed_in(floor.lou).get(f"/teams/{floor.listings.pk}/huddle/").content.decode()
    assert "Edition 1 is no longer in force" in page


@pytest.mark.slow
def test_briefed_is_a_fact_of_its_own_and_no_acknowledgement(world: World, floor: Floor) -> None:
    edition = making.asking(world)
    client = making.signed_in(floor.lou)
    page = client.get(f"/teams/{floor.listings.pk}/huddle/").content.decode()
    assert f'name="seen" value="{edition.digest}"' in page
    sent = {"person": [floor.mo.pk, floor.nia.pk, floor.pat.pk], "seen": edition.digest}
    after = client.post(f"/teams/{floor.listings.pk}/brief/", sent, follow=True).content.decode()
    assert "2 people are recorded as briefed." in after
    rows = Briefing.objects.order_by("person__name").values_list("person__name", "digest", "by__name")
    assert list(rows) == [("Mo Diallo", edition.digest, "Lou Marsh"), ("Nia Cole", edition.digest, "Lou Marsh")]
    assert Acknowledgement.objects.count() == 0
    assert states(floor.lou)["Mo Diallo"] == "due"
    event = AuditEvent.objects.get(verb="edition.briefed")
    assert (event.digest, event.data["people"]) == (edition.digest, sorted([floor.mo.pk, floor.nia.pk]))


def test_a_huddle_that_is_sent_twice_is_one_fact_and_the_next_shifts_is_another(world: World, floor: Floor) -> None:
    edition, now = making.asking(world), timezone.now()
    for hours, there in ((0, [floor.mo]), (0, [floor.mo, floor.nia]), (8, [floor.mo])):
        with time_machine.travel(now + dt.timedelta(hours=hours, minutes=1)):
            services.brief(floor.listings, there, seen=[edition.digest], by=floor.lou)
    assert [row.person.name for row in Briefing.objects.order_by("at", "pk")] == ["Mo Diallo", "Nia Cole", "Mo Diallo"]
    assert AuditEvent.objects.filter(verb="edition.briefed").count() == 3


@pytest.mark.slow
def test_one_huddle_tells_of_several_editions(world: World, floor: Floor) -> None:
    told = [making.asking(world), making.asking(world)]
    made = services.brief(floor.listings, [floor.mo], seen=[edition.digest for edition in told], by=floor.lou)
    assert [row.edition_id for row in made] == [edition.pk for edition in told]
    assert AuditEvent.objects.filter(verb="edition.briefed").count() == 2
    page = making.signed_in(floor.lou).get(f"/teams/{floor.listings.pk}/huddle/").content.decode()
    assert "US-PR-0001 1, US-PR-0002 1" in page


@pytest.mark.slow
def test_a_briefing_of_nobody_or_of_an_old_sheet_is_refused(world: World, floor: Floor) -> None:
    edition, client = making.asking(world), making.signed_in(floor.lou)
    nobody = client.post(f"/teams/{floor.listings.pk}/brief/", {"seen": edition.digest})
    assert (nobody.status_code, "Choose who was there." in nobody.content.decode()) == (422, True)
    making.asking(world, edition.guideline, source=changed_rule())
    old = client.post(f"/teams/{floor.listings.pk}/brief/", {"person": floor.mo.pk, "seen": edition.digest})
    assert old.status_code == 409
    with pytest.raises(Outdated):
        services.brief(floor.listings, [floor.mo], seen=["1:none"], by=floor.lou)
    assert Briefing.objects.count() == 0


@pytest.mark.slow
def test_a_sheet_holds_no_draft(world: World, floor: Floor) -> None:
    guideline = making.asking(world).guideline
    making.making.next_draft(guideline, world.ann, source=SOURCE.replace("Warn the seller.", "A secret plan."))
    page = making.signed_in(floor.lou).get(f"/teams/{floor.listings.pk}/huddle/?days=7").content.decode()
    assert "A secret plan" not in page


def test_the_database_changes_and_removes_no_reminder_and_no_briefing(world: World, floor: Floor) -> None:
    edition = making.asking(world)
    services.remind(edition, [floor.mo], team=floor.listings, by=floor.lou)
    services.brief(floor.listings, [floor.mo], seen=[edition.digest], by=floor.lou)
    for table in ("reading_reminder", "reading_briefing"):
        for statement in (f"UPDATE {table} SET at = at", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_a_sheet_whose_digest_holds_nul_is_not_the_one_that_was_read_out(world: World, floor: Floor) -> None:
    lou = making.signed_in(floor.lou)
    lou.raise_request_exception = False
    told = {"person": str(floor.mo.pk), "seen": "\x00"}
    assert lou.post(f"/teams/{floor.listings.pk}/brief/", told).status_code == 409
