"""Completion tells nobody without names how fewer than five people did, neither in their row nor by taking away."""

from __future__ import annotations

import re

import pytest

from guidelines.editions.services import Acknowledging
from guidelines.learning.models import Task
from guidelines.learning.services import assigning
from guidelines.learning.services.assigning import ForWhom, Thing
from guidelines.people.models import Person, Site, Team
from guidelines.people.roles import Role
from tests.editions import making
from tests.editions.pages import signed_in
from tests.learning import quizzing
from tests.people import World, make_person
from tests.people.beyond import tia

pytestmark = pytest.mark.django_db

AS_WELL = "another row is hidden as well"
ROW = re.compile(r'<tr><th scope="row">([^<]+?) *(?:<span class="hint">[^<]*</span>)?</th>(.*?)</tr>')
CELL = re.compile(r"<td[^>]*>(?:<b[^>]*>)?([^<]*)")


def team_of(count: int, name: str, site: str, world: World) -> list[Person]:
    place, _made = Site.objects.get_or_create(code=site.upper(), defaults={"name": site, "time_zone": "UTC"})
    team = Team.objects.create(site=place, name=name)
    found = [
        make_person(f"{name}-{n}", f"{name} Person {n}", Role.MODERATOR, world.us, world.product) for n in range(count)
    ]
    Person.objects.filter(pk__in=[person.pk for person in found]).update(team=team)
    return found


def asked(world: World, *whom: Person) -> Task:
    keys = tuple(person.pk for person in whom)
    return quizzing.assigned(world, whom=ForWhom(Task.Audience.PEOPLE, people=keys))


@pytest.fixture
def task(world: World) -> Task:
    """Of a small team, a larger one at the same site, and a middling one elsewhere."""
    small, large = team_of(3, "Small", "Austin", world), team_of(9, "Large", "Austin", world)
    return asked(world, *small, *large, *team_of(6, "Middling", "Dublin", world))


def rows(person: Person, address: str) -> dict[str, list[str]]:
    page = signed_in(person).get(address).content.decode()
    return {name: CELL.findall(cells) for name, cells in ROW.findall(page)}


@pytest.mark.parametrize("page", ["/learning/completion/", "/learning/tasks/{}/"])
def test_ann_can_not_take_the_other_teams_from_a_total_or_a_site(page: str, task: Task, world: World) -> None:
    address = page.format(task.pk)
    assert rows(world.ann, address) == {
        "Large": ["9 people: hidden as well"],
        "Middling": ["0", "6", "0", "0"],
        "Small": ["3 people: too few to show"],
    }
    assert rows(world.ann, f"{address}?by=site") == {"Austin": ["0", "12", "0", "0"], "Dublin": ["0", "6", "0", "0"]}
    shown = signed_in(world.ann).get(address).content.decode()
    assert AS_WELL in shown
    assert "of 18 asked" in shown, "the total is still told"


def test_a_site_of_few_takes_the_next_smallest_with_it(task: Task, world: World) -> None:
    asked(world, *team_of(2, "Tiny", "Cork", world))
    assert rows(world.ann, "/learning/completion/?by=site") == {
        "Austin": ["0", "12", "0", "0"],
        "Cork": ["2 people: too few to show"],
        "Dublin": ["6 people: hidden as well"],
    }


def test_a_market_of_few_takes_another_with_it(task: Task, world: World) -> None:
    draft = making.draft(world, by=world.van, market=world.vn)
    edition = making.published(draft, world, by=world.van, reviewer=world.binh, acknowledging=Acknowledging("readers"))
    assigning.choose(edition, "ack", Thing(), ForWhom(Task.Audience.READERS), days=3, by=world.van)
    found = rows(world.joe, "/learning/completion/?by=market")
    assert {cell for [cell] in found.values()} == {"3 people: too few to show", "18 people: hidden as well"}


def test_those_who_see_names_see_every_row(task: Task, world: World) -> None:
    page = signed_in(tia(world)).get("/learning/completion/").content.decode()
    assert rows(tia(world), "/learning/completion/")["Small"] == ["0", "3", "0", "0"]
    assert AS_WELL not in page
    assert "hidden as well" not in page


def test_a_lead_reads_their_own_team_and_not_a_small_one_beside_it(task: Task, world: World) -> None:
    lead = quizzing.lead_of_mo(world)
    Team.objects.filter(name="Middling").update(lead=lead)
    assert rows(lead, "/learning/completion/") == {
        "Large": ["9 people: hidden as well"],
        "Middling": ["0", "6", "0", "0"],
        "Small": ["3 people: too few to show"],
    }


def test_where_no_team_is_small_nothing_is_hidden(world: World) -> None:
    asked(world, *team_of(5, "Five", "Austin", world), *team_of(6, "Six", "Austin", world))
    assert rows(world.ann, "/learning/completion/") == {"Five": ["0", "5", "0", "0"], "Six": ["0", "6", "0", "0"]}
    assert AS_WELL not in signed_in(world.ann).get("/learning/completion/").content.decode()


@pytest.mark.parametrize("by", ["team", "site"])
def test_of_one_small_team_beside_a_lead_s_own_no_total_is_told(by: str, world: World) -> None:
    lead = quizzing.lead_of_mo(world)
    task = asked(world, *team_of(6, "Own", "Austin", world), *team_of(4, "Small", "Cork", world))
    Team.objects.filter(name="Own").update(lead=lead)
    page = signed_in(lead).get(f"/learning/tasks/{task.pk}/?by={by}").content.decode()
    assert "4 people: too few to show" in page
    assert '<dl class="kpis">' not in page


def test_a_file_for_somebody_without_names_holds_no_figure_at_all(task: Task, world: World) -> None:
    made = signed_in(world.ann).get("/learning/completion.csv").content.decode("utf-8-sig")
    assert len(made.splitlines()) == 1, "the columns"
