"""The reading page of the words in force: what it shows, in which order, to whom."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from guidelines.editions import services
from tests.editions import making as editions
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db


def page(person, address: str) -> str:  # type: ignore[no-untyped-def]
    response = making.signed_in(person).get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_moderator_reads_the_words_in_force_with_the_decision_table_first(world: World) -> None:
    guideline = making.first(world)
    html = page(world.mo, f"/g/{guideline.policy_id}/")
    order = ["<h1", 'id="decide"', 'id="r1"', 'id="r2"', 'id="changed"', 'id="scope"', 'class="margin"']
    places = [html.index(mark) for mark in order]
    assert places == sorted(places)
    assert "Counterfeit product listings" in html
    assert "In force" in html
    assert "counterfeit.<wbr>declared" in html
    assert "S2 High" in html
    assert "Brand Integrity, within 4 hours" in html


def test_a_reading_page_asks_for_one_sheet_and_two_scripts_and_nothing_else_before_its_words(world: World) -> None:
    html = page(world.mo, f"/g/{making.first(world).policy_id}/")
    asked = re.findall(r'<(?:script|link|img)\b[^>]*(?:src|href)="/static/([^"]+)"', html)
    assert asked == ["icon.svg", "css/portal.css", "js/portal.js", "js/theme.js"]


def test_no_picture_is_read_out_of_the_sheet_before_a_page_is_shown() -> None:
    for sheet in (settings.BASE_DIR / "static/css").glob("*.css"):
        assert "url(" not in sheet.read_text(), sheet.name


def test_the_cases_of_a_rule_stand_under_its_row(world: World) -> None:
    html = page(world.mo, f"/g/{making.first(world).policy_id}/")
    under_r1 = html[html.index('id="r1"') : html.index('id="r2"')]
    assert "2 cases for R1" in under_r1
    assert "A mirror is the product here." in under_r1
    assert "A mirror is the product here." not in html.replace(under_r1, "")


@pytest.mark.slow
def test_a_question_can_be_asked_from_the_row_of_each_rule_in_force(world: World) -> None:
    guideline = making.first(world)
    address = f"/g/{guideline.policy_id}"
    html = page(world.mo, f"{address}/")
    for rule in ("R1", "R2"):
        assert f'href="{address}/ask/?rule={rule}">Unclear? Ask about {rule}</a>' in html
    making.again(world, guideline, source=editions.SOURCE.replace("30%", "40%"))
    assert "Ask about R2" not in page(world.mo, f"{address}/editions/1/")


@pytest.mark.slow
def test_whoever_reads_in_another_language_is_told_which_words_bind(world: World) -> None:
    address = f"/g/{making.first(world).policy_id}/"
    assert "Its own words bind" not in page(world.mo, address)
    world.mo.language = "vi"
    world.mo.save()
    assert "Hướng dẫn này viết bằng tiếng Anh." in page(world.mo, address)


@pytest.mark.slow
def test_my_time_comes_first_and_the_market_time_second(world: World) -> None:
    world.mo.time_zone = "America/Chicago"
    world.mo.save()
    html = page(world.mo, f"/g/{making.first(world).policy_id}/")
    assert re.search(r"Edition 1, since \d+ \w+ \d{4}, \d\d:\d\d your time \(.*PT\)", html)


def test_a_policy_id_may_be_typed_in_any_case_and_leads_to_the_one_address(world: World) -> None:
    guideline = making.first(world)
    response = making.signed_in(world.mo).get(f"/g/{guideline.policy_id.lower()}/?at=2026-03-01T10:00Z")
    assert response.status_code == 302
    assert response.url == f"/g/{guideline.policy_id}/?at=2026-03-01T10%3A00Z"


@pytest.mark.slow
def test_an_earlier_number_leads_to_the_guideline(world: World) -> None:
    draft = services.open_guideline(
        market=world.us, domain=world.product, words=editions.words(), by=world.ann, aliases=["SOP-17.4"]
    )
    policy_id = editions.published(draft, world).guideline.policy_id
    client = making.signed_in(world.mo)
    assert client.get("/g/sop-17.4/").url == f"/g/{policy_id}/"
    assert client.get("/g/SOP-17.4/editions/1/").url == f"/g/{policy_id}/editions/1/"
    assert making.signed_in(world.vy).get("/g/SOP-17.4/").status_code == 404


def test_a_citation_can_be_typed_as_an_address(world: World) -> None:
    guideline = making.first(world)
    response = making.signed_in(world.mo).get(f"/g/{guideline.policy_id.lower()}/R2/")
    assert response.url == f"/g/{guideline.policy_id}/R2/"


@pytest.mark.slow
def test_somebody_of_another_market_is_told_that_there_is_no_such_guideline(world: World) -> None:
    guideline = making.first(world)
    for address in ("", "editions/", "editions/1/", "editions/compare/?from=1&to=1"):
        response = making.signed_in(world.vy).get(f"/g/{guideline.policy_id}/{address}")
        assert response.status_code == 404
        assert "that you may read" in response.content.decode()
        assert "Counterfeit product listings" not in response.content.decode()


def test_a_visitor_is_asked_to_sign_in(world: World, client) -> None:  # type: ignore[no-untyped-def]
    guideline = making.first(world)
    for address in ("/guidelines/", f"/g/{guideline.policy_id}/", f"/g/{guideline.policy_id}/editions/"):
        assert client.get(address).status_code == 302


@pytest.mark.slow
def test_rules_that_changed_since_the_base_edition_are_marked_and_their_cases_open(world: World) -> None:
    guideline = making.first(world)
    changed = editions.SOURCE.replace("less than 30%", "less than 40%").replace(
        "/// case | violating R1",
        "/// rule | R3\nif: Two signals.\ndo: Remove.\naction: remove\nseverity: S1\n///\n\n/// case | violating R1",
    )
    making.again(world, guideline, source=changed, change_note="R3 is new.")
    html = page(world.mo, f"/g/{guideline.policy_id}/")
    row = {rule: re.search(rf'<tr id="{rule}".*?</tr>', html, re.DOTALL)[0] for rule in ("r1", "r2", "r3")}  # type: ignore[index]
    assert "is-new" not in row["r1"]
    assert ">Changed<" in row["r2"]
    assert ">New<" in row["r3"]


@pytest.mark.slow
def test_the_rules_of_a_first_edition_are_not_all_called_new(world: World) -> None:
    assert "is-new" not in page(world.mo, f"/g/{making.first(world).policy_id}/")


@pytest.mark.slow
def test_a_minor_edition_is_shown_for_information(world: World) -> None:
    guideline = making.first(world)
    assert "For information" not in page(world.mo, f"/g/{guideline.policy_id}/")
    making.again(world, guideline, significance="minor", summary="Clearer words.")
    assert "For information" in page(world.mo, f"/g/{guideline.policy_id}/")


def test_the_change_note_links_the_rules_it_names_and_only_those_there_are(world: World) -> None:
    guideline = making.first(world, change_note="- R2 restricts now.\n- R9 is gone.")
    html = page(world.mo, f"/g/{guideline.policy_id}/")
    note = html[html.index('id="changed"') : html.index('id="scope"')]
    assert '<a href="#r2">R2</a> restricts now.' in note
    assert "<li>R9 is gone." in note


@pytest.mark.slow
def test_precedence_names_only_guidelines_the_reader_may_know(world: World) -> None:
    guideline = making.first(world)
    second = making.first(world, title="Second")
    hidden = making.vietnamese(world)
    guideline.precedes.set([second, hidden])
    html = page(world.mo, f"/g/{guideline.policy_id}/")
    assert f"{guideline.policy_id} first." in html
    assert second.policy_id in html
    assert hidden.policy_id not in html


def test_a_vietnamese_guideline_is_read_with_vietnamese_headings_whoever_reads(world: World) -> None:
    html = page(world.vy, f"/g/{making.vietnamese(world).policy_id}/")
    assert '<article class="prose" lang="vi"' in html
    for words in (
        "Cách quyết định",
        "Nếu thấy",
        "S2 Cao",
        "1 trường hợp cho R1",
        "Vi phạm",
        "Những điểm thay đổi trong ấn bản 1",
    ):
        assert words in html
    assert "If you see" not in html
    assert "Read from the top" not in html


def test_a_guideline_without_rules_begins_with_its_text(world: World) -> None:
    guideline = making.first(world, source="## Scope\n\nEverything.")
    html = page(world.mo, f"/g/{guideline.policy_id}/")
    assert 'class="rules"' not in html
    assert 'id="decide"' not in html
    assert '<span class="no">1</span>Scope' in html


CANARIES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "[x](javascript:alert(3))",
    "{{ 7|add:7 }}{% now 'Y' %}",
)


@pytest.mark.slow
@pytest.mark.parametrize("canary", CANARIES)
def test_nothing_an_author_writes_acts_on_the_page(world: World, canary: str) -> None:
    rule = editions.SOURCE.replace("Remove the listing.", f"Remove {canary}").replace(
        "“Mirror quality, you", f"“{canary} you"
    )
    guideline = making.first(world)
    making.again(
        world,
        guideline,
        title=f"T {canary}",
        summary=f"S {canary}",
        change_note=f"N {canary}",
        source=f"{rule}\n\nText {canary}",
    )
    pages = [
        page(world.mo, address)
        for address in (
            f"/g/{guideline.policy_id}/",
            f"/g/{guideline.policy_id}/editions/1/",
            f"/g/{guideline.policy_id}/editions/",
            f"/g/{guideline.policy_id}/editions/compare/?from=1&to=2",
            "/guidelines/",
        )
    ]
    for html in pages:
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript' not in html
        assert "14{" not in html


def test_a_citation_of_a_rule_that_is_not_there_says_so(world: World) -> None:
    guideline = making.first(world)
    response = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/R99/")
    assert response.status_code == 404
    assert "has no rule R99 in edition 1" in response.content.decode()


@pytest.mark.slow
def test_searching_the_id_of_a_withdrawn_guideline_leads_to_the_page_that_explains(world: World) -> None:
    guideline = making.first(world)
    services.withdraw(guideline.editions.get(), by=world.bob, note="Wrong team.")
    response = making.signed_in(world.mo).get("/search/", {"q": guideline.policy_id.lower()})
    assert (response.status_code, response.headers["Location"]) == (302, f"/g/{guideline.policy_id}/")
