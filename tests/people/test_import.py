"""What a file of people changes, through the services, all of it or nothing."""

import pytest
from django.test import Client

from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify
from guidelines.frame.refusals import Invalid, Outdated, Refused
from guidelines.people import services
from guidelines.people.importing.applying import apply
from guidelines.people.importing.plan import Kind, Plan
from guidelines.people.importing.planning import plan
from guidelines.people.importing.reading import COMMAND_BYTES, COMMAND_ROWS, File, read
from guidelines.people.models import Person, Site, Team
from guidelines.people.roles import Role
from tests.people import World

HEADING = "employee_id,name,email,site,team,role,market,domain,function,language,time_zone,active\n"
GOOD = (
    HEADING
    + "n-001,Nia Cole,Nia@Example.com,AUS,Videos,moderator,US,CC,Video queue,,,yes\n"
    + "A-004,Mo Diallo,,Austin,videos,Team lead,us,pr,,,,\n"
    + "A-006,Lia Moreau-Roy,,,,liaison,US,,Partner desk,vi,,\n"
    + "A-005,,,,,,,,,,,no\n"
)


def file(text: str) -> File:
    return read(text.encode(), most_bytes=COMMAND_BYTES, most_rows=COMMAND_ROWS)


def planned(text: str, by: Person | None = None, *, end_missing: bool = False) -> Plan:
    return plan(file(text), by=by, end_missing=end_missing)


def take(text: str, by: Person | None = None, *, end_missing: bool = False) -> Plan:
    seen = planned(text, by, end_missing=end_missing)
    return apply(file(text), by=by, seen=seen.digest, end_missing=end_missing)


def sentences(plan: Plan) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in plan.problems]


def roles(person: Person) -> set[str]:
    return {str(held) for held in person.assignments.filter(ended_at=None)}


@pytest.fixture
def videos(world: World) -> Team:
    return Team.objects.create(name="Videos", site=Site.objects.get(code="AUS"))


def test_the_preview_says_who_joins_moves_changes_and_leaves(world: World, videos: Team) -> None:
    plan = planned(GOOD)
    assert [(step.kind, step.employee_id, step.line) for step in plan.steps] == [
        (Kind.JOIN, "N-001", 2),
        (Kind.GRANT, "N-001", 2),
        (Kind.MOVE, "A-004", 3),
        (Kind.END_ROLE, "A-004", 3),
        (Kind.GRANT, "A-004", 3),
        (Kind.CORRECT, "A-006", 4),
        (Kind.FUNCTION, "A-006", 4),
        (Kind.LEAVE, "A-005", 5),
    ]
    assert plan.problems == ()
    assert not Person.objects.filter(employee_id="N-001").exists()


def test_a_file_creates_moves_changes_and_ends_people(world: World, videos: Team) -> None:
    take(GOOD, world.root)
    nia = Person.objects.get(employee_id="N-001")
    assert (nia.name, nia.email, nia.team, nia.time_zone) == ("Nia Cole", "nia@example.com", videos, "America/Chicago")
    assert not nia.has_usable_password()
    assert roles(nia) == {"Moderator, United States, Creator & content"}
    for person in (world.mo, world.lia, world.eve):
        person.refresh_from_db()
    assert world.mo.team == videos
    assert roles(world.mo) == {"Team lead, United States, Product"}
    assert (world.lia.name, world.lia.language) == ("Lia Moreau-Roy", "vi")
    assert world.lia.assignments.get().function == "Partner desk"
    assert not world.eve.is_active
    assert roles(world.eve) == set()


def test_every_change_is_recorded_under_the_actor_and_the_chain_holds(world: World, videos: Team) -> None:
    before = AuditEvent.objects.latest("id").id
    take(GOOD, world.root)
    events = AuditEvent.objects.filter(id__gt=before)
    assert [event.verb for event in events] == [
        "person.joined",
        "role.granted",
        "person.moved",
        "role.ended",
        "role.granted",
        "person.corrected",
        "role.described",
        "role.ended",
        "person.left",
    ]
    assert {event.actor_id for event in events} == {world.root.pk}
    assert "Moreau" not in str([event.data for event in events])
    assert not list(verify())


def test_the_same_file_twice_changes_nothing(world: World, videos: Team) -> None:
    take(GOOD)
    events = AuditEvent.objects.count()
    again = take(GOOD)
    assert again.steps == ()
    assert again.unchanged == 4
    assert AuditEvent.objects.count() == events


def test_an_ended_person_is_signed_out_and_stays_on_record(world: World, client: Client) -> None:
    client.force_login(world.mo)
    assert client.get("/settings/").status_code == 200
    take("employee_id,active\nA-004,no\n")
    assert client.get("/settings/").headers["Location"].startswith("/sign-in/")
    world.mo.refresh_from_db()
    assert (world.mo.is_active, world.mo.name) == (False, "Mo Diallo")
    assert world.mo.left_at is not None
    assert world.mo.assignments.count() == 1


def test_who_is_not_in_the_file_stays(world: World) -> None:
    take("employee_id,name\nA-004,Mo Diallo\n")
    assert Person.objects.filter(is_active=False).count() == 0


@pytest.mark.slow
def test_end_missing_closes_the_others_but_not_administrators(world: World) -> None:
    text = "employee_id,name\nA-004,Mo Diallo\n"
    plan = planned(text, world.root, end_missing=True)
    assert len(plan.of(Kind.LEAVE)) == 10
    take(text, world.root, end_missing=True)
    assert set(Person.objects.filter(is_active=True)) == {world.mo, world.root}


def test_a_leaver_comes_back_only_when_the_file_says_so(world: World) -> None:
    services.leave(world.mo, by=None)
    assert "Mo Diallo has left." in sentences(planned("employee_id,name\nA-004,Mo Diallo\n"))[0][1]
    take("employee_id,role,market,domain,active\nA-004,moderator,US,PR,yes\n")
    world.mo.refresh_from_db()
    assert world.mo.is_active
    assert roles(world.mo) == {"Moderator, United States, Product"}


def test_roles_in_markets_the_file_does_not_name_are_left_alone(world: World) -> None:
    services.grant(world.mo, Role.LIAISON, by=None, market=world.vn)
    take("employee_id,role,market,domain\nA-004,trainer,US,all\n")
    assert roles(world.mo) == {"Trainer, United States, all domains", "Liaison, Việt Nam, all domains"}


def test_several_lines_give_several_roles(world: World) -> None:
    take("employee_id,role,market,domain\nA-004,moderator,US,PR\nA-004,trainer,US,PR\nA-004,auditor,all,\n")
    assert roles(world.mo) == {
        "Moderator, United States, Product",
        "Trainer, United States, Product",
        "Auditor, all markets, all domains",
    }


BAD_LINES = [
    (",Nobody,,,,,,,,,,", "This line has no employee ID."),
    ("N-1,,,,,,,,,,,", "A new person needs a name."),
    ("N 1!,New,,,,,,,,,,", "Employee ID: Enter a valid value."),
    ("N-1,New,not a mail,,,,,,,,,", "Mail address: Enter a valid email address."),
    ("N-1,New,,NYC,Videos,,,,,,,", "There is no site “NYC”."),
    ("N-1,New,,AUS,Ghosts,,,,,,,", "There is no team “Ghosts” there."),
    ("N-1,New,,AUS,,,,,,,,", "A site needs a team beside it."),
    ("N-1,New,,,,king,US,,,,,", "There is no role “king”."),
    ("N-1,New,,,,moderator,XX,,,,,", "There is no market “XX”."),
    ("N-1,New,,,,moderator,US,ZZ,,,,", "There is no domain “ZZ”."),
    ("N-1,New,,,,moderator,,,,,,", "A role needs a market: its code, or all."),
    ("N-1,New,,,,,,,,xx,,", "There is no language “xx”."),
    ("N-1,New,,,,,,,,,Mars/Base,", "“Mars/Base” is not a time zone."),
    ("N-1,New,,,,,,,,,,maybe", "Write yes or no."),
    ("N-1," + "x" * 201 + ",,,,,,,,,,", "at most 200 characters"),
    ("N-1,New,,,,moderator,US,," + "x" * 121 + ",,,", "A function may have 120 characters."),
    ("S-001,,,,,auditor,US,,,,,", "A system administrator can’t hold a role."),
]


@pytest.mark.slow
@pytest.mark.parametrize(("line", "sentence"), BAD_LINES)
def test_a_wrong_line_is_named_and_the_others_are_not_taken(world: World, line: str, sentence: str) -> None:
    text = HEADING + "N-900,Good Person,,,,,,,,,,\n" + line + "\n"
    plan = planned(text)
    assert [number for number, _said in sentences(plan)] == [3]
    assert sentence in sentences(plan)[0][1]
    with pytest.raises(Invalid):
        apply(file(text), by=None, seen=plan.digest)
    assert not Person.objects.filter(employee_id__in=("N-900", "N-1")).exists()


def test_the_wrong_one_of_several_lines_is_named(world: World) -> None:
    text = "employee_id,role,market\nA-004,moderator,US\nA-004,king,US\n"
    assert sentences(planned(text))[0][0] == 3


def test_lines_that_contradict_each_other_are_named(world: World) -> None:
    text = "employee_id,name,role,market\nA-004,Mo Diallo,moderator,US\nA-004,Mo D.,trainer,US\n"
    assert sentences(planned(text)) == [(3, "Lines 2 and 3 name one person with two values of name.")]
    assert "is there twice" in sentences(planned("employee_id,name\nA-004,Mo\nA-004,Mo\n"))[0][1]


def test_a_mail_address_belongs_to_one_person(world: World) -> None:
    services.correct(world.ann, by=None, email="ann@example.com")
    text = "employee_id,name,email\nA-004,Mo,ANN@example.com\nN-1,X,x@example.com\nN-2,Y,X@example.com\n"
    assert sentences(planned(text)) == [
        (2, "The mail address ann@example.com belongs to A-001."),
        (4, "The mail address x@example.com belongs to N-1."),
    ]


def test_a_retired_market_takes_no_new_roles(world: World) -> None:
    world.vn.retired = True
    world.vn.save()
    assert "There is no market" in sentences(planned("employee_id,role,market\nA-004,moderator,VN\n"))[0][1]


def test_people_who_changed_after_the_preview_stop_it(world: World) -> None:
    text = "employee_id,role,market,domain\nA-004,trainer,US,PR\n"
    seen = planned(text).digest
    services.grant(world.mo, Role.AUDITOR, by=None, market=world.us)
    with pytest.raises(Outdated):
        apply(file(text), by=None, seen=seen)
    assert roles(world.mo) == {"Moderator, United States, Product", "Auditor, United States, all domains"}


def test_a_deed_that_fails_half_way_leaves_nothing(world: World, videos: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("power cut")

    seen = planned(GOOD).digest
    events = AuditEvent.objects.count()
    monkeypatch.setattr(services, "leave", broken)
    with pytest.raises(RuntimeError):
        apply(file(GOOD), by=None, seen=seen)
    assert not Person.objects.filter(employee_id="N-001").exists()
    assert AuditEvent.objects.count() == events


def test_a_market_administrator_changes_roles_of_their_market_only(world: World) -> None:
    take("employee_id,role,market,domain\nA-004,trainer,US,PR\n", world.ada)
    assert roles(world.mo) == {"Trainer, United States, Product"}
    for line, sentence in (
        ("A-004,,trainer,VN,", "Only an administrator of this market can change its roles."),
        ("A-004,,auditor,all,", "Only an administrator of this market can change its roles."),
        ("A-004,Other Name,,,", "Only a system administrator can open, change or close accounts."),
        ("N-1,New,moderator,US,", "Nobody with this employee ID belongs to your markets."),
        ("V-001,,moderator,US,", "Nobody with this employee ID belongs to your markets."),
        ("A-007,,auditor,US,", "You can’t change your own roles."),
    ):
        plan = planned(f"employee_id,name,role,market,domain\n{line}\n", world.ada)
        assert sentence in sentences(plan)[0][1]
        assert plan.steps == ()
    with pytest.raises(Refused):
        planned("employee_id\nA-004\n", world.ada, end_missing=True)


def test_a_market_administrator_learns_no_mail_addresses(world: World) -> None:
    services.correct(world.van, by=None, email="van@example.com")
    plan = planned("employee_id,email\nA-004,van@example.com\n", world.ada)
    assert "V-002" not in sentences(plan)[0][1]


def test_nobody_closes_their_own_account(world: World) -> None:
    assert "You can’t close your own account." in sentences(planned("employee_id,active\nS-001,no\n", world.root))[0][1]


def test_a_newcomer_from_a_file_has_no_password_until_one_is_set(world: World, client: Client) -> None:
    take("employee_id,name\nN-1,New Comer\n")
    for password in ("", "!", "None"):
        client.post("/sign-in/", {"login": "N-1", "password": password})
    assert "_auth_user_id" not in client.session
