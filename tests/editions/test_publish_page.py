"""The publish page: now, later in the market's own time, and under a schedule."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from guidelines.editions.queries import in_force
from tests.editions import making
from tests.editions.pages import address, signed_in, text
from tests.people import World


@pytest.mark.slow
def test_a_manager_publishes_for_now(world: World) -> None:
    edition = making.approved(making.draft(world), world)
    response = signed_in(world.ann).post(
        address("publish", edition), {"seen": edition.digest, "when": "now", "why_sooner": making.SOONER}
    )
    assert response.status_code == 302
    assert in_force(edition.guideline, timezone.now()) == edition


@pytest.mark.slow
@pytest.mark.parametrize(("significance", "asked"), [("major", "readers"), ("minor", "nobody")])
def test_all_readers_are_asked_to_acknowledge_a_major_edition_unless_the_manager_says_otherwise(
    world: World, significance: str, asked: str
) -> None:
    first = making.published(making.draft(world), world)
    changes = {"summary": "Said in other words.", "significance": significance}
    edition = making.approved(making.next_draft(first.guideline, world.ann, **changes), world)
    form = signed_in(world.ann).get(address("publish", edition)).context["form"]
    assert form["acknowledged_by"].value() == asked


def test_a_manager_publishes_for_a_moment_in_the_markets_own_time(world: World) -> None:
    edition = making.approved(making.draft(world), world)
    day = (timezone.now() + dt.timedelta(days=40)).date().isoformat()
    signed_in(world.ann).post(
        address("publish", edition), {"seen": edition.digest, "when": "later", "effective_from": f"{day}T09:00"}
    )
    edition.refresh_from_db()
    assert edition.effective_from is not None
    assert edition.effective_from.astimezone(ZoneInfo("America/Los_Angeles")).isoformat()[:16] == f"{day}T09:00"


def test_a_local_time_that_does_not_exist_is_refused_with_its_neighbours(world: World) -> None:
    edition = making.approved(making.draft(world), world)
    # 02:30 on 14 March 2027 falls into the hour that Los Angeles skips.
    data = {"seen": edition.digest, "when": "later", "effective_from": "2027-03-14T02:30"}
    response = signed_in(world.ann).post(address("publish", edition), data)
    assert response.status_code == 422
    assert "01:59" in text(response)
    assert "03:00" in text(response)
    assert "2027-03-14T02:30" in text(response)


@pytest.mark.slow
def test_an_ambiguous_local_time_is_asked_about(world: World) -> None:
    edition = making.approved(making.draft(world), world)
    # Los Angeles has the hour from 01:00 twice on the first Sunday of November.
    november = dt.date(timezone.now().year + 1, 11, 1)
    sunday = november + dt.timedelta(days=6 - november.weekday())
    data = {"seen": edition.digest, "when": "later", "effective_from": f"{sunday}T01:30"}
    response = signed_in(world.ann).post(address("publish", edition), data)
    assert response.status_code == 422
    response = signed_in(world.ann).post(address("publish", edition), {**data, "effective_from_which": "1"})
    assert response.status_code == 302
    edition.refresh_from_db()
    assert edition.effective_from == dt.datetime.combine(sunday, dt.time(9, 30), dt.UTC)


@pytest.mark.slow
def test_publishing_under_a_schedule_asks_on_the_page_and_does_what_was_chosen(world: World) -> None:
    first = making.published(making.draft(world), world)
    later = making.published(
        making.next_draft(first.guideline, world.ann, summary="Planned."),
        world,
        effective_from=timezone.now() + dt.timedelta(days=2),
    )
    urgent = making.approved(
        making.next_draft(first.guideline, world.art, summary="Urgent."), world, by=world.art, reviewer=world.eve
    )
    client = signed_in(world.art)
    response = client.post(address("publish", urgent), {"seen": urgent.digest, "when": "now"})
    assert response.status_code == 422
    assert f"Edition {later.number} is scheduled after this one" in text(response)
    data = {
        "seen": urgent.digest,
        "when": "now",
        f"fate_{later.number}": "rebase",
        "note": "Recall alert.",
        "why_sooner": "Now.",
    }
    assert client.post(address("publish", urgent), data).status_code == 302
    later.refresh_from_db()
    assert later.state == "draft"


@pytest.mark.slow
def test_the_page_shows_the_update_as_moderators_will_find_it(world: World) -> None:
    first = making.published(making.draft(world), world)
    note = "R1 and R2 say the same in fewer words."
    edition = making.approved(making.next_draft(first.guideline, world.ann, change_note=note), world)
    later = {"seen": edition.digest, "when": "later", "effective_from": "2031-06-24T09:00", "action": "look"}
    page = text(signed_in(world.ann).post(address("publish", edition), later))
    preview = page[page.index("What moderators will get") :]
    assert edition.title in preview
    assert note in preview
    assert "Until 24 Jun 2031, 09:00 PT, decide by edition 1." in preview
