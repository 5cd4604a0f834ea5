"""The search page: what is drawn, where it leads, and what it says when nothing is found."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from guidelines.people.roles import Role
from guidelines.reading.search.asking import asked
from guidelines.reading.search.marking import excerpt
from tests.people import World, make_person
from tests.reading import making

pytestmark = pytest.mark.django_db


def page(client: Client, query: str, **options: object) -> str:
    response = client.get("/search/", {"q": query, **options})
    assert response.status_code == 200
    return response.content.decode()


def marked(text: str, query: str) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in excerpt(text, asked(query)))


# Marks


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Says “mirror quality” here.", "mirror quality", "Says “[mirror quality]” here."),
        ("Quality, or a mirror.", "mirror qual", "[Quality], or a [mirror]."),
        ("A report.", "rep", "A [report]."),
        ("A report.", '"rep"', "A report."),
        ("Gói đường và dương tính.", "duong", "Gói [đường] và [dương] tính."),
        ("Go\u0301i đươ\u0300ng", "goi", "[Gói] đường"),
        ("A 1:1 copy, 1: 1 or 1 1.", "1:1", "A [1:1] copy, [1: 1] or [1 1]."),
        ("Brand policy 2.3.", "policy 2.3", "Brand [policy 2.3]."),
        ("HOÁ ĐƠN", "hóa đơn", "[HOÁ ĐƠN]"),
        ("ﬁne Straße İstanbul mirror", "mirror", "ﬁne Straße İstanbul [mirror]"),
        ("no such word", "mirror", "no such word"),
        ("", "mirror", ""),
    ],
)
def test_the_words_are_marked_on_the_original_text(text: str, query: str, expected: str) -> None:
    assert marked(text, query) == expected


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("proof of origin", ["Proof of origin", "proofs of", "origin"]),
        ("of*", ["of", "offer", "of", "office"]),
        ("of", ["of", "of"]),
        ("mir quality", ["mirror quality"]),
    ],
)
def test_a_short_word_that_there_is_marks_no_longer_one_behind_which_more_is_typed(
    world: World, query: str, marks: list[str]
) -> None:
    making.first(
        world,
        title="Papers",
        source="## Scope\n\nProof of origin, an offer, proofs of an office for the origin; mirror quality.\n",
    )
    section = page(making.signed_in(world.mo), query).split("Section", 1)[1].split("</li>", 1)[0]
    assert re.findall(r"<mark>([^<]+)</mark>", section) == marks


def test_of_a_long_text_the_stretch_with_the_words_is_shown_cut_between_words() -> None:
    text = "Filler words go here. " * 60 + "The mirror has quality. " + "More of the same follows. " * 60
    shown = marked(text, "mirror quality")
    assert "[mirror] has [quality]" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 320
    plain = re.sub(r"[\[\]]", "", shown).removeprefix("… ").removesuffix(" …")
    assert f" {plain}" in text


@pytest.mark.parametrize("most", [1, 10, 50])
def test_an_excerpt_of_any_length_is_part_of_the_text(most: int) -> None:
    for text in ("x" * 500, "a b " * 200, "…" * 500, "mirror" * 100):
        whole = "".join(piece.text for piece in excerpt(text, asked("mirror b"), most))
        assert whole.removeprefix("… ").removesuffix(" …") in text


# What is drawn


def test_markup_in_words_and_question_is_only_text(world: World) -> None:
    source = "## Scope\n\nAll <script>alert(1)</script> `<img src=x onerror=alert(2)>` of whales.\n\n"
    rule = (
        "/// rule | R1\nif: Whale <b>x</b> & `<mark>` <svg onload=a()>.\ndo: Remove <i>it</i>.\naction: remove\n///\n"
    )
    making.first(world, title="Whale <script>t</script>", source=source + rule)
    client = making.signed_in(world.mo)
    for query in ("whale", "script", '"><script>alert(3)</script> whale', "<mark>"):
        html = page(client, query)
        body = re.sub(r'<script src="[^"]+" defer></script>', "", html)
        assert "<script" not in body.split("<main", 1)[1].split("</main>", 1)[0]
        assert not re.search(r"<(img|b>x|i>it|svg onload)", html)
    assert "&lt;script&gt;t&lt;/script&gt;" in page(client, "whale")


def test_a_short_word_that_was_sent_is_whole_and_the_page_leads_to_what_begins_so(world: World) -> None:
    making.first(world, title="Quarters of buyers")
    client, said = making.signed_in(world.mo), "“qua” was searched as a whole word."
    assert said not in page(client, "of qua")
    assert "of buyers" in page(client, "of qua")  # no passage holds it
    making.first(world, title="Qua & of")
    found = page(client, "of & qua")
    assert said in found
    assert "buyers" not in found
    (address,) = re.findall(r'href="([^"]+)">Search words that begin so as well', found)
    assert address == "?q=of+%26+qua%2A"
    everything = client.get(f"/search/{address}").content.decode()
    assert said not in everything
    assert "buyers" in everything


# Where it leads


@pytest.mark.slow
def test_a_citation_of_the_past_leads_to_the_words_of_then(world: World) -> None:
    now = timezone.now()
    old = making.backdated(world, None, now - 60 * making.DAY)
    making.backdated(world, old.guideline, now - 30 * making.DAY)
    response = making.signed_in(world.mo).get("/search/", {"q": "PR-0001 R1", "at": "2026-01-01T00:00Z"})
    assert response.status_code == 200
    then = (now - 40 * making.DAY).strftime("%Y-%m-%dT%H:%M:00Z")
    response = making.signed_in(world.mo).get("/search/", {"q": "PR-0001 R1", "at": then})
    assert response.headers["Location"] == f"/g/US-PR-0001/R1/?at={then}"
    assert making.signed_in(world.mo).get(response.headers["Location"]).status_code == 200


def test_a_hit_of_another_moment_names_its_edition_and_leads_to_that_moment(world: World) -> None:
    now = timezone.now()
    making.backdated(world, None, now - 60 * making.DAY)
    then = (now - 40 * making.DAY).strftime("%Y-%m-%dT%H:%M:00Z")
    html = page(making.signed_in(world.mo), "mirror", at=then)
    assert f'href="/g/US-PR-0001/?at={then}#r1"' in html
    assert "<span>Edition 1</span>" in html
    assert "Use them only to judge decisions of that time." in html


# As of


def test_the_form_reads_the_moment_in_the_persons_own_time(world: World) -> None:
    world.mo.time_zone = "Asia/Ho_Chi_Minh"
    world.mo.save()
    client = making.signed_in(world.mo)
    response = client.get("/search/", {"q": "mirror", "on": "2026-03-01T10:00", "market": "US", "page": "2"})
    assert response.headers["Location"] == "/search/?q=mirror&market=US&at=2026-03-01T03%3A00%3A00Z"
    html = page(client, "mirror", at="2026-03-01T03:00Z")
    assert 'value="2026-03-01T10:00"' in html
    assert "Time in Ho Chi Minh (ICT)" in html


def test_a_moment_left_as_it_was_stays_exact_and_an_emptied_one_is_now(world: World) -> None:
    client = making.signed_in(world.mo)
    exact = {"q": "mirror", "at": "2026-03-01T03:00:07.5Z"}
    assert (
        client.get("/search/", {**exact, "on": "2026-03-01T03:00"})
        .headers["Location"]
        .endswith("at=2026-03-01T03%3A00%3A07.5Z")
    )
    assert client.get("/search/", {**exact, "on": ""}).headers["Location"] == "/search/?q=mirror"


@pytest.mark.parametrize("at", ["yesterday", "2026-03-01T10:00", "2026-13-01T10:00Z", "9" * 400])
def test_an_instant_that_cannot_be_read_is_refused_with_the_right_form(world: World, at: str) -> None:
    response = making.signed_in(world.mo).get("/search/", {"q": "mirror", "at": at})
    assert response.status_code == 400
    assert "2026-03-01T10:00Z" in response.content.decode()


def test_a_moment_that_cannot_be_read_is_asked_again_beside_the_box(world: World) -> None:
    world.mo.time_zone = "America/Los_Angeles"
    world.mo.save()
    client = making.signed_in(world.mo)
    for typed, sentence in (("soon", "Enter a date and a time"), ("2026-03-08T02:30", "does not exist in PT")):
        response = client.get("/search/", {"q": "mirror", "on": typed})
        assert response.status_code == 400
        assert sentence in response.content.decode()
    twice = client.get("/search/", {"q": "mirror", "on": "2026-11-01T01:30"})
    assert "happens twice" in unescape(twice.content.decode())


# Nothing to show


def test_without_a_question_the_page_explains_itself_and_shows_what_is_new(world: World) -> None:
    making.first(world, title="Elephants")
    html = page(making.signed_in(world.mo), "")
    assert "the beginning of a word is enough" in html
    assert "Elephants" in html
    assert 'class="facets"' not in html


def test_no_result_at_all_says_what_to_try(world: World) -> None:
    making.first(world)
    html = page(making.signed_in(world.mo), "zebra stripes")
    assert "No guideline matches “zebra stripes”" in html
    assert "every word must be found" in html


@pytest.mark.slow
def test_a_question_without_words_gets_a_sentence(world: World) -> None:
    making.first(world)
    client = making.signed_in(world.mo)
    for query in ('"', "*", "((", "  *  "):
        html = page(client, query)
        assert "There is no word in this question" in html or "the beginning of a word is enough" in html


def test_the_page_says_which_results_it_shows_whatever_page_was_asked_for(world: World) -> None:
    for _guideline in range(9):
        making.first(world)
    client = making.signed_in(world.mo)
    for number, shown, said in (
        ("-1", 25, "1 to 25"),
        ("0", 25, "1 to 25"),
        ("9" * 11, 25, "1 to 25"),
        ("2", 2, "26 to 27"),
    ):
        html = page(client, "mirror", page=number)
        assert html.count('class="hit"') == shown
        assert f"{said} of 27" in html


def test_whoever_is_not_signed_in_is_asked_to(client: Client) -> None:
    response = client.get("/search/", {"q": "mirror"})
    assert response.status_code == 302
    assert "/search/" in response.headers["Location"]


@pytest.mark.parametrize(
    "more",
    ["", "&exact=1", "&order=newest", "&market=US", "&market=ZZ", "&page=2", "&topic=counterfeit.goods", "&at=x"],
)
def test_no_page_shows_what_somebody_else_asked(world: World, more: str) -> None:
    """The middle of the page is kept, with holes for the question."""
    making.first(world, title="Walrus and zebrafinch listings")
    other = make_person("Z-001", "Zoe Quill", Role.MODERATOR, world.us, world.product)
    zoe, mo = making.signed_in(other), making.signed_in(world.mo)
    first = zoe.get(f"/search/?q=walrus{more}").content.decode()
    second = mo.get(f"/search/?q=zebrafinch{more}").content.decode()
    again = mo.get(f"/search/?q=zebrafinch{more}").content.decode()
    assert "q=walrus" in first
    for page in (second, again):
        assert "q=zebrafinch" in page
        assert "q=walrus" not in page
        assert 'value="walrus"' not in page
        assert "“walrus”" not in page
