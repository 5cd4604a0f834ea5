"""The queue: who says, sees and works it, and what counts as the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify
from guidelines.frame.refusals import Invalid, NotFound, Refused, WrongState
from guidelines.insights import services
from guidelines.insights.insight_rights import seen_in_queue, visible_insights, worked
from guidelines.insights.models import Insight, Raising, Source
from guidelines.insights.services import Reference, opening
from guidelines.insights.services.asking import TooOften
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.insights.making import asked, in_force
from tests.insights.queueing import SAID, noted, refused, required, signal, stands
from tests.insights.test_requests import stan
from tests.people import World, make_person
from tests.people.beyond import lee, pam, quinn, tia

Standing = Insight.Standing

# Written from issue 6: who says, sees and works the queue of US products.
WORKS = {"say", "see", "assign", "sort", "merge", "answer", "decline"}
ROLES: dict[Role, set[str]] = {
    Role.MODERATOR: set(),
    Role.TEAM_LEAD: {"say"},
    Role.POLICY_MANAGER: WORKS,
    Role.POLICY_REVIEWER: WORKS,
    Role.LIAISON: set(),
    Role.STAKEHOLDER: set(),
    Role.TRAINER: {"say", "see"},
    Role.QUALITY_ANALYST: {"say", "see"},
    Role.PROGRAMME_MANAGER: WORKS,
    Role.MARKET_ADMINISTRATOR: {"see"},
    Role.AUDITOR: {"see"},
}
DEEDS: dict[str, Callable[[World, Insight, Person], Any]] = {
    "say": lambda w, i, p: noted(w, p, words="Another thing."),
    "assign": lambda w, i, p: services.assign_insight(i, to=w.art, by=p),
    "sort": lambda w, i, p: services.sort_insight(i, topic=None, severity="S2", by=p),
    "merge": lambda w, i, p: services.merge_insight(i, noted(w, w.art, words="Merged into this."), by=p),
    "answer": lambda w, i, p: services.answer_insight(i, text="R2 says it.", by=p),
    "decline": lambda w, i, p: services.decline_insight(i, reason="No.", by=p),
}


def allowed(world: World, insight: Insight, person: Person) -> set[str]:
    sees = {"see"} if visible_insights(person).filter(pk=insight.pk).exists() else set()
    return sees | {name for name, deed in DEEDS.items() if refused(deed, world, insight, person) is None}


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_each_role_does_what_the_table_says_and_nothing_elsewhere(world: World, role: Role) -> None:
    insight = noted(world)
    here = make_person("H-1", "Here", role, world.us, world.product)
    assert allowed(world, insight, here) == ROLES[role]
    for market, domain in ((world.us, world.seller), (world.vn, world.product)):
        elsewhere = make_person(f"E-{market.code}{domain.code}", "Elsewhere", role, market, domain)
        assert allowed(world, insight, elsewhere) == set(), (market, domain)


def test_those_of_the_room_say_and_see_and_a_moderator_and_nobody_of_elsewhere_do_not(world: World) -> None:
    insight = noted(world)
    found = {
        person.name: allowed(world, insight, person)
        for person in (world.ann, pam(world), quinn(world), lee(world), world.mo, world.van)
    }
    assert found == {
        "Ann Rivera": WORKS,
        "Pam Osei": WORKS,
        "Quinn Abara": {"say", "see"},
        "Lee Tran": {"say"},
        "Mo Diallo": set(),
        "Vân Lê": set(),
    }


def test_what_has_no_domain_is_seen_and_worked_by_everybody_of_its_market(world: World) -> None:
    insight = noted(world, domain=None)
    for person, sees in ((world.ann, True), (world.joe, True), (world.van, False), (world.mo, False)):
        assert Insight.objects.filter(seen_in_queue(person), pk=insight.pk).exists() is sees, person
    assert services.assign_insight(insight, to=world.bob, by=world.eve).assigned_to == world.bob


def test_buttons_and_queries_agree_on_who_works_it(world: World) -> None:
    insight = noted(world)
    for person in (world.ann, world.bob, world.mo, world.joe, world.van, pam(world), tia(world)):
        is_worked = Insight.objects.filter(worked(person), pk=insight.pk).exists()
        assert is_worked is (refused(DEEDS["decline"], world, insight, person) is None), person


def test_everybody_sees_what_they_said_themself(world: World) -> None:
    question = asked(in_force(world), world.mo)
    insight = Insight.objects.get(raisings__reference_id=question.pk)
    assert visible_insights(world.mo).get() == insight
    assert not visible_insights(stan(world)).exists()


# The same


def test_the_same_words_of_the_same_rule_are_one_insight_however_they_are_spelled(world: World) -> None:
    edition = in_force(world)
    asked(edition, world.mo, text="Which price is usual?")
    mia = make_person("A-098", "Mia Sol", Role.MODERATOR, world.us, world.product)
    asked(edition, mia, text="WHICH price, is USUAL")
    asked(edition, mia, text="Which price is usual?", rule_id="R1")
    noted(world, world.art, words="Which price is usual?")
    counts = dict(Insight.objects.values_list("pk", "said"))
    assert sorted(counts.values()) == [1, 1, 2]
    both = Insight.objects.get(said=2)
    assert sorted(both.raisings.values_list("person__name", flat=True)) == ["Mia Sol", "Mo Diallo"]


def test_whoever_joins_a_question_is_counted(world: World) -> None:
    question = asked(in_force(world), world.mo)
    services.join(question, by=world.art)
    assert Insight.objects.get().said == 2


def test_what_was_closed_is_opened_anew_when_it_is_said_again(world: World) -> None:
    first = noted(world)
    services.decline_insight(first, reason="Not now.", by=world.bob)
    second = noted(world, world.art)
    assert second.pk != first.pk
    assert (stands(first), stands(second)) == (Standing.DECLINED, Standing.NEW)


def test_nobody_says_the_same_twice(world: World) -> None:
    noted(world)
    with pytest.raises(WrongState, match="You have said this already"):
        noted(world)


def test_one_piece_of_evidence_is_counted_once(world: World) -> None:
    area = Reference("area", 7, "questions", ())
    first = services.open_insight(signal(world, source=Source.AREA, reference=area), by=None)
    events = AuditEvent.objects.count()
    again = services.open_insight(signal(world, source=Source.AREA, reference=area, words="Worse now."), by=None)
    assert (first.pk, again.said, AuditEvent.objects.count()) == (again.pk, 1, events)
    assert Raising.objects.get().address == "/questions/"


def test_a_guideline_says_where_an_insight_belongs(world: World) -> None:
    guideline = in_force(world).guideline
    insight = noted(world, guideline=guideline, market=world.us, domain=None, rule_id="R2")
    assert (insight.market, insight.domain, insight.rule_id) == (world.us, world.product, "R2")


def test_what_cannot_be_taken_is_refused_with_a_sentence(world: World) -> None:
    hidden = making.draft(world, by=world.van, market=world.vn).guideline
    for more, refusal, words in (
        ({"words": "  "}, Invalid, "Write what should change"),
        ({"words": "x" * 2001}, Invalid, "At most 2000"),
        ({"rule_id": "R1"}, Invalid, "Write the guideline that this rule is in"),
        ({"severity": "S9"}, Invalid, "no such source or severity"),
        ({"source": "rumour"}, Invalid, "no such source or severity"),
        ({"guideline": hidden}, NotFound, "no such guideline"),
        ({"market": world.vn}, Refused, "Notes are for those"),
    ):
        with pytest.raises(refusal, match=words):
            noted(world, **more)
    assert not Insight.objects.exists()


def test_nobody_floods_the_queue(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_AN_HOUR", 2)
    for number in range(2):
        noted(world, words=f"Note {number}")
    with pytest.raises(TooOften):
        noted(world, words="Note 3")


# Evidence


def test_the_database_keeps_what_was_said_and_decided(world: World) -> None:
    insight = noted(world)
    services.decline_insight(insight, reason="No.", by=world.ann)
    merged = noted(world, words="B")
    services.merge_insight(merged, noted(world, words="C"), by=world.ann)
    needed = noted(world, words="D")
    required(world, needed)
    rows, raised = Insight.objects.filter(pk=insight.pk), Raising.objects.filter(raised_on=insight)
    for change in (
        lambda: rows.update(text="Other words"),
        lambda: rows.update(said=0),
        lambda: rows.update(reason="Another reason"),
        lambda: rows.update(declined_at=None, declined_by=None, reason=""),
        lambda: Insight.objects.filter(pk=merged.pk).update(merged_into=None),
        lambda: Insight.objects.filter(pk=needed.pk).update(requirement=None),
        lambda: raised.update(words="Other words"),
        lambda: raised.update(person=world.mo),
        lambda: raised.delete(),
        lambda: rows.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_every_deed_is_on_record(world: World) -> None:
    insight = noted(world)
    noted(world, world.art)
    services.assign_insight(insight, to=world.art, by=world.ann)
    services.answer_insight(insight, text="R2 says it.", by=world.art)
    events = AuditEvent.objects.filter(subject_kind="insight", subject_id=insight.pk).order_by("pk")
    assert [(event.verb, event.actor_id) for event in events] == [
        ("insight.opened", world.ann.pk),
        ("insight.raised", world.art.pk),
        ("insight.assigned", world.ann.pk),
        ("insight.answered", world.art.pk),
    ]
    assert events[0].data["text"] == SAID
    assert not [finding for finding in verify() if finding.broken]
