"""Tokens: who makes and ends them, what is kept of them, and that nobody gives more than they keep."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from guidelines.api.models import AccessToken, Resource
from guidelines.api.queries.tokens import visible_tokens
from guidelines.api.services import LONGEST, Place, end_token, make_token
from guidelines.audit.models import AuditEvent
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people import services as people
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Role
from tests.api.asking import program, token
from tests.people import PASSWORD, World, make_person
from tests.reading.making import first, signed_in

FORM = {
    "name": "Case tool",
    "purpose": "Shows the rule beside the case.",
    "markets": ["US"],
    "domains": ["*"],
    "resources": [Resource.RULES.value],
}


def form(**changes: object) -> dict[str, object]:
    return {**FORM, "last_day": (clock.now() + dt.timedelta(days=30)).date().isoformat(), **changes}


@pytest.mark.slow
def test_the_secret_is_shown_once_and_only_its_hash_is_kept(world: World) -> None:
    page = signed_in(world.ada).post("/tokens/new/", form()).content.decode()
    made = AccessToken.objects.get()
    secret = page.partition('value="sop_')[2].partition('"')[0]
    assert len(secret) >= 43
    assert made.prefix == f"sop_{secret[:8]}"
    assert secret not in str(AccessToken.objects.values()) + str(AuditEvent.objects.values())
    assert made.secret_hash not in str(AuditEvent.objects.values())
    for address in ("/tokens/", f"/tokens/{made.pk}/end/"):
        assert secret not in signed_in(world.ada).get(address).content.decode()


def test_the_page_with_the_secret_is_kept_by_no_browser(world: World) -> None:
    assert signed_in(world.ada).post("/tokens/new/", form()).headers["Cache-Control"] == "no-store"


def test_making_and_ending_are_on_record_with_what_the_token_opens(world: World) -> None:
    made = token(world, (world.us, None), by=world.ada).token
    end_token(made, by=world.ada)
    events = list(AuditEvent.objects.filter(subject_kind="access_token").order_by("id"))
    assert [(event.verb, event.actor_id) for event in events] == [
        ("token.made", world.ada.pk),
        ("token.ended", world.ada.pk),
    ]
    assert events[0].data["places"] == [["US", None]]
    assert events[0].data["resources"] == sorted(Resource.values)


@pytest.mark.parametrize("who", ["ann", "bob", "mo", "lia", "joe", "van"])
def test_only_administrators_make_tokens(world: World, who: str) -> None:
    with pytest.raises(Refused, match="administrator"):
        token(world, by=getattr(world, who))
    assert signed_in(getattr(world, who)).get("/tokens/").status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize(
    ("administers", "asks", "may"),
    [
        (("US", None), ("US", None), True),
        (("US", None), ("US", "PR"), True),
        (("US", None), ("VN", "PR"), False),
        (("US", None), (None, "PR"), False),
        (("US", "PR"), ("US", "PR"), True),
        (("US", "PR"), ("US", None), False),
        (("US", "PR"), ("US", "CC"), False),
        ((None, "PR"), (None, "PR"), True),
        ((None, "PR"), (None, None), False),
        ((None, None), (None, None), True),
    ],
)
def test_nobody_gives_a_token_more_than_they_administer(
    world: World, administers: tuple[str | None, str | None], asks: tuple[str | None, str | None], may: bool
) -> None:
    def place(pair: tuple[str | None, str | None]) -> Place:
        return {"US": world.us, "VN": world.vn, None: None}[pair[0]], {
            "PR": world.product,
            "CC": world.creator,
            None: None,
        }[pair[1]]

    zoe = make_person("Z-001", "Zoe Keeper", Role.MARKET_ADMINISTRATOR, *place(administers))
    if may:
        assert token(world, place(asks), by=zoe).token.made_by == zoe
    else:
        with pytest.raises(Refused):
            token(world, place(asks), by=zoe)


@pytest.mark.parametrize("days", [0, -1, LONGEST.days + 1])
def test_a_token_ends_within_a_year(world: World, days: int) -> None:
    with pytest.raises(Invalid, match="365"):
        token(world, days=days)


def test_a_token_needs_words_a_place_and_something_to_read(world: World) -> None:
    whole = {"name": "Tool", "purpose": "Reads.", "places": [(world.us, None)], "resources": ["rules"]}
    for missing in ({"name": "​"}, {"purpose": " "}, {"places": []}, {"resources": []}, {"resources": ["drafts"]}):
        with pytest.raises(Invalid):
            make_token(by=world.root, expires_at=clock.now() + dt.timedelta(days=1), **{**whole, **missing})  # type: ignore[arg-type]


def test_a_form_sent_twice_makes_one_token_and_keeps_what_was_typed(world: World) -> None:
    ada = signed_in(world.ada)
    ada.post("/tokens/new/", form())
    again = ada.post("/tokens/new/", form())
    assert (again.status_code, AccessToken.objects.count()) == (422, 1)
    assert "Shows the rule beside the case." in again.content.decode()


def test_the_form_offers_a_market_administrator_their_market_alone(world: World) -> None:
    ada = signed_in(world.ada)
    page = ada.get("/tokens/new/").content.decode()
    assert "United States" in page
    assert "Việt Nam" not in page
    assert "All markets" not in page
    for markets in (["VN"], ["*"], ["US", "VN"]):
        assert ada.post("/tokens/new/", form(markets=markets)).status_code == 422
    assert not AccessToken.objects.exists()


def test_an_ended_token_stays_ended(world: World) -> None:
    made = token(world).token
    end_token(made, by=world.root)
    with pytest.raises(WrongState):
        end_token(made, by=world.root)


def test_an_administrator_of_one_market_sees_a_token_of_two_and_cannot_end_it(world: World) -> None:
    made = token(world, (world.us, None), (world.vn, None)).token
    page = signed_in(world.ada).get("/tokens/").content.decode()
    assert "Case tool" in page
    assert "Only an administrator of Việt Nam, all domains" in page
    assert signed_in(world.ada).post(f"/tokens/{made.pk}/end/").status_code == 403


def test_a_token_of_another_market_is_not_there(world: World) -> None:
    made = token(world, (world.vn, None)).token
    assert list(visible_tokens(world.ada)) == []
    assert signed_in(world.ada).get(f"/tokens/{made.pk}/end/").status_code == 404


@pytest.mark.slow
def test_a_token_ends_with_the_leaving_of_whoever_made_it(world: World) -> None:
    first(world)
    tool = program(world, (world.us, None), by=world.ada)
    assert tool.get("/rules/US-PR-0001-R1").status_code == 200
    people.leave(world.ada, by=world.root)
    assert tool.get("/rules/US-PR-0001-R1").status_code == 401
    assert AuditEvent.objects.get(verb="token.ended").actor_id == world.root.pk


def test_a_token_ends_when_a_system_administrator_becomes_an_ordinary_person(world: World) -> None:
    sue = Person.objects.create_superuser("S-002", PASSWORD, name="Sue Root")
    made = token(world, by=sue).token
    people.correct(sue, by=world.root, time_zone="Asia/Ho_Chi_Minh")
    made.refresh_from_db()
    assert made.ended_at is None
    people.correct(sue, by=world.root, is_superuser=False)
    made.refresh_from_db()
    assert made.ended_by == world.root


def test_a_token_ends_with_the_role_it_was_made_by_and_not_with_another(world: World) -> None:
    people.grant(world.ada, Role.LIAISON, by=None, market=world.us)
    made = token(world, (world.us, None), by=world.ada).token
    for role, ended in ((Role.LIAISON, False), (Role.MARKET_ADMINISTRATOR, True)):
        people.end_role(Assignment.objects.get(person=world.ada, role=role), by=world.root)
        made.refresh_from_db()
        assert (made.ended_at is not None) is ended, role


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE api_accesstoken SET expires_at = '2999-01-01'",
        "UPDATE api_accesstoken SET resources = '[]'",
        "UPDATE api_accesstoken SET ended_at = NULL",
        "DELETE FROM api_accesstoken",
        "UPDATE api_tokenscope SET market_id = NULL",
        "DELETE FROM api_tokenscope",
    ],
)
def test_the_database_refuses_to_widen_reopen_or_remove_a_token(world: World, change: str) -> None:
    end_token(token(world).token, by=world.root)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.slow
def test_the_list_says_who_made_it_what_it_opens_and_when_it_was_last_used(world: World) -> None:
    first(world)
    tool = program(world, by=world.root)
    assert "never" in signed_in(world.ada).get("/tokens/").content.decode()
    tool.get("/rules/US-PR-0001-R1")
    page = signed_in(world.ada).get("/tokens/").content.decode()
    today = clock.now()
    for words in ("Sam Root", "United States, Product", "Rules at any moment", f"{today.day} {today:%b %Y}"):
        assert words in page


@pytest.mark.slow
def test_the_list_costs_the_same_however_long_it_is(world: World, django_assert_max_num_queries: object) -> None:
    for number in range(12):
        token(world, (world.us, None), name=f"Tool {number}")
    client = signed_in(world.ada)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert client.get("/tokens/").status_code == 200


def test_the_manual_is_there_for_those_who_keep_tokens_alone(world: World) -> None:
    page = signed_in(world.ada).get("/tokens/manual/").content.decode()
    assert "http://testserver/api/v1/rules/" in page, "the examples ask this portal"
    assert "Authorization: Bearer" in page
    assert "How to use the API" in page
    assert signed_in(world.mo).get("/tokens/manual/").status_code == 403


def test_a_visitor_is_led_to_the_sign_in(world: World) -> None:
    assert "/sign-in/" in Client().get("/tokens/").headers["Location"]
