"""Who may export, and that nothing outside their scope is ever in the notes."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from guidelines.audit.models import AuditEvent
from guidelines.people import services as people
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Role
from tests.liaison.making import (
    JUNE,
    asked,
    at,
    coming,
    elsewhere,
    export,
    files,
    first,
    page,
    signed_in,
    told,
    vietnamese,
)
from tests.liaison.opening import hidden, plainly, words
from tests.people import World, make_person

SENTENCE = "Only a liaison or a policy manager can export change notes."


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mo", "bob", "ada", "joe", "vy"])
def test_without_the_right_there_is_no_page_no_file_and_no_place_in_the_navigation(world: World, name: str) -> None:
    person = getattr(world, name)
    assert SENTENCE in page(person, status=403)
    response = export(person, "md")
    assert (response.status_code, SENTENCE in response.content.decode()) == (403, True)
    assert reverse("change_notes") not in signed_in(person).get(reverse("library")).content.decode()
    assert not AuditEvent.objects.filter(verb__startswith="pack.").exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["lia", "ann", "van"])
def test_liaisons_and_policy_managers_find_the_page_in_the_navigation(world: World, name: str) -> None:
    person = getattr(world, name)
    assert f'href="{reverse("change_notes")}"' in signed_in(person).get(reverse("library")).content.decode()
    assert signed_in(person).get(reverse("change_notes")).status_code == 200


def test_a_system_administrator_exports_nothing(world: World) -> None:
    assert "A system administrator manages accounts and never text." in page(world.root, status=403)


def test_nobody_exports_without_signing_in(world: World) -> None:
    response = Client().get(reverse("change_notes"))
    assert (response.status_code, response.headers["Location"].startswith(reverse("sign_in"))) == (302, True)
    assert Client().post(reverse("ask_for_notes"), JUNE).status_code in (302, 403)


@pytest.mark.slow
def test_a_liaison_gets_the_notes_of_their_market_alone(world: World, lan: Person) -> None:
    us, vn = first(world, at(16), title="Canary of the US"), vietnamese(world, at(17), title="Canary of Việt Nam")
    assert told(world.lia, asked("US", "VN")) == [("in_force", us.guideline.policy_id, 1)]
    assert told(lan, asked("US", "VN")) == [("in_force", vn.guideline.policy_id, 1)]
    for person, mine, other in ((world.lia, "of the US", "of Việt Nam"), (lan, "of Việt Nam", "of the US")):
        assert (mine in page(person), other in page(person)) == (True, False)
        for extension, content in files(person).items():
            assert plainly(mine) in words(extension, content)
            assert other not in hidden(extension, content)


@pytest.mark.slow
def test_a_market_of_others_is_refused_with_the_sentence_for_one_that_is_unknown(world: World, lan: Person) -> None:
    vietnamese(world, at(17))
    for code in ("VN", "XX"):
        answer = page(world.lia, status=422, market=["US", code])
        assert f"“{code}” is not a market you may export." in answer
        assert export(world.lia, "csv", market=["US", code]).status_code == 422


@pytest.mark.slow
def test_a_policy_manager_exports_only_their_domain(world: World) -> None:
    creator = elsewhere(world, world.creator, at(16)).guideline.policy_id
    product = first(world, at(17)).guideline.policy_id
    assert [name for _kind, name, _n in told(world.art)] == [product]
    assert [name for _kind, name, _n in told(world.lia)] == [creator, product]
    assert "“CC” is not a domain you may export." in page(world.art, status=422, domain="CC")


@pytest.mark.slow
def test_what_a_manager_may_read_elsewhere_they_may_not_export(world: World) -> None:
    vietnamese(world, at(17), title="In force in Việt Nam")
    assert told(world.ann, asked("US", "VN")) == []


@pytest.mark.slow
def test_the_right_to_export_in_one_market_and_to_read_in_another_do_not_add_up(world: World) -> None:
    person = make_person("A-050", "Pia Roe", Role.LIAISON, world.us)
    people.grant(person, Role.MODERATOR, by=None, market=world.vn)
    vietnamese(world, at(17))
    assert told(person, asked("US", "VN")) == []


@pytest.mark.slow
def test_a_liaison_sees_what_starts_later_only_within_a_week(world: World) -> None:
    guideline = first(world, at(2)).guideline
    coming(world, guideline, at(30), title="Far away")
    assert len(told(world.lia, asked(later=True))) == 1
    assert len(told(world.ann, asked(later=True))) == 2


@pytest.mark.slow
def test_a_right_that_was_taken_away_exports_nothing_more(world: World) -> None:
    first(world, at(16))
    client = signed_in(world.lia)
    assert export(world.lia, "md", client).status_code == 200
    people.end_role(Assignment.objects.get(person=world.lia), by=None)
    assert export(world.lia, "md", client).status_code == 403


@pytest.mark.slow
def test_codes_of_other_markets_are_nowhere_on_the_page(world: World) -> None:
    vietnamese(world, at(17))
    values = re.findall(r'name="market" value="(\w+)"', page(world.lia))
    assert set(values) == {"US"}
