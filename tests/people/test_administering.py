"""Who holds which role: the pages of market administrators, and who may open them."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guidelines.audit.models import AuditEvent
from guidelines.frame.refusals import Refused
from guidelines.people import services
from guidelines.people.models import Assignment, Person
from guidelines.people.queries import visible_people
from guidelines.people.roles import Role
from tests.people import World, make_person

EVERYBODY = ("ann", "art", "bob", "eve", "mo", "lia", "ada", "joe", "vy", "van", "binh", "root")
ADMINISTRATORS = {"ada", "root"}
PAGES = ("/people/", "/people/import/", "/people/A-004/", "/people/A-004/grant/", "/people/A-004/roles/{pk}/end/")


def as_(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def role_of(person: Person) -> Assignment:
    return person.assignments.get(ended_at=None)


@pytest.mark.slow
@pytest.mark.parametrize("who", EVERYBODY)
def test_pages_about_roles_open_for_administrators_alone(world: World, client: Client, who: str) -> None:
    as_(client, getattr(world, who))
    for page in PAGES:
        answer = client.get(page.format(pk=role_of(world.mo).pk))
        expected = 200 if who in ADMINISTRATORS else 403
        assert answer.status_code == expected, page
        if expected == 403:
            assert "Accounts and roles are kept by market administrators" in answer.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("who", [name for name in EVERYBODY if name not in ADMINISTRATORS])
def test_nobody_else_changes_a_role(world: World, client: Client, who: str) -> None:
    as_(client, getattr(world, who))
    before = Assignment.objects.count()
    grant = {"role": "auditor", "market": world.us.pk, "confirmed": "yes"}
    assert client.post("/people/A-004/grant/", grant).status_code == 403
    assert client.post(f"/people/A-004/roles/{role_of(world.mo).pk}/end/").status_code == 403
    assert client.post("/people/import/", {"seal": "x"}).status_code == 403
    assert Assignment.objects.count() == before
    assert role_of(world.mo).ended_at is None


@pytest.mark.slow
@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_has_settings_and_only_administrators_the_entry_people(
    world: World, client: Client, who: str
) -> None:
    page = as_(client, getattr(world, who)).get("/settings/").content.decode()
    assert ('<a href="/people/">People</a>' in page) == (who in ADMINISTRATORS)
    assert client.get("/password/").status_code == 200
    assert client.get("/admin/people/person/").status_code == (200 if who == "root" else 302)


@pytest.mark.slow
def test_a_market_administrator_sees_their_market_and_newcomers(world: World, client: Client) -> None:
    make_person("N-001", "New Comer")
    page = as_(client, world.ada).get("/people/").content.decode()
    for name in ("Ann Rivera", "New Comer", "Joe Audley"):
        assert name in page
    for name in ("Vy Trần", "Sam Root"):
        assert name not in page
    assert client.get("/people/V-001/").status_code == 404
    assert client.post("/people/V-001/grant/", {}).status_code == 404
    assert client.get("/people/no-one/").status_code == 404


@pytest.mark.slow
def test_a_leaver_stays_visible_to_their_market_and_leaves_the_list(world: World, client: Client) -> None:
    services.leave(world.mo, by=None)
    services.leave(world.vy, by=None)
    as_(client, world.ada)
    assert "Mo Diallo" not in client.get("/people/").content.decode()
    page = client.get("/people/?left=on").content.decode()
    assert "Mo Diallo" in page
    assert "Vy Trần" not in page
    assert "has left" in client.get("/people/A-004/").content.decode()


def test_search_finds_names_without_their_marks(world: World, client: Client) -> None:
    as_(client, world.root)
    for words, name in (("binh pham", "Bình Phạm"), ("BÌNH", "Bình Phạm"), ("v-001", "Vy Trần"), ("tran", "Vy Trần")):
        page = client.get("/people/", {"q": words}).content.decode()
        assert f">{name}</a>" in page
        assert "Ann Rivera" not in page
    page = client.get("/people/", {"role": "liaison"}).content.decode()
    assert "Lia Moreau" in page
    assert "Ann Rivera" not in page


def test_a_search_without_hits_says_what_to_do(world: World, client: Client) -> None:
    page = as_(client, world.ada).get("/people/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "Nobody matches" in page
    assert "<script>alert(1)" not in page


def test_a_filter_nobody_knows_shows_everybody(world: World, client: Client) -> None:
    assert "Ann Rivera" in as_(client, world.ada).get("/people/?role=king&page=zzz").content.decode()


@pytest.mark.slow
def test_the_list_costs_the_same_for_many(
    world: World, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        make_person(f"M-{number:03}", f"Moderator {number}", Role.MODERATOR, world.us)
    as_(client, world.ada)
    with django_assert_max_num_queries(7):
        page = client.get("/people/?page=2").content.decode()
    assert "26 to" in page


def test_a_role_is_shown_in_words_before_it_is_given(world: World, client: Client) -> None:
    as_(client, world.ada)
    data = {"role": "liaison", "market": world.us.pk, "domain": world.seller.pk, "function": "Seller <b>news</b>"}
    page = client.post("/people/A-004/grant/", data).content.decode()
    assert "Give this role?" in page
    assert "United States, Seller" in page
    assert "Seller &lt;b&gt;news&lt;/b&gt;" in page
    assert world.mo.assignments.count() == 1
    answer = client.post("/people/A-004/grant/", {**data, "confirmed": "yes"}, follow=True)
    assert "Mo Diallo is now: Liaison, United States, Seller." in answer.content.decode()
    given = world.mo.assignments.get(role="liaison")
    assert (given.market, given.domain, given.function) == (world.us, world.seller, "Seller <b>news</b>")
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.actor_id, event.subject_id) == ("role.granted", world.ada.pk, world.mo.pk)
    assert event.data == {"role": "liaison", "market": "US", "domain": "SE"}


def test_a_role_is_ended_after_a_question(world: World, client: Client) -> None:
    as_(client, world.ada)
    held = role_of(world.mo)
    assert "End this role?" in client.get(f"/people/A-004/roles/{held.pk}/end/").content.decode()
    held.refresh_from_db()
    assert held.ended_at is None
    answer = client.post(f"/people/A-004/roles/{held.pk}/end/", follow=True)
    held.refresh_from_db()
    assert held.ended_at is not None
    assert "Mo Diallo is no longer: Moderator" in answer.content.decode()
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.actor_id) == ("role.ended", world.ada.pk)
    assert client.post(f"/people/A-004/roles/{held.pk}/end/").status_code == 404


def test_the_role_of_one_person_is_not_ended_under_another_name(world: World, client: Client) -> None:
    held = role_of(world.vy)
    assert as_(client, world.ada).post(f"/people/A-004/roles/{held.pk}/end/").status_code == 404
    held.refresh_from_db()
    assert held.ended_at is None


@pytest.mark.parametrize("who", ["ada", "root"])
def test_nobody_gives_themselves_a_role(world: World, client: Client, who: str) -> None:
    person = getattr(world, who)
    as_(client, person)
    before = person.assignments.count()
    data = {"role": "policy_reviewer", "market": world.us.pk, "confirmed": "yes"}
    answer = client.post(f"/people/{person.employee_id}/grant/", data)
    assert answer.status_code in (403, 404)
    assert person.assignments.count() == before


def test_nobody_ends_their_own_role(world: World, client: Client) -> None:
    held = role_of(world.ada)
    assert as_(client, world.ada).post(f"/people/A-007/roles/{held.pk}/end/").status_code == 403
    page = client.get("/people/A-007/").content.decode()
    assert "You can’t change your own roles." in page


@pytest.mark.parametrize("market", ["vn", None])
def test_a_market_administrator_gives_nothing_outside_their_market(
    world: World, client: Client, market: str | None
) -> None:
    data = {"role": "auditor", "market": getattr(world, market).pk if market else "", "confirmed": "yes"}
    assert as_(client, world.ada).post("/people/A-004/grant/", data).status_code == 422
    assert world.mo.assignments.count() == 1
    with pytest.raises(Refused):
        services.grant(world.mo, Role.AUDITOR, by=world.ada, market=getattr(world, market) if market else None)


def test_who_keeps_one_domain_gives_no_role_in_all(world: World) -> None:
    kim = make_person("K-001", "Kim Lowe", Role.MARKET_ADMINISTRATOR, world.us, world.seller)
    services.grant(world.mo, Role.LIAISON, by=kim, market=world.us, domain=world.seller)
    for domain in (None, world.product):
        with pytest.raises(Refused):
            services.grant(world.mo, Role.TRAINER, by=kim, market=world.us, domain=domain)


def test_a_role_that_somebody_holds_is_not_given_twice(world: World, client: Client) -> None:
    data = {"role": "moderator", "market": world.us.pk, "domain": world.product.pk, "confirmed": "yes"}
    answer = as_(client, world.ada).post("/people/A-004/grant/", data)
    assert answer.status_code == 422
    assert "Mo Diallo already holds this role here." in answer.content.decode()


def test_a_system_administrator_gets_no_role(world: World, client: Client) -> None:
    second = Person.objects.create_superuser("S-002", "x", name="Second Root")
    data = {"role": "auditor", "market": world.us.pk, "confirmed": "yes"}
    answer = as_(client, world.root).post("/people/S-002/grant/", data)
    assert answer.status_code == 403
    assert second.assignments.count() == 0


def test_an_administrator_without_the_role_any_more_changes_nothing(world: World, client: Client) -> None:
    as_(client, world.ada)
    services.end_role(role_of(world.ada), by=None)
    data = {"role": "auditor", "market": world.us.pk, "confirmed": "yes"}
    assert client.post("/people/A-004/grant/", data).status_code == 403


def test_accounts_are_opened_moved_and_closed_by_system_administrators_alone(world: World) -> None:
    for deed in (
        lambda: services.join(employee_id="N-1", name="N", by=world.ada),
        lambda: services.move(world.mo, team=None, by=world.ada),
        lambda: services.correct(world.mo, by=world.ada, name="Other"),
        lambda: services.leave(world.mo, by=world.ada),
        lambda: services.return_to_work(world.mo, by=world.ada),
        lambda: services.change_password(world.mo, "x", by=world.ada),
    ):
        with pytest.raises(Refused):
            deed()
    with pytest.raises(Refused):
        services.leave(world.root, by=world.root)


def test_those_who_keep_no_roles_see_nobody(world: World) -> None:
    for who in EVERYBODY:
        if who not in ADMINISTRATORS:
            assert not visible_people(getattr(world, who)).exists()


def test_a_name_full_of_html_is_only_text(world: World, client: Client) -> None:
    make_person("H-001", "<img src=x onerror=alert(1)>", Role.MODERATOR, world.us)
    as_(client, world.ada)
    for path in ("/people/", "/people/H-001/", "/people/H-001/grant/"):
        page = client.get(path).content.decode()
        assert "<img" not in page
        assert "&lt;img src=x" in page
