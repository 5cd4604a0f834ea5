"""Risks and opportunities: scores and their trend, actions, sharing, taking, reminders, the portfolio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from guidelines.catalogue.models import Topic
from guidelines.frame.refusals import Invalid, NotFound, Refused, WrongState
from guidelines.insights.models import Question
from guidelines.liaison.models import Kind, Notification
from guidelines.liaison.notifying import showing
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.programmes import services
from guidelines.programmes.models import Action, Risk, Score
from guidelines.programmes.notifying import remind_due
from guidelines.programmes.overview import overview_of
from guidelines.programmes.portfolio import portfolio_of
from guidelines.programmes.registers import lines
from guidelines.programmes.risk_page import links_of
from guidelines.programmes.services import Concern
from tests.editions.clearing import restricted
from tests.insights.making import asked, in_force
from tests.liaison.notifying import told
from tests.people import World, make_person
from tests.people.beyond import pam
from tests.programmes.making import BY_ROLE, assessment, at, days, everywhere, programme, risk

DEEDS: dict[str, Callable[[Risk, Action, Person], Any]] = {
    "raise": lambda r, a, who: risk(r.memberships.get().programme, who),
    "change": lambda r, a, who: services.change_risk(
        r, Concern("Other", r.owner, "avoid"), seen=services.seen_of_risk(r), by=who
    ),
    "check": lambda r, a, who: services.check_risk(r, assessment(5, 5, "A strike."), by=who),
    "act": lambda r, a, who: services.add_action(r, text="Call them", owned_by=r.owner, due=days(3), by=who),
    "finish": lambda r, a, who: services.finish_action(a, on=days(0), outcome="", by=who),
    "close": lambda r, a, who: services.close_risk(r, note="Gone.", by=who),
}
STEERS = set(DEEDS)
# Besides programme managers: whoever owns the risk checks it and adds actions; whoever does an action finishes it.
OWNER, DOER = {"check", "act", "finish"}, {"finish"}


def may(deed: Callable[[], Any]) -> bool:
    with transaction.atomic():
        try:
            deed()
        except Refused:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("role", BY_ROLE)
def test_who_may_do_what_with_a_risk_by_role(world: World, role: Role) -> None:
    found = risk(programme(world), pam(world))
    action = services.add_action(found, text="Two reviewers start", owned_by=pam(world), due=days(9), by=pam(world))
    who = make_person("X-001", "Xen Other", role, world.us, world.product)
    allowed = {name for name, deed in DEEDS.items() if may(lambda deed=deed: deed(found, action, who))}  # type: ignore[misc]
    assert allowed == (STEERS if role == Role.PROGRAMME_MANAGER else set())


def test_its_owner_checks_it_and_who_does_an_action_finishes_it(world: World) -> None:
    found = risk(programme(world), pam(world), owner=world.ann)
    action = services.add_action(found, text="Mend 3 guidelines", owned_by=world.eve, due=days(9), by=world.ann)
    for who, expected in ((world.ann, OWNER), (world.eve, DOER), (world.bob, set())):
        allowed = {name for name, deed in DEEDS.items() if may(lambda deed=deed, who=who: deed(found, action, who))}  # type: ignore[misc]
        assert allowed == expected, who


def test_a_changed_score_names_the_event_or_the_action_behind_it(world: World) -> None:
    who = pam(world)
    found = risk(programme(world), who, 3, 3)
    with pytest.raises(Invalid, match="The score changes"):
        services.check_risk(found, assessment(4, 4), by=who)
    services.check_risk(found, assessment(4, 4, "Two reviewers left."), by=who)
    action = services.add_action(found, text="Recruit", owned_by=who, due=days(5), by=who)
    services.check_risk(found, assessment(2, 4, action=action), by=who)
    services.check_risk(found, assessment(2, 4), by=who)
    (line,) = lines([found])
    assert line.values == (9, 16, 8, 8)
    assert (line.before, line.trend, line.level) == (8, "level", "medium")


def test_an_action_of_another_risk_is_behind_no_score_of_this_one(world: World) -> None:
    who, home = pam(world), programme(world)
    other = services.add_action(risk(home, who), text="Recruit", owned_by=who, due=days(5), by=who)
    with pytest.raises(NotFound):
        services.check_risk(risk(home, who, title="Peak"), assessment(2, 2, action=other), by=who)


@pytest.mark.parametrize(("pair", "level"), [((3, 5), "high"), ((2, 4), "medium"), ((7, 1), ""), ((1, 5), "low")])
def test_scores_go_from_one_to_25_and_have_three_levels(world: World, pair: tuple[int, int], level: str) -> None:
    if not level:
        with pytest.raises(Invalid, match="from 1 to 5"):
            risk(programme(world), pam(world), *pair)
        return
    (line,) = lines([risk(programme(world), pam(world), *pair)])
    assert line.level == level


def test_scores_are_never_changed_and_an_action_is_done_once(world: World) -> None:
    who = pam(world)
    found = risk(programme(world), who)
    action = services.add_action(found, text="Recruit", owned_by=who, due=days(5), by=who)
    services.finish_action(action, on=days(0), outcome="She starts on Monday.", by=who)
    with pytest.raises(DatabaseError), transaction.atomic():
        Score.objects.update(likelihood=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Action.objects.update(outcome="Other")
    with pytest.raises(WrongState, match="done already"):
        services.finish_action(action, on=days(0), outcome="", by=who)


def test_a_closed_risk_leaves_the_register_and_changes_no_more(world: World) -> None:
    who, home = pam(world), programme(world)
    found = services.close_risk(risk(home, who), note="The peak is over.", by=who)
    seen = overview_of(who, home)
    assert (seen.risks, seen.closed) == ([], [found])
    with pytest.raises(WrongState, match="closed"):
        services.check_risk(found, assessment(1, 1, "So."), by=who)


def test_numbers_are_counted_for_each_kind_and_the_map_holds_each_risk_once(world: World) -> None:
    who, home = pam(world), programme(world)
    codes = [risk(home, who).code, risk(home, who, title="Peak").code, risk(home, who, kind="opportunity").code]
    assert codes == ["K1", "K2", "O1"]
    rows = overview_of(who, home).heat
    stands = {
        (up, across): list(cell.things)
        for up, row in zip(range(5, 0, -1), rows, strict=True)
        for across, cell in enumerate(row.cells, start=1)
        if cell.things
    }
    assert stands == {(4, 4): ["K1", "K2"]}
    assert rows[1].cells[3].score == 16


def test_a_response_fits_its_kind_and_a_market_its_programme(world: World) -> None:
    who, home = pam(world), programme(world)
    for changes, sentence in (({"response": "exploit"}, "does not fit"), ({"market": world.vn}, "no market of the")):
        with pytest.raises(Invalid, match=sentence):
            risk(home, who, **changes)
    with pytest.raises(Invalid, match="can’t own this"):
        risk(home, who, owner=world.mo)
    with pytest.raises(Invalid, match="from today on"):
        services.raise_risk(home, "risk", Concern("Late", who, "avoid"), assessment(1, 1, next_check=days(-1)), by=who)


def test_a_risk_of_two_programmes_is_one_and_stands_in_the_portfolio(world: World) -> None:
    pia = everywhere(world)
    us, vn = programme(world, pia), programme(world, pia, name="Launch", places=((world.vn, None),))
    found = risk(us, pia)
    services.share_risk(found, vn, by=pia)
    services.check_risk(found, assessment(5, 5, "It grew."), by=pia)
    assert [line.score.value for home in (us, vn) for line in overview_of(pia, home).risks] == [25, 25]
    assert [one.line.risk for one in portfolio_of(pia).shared] == [found]
    # Vân sees one of the two programmes: nothing tells her of the other.
    assert not portfolio_of(world.van).shared
    with pytest.raises(WrongState, match="already"):
        services.share_risk(found, vn, by=pia)
    with pytest.raises(Refused):
        services.share_risk(risk(us, pia, title="Peak"), vn, by=pam(world))


def test_a_topic_that_rises_in_two_markets_is_seen_and_in_one_is_not(world: World) -> None:
    pia, topic = everywhere(world), Topic.objects.get(code="counterfeit")
    us, vn = programme(world, pia), programme(world, pia, name="Launch", places=((world.vn, None),))
    first, second = risk(us, pia, 2, 3, topic=topic), risk(vn, pia, 3, 3, topic=topic)
    services.check_risk(first, assessment(4, 3, "More cases."), by=pia)
    assert not portfolio_of(pia).rising
    services.check_risk(second, assessment(3, 4, "More cases."), by=pia)
    (rising,) = portfolio_of(pia).rising
    assert (rising.topic, {market.code for market in rising.markets}) == (topic, {"US", "VN"})
    assert not portfolio_of(world.van).rising


def test_what_rose_long_ago_does_not_rise(world: World) -> None:
    pia, topic = everywhere(world), Topic.objects.get(code="counterfeit")
    homes = [programme(world, pia), programme(world, pia, name="B", places=((world.vn, None),))]
    for one in [risk(home, pia, 2, 2, topic=topic) for home in homes]:
        services.check_risk(one, assessment(4, 4, "More."), by=pia)
    assert portfolio_of(pia).rising
    with at(timezone.now() + dt.timedelta(days=91)):
        assert not portfolio_of(pia).rising


def test_an_offered_opportunity_is_taken_once_with_a_link(world: World) -> None:
    pia = everywhere(world)
    us, vn = programme(world, pia), programme(world, pia, name="Launch", places=((world.vn, None),))
    gain = risk(us, pia, kind="opportunity", title="Share the signals", is_offered=True)
    kept = risk(us, pia, kind="opportunity", title="Keep it here")
    assert [one.line.risk for one in portfolio_of(pia).offered] == [gain]
    taken = services.take_opportunity(gain, vn, pia, by=pia)
    assert (taken.taken_from, taken.title, taken.code) == (gain, gain.title, "O3")
    assert [line.risk for line in overview_of(pia, vn).opportunities] == [taken]
    for one, home in ((gain, vn), (gain, us), (kept, vn)):
        with pytest.raises(WrongState):
            services.take_opportunity(one, home, pia, by=pia)


def test_rules_and_questions_are_linked_and_shown_to_who_may_read_them(world: World) -> None:
    who, edition = pam(world), in_force(world)
    found = risk(programme(world), who)
    services.link_rule(found, edition.guideline, "r2", by=who)
    services.link_question(found, asked(edition, world.mo), by=who)
    assert [one.name for one in links_of(who, found)] == ["US-PR-0001 R2", Question.objects.get().text]
    with pytest.raises(WrongState, match="linked already"):
        services.link_rule(found, edition.guideline, "R2", by=who)
    restricted(edition, world.ann)
    assert links_of(who, found) == []
    assert len(links_of(world.ann, found)) == 2
    services.end_link(found.links.all()[0], by=who)
    assert len(links_of(world.ann, found)) == 1
    with pytest.raises(NotFound):
        services.link_rule(found, edition.guideline, by=who)


def test_whoever_owns_a_risk_or_does_an_action_is_told(world: World) -> None:
    found = risk(programme(world), pam(world), owner=world.ann)
    services.add_action(found, text="Mend 3 guidelines", owned_by=world.eve, due=days(9), by=pam(world))
    assert told(world, Kind.PROGRAMME) == {"ann": ["programme"], "eve": ["programme"]}
    shown = [
        line.shown.sentence
        for person in (world.ann, world.eve)
        for line in showing.lines(person, Notification.objects.filter(person=person))
        if line.shown
    ]
    assert shown[0] == "K1 is yours to watch."
    assert shown[1].startswith("To be done for K1 by ")


def test_what_is_due_is_told_on_its_day_and_every_week_that_it_is_late(world: World) -> None:
    who = pam(world)
    concern, first = Concern("Lag", world.ann, "reduce"), assessment(2, 2, next_check=days(2))
    found = services.raise_risk(programme(world), "risk", concern, first, by=who)
    services.add_action(found, text="Mend 3 guidelines", owned_by=world.eve, due=days(2), by=who)
    due = timezone.now() + dt.timedelta(days=2)
    counts = []
    for moment in (timezone.now(), due, due + dt.timedelta(hours=2), due + dt.timedelta(days=8)):
        with at(moment):
            remind_due()
        counts.append(Notification.objects.filter(kind=Kind.PROGRAMME).count())
    assert counts == [0, 2, 2, 4]
    rows = Notification.objects.filter(person=world.ann)
    assert all(line.shown for line in showing.lines(world.ann, rows))
    services.check_risk(found, assessment(2, 2, next_check=days(30)), by=who)
    assert not any(line.shown for line in showing.lines(world.ann, rows)), "the check was made"


def test_the_register_costs_the_same_however_long_it_is(
    world: World, django_assert_num_queries: Callable[[int], Any]
) -> None:
    who, home = pam(world), programme(world)
    for number in range(6):
        services.add_action(risk(home, who, title=f"Risk {number}"), text="Do it", owned_by=who, due=days(4), by=who)
    rows = Risk.objects.select_related("owner")
    with django_assert_num_queries(3):
        assert len(lines(rows)) == 6
