"""Pages of programmes ask the database as often for thirty of everything as for one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidelines.people.models import Person
from guidelines.programmes import services
from guidelines.programmes.models import Programme
from tests.insights.making import in_force
from tests.insights.queueing import noted, required
from tests.learning.making import planned
from tests.people import World
from tests.people.beyond import pam
from tests.programmes import making
from tests.programmes.test_pages import browser
from tests.programmes.test_sending import lists

MANY = 30


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def one_more(world: World, home: Programme, who: Person, number: int) -> None:
    """A milestone, a risk and an opportunity with an action and two checks, and one thing of each kind it holds."""
    making.milestone(home, who, f"Milestone {number}")
    for kind in ("risk", "opportunity"):
        made = making.risk(home, who, kind=kind, title=f"{kind} {number}")
        services.check_risk(made, making.assessment(3, 3, why="Less of it."), by=who)
        services.add_action(made, text="Recruit", owned_by=who, due=making.days(5), by=who)
    services.take_in(home, planned(world), by=who)
    services.take_in(
        home, required(world, noted(world, words=f"Note {number}", by=world.bob if number % 2 else world.ann)), by=who
    )


@pytest.mark.slow
def test_the_page_of_a_programme_its_risks_and_the_portfolio_ask_no_more_with_thirty_rows(world: World) -> None:
    who = pam(world)
    home, other = making.programme(world), making.programme(world, name="Another")
    services.take_in(home, in_force(world), by=who)
    one_more(world, home, who, 0)
    one_more(world, other, who, 100)
    me, pages = browser(who), (home.get_absolute_url(), f"{home.get_absolute_url()}holds/", "/programmes/portfolio/")
    few = {page: queries(me, page) for page in pages}
    for number in range(1, MANY):
        one_more(world, home, who, number)
    for risk in [one.risk for one in home.memberships.select_related("risk")[:MANY]]:
        services.share_risk(risk, other, by=who)
    assert {page: queries(me, page) for page in pages} == few


@pytest.mark.slow
def test_the_list_of_programmes_asks_no_more_with_thirty_of_them(world: World) -> None:
    who = pam(world)
    making.milestone(making.programme(world), who)
    me = browser(who)
    few = queries(me, "/programmes/")
    for number in range(1, MANY):
        made = making.programme(world, name=f"Programme {number}")
        making.milestone(made, who)
        making.risk(made, who)
    assert queries(me, "/programmes/") == few


@pytest.mark.slow
def test_a_report_asks_no_more_with_thirty_risks_and_its_subscribers_no_more_with_three(world: World) -> None:
    who, home = pam(world), making.programme(world)
    one_more(world, home, who, 0)
    desk, mo, brand = lists(world)
    services.subscribe(home, desk.pk, form="pdf", by=who)
    found, me = making.issued(home, who, -20, -12), browser(who)
    few, subscribers = queries(me, found.get_absolute_url()), f"{home.get_absolute_url()}subscribers/"
    few_subscribers = queries(me, subscribers)
    for number in range(1, MANY):
        one_more(world, home, who, number)
    for contact in (mo, brand):
        services.subscribe(home, contact.pk, form="pdf", by=who)
    # Compared with the one before, which is one query more: whether this person may read it.
    later = making.issued(home, who)
    assert queries(me, later.get_absolute_url()) <= few + 1
    assert queries(me, subscribers) == few_subscribers
