"""The search page over the twelve guidelines: what is drawn, where it leads, what it says when nothing is found."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db


def page(client: Client, query: str, **options: object) -> str:
    response = client.get("/search/", {"q": query, **options})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.slow
def test_a_rule_shows_condition_action_severity_and_label(twelve: World) -> None:
    html = page(making.signed_in(twelve.mo), "mirror quality")
    assert 'href="/g/US-PR-0001/R1/"' in html
    assert "an item is not genuine: “<mark>mirror quality</mark>”." in html
    assert "<b>Remove</b> the listing. Warn the seller." in html
    assert "S2 High" in html
    assert '<code class="lab">counterfeit.<wbr>declared</code>' in html
    assert "2 results for “mirror quality”" in html
    assert 'href="/g/US-PR-0001/#edge-cases"' in html


@pytest.mark.slow
def test_an_action_that_the_instruction_does_not_name_is_put_before_it(twelve: World) -> None:
    html = page(making.signed_in(twelve.joe), "complaint mirror")
    assert "<b>No action.</b> Take no action. Ask for the number." in html


def test_the_words_of_a_guideline_keep_their_language(twelve: World) -> None:
    html = page(making.signed_in(twelve.vy), "duong")
    assert '<p lang="vi">Gói <mark>đường</mark> không có nhãn phụ.' in html


def test_a_citation_leads_straight_to_its_rule(twelve: World) -> None:
    client = making.signed_in(twelve.mo)
    assert client.get("/search/", {"q": "PR-0001 R2"}).headers["Location"] == "/g/US-PR-0001/R2/"
    assert client.get("/search/", {"q": " us-pr-0001 "}).headers["Location"] == "/g/US-PR-0001/"


def test_a_citation_with_filters_shows_the_results(twelve: World) -> None:
    assert "1 result for" in page(making.signed_in(twelve.mo), "PR-0001 R2", market="US")


def test_what_filters_hide_is_said_with_a_way_to_see_it(twelve: World) -> None:
    html = page(making.signed_in(twelve.joe), "mirror", market="VN")
    assert "No guideline matches “mirror”" in html
    assert "The filters hide 4 results." in html
    assert "Look in: United States." in html
    assert 'href="?q=mirror">Clear filters' in html


def test_what_another_moment_hides_is_said_with_a_way_to_see_it(twelve: World) -> None:
    html = page(making.signed_in(twelve.joe), "mirror", at="2020-01-01T00:00Z")
    assert "Nothing fitted at that moment. 4 results are in force now." in html
    assert 'href="?q=mirror">Search what is in force now' in html
