"""Requests about a restricted guideline: for whoever asked and the people it names, and in no mail."""

from __future__ import annotations

import pytest
from django.test import Client

from guidelines.audit.catching_up import catch_up_all
from guidelines.audit.models import AuditEvent
from guidelines.frame.refusals import Refused
from guidelines.insights import services
from guidelines.insights.request_queries import requests_of
from guidelines.insights.request_rights import visible_requests
from guidelines.liaison.models import Kind, Notification
from guidelines.liaison.notifying.showing import lines
from tests.editions.clearing import named, restricted
from tests.insights.making import in_force, next_edition
from tests.insights.test_requests import made
from tests.people import World


def test_a_request_about_what_is_restricted_is_for_whoever_asked_and_those_it_names(world: World) -> None:
    edition = in_force(world)
    request = made(world, by=world.mo, guideline=edition.guideline)
    restricted(edition, world.ann)
    for person in (world.mo, world.ann):
        assert visible_requests(person).filter(pk=request.pk).exists(), person
    for person in (world.art, world.bob, world.lia, world.joe):
        assert not visible_requests(person).filter(pk=request.pk).exists(), person
    with pytest.raises(Refused):
        services.remark(request, by=world.lia, text="What is it about?")
    with pytest.raises(Refused):
        services.take_up(request, by=world.art)
    assert requests_of(world.art, who="wait").count() == 0


def test_no_mail_names_the_restricted_guideline_that_answers_a_request(world: World) -> None:
    edition = in_force(world)
    request = made(world, by=world.mo, guideline=edition.guideline)
    restricted(edition, world.ann)
    named(edition.guideline, world.mo, world.ann)
    named(edition.guideline, world.bob, world.ann)
    services.answer_in(request, next_edition(edition, world), by=world.ann)
    catch_up_all()
    (line,) = lines(world.mo, Notification.objects.filter(person=world.mo, kind=Kind.REQUEST))
    assert line.shown is not None
    assert line.shown.is_restricted


@pytest.mark.slow
def test_opening_a_request_about_what_is_restricted_is_recorded(client: Client, world: World) -> None:
    edition = in_force(world)
    request = made(world, by=world.mo, guideline=edition.guideline)
    restricted(edition, world.ann)
    client.force_login(world.mo)
    client.get(f"/requests/{request.pk}/")
    assert not AuditEvent.objects.filter(verb="restricted.opened").exists()
    client.force_login(world.ann)
    for path in ("/requests/", f"/requests/{request.pk}/"):
        page = client.get(path)
        assert request.text in page.content.decode(), path
        assert page["Cache-Control"] == "no-store", path
    assert AuditEvent.objects.get(verb="restricted.opened").actor_id == world.ann.pk
