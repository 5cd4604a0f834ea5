"""The administration: accounts and roles through their services, governed records to look at only."""

import re

import pytest
from django.contrib import admin
from django.test import Client

from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Approval, Contribution, Edition, Guideline
from guidelines.people.models import Assignment, Leave, Person, Site, Team
from tests.editions.making import draft
from tests.people import PASSWORD, World

GOVERNED = (Guideline, Edition, Contribution, Approval, AuditEvent)
ACCOUNT = {"employee_id": "n-001", "name": "Nia Cole", "email": "Nia@Example.com", "language": "en", "time_zone": "UTC"}


@pytest.fixture
def root(world: World, client: Client) -> Client:
    client.force_login(world.root)
    return client


def last() -> AuditEvent:
    return AuditEvent.objects.latest("id")


def test_nothing_of_ours_can_be_deleted_by_anybody(root: Client, world: World, rf) -> None:  # type: ignore[no-untyped-def]
    request = rf.get("/admin/")
    request.user = world.root
    ours = [page for model, page in admin.site._registry.items() if model.__module__.startswith("guidelines.")]
    assert len(ours) >= 16
    assert [page for page in ours if page.has_delete_permission(request)] == []
    assert [page for page in ours if "delete_selected" in page.get_actions(request)] == []


@pytest.mark.slow
def test_every_list_page_of_the_administration_opens(root: Client) -> None:
    for model in admin.site._registry:
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert root.get(path).status_code == 200, path
        assert root.get(f"{path}?q=a").status_code in (200, 302), path


@pytest.mark.slow
@pytest.mark.parametrize("model", GOVERNED)
def test_governed_records_can_only_be_looked_at(root: Client, world: World, model: type) -> None:
    edition = draft(world)
    Approval.objects.create(edition=edition, person=world.bob, digest="1:x", at=edition.opened_at)
    row = model.objects.latest("pk")  # type: ignore[attr-defined]
    before = model.objects.filter(pk=row.pk).values().get()  # type: ignore[attr-defined]
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"  # type: ignore[attr-defined]
    assert root.get(f"{base}{row.pk}/change/").status_code == 200
    assert root.get(f"{base}add/").status_code == 403
    assert root.post(f"{base}add/", {"title": "Mine"}).status_code == 403
    assert root.post(f"{base}{row.pk}/change/", {"title": "Mine", "state": "published"}).status_code == 403
    assert root.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    root.post(base, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert model.objects.filter(pk=row.pk).values().get() == before  # type: ignore[attr-defined]


def test_whatever_the_administration_shows_of_the_editions_is_covered() -> None:
    """A model that is not registered can't be reached there at all."""
    shown = {model.__name__ for model in admin.site._registry if model._meta.app_label == "editions"}
    assert {"Guideline", "Edition", "Contribution", "Approval"} <= shown
    assert shown <= {model.__name__ for model in GOVERNED}


BEYOND = "9" * 30
"""A number, and larger than a key can be."""


@pytest.mark.parametrize("key", ["x", "1.5", "", BEYOND, "1" * 5000])
def test_a_key_that_no_row_can_have_is_answered_with_a_sentence(root: Client, world: World, key: str) -> None:
    for page, action in (("people/person", "close_accounts"), ("catalogue/market", "retire")):
        answer = root.post(f"/admin/{page}/", {"action": action, "_selected_action": [world.mo.pk, key]})
        assert answer.status_code == 400
        assert "There is no such row." in answer.content.decode()
    world.mo.refresh_from_db()
    assert world.mo.is_active


@pytest.mark.parametrize("key", ["x", "1.5", BEYOND, "1" * 5000])
def test_a_form_that_is_opened_for_nobody_opens_with_nobody_chosen(root: Client, key: str) -> None:
    for page, field in (("assignment", "person"), ("team", "lead"), ("leave", "person")):
        address = f"/admin/people/{page}/add/"
        for answer in (root.get(address, {field: key}), root.post(address, {field: key})):
            assert answer.status_code == 200
            assert not re.search('<option value="[^"]+" selected', str(answer.context["adminform"].form[field]))


def test_a_form_that_is_opened_for_somebody_opens_with_them_chosen(root: Client, world: World) -> None:
    answer = root.get("/admin/people/leave/add/", {"person": world.mo.pk})
    assert f'<option value="{world.mo.pk}" selected>{world.mo}</option>' in answer.content.decode()


@pytest.mark.parametrize("asked", ["id__in", "team", "team__in"])
def test_a_list_that_is_asked_for_a_number_beyond_all_comes_whole(root: Client, asked: str) -> None:
    answer = root.get("/admin/people/person/", {asked: BEYOND}, follow=True)
    assert answer.status_code == 200
    assert "Mo Diallo" in answer.content.decode() or answer.redirect_chain == []


def test_an_account_is_opened_with_its_event(root: Client, world: World, client: Client) -> None:
    answer = root.post("/admin/people/person/add/", {**ACCOUNT, "new_password": "a long new secret"})
    assert answer.status_code == 302
    nia = Person.objects.get(employee_id="N-001")
    assert (nia.email, nia.is_staff, nia.is_superuser) == ("nia@example.com", False, False)
    assert nia.check_password("a long new secret")
    assert (last().verb, last().actor_id, last().subject_id) == ("person.joined", world.root.pk, nia.pk)
    assert "Nia" not in str(last().data)


def test_an_account_is_corrected_and_moved_with_its_events(root: Client, world: World) -> None:
    team = Team.objects.create(name="Videos", site=Site.objects.get())
    data = {**ACCOUNT, "employee_id": "X-9", "name": "Mo D.", "team": team.pk, "is_superuser": "on", "is_active": ""}
    assert root.post(f"/admin/people/person/{world.mo.pk}/change/", data).status_code == 302
    world.mo.refresh_from_db()
    assert (world.mo.name, world.mo.team, world.mo.employee_id) == ("Mo D.", team, "A-004")
    assert (world.mo.is_superuser, world.mo.is_active) == (False, True)
    assert list(AuditEvent.objects.order_by("-id").values_list("verb", flat=True)[:2]) == [
        "person.moved",
        "person.corrected",
    ]


def test_a_new_password_from_the_administrator_ends_the_persons_sessions(root: Client, world: World) -> None:
    mo = Client()
    mo.post("/sign-in/", {"login": "A-004", "password": PASSWORD})
    data = {**ACCOUNT, "name": "Mo Diallo", "email": "", "new_password": "a long new secret"}
    root.post(f"/admin/people/person/{world.mo.pk}/change/", data)
    assert mo.get("/settings/").status_code == 302
    assert last().verb == "person.password_changed"


def test_a_weak_password_is_refused(root: Client, world: World) -> None:
    page = root.post("/admin/people/person/add/", {**ACCOUNT, "new_password": "short"}).content.decode()
    assert "too short" in page
    assert not Person.objects.filter(employee_id="N-001").exists()


def test_accounts_are_closed_and_opened_again_never_deleted(root: Client, world: World) -> None:
    chosen = {"action": "close_accounts", "_selected_action": [world.mo.pk, world.root.pk]}
    page = root.post("/admin/people/person/", chosen, follow=True).content.decode()
    world.mo.refresh_from_db()
    world.root.refresh_from_db()
    assert (world.mo.is_active, world.root.is_active) == (False, True)
    assert "Mo Diallo can no longer sign in." in page
    assert "You can’t close your own account." in page
    root.post("/admin/people/person/", {"action": "open_accounts_again", "_selected_action": [world.mo.pk]})
    world.mo.refresh_from_db()
    assert world.mo.is_active
    assert last().verb == "person.returned"


def test_a_role_is_given_through_the_service(root: Client, world: World) -> None:
    data = {"person": world.mo.pk, "role": "trainer", "market": world.us.pk, "domain": "", "function": ""}
    assert root.post("/admin/people/assignment/add/", data).status_code == 302
    assert Assignment.objects.filter(person=world.mo, role="trainer").count() == 1
    assert (last().verb, last().actor_id) == ("role.granted", world.root.pk)
    page = root.post("/admin/people/assignment/add/", data).content.decode()
    assert "already holds this role here" in page


@pytest.mark.slow
def test_a_system_administrator_gets_no_role_here_either(root: Client, world: World) -> None:
    data = {"person": world.root.pk, "role": "policy_reviewer", "market": "", "domain": "", "function": ""}
    page = root.post("/admin/people/assignment/add/", data).content.decode()
    assert "You can’t change your own roles." in page
    second = Person.objects.create_superuser("S-002", "x", name="Second Root")
    page = root.post("/admin/people/assignment/add/", {**data, "person": second.pk}).content.decode()
    assert "A system administrator can’t hold a role." in page
    assert not Assignment.objects.filter(person__is_superuser=True).exists()


def test_roles_are_ended_and_cannot_be_changed(root: Client, world: World) -> None:
    held = world.mo.assignments.get()
    data = {"person": world.mo.pk, "role": "auditor", "market": "", "domain": "", "function": ""}
    assert root.post(f"/admin/people/assignment/{held.pk}/change/", data).status_code == 403
    chosen = {"action": "end_roles", "_selected_action": [held.pk]}
    page = root.post("/admin/people/assignment/", chosen, follow=True).content.decode()
    held.refresh_from_db()
    assert held.ended_at is not None
    assert held.role == "moderator"
    assert "Ended: Moderator, United States, Product." in page
    assert last().verb == "role.ended"


def test_sites_teams_and_leaves_are_kept_with_their_events(root: Client, world: World) -> None:
    site = {"code": "HAN", "name": "Hà Nội", "company": "", "time_zone": "Asia/Ho_Chi_Minh"}
    site |= {"session_hours": "10", "idle_minutes": "20"}
    root.post("/admin/people/site/add/", site)
    assert last().verb == "site.added"
    han = Site.objects.get(code="HAN")
    root.post("/admin/people/team/add/", {"name": "Đội 1", "site": han.pk, "lead": world.vy.pk})
    assert (last().verb, Team.objects.get(name="Đội 1").lead) == ("team.added", world.vy)
    root.post("/admin/people/leave/add/", {"person": world.mo.pk, "first_day": "2026-12-24", "last_day": "2026-12-31"})
    leave = Leave.objects.get()
    assert (last().verb, last().subject_id) == ("leave.added", leave.pk)
    data = {"person": world.mo.pk, "first_day": "2026-12-24", "last_day": "2026-12-20"}
    page = root.post(f"/admin/people/leave/{leave.pk}/change/", data).content.decode()
    assert "A leave ends on or after the day it begins." in page
    root.post(f"/admin/people/leave/{leave.pk}/change/", {**data, "last_day": "2026-12-30"})
    assert (last().verb, last().data) == ("leave.changed", {"fields": ["last_day"]})


def test_staff_without_the_right_of_a_system_administrator_changes_nothing(world: World, client: Client) -> None:
    world.ada.is_staff = True
    world.ada.save()
    client.force_login(world.ada)
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/people/person/").status_code == 403
    assert client.post("/admin/people/person/add/", ACCOUNT).status_code == 403


def test_a_name_full_of_html_is_only_text_here_too(root: Client, world: World) -> None:
    root.post("/admin/people/person/add/", {**ACCOUNT, "name": "<script>alert(1)</script>"})
    page = root.get("/admin/people/person/").content.decode()
    assert "<script>alert" not in page


def test_groups_and_allauths_tables_are_not_offered(root: Client) -> None:
    page = root.get("/admin/").content.decode()
    assert "/admin/auth/group/" not in page
    assert "/admin/account/" not in page


def test_the_administrations_own_password_page_leads_to_ours(root: Client) -> None:
    assert root.get("/admin/password_change/").headers["Location"] == "/password/"
