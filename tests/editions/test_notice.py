"""The notice period: a major change that starts sooner needs a reason. And who must acknowledge."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Edition
from guidelines.editions.notice import without_reason_from
from guidelines.editions.services import Acknowledging
from guidelines.frame.refusals import Invalid
from tests.editions import making
from tests.editions.pages import address, signed_in, text
from tests.people import World
from tests.people.sites import seat

DAY = dt.timedelta(days=1)


def approved(world: World, **changes: object) -> Edition:
    return making.approved(making.draft(world, **changes), world)


def publish(edition: Edition, world: World, **options: object) -> Edition:
    return services.publish(edition, by=world.ann, seen=edition.digest, **options)  # type: ignore[arg-type]


def test_a_major_change_that_starts_at_once_needs_a_reason(world: World) -> None:
    edition = approved(world)
    with pytest.raises(Invalid, match="asks for 3 working days"):
        publish(edition, world)
    publish(edition, world, why_sooner=" Recall alert. ")
    assert AuditEvent.objects.latest("id").data["why_sooner"] == "Recall alert."


def test_the_period_is_that_of_the_market(world: World) -> None:
    world.us.notice_days = 0
    world.us.save()
    publish(approved(world), world)
    assert "why_sooner" not in AuditEvent.objects.latest("id").data


@pytest.mark.parametrize("day", [*range(23, 30)])
def test_a_market_without_a_period_asks_for_no_reason_on_any_day_of_the_week(world: World, day: int) -> None:
    edition = approved(world)
    now = dt.datetime(2026, 11, day, 18, tzinfo=dt.UTC)
    edition.guideline.market.notice_days = 0
    assert without_reason_from(edition, now) == now
    edition.guideline.market.notice_days = 1
    assert without_reason_from(edition, now) > now


def test_a_start_after_the_period_needs_none(world: World) -> None:
    edition = approved(world)
    start = without_reason_from(edition, timezone.now()) + dt.timedelta(minutes=5)
    with pytest.raises(Invalid):
        publish(edition, world, effective_from=start - DAY / 24)
    publish(edition, world, effective_from=start, why_sooner="Not needed.")
    assert "why_sooner" not in AuditEvent.objects.latest("id").data


@pytest.mark.slow
def test_a_minor_change_needs_none(world: World) -> None:
    making.published(making.draft(world), world)
    guideline = Edition.objects.get().guideline
    minor = making.approved(
        making.next_draft(guideline, world.ann, summary="Plainer.", significance="minor", change_note="Plainer words."),
        world,
    )
    publish(minor, world)


@pytest.mark.slow
def test_the_page_shows_the_notice_and_asks_why(world: World) -> None:
    edition = approved(world)
    ann = signed_in(world.ann)
    page = text(ann.get(address("publish", edition)))
    assert "0 working days of notice" in page
    assert "asks for 3 for a major edition" in page
    answer = ann.post(address("publish", edition), {"seen": edition.digest, "when": "now", "note": "kept"})
    assert answer.status_code == 422
    assert "Write why it starts sooner" in text(answer)
    later = (timezone.now() + 20 * DAY).strftime("%Y-%m-%dT09:00")
    look = {"seen": edition.digest, "when": "later", "effective_from": later, "action": "look"}
    assert "working days of notice" not in text(ann.post(address("publish", edition), look))
    edition.refresh_from_db()
    assert edition.state == "approved"


@pytest.mark.slow
def test_the_page_shows_the_start_in_the_time_of_every_site(world: World) -> None:
    edition = approved(world)
    seat(world.mo, "Manila", "Asia/Manila")
    data = {"seen": edition.digest, "when": "later", "effective_from": "2031-06-24T09:00", "action": "look"}
    page = text(signed_in(world.ann).post(address("publish", edition), data))
    assert "Manila" in page
    assert "25 Jun 2031, 00:00 PHT" in page


@pytest.mark.slow
def test_the_wished_start_is_offered(world: World) -> None:
    edition = approved(world)
    edition.wished_from = dt.datetime(2031, 6, 24, 16, tzinfo=dt.UTC)
    edition.save()
    page = text(signed_in(world.ann).get(address("publish", edition)))
    assert "Its writers wished 24 Jun 2031, 09:00 PT" in page
    assert 'value="2031-06-24T09:00"' in page


@pytest.mark.slow
def test_a_wished_start_that_has_passed_is_not_offered(world: World) -> None:
    edition = approved(world)
    edition.wished_from = timezone.now() - DAY
    edition.save()
    page = text(signed_in(world.ann).get(address("publish", edition)))
    assert "Its writers wished" not in page
    assert "At the moment below" in page


def test_who_must_acknowledge_is_set_with_the_publication_and_recorded(world: World) -> None:
    until = timezone.now() + 5 * DAY
    edition = publish(
        approved(world),
        world,
        why_sooner=making.SOONER,
        acknowledging=Acknowledging("roles", ("team_lead", "moderator"), until),
    )
    edition.refresh_from_db()
    assert (edition.acknowledged_by, edition.acknowledging_roles) == ("roles", ["moderator", "team_lead"])
    assert edition.acknowledge_until == until
    assert AuditEvent.objects.latest("id").data["acknowledging_roles"] == ["moderator", "team_lead"]


def test_nobody_is_asked_to_acknowledge_the_impossible(world: World) -> None:
    edition = approved(world)
    for wanted in (Acknowledging("roles", ()), Acknowledging("readers", (), timezone.now() - DAY)):
        with pytest.raises(Invalid):
            publish(edition, world, why_sooner=making.SOONER, acknowledging=wanted)
    edition.refresh_from_db()
    assert edition.state == "approved"


def test_a_cancelled_start_takes_its_acknowledgement_along(world: World) -> None:
    edition = publish(
        approved(world), world, effective_from=timezone.now() + 20 * DAY, acknowledging=Acknowledging("readers")
    )
    edition = services.cancel(edition, by=world.ann)
    edition.refresh_from_db()
    assert edition.acknowledged_by == "nobody"
