"""The rule card: everything about one rule on one screen, and the line for the case note."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from guidelines.editions import services
from guidelines.people.models import Person
from tests.editions import making as editions
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db

WITH_TERM = editions.SOURCE.replace("no proof of origin", "no [proof of origin](term), see [Scope](#scope)") + (
    "\n## Words\n\n/// term | proof of origin\nAn invoice that names the brand.\n///\n"
)
WITH_THREE = editions.SOURCE.replace(
    "/// case | violating R1",
    "/// rule | R3\nif: Two signals.\ndo: **Remove** both.\naction: remove\nseverity: S1\n///\n\n"
    "/// case | violating R1",
)


def card(person: Person, address: str, **query: str) -> str:
    response = making.signed_in(person).get(address, query)
    assert response.status_code == 200, response.headers
    return response.content.decode()


def note(html: str) -> str:
    found = re.search(r'<code id="note">([^<]*)</code>', html)
    assert found
    return found[1]


def test_a_card_shows_condition_action_severity_label_escalation_and_cases(world: World) -> None:
    guideline = making.first(world)
    html = card(world.mo, f"/g/{guideline.policy_id}/R1/")
    assert '<span class="rno">R1</span>' in html
    assert "a branded item is not genuine: “mirror quality”." in html
    assert "Remove the listing. Warn the seller." in html
    assert "S2 High" in html
    assert "counterfeit.<wbr>declared" in html
    assert "Brand Integrity, from the third case in 90 days" in html
    assert "The seller says that it is a copy." in html
    assert "A mirror is the product here." in html
    assert "1 of 2 in deciding order" in html
    assert "Restrict commerce features" not in html


def test_the_line_for_the_case_note_has_citation_edition_label_and_a_receipt_that_leads_back(world: World) -> None:
    guideline = making.first(world)
    html = card(world.mo, f"/g/{guideline.policy_id}/R2/")
    cited, edition, label, receipt = note(html).split(" · ")
    assert (cited, edition, label) == (f"{guideline.policy_id} R2", "edition 1", "counterfeit.low_price")
    assert f'data-key="c" data-copy="{note(html)}"' in html
    page = card(world.mo, f"/receipts/{receipt.removeprefix('receipt ')}/")
    assert "Edition 1 was in force on" in page
    assert "A branded item at less than 30%" in page


@pytest.mark.slow
def test_the_keys_go_to_the_neighbours_in_deciding_order_at_the_same_moment(world: World) -> None:
    edition = making.backdated(
        world, None, timezone.now() - 9 * making.DAY, source=WITH_THREE, change_note="R1 to R3 are new."
    )
    at = (timezone.now() - making.DAY).isoformat().replace("+00:00", "Z")
    base = f"/g/{edition.guideline.policy_id}"
    html = card(world.mo, f"{base}/R2/", at=at)
    assert f'href="{base}/R3/?at={at}" data-key="j"' in html
    assert f'href="{base}/R1/?at={at}" data-key="k"' in html
    assert 'data-key="k"' not in card(world.mo, f"{base}/R1/")
    assert 'data-key="j"' not in card(world.mo, f"{base}/R3/")


@pytest.mark.slow
def test_what_changed_last_and_when_is_told_along_the_editions(world: World) -> None:
    guideline = making.first(world)
    assert "In these words since edition 1" in card(world.mo, f"/g/{guideline.policy_id}/R2/")
    changed = editions.SOURCE.replace("Restrict commerce features. ", "Ask the seller. ")
    making.again(world, guideline, source=changed)
    making.again(world, guideline, source=changed, summary="Other words.")
    html = card(world.mo, f"/g/{guideline.policy_id}/R2/")
    assert "Changed in edition 2: was “Restrict commerce features. Do not remove.” until" in html
    assert f"/g/{guideline.policy_id}/editions/compare/?from=1&amp;to=2" in html
    assert "In these words since edition 1" in card(world.mo, f"/g/{guideline.policy_id}/R1/")


@pytest.mark.slow
def test_a_change_of_anything_else_names_what_changed(world: World) -> None:
    guideline = making.first(world)
    changed = editions.SOURCE.replace("severity: S3", "severity: S2").replace("within 4 hours", "within 2 hours")
    making.again(world, guideline, source=changed)
    html = card(world.mo, f"/g/{guideline.policy_id}/R2/")
    assert re.search(r"Changed in edition 2, since [^:]*:\d\d PT: severity, escalation\.", html)


@pytest.mark.slow
def test_terms_are_explained_on_the_card_and_other_links_lead_to_the_page(world: World) -> None:
    guideline = making.first(world, source=WITH_TERM)
    html = card(world.mo, f"/g/{guideline.policy_id}/R2/")
    assert 'href="#def-proof-of-origin"' in html
    assert '<dt id="def-proof-of-origin">proof of origin</dt><dd>An invoice that names the brand.</dd>' in html
    assert f'href="/g/{guideline.policy_id}/editions/1/#scope"' in html


@pytest.mark.slow
def test_both_cards_say_which_guideline_goes_first(world: World) -> None:
    first, second = making.first(world), making.first(world)
    services.set_precedence(first, before=second, by=world.ann)
    assert f"If {second.policy_id} fits too: <b>{first.policy_id} first.</b>" in card(
        world.mo, f"/g/{first.policy_id}/R1/"
    )
    html = card(world.mo, f"/g/{second.policy_id}/R1/")
    assert f'<a href="/g/{first.policy_id}/">{first.policy_id} first</a></b>, if it fits too.' in html


@pytest.mark.slow
def test_of_many_rules_the_card_counts_those_before_it(world: World) -> None:
    rule = "/// rule | R{}\nif: Sign {}.\ndo: Remove it.\naction: remove\nseverity: S2\n///\n\n"
    rules = "".join(rule.format(number, number) for number in range(1, 12))
    guideline = making.first(world, source=f"## Scope\n\nListings.\n\n{rules}")
    assert "R1, R2, R3 come before R4." in card(world.mo, f"/g/{guideline.policy_id}/R4/")
    html = card(world.mo, f"/g/{guideline.policy_id}/R11/")
    assert "10 rules come before R11." in html
    assert "R1, R2" not in html


@pytest.mark.slow
def test_a_card_of_the_past_stands_under_the_banner_with_the_way_back(world: World) -> None:
    now = timezone.now()
    old = making.backdated(world, None, now - 60 * making.DAY)
    making.backdated(world, old.guideline, now - 30 * making.DAY, source=editions.SOURCE.replace("30%", "40%"))
    at = (now - 40 * making.DAY).isoformat()
    html = card(world.mo, f"/g/{old.guideline.policy_id}/R2/", at=at)
    assert "less than 30%" in html
    assert "is superseded" in html
    assert "Go to edition 2, in force now" in html
    assert 'class="is-card is-old"' in html
    assert "edition 1" in note(html)


@pytest.mark.slow
def test_a_suspended_rule_says_so_on_its_card(world: World) -> None:
    guideline = making.first(world)
    services.suspend(guideline.editions.get(), by=world.bob, reason="Two courts disagree.", escalate_to="Seller Risk")
    html = card(world.mo, f"/g/{guideline.policy_id}/R1/")
    assert "Suspended. Do not enforce: escalate to Seller Risk." in html
    assert note(html).startswith(f"{guideline.policy_id} R1 · suspended: escalate to Seller Risk · edition 1")
    assert '<button class="btn needs-script" type="button" data-key="c"' in html  # no main button: nobody decides by it
    assert 'class="is-card is-old"' in html
    assert 'class="is-old"' in making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/").content.decode()


@pytest.mark.slow
def test_words_to_come_have_no_receipt_yet(world: World) -> None:
    guideline = making.first(world)
    making.scheduled(world, guideline, timezone.now() + 2 * making.DAY)
    html = card(world.mo, f"/g/{guideline.policy_id}/R1/", at=(timezone.now() + 3 * making.DAY).isoformat())
    assert "It is not in force yet." in html
    assert "receipt" not in html.split("<main")[1].lower()


@pytest.mark.slow
def test_where_nothing_is_in_force_the_card_says_whom_to_ask(world: World) -> None:
    guideline = making.first(world)
    making.withdrawn(world, guideline)
    assert f"No rule is in force for {guideline.policy_id}" in card(world.mo, f"/g/{guideline.policy_id}/R1/")


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["r2/", "R2", "r2"])
def test_a_citation_typed_in_another_way_leads_to_the_card(world: World, typed: str) -> None:
    guideline = making.first(world)
    at = timezone.now().strftime("%Y-%m-%dT%H:%MZ")
    response = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/{typed}", {"at": at})
    assert response.status_code == 302
    assert response.headers["Location"].startswith(f"/g/{guideline.policy_id}/R2/?at=20")


@pytest.mark.slow
def test_an_unknown_rule_and_another_market_are_not_found(world: World) -> None:
    guideline = making.first(world)
    response = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/R9/")
    assert response.status_code == 404
    assert "has no rule R9 in edition 1" in response.content.decode()
    elsewhere = making.signed_in(world.vy).get(f"/g/{guideline.policy_id}/R1/")
    assert elsewhere.status_code == 404
    assert "mirror quality" not in elsewhere.content.decode()


@pytest.mark.slow
def test_an_image_in_a_case_waits_until_it_is_asked_for(world: World, settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path
    draft, drawn = editions.draft(world), io.BytesIO()
    Image.new("RGB", (40, 30)).save(drawn, "PNG")
    image = services.attach(draft, by=world.ann, data=drawn.getvalue()).get_absolute_url()
    source = editions.SOURCE.replace("The seller says that it is a copy.", f"![A bag]({image})\n\nThe seller says so.")
    draft = services.save_draft(draft, by=world.ann, seen=draft.digest, words=editions.words(source=source)).edition
    edition = editions.published(draft, world)
    for page in ("", "R1/"):
        html = card(world.mo, f"/g/{edition.guideline.policy_id}/{page}")
        assert html.count(f'<details class="media"><summary><img alt="A bag" src="{image}"') == 1
        assert "Show image" in html
        assert "<p></p>" not in html


@pytest.mark.slow
def test_the_rows_of_the_reading_page_lead_to_the_cards_of_the_same_words(world: World) -> None:
    now = timezone.now()
    old = making.backdated(world, None, now - 60 * making.DAY)
    making.backdated(world, old.guideline, now - 30 * making.DAY, source=editions.SOURCE.replace("30%", "40%"))
    base = f"/g/{old.guideline.policy_id}/"
    assert f'<a href="{base}R2/">R2</a>' in card(world.mo, base)
    past = card(world.mo, f"{base}editions/1/")
    to_card = re.search(rf'<a href="({base}R2/\?at=[^"]+)">R2</a>', past)
    assert to_card
    assert "less than 30%" in card(world.mo, to_card[1])


@pytest.mark.slow
def test_a_browser_that_has_the_card_is_told_so_until_something_on_it_changes(world: World, time_machine) -> None:  # type: ignore[no-untyped-def]
    time_machine.move_to(timezone.now().replace(second=5, microsecond=0) + dt.timedelta(minutes=1))
    guideline = making.first(world)
    client, address = making.signed_in(world.mo), f"/g/{guideline.policy_id}/R1/"
    client.get(address)
    kept = client.get(address).headers["ETag"]
    assert client.get(address, headers={"if-none-match": kept}).status_code == 304
    services.suspend(guideline.editions.get(), by=world.bob, reason="Two courts disagree.", escalate_to="Seller Risk")
    assert client.get(address, headers={"if-none-match": kept}).status_code == 200


@pytest.mark.slow
def test_a_minute_later_the_receipt_is_another_one(world: World, time_machine) -> None:  # type: ignore[no-untyped-def]
    guideline = making.first(world)
    before = note(card(world.mo, f"/g/{guideline.policy_id}/R1/"))
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=1))
    assert note(card(world.mo, f"/g/{guideline.policy_id}/R1/")) != before


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 6])
def test_a_card_takes_as_many_queries_however_many_editions_there_are(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    guideline = making.first(world)
    for other in range(2, number + 1):
        making.again(world, guideline, summary=f"Words of edition {other}.")
    client, address = making.signed_in(world.mo), f"/g/{guideline.policy_id}/R1/"
    client.get(address)
    with django_assert_num_queries(5):  # session, person with roles, editions, precedence, rulings
        client.get(address)
    cache.clear()
    with django_assert_num_queries(7):  # and the page, and what changed along the editions
        client.get(address)
