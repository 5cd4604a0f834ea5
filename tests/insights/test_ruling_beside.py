"""The answer form of those who rule beside each other: what was pinned meanwhile is read, what was typed is kept."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from guidelines.editions.models import Edition
from guidelines.insights import services
from guidelines.insights.models import Ruling
from tests.editions.pages import hidden_fields, signed_in, text
from tests.insights import making
from tests.people import World


@pytest.fixture
def edition(world: World) -> Edition:
    return making.in_force(world)


def test_a_lead_who_rules_after_another_reads_that_one_first_and_loses_nothing_typed(
    world: World, edition: Edition
) -> None:
    questions = [making.asked(edition, world.mo, text=f"And for {what}?") for what in ("sets", "bags", "belts")]
    page, lea = questions[0].get_absolute_url(), signed_in(making.lead(world))
    making.ruled(edition, world.ann, rule_id="R1", text="A copy of a box is a copy.")
    carried = hidden_fields(lea.get(page))
    making.ruled(edition, world.ann)
    until = (timezone.now() + dt.timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    data = {"text": "Look at the last sale.", "pin": "on", "until": until, "also": [str(q.pk) for q in questions[1:]]}
    refused = lea.post(page, {**carried, **data})
    shown = text(refused)
    assert refused.status_code == 409
    assert "Ann Rivera pinned a ruling on R2 meanwhile. Read it here." in shown
    assert making.RULING in shown
    assert "Look at the last sale.</textarea>" in shown
    assert len(re.findall(r'name="also"[^>]* checked', shown)) == 2
    assert not Ruling.objects.filter(text="Look at the last sale.").exists()
    assert lea.post(page, {**hidden_fields(refused), **data}).status_code == 302, "who read both may"
    assert Ruling.objects.get(text="Look at the last sale.").answers.count() == 3


def test_a_ruling_for_a_question_that_was_answered_meanwhile_says_so(world: World, edition: Edition) -> None:
    question, other = making.asked(edition, world.mo), making.asked(edition, world.art, text="And for sets?")
    services.answer(other, by=world.ann, text="The same.")
    until = (timezone.now() + dt.timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    third = making.asked(edition, world.art, text="And for bags?")
    data = {"text": making.RULING, "pin": "on", "until": until, "also": [str(other.pk), str(third.pk)]}
    refused = signed_in(world.bob).post(question.get_absolute_url(), {**data, "seen": edition.digest})
    assert refused.status_code == 422
    assert "One of these was answered meanwhile. Look at the list again." in text(refused)
    assert f"{making.RULING}</textarea>" in text(refused)


@pytest.mark.parametrize(
    ("typed", "days", "field", "sentence"),
    [
        ("Remove these listings.", 3, "text", "another action, “Remove”"),
        (making.RULING, 15, "until", "An interim ruling runs for 14 days at most."),
        (making.RULING, -1, "until", "Choose a later moment."),
    ],
)
def test_what_is_wrong_with_a_ruling_stands_at_its_field_and_the_summary_leads_there(
    world: World, edition: Edition, typed: str, days: int, field: str, sentence: str
) -> None:
    ann, page = signed_in(world.ann), making.asked(edition, world.mo).get_absolute_url()
    until = (timezone.now() + dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
    refused = ann.post(page, {**hidden_fields(ann.get(page)), "text": typed, "pin": "on", "until": until})
    shown = text(refused)
    assert refused.status_code == 422
    ((linked, said),) = re.findall(r'<li><a href="#(\w+)">[^<]+</a>: ([^<]+)</li>', shown)
    assert (linked, sentence in said) == (f"id_{field}", True)
    assert f'id="id_{field}"' in shown
    assert f'id="id_{field}_error"' in shown


def test_the_summary_leads_to_a_group_of_boxes_too(world: World, edition: Edition) -> None:
    question, other = making.asked(edition, world.mo), making.asked(edition, world.art, text="And for sets?")
    making.asked(edition, world.art, text="And for bags?")
    services.answer(other, by=world.ann, text="The same.")
    data = {"text": making.RULING, "also": [str(other.pk)], "seen": edition.digest}
    shown = text(signed_in(world.bob).post(question.get_absolute_url(), data))
    assert '<li><a href="#id_also">' in shown
    assert '<fieldset class="field" id="id_also"' in shown
