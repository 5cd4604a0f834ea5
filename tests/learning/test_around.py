"""What training gives to the rooms around it: insights from a follow-up, and what quality shows of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.insights.insight_rights import visible_insights
from guidelines.insights.models import Insight
from guidelines.learning import services
from guidelines.learning.showing import area_links, area_tools, happened
from guidelines.quality.queries.areas import Area, Ref
from guidelines.quality.queries.asked import Kind
from tests.editions.clearing import named, restricted
from tests.learning.making import AN_HOUR, DAY, after, in_force, planned
from tests.people import World
from tests.people.beyond import tia


def test_what_came_up_in_a_session_becomes_an_insight_once(world: World) -> None:
    edition = in_force(world)
    session = planned(world, editions=(edition,))
    with after(session):
        note = services.follow_up(session, by=tia(world), text="Which price is usual for old models?")
        made = services.make_insight(note, by=tia(world), guideline=edition.guideline)
        with pytest.raises(WrongState):
            services.make_insight(note, by=tia(world))
    insight = Insight.objects.get()
    assert (made.insight_id, insight.guideline, insight.text) == (insight.pk, edition.guideline, note.text)
    assert visible_insights(world.ann).filter(pk=insight.pk).exists()


@pytest.mark.slow
def test_an_insight_from_a_session_about_something_restricted_names_it(world: World) -> None:
    edition = in_force(world)
    session = planned(world, editions=(edition,))
    restricted(edition, world.ann)
    named(edition.guideline, tia(world), world.ann)
    with after(session):
        note = services.follow_up(session, by=tia(world), text="It is about the secret.")
        with pytest.raises(Invalid, match="Name the restricted guideline"):
            services.make_insight(note, by=tia(world))
        edition.guideline.refresh_from_db()
        services.make_insight(note, by=tia(world), guideline=edition.guideline)
    assert visible_insights(world.ann).exists()
    assert not visible_insights(world.art).exists()


@pytest.mark.slow
def test_a_note_leads_to_its_insight_on_the_page(client: Client, world: World) -> None:
    session = planned(world, editions=(in_force(world),))
    client.force_login(tia(world))
    with clock.pretend(session.ends_at + AN_HOUR):
        services.follow_up(session, by=tia(world), text="Which price?")
        given = {"point": str(session.follow_ups.get().pk), "guideline": "US-PR-0001"}
        client.post(f"{session.get_absolute_url()}insight/", given)
        page = client.get(session.get_absolute_url()).content.decode()
    assert f"/insights/{Insight.objects.get().pk}/" in page


def test_a_struggling_area_leads_to_a_session_and_shows_those_there_were(world: World) -> None:
    edition = in_force(world)
    area = Area(
        Ref(Kind.RULE, ("US-PR-0001", "R2")),
        "R2",
        world.us.pk,
        guideline=edition.guideline,
        parts={edition.pk: {"R2"}},
    )
    tools = area_tools(HttpRequest(), area=area, person=tia(world))
    assert tools == {"address": "/training/sessions/new/?rule=US-PR-0001+R2"}
    assert area_tools(HttpRequest(), area=area, person=world.ann) is None
    assert area_links(HttpRequest(), area=area, person=world.ann) is None
    session = planned(world, editions=(edition,))
    shown = area_links(HttpRequest(), area=area, person=world.ann)
    assert shown == {"sessions": [session]}
    until = timezone.now() + 30 * DAY
    (one,) = happened(world.ann, edition.guideline, timezone.now(), until)
    assert (one.at, one.text, one.url) == (session.starts_at, session.topic, session.get_absolute_url())
    assert list(happened(world.vy, edition.guideline, timezone.now(), until)) == []
    assert list(happened(world.ann, edition.guideline, timezone.now() + dt.timedelta(days=9), until)) == []
