"""The queue: what comes into it, what counts as the same, who works it and where an insight stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from guidelines.audit import triggers
from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify
from guidelines.catalogue.models import Topic
from guidelines.frame.refusals import Invalid, NotFound, Refusal, Refused, WrongState
from guidelines.insights import services
from guidelines.insights.insight_rights import seen_in_queue, visible_insights, worked
from guidelines.insights.models import Insight, Raising, Source, StakeholderRequest
from guidelines.insights.services import Reference, opening
from guidelines.insights.services.asking import TooOften
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.reading.models import MissedSearch
from guidelines.reading.search.synonyms import add_synonyms
from tests.editions import making
from tests.insights.making import asked, in_force, next_edition
from tests.insights.queueing import SAID, noted, refused, required, signal, stands
from tests.insights.test_requests import NEED, made, stan
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


# Where it stands


def closed(world: World) -> dict[str, Insight]:
    """One insight at each standing."""
    found = {str(standing): noted(world, words=f"Of {standing}") for standing in Standing}
    services.assign_insight(found["assigned"], to=world.eve, by=world.ann)
    services.merge_insight(found["merged"], found["new"], by=world.ann)
    services.answer_insight(found["answered"], text="R2.", by=world.ann)
    services.decline_insight(found["declined"], reason="No.", by=world.ann)
    required(world, found["required"])
    return {name: Insight.objects.get(pk=one.pk) for name, one in found.items()}


@pytest.mark.slow
def test_each_deed_is_possible_where_the_table_says(world: World) -> None:
    there = closed(world)
    assert {name: stands(one) for name, one in there.items()} == {name: name for name in there}
    for standing in (*Standing.values, "open"):
        names = {"new", "assigned", "required"} if standing == "open" else {standing}
        rows = Insight.objects.standing(standing, timezone.now())
        assert {one.pk for one in rows} == {there[name].pk for name in names}, standing
    worked_on = {**DEEDS, "require": lambda w, i, p: required(w, i, by=p)}
    for name, insight in there.items():
        for deed in sorted({*worked_on} - {"say"}):
            expected = None if name in ("new", "assigned") else WrongState
            assert refused(worked_on[deed], world, insight, world.bob) is expected, (name, deed)


def test_an_insight_closes_when_the_edition_that_answers_its_question_takes_force(world: World) -> None:
    edition = in_force(world)
    question = asked(edition, world.mo)
    insight = Insight.objects.get()
    begins = timezone.now() + dt.timedelta(days=4)
    draft = making.next_draft(edition.guideline, world.ann)
    services.link(draft, by=world.ann, questions={question.pk}, rulings=set())
    assert stands(insight) == Standing.NEW
    making.published(draft, world, effective_from=begins)
    insight.refresh_from_db()
    assert insight.standing(begins - dt.timedelta(seconds=1)) == Standing.NEW
    assert insight.standing(begins) == Standing.ANSWERED
    assert Insight.objects.answered(begins).get() == insight
    assert not Insight.objects.open(begins).exists()
    services.link(draft, by=world.ann, questions=set(), rulings=set())
    insight.refresh_from_db()
    assert insight.standing(begins) == Standing.NEW


def test_an_insight_closes_with_its_request_in_the_way_of_the_request(world: World) -> None:
    edition = in_force(world)
    answered, declined = made(world, guideline=edition.guideline), made(world, text="Forbid all of it.")
    services.answer_in(answered, next_edition(edition, world), by=world.ann)
    services.decline(declined, by=world.ann, reason="The law allows it.")
    found = {one.text: one for one in Insight.objects.all()}
    assert stands(found[NEED["text"]]) == Standing.ANSWERED
    assert stands(found["Forbid all of it."]) == Standing.DECLINED
    assert found["Forbid all of it."].reason == "The law allows it."


def test_an_insight_that_others_share_outlives_a_declined_request(world: World) -> None:
    request = made(world)
    noted(world, words=NEED["text"])
    services.decline(request, by=world.ann, reason="No.")
    assert (Insight.objects.get().said, stands(Insight.objects.get())) == (2, Standing.NEW)


# Merging


def test_whoever_said_a_merged_one_comes_along(world: World) -> None:
    edition = in_force(world)
    asked(edition, world.mo, text="What is a usual price?")
    first = Insight.objects.get()
    second = noted(world, guideline=edition.guideline, words="R2 needs a price list.")
    third = noted(world, world.art, words="A price list, please.")
    services.merge_insight(third, first, by=world.bob)
    services.merge_insight(Insight.objects.get(pk=first.pk), second, by=world.bob)
    second.refresh_from_db()
    assert second.said == 3
    assert {one.person for one in second.raisings.all()} == {world.ann, world.art, world.mo}
    assert set(Insight.objects.filter(merged_into=second)) == {first, third}
    assert set(visible_insights(world.mo)) == {first, second}
    mia = make_person("A-098", "Mia Sol", Role.MODERATOR, world.us, world.product)
    asked(edition, mia, text="What is a usual price?")
    second.refresh_from_db()
    assert second.said == 4, "what is said in the words of a merged one counts where that went"


def test_what_is_said_of_one_guideline_is_never_merged_into_what_is_said_of_another(world: World) -> None:
    one, other = in_force(world).guideline, making.draft(world, title="Knives").guideline
    about = noted(world, guideline=one)
    for into, words in (
        (noted(world, guideline=other, words="B"), "not about the same guideline"),
        (noted(world, words="C"), "not about the same guideline"),
        (about, "into itself"),
        (noted(world, world.van, market=world.vn, domain=world.product, words="D"), "only into an insight"),
    ):
        with pytest.raises(Refusal, match=words):
            services.merge_insight(about, into, by=world.ann)


def test_only_who_can_work_it_is_assigned_to_it(world: World) -> None:
    insight = noted(world)
    for person in (world.mo, world.van, world.joe):
        with pytest.raises(WrongState, match="can’t work insights"):
            services.assign_insight(insight, to=person, by=world.ann)
    services.assign_insight(insight, to=world.bob, by=world.ann)
    with pytest.raises(WrongState, match="already"):
        services.assign_insight(insight, to=world.bob, by=world.ann)


def test_topic_and_severity_are_set_and_put_on_record(world: World) -> None:
    insight = noted(world)
    topic = Topic.objects.get(code="counterfeit")
    services.sort_insight(insight, topic=topic, severity="S1", by=world.bob)
    event = AuditEvent.objects.get(verb="insight.sorted")
    assert (event.data, event.actor_id) == ({"topic": "counterfeit", "severity": "S1"}, world.bob.pk)
    with pytest.raises(WrongState, match="Nothing was changed"):
        services.sort_insight(insight, topic=topic, severity="S1", by=world.bob)


# What comes by itself


def test_a_question_brings_its_rules_severity_and_its_editions_topic_and_a_flag_is_one(world: World) -> None:
    edition = in_force(world)
    asked(edition, world.mo)
    asked(edition, world.mo, text="R1 is out of date.", rule_id="R1", kind="wrong")
    question, flag = Insight.objects.order_by("pk")
    assert (question.source, question.severity, question.topic and question.topic.code) == (
        Source.QUESTION,
        "S3",
        "counterfeit.goods",
    )
    assert (flag.source, flag.severity) == (Source.FLAG, "S2")


def searched(world: World, days: int, text: str = "brand new in box") -> MissedSearch:
    row, _new = MissedSearch.objects.update_or_create(
        market=world.us, text=text, defaults={"count": days, "last_on": timezone.now().date()}
    )
    return row


def test_a_search_that_found_nothing_on_three_days_is_an_insight_and_counts_on(world: World) -> None:
    searched(world, 2)
    assert services.gather() == 0
    searched(world, 3)
    assert services.gather() == 1
    insight = Insight.objects.get()
    assert (insight.source, insight.said, insight.domain, insight.raisings.get().person) == (
        Source.SEARCH,
        3,
        None,
        None,
    )
    searched(world, 5)
    assert services.gather() == 0
    insight.refresh_from_db()
    assert insight.said == 5


def test_a_synonym_answers_the_search_that_found_nothing(world: World) -> None:
    searched(world, 3)
    services.gather()
    add_synonyms(world.us, ["brand new in box", "unopened"], by=world.ann)
    insight = Insight.objects.get()
    assert (stands(insight), insight.answered_by) == (Standing.ANSWERED, world.ann)
    assert "unopened" in insight.answer


def test_what_was_there_before_the_queue_is_taken_up_once(world: World) -> None:
    edition = in_force(world)
    question = asked(edition, world.mo)
    services.join(question, by=world.art)
    made(world)
    services.decline(made(world, text="Declined long ago."), by=world.ann, reason="No.")
    _forget_the_queue()
    assert services.gather() == 2
    assert services.gather() == 0
    assert sorted(Insight.objects.values_list("source", "said")) == [("question", 2), ("request", 1)]
    assert Insight.objects.get(source="question").opened_at == question.asked_at
    assert StakeholderRequest.objects.count() == 2


def _forget_the_queue() -> None:
    """As the database was before this room had a queue."""
    triggers.disarm(connection)
    Raising.objects.all().delete()
    Insight.objects.all().delete()
    triggers.arm(connection)


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
