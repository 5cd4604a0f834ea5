"""Names are stored in one form, whoever writes them; what does not fit is refused with a sentence."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from guidelines.catalogue import services as lists
from guidelines.catalogue.models import EscalationTeam, Market
from guidelines.frame.refusals import Invalid
from guidelines.people import services
from guidelines.people.models import Assignment, Person, Site, Team
from guidelines.people.roles import Role
from tests.people import World

TURNED = "Ann\u202e \u2066Rivera\u00ad"


def test_a_person_joins_under_the_name_that_can_be_seen(db: None) -> None:
    services.join(employee_id="X-1", name=f" {TURNED}\u200b ", by=None)
    assert Person.objects.get(employee_id="X-1").name == "Ann Rivera"


@pytest.mark.parametrize("name", ["\u202e", "\u200b\u00ad", "\u3164"])
def test_nobody_joins_without_a_name_that_can_be_seen(db: None, name: str) -> None:
    with pytest.raises(ValidationError):
        services.join(employee_id="X-1", name=name, by=None)


def test_a_corrected_name_is_stored_as_it_can_be_seen(world: World) -> None:
    services.correct(world.mo, by=None, name="Mo\u200f Ba\u0300")
    assert Person.objects.get(pk=world.mo.pk).name == "Mo Bà"


def test_sites_teams_and_functions_are_stored_as_they_can_be_seen(world: World) -> None:
    site = Site(code="HAN", name="Ha\u0300 \u202eNội", company="A\u2063B", time_zone="Asia/Ho_Chi_Minh")
    services.keep(site, by=world.root, changed=["name"], is_new=True)
    services.keep(Team(name="Night\u061c shift", site=site), by=world.root, changed=["name"], is_new=True)
    services.grant(world.mo, Role.LIAISON, by=None, market=world.us, function="Seller\U000e0041  news")
    assert Site.objects.values_list("name", "company").get(code="HAN") == ("Hà Nội", "AB")
    assert Team.objects.get(site=site).name == "Night shift"
    assert Assignment.objects.get(person=world.mo, role=Role.LIAISON).function == "Seller news"


def test_rows_of_lists_are_stored_as_they_can_be_seen(world: World) -> None:
    lists.add(EscalationTeam(name="Brand\u202d Care", name_vi="Nha\u0303n", hours="9\u2060–17"), by=world.root)
    assert EscalationTeam.objects.values_list("name_vi", "hours").get(name="Brand Care") == ("Nhãn", "9–17")
    world.us.name = "United\u2069 States"
    lists.change(world.us, by=world.root, fields=["name"])
    assert Market.objects.get(code="US").name == "United States"


def test_the_administration_refuses_a_name_that_nobody_can_see(world: World, client: Client) -> None:
    client.force_login(world.root)
    data = {"code": "de", "name": "\u202e\u2066", "name_vi": ""}
    answer = client.post("/admin/catalogue/action/add/", data)
    assert answer.status_code == 200
    assert "This field cannot be blank." in answer.content.decode()


# U+0958 becomes two characters when it is composed, so 61 of them are 122 where they are stored.
TOO_LONG = ["x" * 121, "\u0958" * 61]


@pytest.mark.parametrize("function", TOO_LONG)
def test_a_function_that_is_too_long_is_refused_with_a_sentence(world: World, function: str) -> None:
    with pytest.raises(Invalid) as refused:
        services.grant(world.mo, Role.LIAISON, by=None, market=world.us, function=function)
    assert refused.value.sentence == "A function may have 120 characters. Write it shorter."
    held = world.mo.assignments.get(role=Role.MODERATOR)
    with pytest.raises(Invalid):
        services.name_function(held, function, by=None)


@pytest.mark.parametrize("function", TOO_LONG)
def test_the_page_says_so_beside_the_field(world: World, client: Client, function: str) -> None:
    client.force_login(world.root)
    data = {"role": "liaison", "market": world.us.pk, "function": function}
    answer = client.post(f"/people/{world.mo.employee_id}/grant/", data)
    assert answer.status_code == 422
    assert "120 characters" in answer.content.decode()


@pytest.mark.parametrize(("field", "most"), [("name", 200), ("email", 254), ("employee_id", 40)])
def test_an_account_with_too_long_a_field_is_refused_with_a_sentence(
    world: World, client: Client, field: str, most: int
) -> None:
    client.force_login(world.root)
    data = {"employee_id": "X-1", "name": "X", "email": "", "language": "en", "time_zone": "UTC"}
    data[field] = "X" * (most + 1) + ("@example.com" if field == "email" else "")
    answer = client.post("/admin/people/person/add/", data)
    assert answer.status_code == 200
    assert f"at most {most} characters" in answer.content.decode()
    assert not Person.objects.filter(employee_id__startswith="X").exists()
