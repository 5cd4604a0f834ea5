"""Home: two lists that cannot be mistaken, with what each edition asks and how long it takes."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.desk.floor import floor_of
from guidelines.desk.mine import mine_of
from guidelines.desk.news import News, news_for
from guidelines.editions import services
from guidelines.editions.models import Audience, Edition
from guidelines.people import services as people
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Role
from guidelines.people.sessions import reader_from
from guidelines.reading.effort import minutes, words_of_rules
from guidelines.reading.services import acknowledge
from guidelines.reading.shared import heard
from tests.editions import making
from tests.editions.pages import text
from tests.insights import making as questions
from tests.people import World
from tests.reading.making import asking, first, scheduled_after, signed_in, vietnamese

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def until(moment: dt.datetime) -> services.Acknowledging:
    return services.Acknowledging(Audience.READERS, until=moment)


def news(person: Person, market: str = "") -> News:
    reader, now = reader_from(Person.objects.get(pk=person.pk)), timezone.now()
    floor, mine = floor_of(reader, heard(reader), now, "en"), mine_of(reader, now, None)
    return news_for(reader, floor, mine.done, now, market=market, language="en")


def home(person: Person, query: str = "") -> str:
    return text(signed_in(person).get(reverse("home") + query))


def changed(world: World, edition: Edition, **options: object) -> Edition:
    """A newer edition in which R2 says 40%."""
    draft = making.next_draft(edition.guideline, world.ann, source=making.SOURCE.replace("30%", "40%"))
    return making.published(draft, world, **options)  # type: ignore[arg-type]


@pytest.mark.slow
def test_what_is_in_force_and_what_starts_later_never_stand_in_one_list(world: World) -> None:
    begun = asking(world, title="Knives")
    start = timezone.now() + 2 * DAY
    later = changed(world, begun, effective_from=start, acknowledging=until(start + DAY))
    found = news(world.mo)
    assert [item.row.policy_id for item in found.now] == [begun.guideline.policy_id]
    assert [item.row.number for item in found.later] == [later.number]
    assert (found.to_acknowledge_now, found.to_acknowledge_later) == (1, 1)
    assert re.search(r"Until <time [^<]*PT\)?</time>, decide by edition 1\.", home(world.mo))


@pytest.mark.slow
def test_nothing_else_stands_between_the_two_lists(world: World) -> None:
    edition = asking(world, title="Knives")
    questions.ruled(edition, world.ann, questions=[questions.asked(edition, world.mo)])
    html = signed_in(world.mo).get(reverse("home")).content.decode()
    heads = re.findall(r'<h2 id="([\w-]+)"', html.split("<main")[1])
    assert heads[:3] == ["now-h", "next-h", "answers-h"]


@pytest.mark.slow
def test_of_two_editions_to_come_the_second_does_not_have_the_old_one_decide_past_the_first(world: World) -> None:
    begun, start = asking(world, title="Knives"), timezone.now() + 2 * DAY
    scheduled_after(world, changed(world, begun, effective_from=start), start + 2 * DAY)
    assert [(one.row.number, one.row.until_then, one.row.until_then_at) for one in news(world.mo).later] == [
        (2, 1, start),
        (3, 1, start),
    ]
    said = re.findall(r"Until <time datetime=\"([^\"]*)\"[^<]*</time>, decide by edition 1\.", home(world.mo))
    assert len(said) == len(set(said)) + 1 == 2


@pytest.mark.slow
def test_an_item_says_how_many_rules_changed_and_how_long_they_take(world: World) -> None:
    changed(world, making.published(making.draft(world), world), acknowledging=services.Acknowledging(Audience.READERS))
    (item,) = news(world.mo).now
    assert (item.row.changes, item.row.minutes) == (1, 1)
    page = home(world.mo)
    assert "Read 1 change" in page
    assert "About 1 minute" in page


def test_the_words_of_a_changed_rule_count_with_its_cases_and_no_other(world: World) -> None:
    one = "/// rule | R1\ndo: Remove it now.\n///\n\n/// case | violating R1\nOne two.\n///\n\n"  # 6 words and 5
    source = f"{one}/// rule | R2\ndo: No.\n///\n"
    assert words_of_rules(source, ["R2"]) == 4
    assert words_of_rules(source, ["R1"]) == 11
    assert words_of_rules(source, None) == words_of_rules(source, ["R1"]) + words_of_rules(source, ["R2"])
    assert [minutes(words) for words in (1, 150, 320, 750)] == [1, 1, 2, 5]


@pytest.mark.slow
def test_a_duty_stays_on_home_however_old_it_is(world: World) -> None:
    asking(world, title="Knives")
    with time_machine.travel(timezone.now() + 60 * DAY, tick=False):
        assert "I, Mo" not in home(world.mo)
        assert "Knives" in home(world.mo)
        assert "Knives" not in home(world.joe), "nobody asked the auditor, and it is no news any more"


@pytest.mark.slow
def test_what_is_late_is_said_to_be_late_and_stands_first(world: World) -> None:
    now = timezone.now()
    asking(world, title="No end")
    asking(world, wanted=until(now + 9 * DAY), title="Much time")
    asking(world, wanted=until(now + DAY / 2), title="Half a day")
    with time_machine.travel(now + DAY, tick=False):
        assert [item.row.title for item in news(world.mo).now] == ["Half a day", "Much time", "No end"]
        page = home(world.mo)
    assert page.count("was due") == 1
    assert "3 to acknowledge." in page


@pytest.mark.slow
def test_what_is_done_is_no_longer_asked_for_and_is_listed_below(world: World) -> None:
    edition = asking(world, title="Knives")
    acknowledge(edition, by=world.mo, seen=edition.digest)
    page = home(world.mo)
    assert "to acknowledge." not in page
    assert "Acknowledged by Mo Diallo in the last 30 days (1)" in page


@pytest.mark.slow
def test_a_minor_edition_is_for_information(world: World) -> None:
    edition = asking(world)
    acknowledge(edition, by=world.mo, seen=edition.digest)
    asking(world, edition.guideline, significance="minor")
    (item,) = news(world.mo).now
    assert item.is_duty is False
    assert "For information" in home(world.mo)


@pytest.mark.slow
def test_the_market_switch_filters_news_and_never_hides_a_duty(world: World) -> None:
    people.grant(world.mo, Role.MODERATOR, by=None, market=world.vn)
    asking(world, title="Knives")
    first(world, title="Forks")
    vietnamese(world, title="Dao")
    assert {item.row.title for item in news(world.mo).now} == {"Knives", "Forks", "Dao"}
    narrowed = news(world.mo, "VN")
    assert {item.row.title for item in narrowed.now} == {"Knives", "Dao"}
    assert [(line.code, line.waiting, line.chosen) for line in narrowed.markets] == [("US", 1, False), ("VN", 0, True)]
    assert "nothing due" in home(world.mo, "?market=VN")


def test_whoever_works_in_one_market_has_no_switch(world: World) -> None:
    assert news(world.mo).markets == ()
    assert "My markets" not in home(world.mo)


@pytest.mark.slow
def test_an_unknown_market_shows_duties_and_breaks_nothing(world: World) -> None:
    asking(world, title="Knives")
    assert "Knives" in home(world.mo, "?market=XX")


COLD, WARM = 23, 11
"""Queries of a home page made anew, and of one whose floor is kept."""


@pytest.mark.slow
def test_home_costs_the_same_for_two_editions_and_for_eight(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people.grant(world.mo, Role.MODERATOR, by=None, market=world.vn)
    client = signed_in(world.mo)
    client.get("/guidelines/")  # who reads is known from here on
    for titles in (("One", "Two"), ("Three", "Four", "Five", "Six", "Seven", "Eight")):
        for title in titles:
            asking(world, title=title)
        with django_assert_max_num_queries(COLD):
            client.get(reverse("home"))
        with django_assert_max_num_queries(WARM):
            client.get(reverse("home"))


@pytest.mark.slow
def test_a_deed_and_the_clock_show_on_home_at_once_though_much_of_it_is_kept(world: World) -> None:
    now = timezone.now()
    edition = asking(world, title="Knives")
    start = now + dt.timedelta(seconds=20)
    making.published(making.next_draft(edition.guideline, world.ann, title="Blades"), world, effective_from=start)
    assert "Spoons" not in home(world.mo)
    first(world, title="Spoons")
    assert "Spoons" in home(world.mo)
    assert [item.row.title for item in news(world.mo).later] == ["Blades"]
    with time_machine.travel(start + dt.timedelta(seconds=1), tick=False):
        found = news(world.mo)
    assert (found.later, {item.row.title for item in found.now}) == ((), {"Blades", "Spoons"})


@pytest.mark.slow
def test_what_is_kept_is_of_ones_own_roles_and_lost_with_them(world: World) -> None:
    asking(world, title="Knives")
    assert "Knives" in home(world.mo)
    assert "Knives" not in home(world.vy)
    people.end_role(Assignment.objects.get(person=world.mo), by=None)
    assert "Knives" not in home(world.mo)


def test_guidelines_are_browsed_by_domain_and_topic_each_with_how_many_one_may_read(world: World) -> None:
    first(world)
    vietnamese(world)
    page = signed_in(world.mo).get(reverse("home")).content.decode()
    browse = page[page.index('<section class="browse"') :]
    library = reverse("library")
    assert re.findall(r'href="[^"]*\?domain=(\w+)">[^<]*</a><span class="hint">(\d+)', browse) == [("PR", "1")]
    assert re.findall(rf'href="{library}\?domain=PR&amp;topic=([\w.]+)">[^<]*<span class="n">(\d+)', browse) == [
        ("counterfeit", "1")
    ]


def test_each_time_on_home_is_first_that_of_the_person_and_then_that_of_the_market(world: World) -> None:
    Person.objects.filter(pk=world.mo.pk).update(time_zone="Asia/Ho_Chi_Minh")
    changed(
        world, asking(world), effective_from=timezone.now() + 2 * DAY, acknowledging=until(timezone.now() + 3 * DAY)
    )
    assert re.search(r"Until <time [^>]*>[^<]*your time \([^<]*PT\)</time>, decide by edition 1", home(world.mo))
