"""What a receipt leads to: the words then, whether they bound and were published, and the words today."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from guidelines.catalogue.models import Market
from guidelines.editions import services
from guidelines.editions.models import Edition
from guidelines.people.models import Person
from guidelines.reading import receipts
from tests.editions import making as editions
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db

NEW = editions.SOURCE.replace("less than 30%", "less than 40%")


def code_of(edition: Edition, at: dt.datetime, rule: str | None = "R2") -> str:
    return receipts.shown(receipts.receipt_for(edition.pk, edition.digest, rule, at))


def opened(person: Person, code: str, status: int = 200) -> str:
    response = making.signed_in(person).get(f"/receipts/{code}/")
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.slow
def test_a_receipt_shows_the_rule_then_and_the_rule_today_with_what_changed(world: World) -> None:
    now = timezone.now()
    old = making.backdated(world, None, now - 60 * making.DAY)
    making.backdated(world, old.guideline, now - 30 * making.DAY, source=NEW)
    html = opened(world.mo, code_of(old, now - 40 * making.DAY))
    assert "Edition 1 was in force on" in html
    assert "Edition 2 followed 10 days later" in html
    assert "A branded item at less than 30%" in html
    assert "A branded item at less than 40%" in html
    assert "<del>30%</del>" in html
    assert "mirror quality" not in html


@pytest.mark.slow
def test_words_that_bound_before_they_were_published_are_said_to_be_so(world: World) -> None:
    now = timezone.now()
    old = making.backdated(world, None, now - 60 * making.DAY)
    html = opened(world.mo, code_of(old, now - 40 * making.DAY))
    assert "and was published later, on" in html
    assert "Nobody could read it in this portal at that moment." in html


def test_whoever_reads_vietnamese_finds_the_market_under_its_vietnamese_name(world: World) -> None:
    edition = making.first(world).editions.get()
    Market.objects.filter(pk=edition.guideline.market_id).update(name_vi="Hoa Kỳ")
    Person.objects.filter(pk=world.mo.pk).update(language="vi")
    assert "<dd>Hoa Kỳ</dd>" in opened(world.mo, code_of(edition, timezone.now()))


def test_words_that_are_still_in_force_stand_alone(world: World) -> None:
    edition = making.first(world).editions.get()
    html = opened(world.mo, code_of(edition, timezone.now()))
    assert "It is in force today." in html
    assert "published later" not in html
    assert ">Today<" not in html


@pytest.mark.slow
def test_a_withdrawal_tells_how_much_later_it_came_and_why(world: World, time_machine) -> None:  # type: ignore[no-untyped-def]
    guideline = making.first(world)
    decided = timezone.now()
    time_machine.move_to(decided + 14 * making.HOUR)
    edition = making.withdrawn(world, guideline)
    html = opened(world.mo, code_of(edition, decided))
    assert "It was withdrawn 14 hours later" in html
    assert "The escalation table named the wrong team." in html
    assert "Nothing is in force today." in html


@pytest.mark.slow
def test_a_suspension_of_that_moment_is_told_also_after_it_ended(world: World, time_machine) -> None:  # type: ignore[no-untyped-def]
    edition = making.first(world).editions.get()
    services.suspend(edition, by=world.bob, reason="Two courts disagree.", escalate_to="Seller Risk")
    decided = timezone.now()
    time_machine.move_to(decided + making.HOUR)
    services.resume(edition, by=world.bob, reason="Settled.")
    html = opened(world.mo, code_of(edition, decided))
    assert "cases went to Seller Risk. Reason: Two courts disagree." in html
    time_machine.move_to(decided + 2 * making.HOUR)
    assert "It was suspended" not in opened(world.mo, code_of(edition, timezone.now()))


@pytest.mark.slow
def test_words_that_were_not_in_force_in_that_minute_are_said_not_to_have_been(world: World) -> None:
    now = timezone.now()
    old = making.backdated(world, None, now - 60 * making.DAY)
    making.backdated(world, old.guideline, now - 30 * making.DAY, source=NEW)
    html = opened(world.mo, code_of(old, now - 20 * making.DAY))
    assert "Edition 1 was not in force on" in html
    assert "Edition 2 was in force then." in html


@pytest.mark.slow
def test_words_that_began_within_the_minute_count(world: World) -> None:
    start = timezone.now().replace(second=30, microsecond=0) - making.DAY
    edition = making.backdated(world, None, start)
    assert "Edition 1 was in force on" in opened(world.mo, code_of(edition, start))


@pytest.mark.slow
def test_a_receipt_from_a_gap_says_that_nothing_was_in_force(world: World, time_machine) -> None:  # type: ignore[no-untyped-def]
    guideline = making.first(world)
    making.withdrawn(world, guideline)
    time_machine.move_to(timezone.now() + making.HOUR)
    gap = timezone.now()
    time_machine.move_to(gap + making.HOUR)
    making.again(world, guideline)
    code = receipts.shown(receipts.receipt_for_nothing(guideline.pk, guideline.policy_id, gap))
    html = opened(world.mo, code)
    assert f"No rule of {guideline.policy_id} was in force on" in html
    assert "Edition 1 was withdrawn on" in html
    assert "Edition 2 began on" in html


@pytest.mark.slow
def test_the_receipt_of_a_whole_guideline_shows_all_its_words(world: World) -> None:
    now = timezone.now()
    old = making.backdated(world, None, now - 60 * making.DAY)
    making.backdated(world, old.guideline, now - 30 * making.DAY, source=NEW)
    html = opened(world.mo, code_of(old, now - 40 * making.DAY, rule=None))
    assert "Listings of branded goods by every US seller." in html
    assert 'class="rules"' in html
    assert "What is decided differently today" in html


@pytest.mark.slow
def test_a_rule_that_is_gone_today_is_said_to_be_gone(world: World) -> None:
    now = timezone.now()
    old = making.backdated(world, None, now - 60 * making.DAY)
    without = editions.SOURCE.replace("/// rule | R2", "/// rule | R7")
    making.backdated(world, old.guideline, now - 30 * making.DAY, source=without, change_note="R2 is now R7.")
    html = opened(world.mo, code_of(old, now - 40 * making.DAY))
    assert "Edition 2 has no rule R2." in html


def test_who_may_not_see_a_guideline_learns_nothing_from_its_receipts(world: World) -> None:
    edition = making.first(world).editions.get()
    now = timezone.now()
    gap = receipts.receipt_for_nothing(edition.guideline.pk, edition.guideline.policy_id, now)
    unknown = receipts.receipt_for(edition.pk + 900, edition.digest, "R2", now)
    for code in (code_of(edition, now), receipts.shown(gap), receipts.shown(unknown)):
        html = opened(world.vy, code, 404)
        assert f"There is no receipt {code} that you may read." in html
        assert edition.guideline.policy_id not in html


def test_a_draft_has_no_receipt_even_for_those_who_write_it(world: World) -> None:
    draft = editions.draft(world)
    opened(world.ann, code_of(draft, timezone.now()), 404)


def test_a_receipt_for_a_moment_to_come_is_none(world: World) -> None:
    edition = making.first(world).editions.get()
    opened(world.mo, code_of(edition, timezone.now() + making.HOUR), 404)


def test_a_code_of_another_portal_is_not_taken_for_ours(world: World) -> None:
    edition = making.first(world).editions.get()
    foreign = next(f"1:{n}" for n in range(99) if receipts.mark_of(f"1:{n}") != receipts.mark_of(edition.digest))
    opened(world.mo, receipts.shown(receipts.receipt_for(edition.pk, foreign, "R2", timezone.now())), 404)


def test_the_box_takes_a_code_as_people_type_it_and_keeps_what_was_mistyped(world: World) -> None:
    edition = making.first(world).editions.get()
    code, client = code_of(edition, timezone.now()), making.signed_in(world.mo)
    response = client.get("/receipts/", {"code": f" {code.lower().replace('-', ' ').replace('0', 'o')} "})
    assert response.headers["Location"] == f"/receipts/{code}/"
    wrong = client.get("/receipts/", {"code": f"{code[:-1]}<"})
    assert wrong.status_code == 404
    assert "a character is missing or wrong" in wrong.content.decode()
    assert f'value="{code[:-1]}&lt;"' in wrong.content.decode()


def test_an_address_with_a_code_in_small_letters_leads_to_the_right_one(world: World) -> None:
    edition = making.first(world).editions.get()
    code = code_of(edition, timezone.now())
    response = making.signed_in(world.mo).get(f"/receipts/{code.lower()}/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/receipts/{code}/")


@pytest.mark.slow
def test_a_receipt_typed_into_search_leads_to_its_page(world: World) -> None:
    edition = making.first(world).editions.get()
    code = code_of(edition, timezone.now())
    response = making.signed_in(world.mo).get("/search/", {"q": code.lower()})
    assert response.headers["Location"] == f"/receipts/{code}/"
    assert making.signed_in(world.vy).get("/search/", {"q": code}).status_code == 200
