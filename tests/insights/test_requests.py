"""Stakeholder requests: who may make, see, take up, decline and answer them, and where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from guidelines.audit.catching_up import catch_up_all
from guidelines.audit.models import AuditEvent
from guidelines.editions import services as editions
from guidelines.editions.models import Edition
from guidelines.frame.refusals import Invalid, NotFound, Refusal, Refused, WrongState
from guidelines.insights import services
from guidelines.insights.models import Remark, StakeholderRequest
from guidelines.insights.request_rights import visible_requests
from guidelines.insights.services import Wish
from guidelines.insights.services.asking import MOST_AN_HOUR, TooOften
from guidelines.liaison.models import Kind, Notification
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.insights.making import in_force, next_edition
from tests.liaison.notifying import told
from tests.people import World, make_person

Standing = StakeholderRequest.Standing
NEED = {"text": "A rule for refurbished goods.", "why": "Twelve brands complained in May."}


def stan(world: World) -> Person:
    """A stakeholder of US products."""
    return Person.objects.filter(employee_id="S-100").first() or make_person(
        "S-100", "Stan Wolfe", Role.STAKEHOLDER, world.us, world.product
    )


def wish(world: World, **more: Any) -> Wish:
    return Wish(**{"market": world.us, "domain": world.product, **NEED, **more})


def made(world: World, by: Person | None = None, **more: Any) -> StakeholderRequest:
    return services.request_change(wish(world, **more), by=by or stan(world))


def standing(request: StakeholderRequest, at: dt.datetime | None = None) -> str:
    return StakeholderRequest.objects.get(pk=request.pk).standing(at or timezone.now())


# Written from section 5 of the architecture: in US products, and whose request it is.
ROLES: dict[Role, set[str]] = {
    Role.MODERATOR: {"make"},
    Role.TEAM_LEAD: {"make"},
    Role.POLICY_MANAGER: {"make", "see", "take", "decline", "comment", "answer"},
    Role.POLICY_REVIEWER: {"make", "see", "comment"},
    Role.LIAISON: {"make", "see", "comment"},
    Role.STAKEHOLDER: {"make"},
    Role.TRAINER: {"make"},
    Role.QUALITY_ANALYST: {"make"},
    Role.PROGRAMME_MANAGER: {"make"},
    Role.MARKET_ADMINISTRATOR: {"make", "see"},
    Role.AUDITOR: {"make", "see"},
}
DEEDS: dict[str, Callable[[World, StakeholderRequest, Person, Edition], Any]] = {
    "make": lambda w, r, p, e: made(w, p, text="Mine"),
    "take": lambda w, r, p, e: services.take_up(r, by=p),
    "decline": lambda w, r, p, e: services.decline(r, by=p, reason="No."),
    "comment": lambda w, r, p, e: services.remark(r, by=p, text="Why?"),
    "answer": lambda w, r, p, e: services.answer_in(r, e, by=p),
}


def may(deed: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            deed()
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("role", [*Role, None], ids=[*Role, "system administrator"])
@pytest.mark.parametrize("place", ["here", "in another domain", "in another market"])
def test_what_each_role_may_do_with_the_request_of_another(world: World, role: Role | None, place: str) -> None:
    request, edition = made(world), making.draft(world)
    market = world.vn if place == "in another market" else world.us
    domain = world.seller if place == "in another domain" else world.product
    person = make_person("X-1", "Xo Dale", role, market, domain) if role else world.root
    could = {name for name, deed in DEEDS.items() if may(lambda deed=deed: deed(world, request, person, edition))}
    if visible_requests(person).filter(pk=request.pk).exists():
        could.add("see")
    assert could == (ROLES[role] if role and place == "here" else set())


def test_whoever_asks_sees_it_and_comments_and_does_no_more(world: World) -> None:
    request, me = made(world), stan(world)
    assert list(visible_requests(me)) == [request]
    services.remark(request, by=me, text="Since Monday it is worse.")
    for deed in (
        lambda: services.take_up(request, by=me),
        lambda: services.decline(request, by=me, reason="Not mine to say"),
        lambda: services.answer_in(request, making.draft(world), by=me),
    ):
        with pytest.raises(Refused):
            deed()


def test_a_request_without_a_domain_concerns_everybody_in_the_market(world: World) -> None:
    request = made(world, domain=None)
    for person, sees in ((world.ann, True), (world.lia, True), (world.van, False), (world.mo, False)):
        assert visible_requests(person).filter(pk=request.pk).exists() is sees, person
    services.take_up(request, by=world.ann)
    with pytest.raises(Refused):
        services.take_up(request, by=world.van)


def test_where_a_request_stands_follows_from_deeds_and_the_clock(world: World) -> None:
    edition = in_force(world)
    request = made(world, guideline=edition.guideline, rule_id="R2")
    assert standing(request) == Standing.OPEN
    services.take_up(request, by=world.art)
    assert standing(request) == Standing.TAKEN_UP
    start = timezone.now() + dt.timedelta(days=3)
    coming = next_edition(edition, world, begins=start)
    services.answer_in(request, coming, by=world.ann)
    assert (standing(request), standing(request, start)) == (Standing.TAKEN_UP, Standing.ANSWERED)
    for at in (timezone.now(), start):
        found = {
            name: set(getattr(StakeholderRequest.objects, name)(at))
            for name in ("open", "taken_up", "answered", "declined")
        }
        assert [name for name, rows in found.items() if rows] == [standing(request, at)]
    editions.cancel(coming, by=world.ann)
    assert standing(request, start) == Standing.TAKEN_UP


def test_a_declined_request_says_why_and_is_over(world: World) -> None:
    request = made(world)
    services.decline(request, by=world.ann, reason="The law asks for it.")
    assert standing(request) == Standing.DECLINED
    for deed in (
        lambda: services.take_up(request, by=world.ann),
        lambda: services.decline(request, by=world.ann, reason="Again"),
        lambda: services.answer_in(request, making.draft(world), by=world.ann),
    ):
        with pytest.raises(WrongState, match="declined"):
            deed()
    services.remark(request, by=stan(world), text="Which law?")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"text": " "}, "Write what you need"),
        ({"why": "​"}, "Write why you need it"),
        ({"text": "x" * 2001}, "At most 2000"),
        ({"wanted_by": dt.date(2020, 1, 1)}, "from today on"),
        ({"wanted_by": dt.date(2200, 1, 1)}, "within three years"),
    ],
)
def test_a_request_that_says_too_little_is_refused(world: World, more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        made(world, **more)


def test_the_same_request_is_not_made_twice_nor_too_many_an_hour(world: World) -> None:
    made(world)
    with pytest.raises(WrongState, match="already"):
        made(world)
    for number in range(MOST_AN_HOUR - 1):
        made(world, text=f"Need {number}")
    with pytest.raises(TooOften):
        made(world, text="One more")


def test_nobody_names_a_guideline_they_cannot_read(world: World) -> None:
    draft = making.draft(world)
    with pytest.raises(NotFound):
        made(world, guideline=draft.guideline)


def test_an_edition_of_another_market_or_one_that_was_discarded_answers_nothing(world: World) -> None:
    request = made(world)
    other = making.draft(world, by=world.van, market=world.vn)
    with pytest.raises(Refused):
        services.answer_in(request, other, by=world.ann)
    gone = editions.discard(making.draft(world), by=world.ann)
    with pytest.raises(WrongState, match="answers nothing"):
        services.answer_in(request, gone, by=world.ann)


def test_every_deed_is_on_record(world: World) -> None:
    request = made(world)
    services.take_up(request, by=world.ann)
    services.remark(request, by=world.lia, text="Who else?")
    services.answer_in(request, making.draft(world), by=world.ann)
    services.decline(request, by=world.ann, reason="Not now.")
    verbs = AuditEvent.objects.filter(subject_kind="request").order_by("id").values_list("verb", flat=True)
    assert [verb.partition(".")[2] for verb in verbs] == ["made", "taken_up", "remarked", "linked", "declined"]


@pytest.mark.parametrize(
    "change",
    [
        lambda r: StakeholderRequest.objects.filter(pk=r.pk).update(text="Other words"),
        lambda r: StakeholderRequest.objects.filter(pk=r.pk).update(reason="Another reason"),
        lambda r: StakeholderRequest.objects.filter(pk=r.pk).delete(),
        lambda r: Remark.objects.update(text="Other words"),
    ],
    ids=["what was said", "the reason", "delete", "a remark"],
)
def test_the_database_itself_keeps_what_was_said(world: World, change: Callable[[StakeholderRequest], Any]) -> None:
    request = made(world)
    services.remark(request, by=world.lia, text="Who else?")
    services.decline(request, by=world.ann, reason="Not now.")
    with pytest.raises((DatabaseError, Refusal)), transaction.atomic():
        change(request)


def test_whoever_asked_is_told_when_it_is_declined_and_of_comments_of_others(world: World) -> None:
    request, me = made(world), stan(world)
    services.take_up(request, by=world.ann)
    services.remark(request, by=me, text="Since Monday it is worse.")
    services.remark(request, by=world.ann, text="How many?")
    services.decline(request, by=world.ann, reason="Not now.")
    catch_up_all()
    mine = Notification.objects.filter(person=me).order_by("pk").values_list("kind", "subject_kind")
    assert list(mine) == [(Kind.REQUEST, "request")] * 2
    assert Notification.objects.filter(person=world.ann, kind=Kind.REQUEST).count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("linked", ["before", "after"])
def test_whoever_asked_is_told_when_the_edition_is_in_force(world: World, linked: str) -> None:
    edition = in_force(world)
    request = made(world, by=world.mo, guideline=edition.guideline)
    start = timezone.now() + dt.timedelta(days=3)
    if linked == "before":
        draft = making.next_draft(edition.guideline, world.ann)
        services.answer_in(request, draft, by=world.ann)
        making.published(draft, world, effective_from=start)
    else:
        services.answer_in(request, next_edition(edition, world, begins=start), by=world.ann)
    assert told(world, Kind.REQUEST) == {"mo": ["request"]}
    assert Notification.objects.get(kind=Kind.REQUEST).shown_from == start


def test_whoever_asked_is_told_of_an_emergency_that_answers_their_request(world: World) -> None:
    edition = in_force(world)
    draft = making.next_draft(edition.guideline, world.ann)
    services.answer_in(made(world, by=world.mo), draft, by=world.ann)
    assert told(world, Kind.REQUEST) == {}, "It is not in force."
    editions.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall alert.")
    assert told(world, Kind.REQUEST) == {"mo": ["request"]}
