"""Synonyms, typing errors, and searches that find nothing."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import Market
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people.models import Person
from guidelines.reading.models import MissedSearch
from guidelines.reading.search import missed
from guidelines.reading.search.correcting import distance
from guidelines.reading.search.entries import entries_of
from guidelines.reading.search.missed import KEPT, KEPT_ONCE, is_fit_to_keep
from guidelines.reading.search.querying import search
from guidelines.reading.search.synonyms import add_synonyms, end_synonyms
from tests.people import World
from tests.reading import making
from tests.reading.search_set import cite

pytestmark = pytest.mark.django_db

MIRROR, FACTORY, TAPE = "US-PR-0001 R1", "US-PR-0001 case R1", "US-CC-0001 R2"


def found(person: Person, query: str, *, exact: bool = False) -> list[str]:
    return [cite(hit) for hit in search(person, query, exact=exact).hits]


def page(client: Client, **asked: str) -> str:
    response = client.get("/search/", asked)
    assert response.status_code == 200
    return response.content.decode()


# Synonyms


@pytest.mark.slow
def test_what_is_said_in_other_words_is_found_after_what_was_typed(twelve: World) -> None:
    assert FACTORY not in found(twelve.joe, "mirror")
    before = found(twelve.joe, "mirror")
    add_synonyms(twelve.us, ["mirror", "1:1", "street fight"], by=twelve.ann)
    assert found(twelve.joe, "mirror")[: len(before)] == before
    assert {FACTORY, "US-PR-0003 R1"} <= set(found(twelve.joe, "mirror"))
    assert search(twelve.joe, "mirror").also == ["1:1", "street fight"]
    assert "US-PR-0003 R1" in found(twelve.joe, "1:1")
    assert MIRROR in found(twelve.joe, "street fight")
    assert found(twelve.joe, "mirror", exact=True) == before
    assert search(twelve.joe, "mirror", exact=True).also == []


@pytest.mark.slow
def test_the_other_words_of_the_question_must_still_be_found(twelve: World) -> None:
    add_synonyms(twelve.us, ["looking glass", "tape"], by=twelve.ann)
    assert found(twelve.joe, "tape logo") == [TAPE]
    assert found(twelve.joe, "tape vanity") == ["US-PR-0001 § Edge cases"]


def test_beginnings_and_quotations_are_looked_for_as_they_are(twelve: World) -> None:
    add_synonyms(twelve.us, ["mirror", "1:1"], by=twelve.ann)
    for query in ("mirro", '"mirror"', '"mirror quality"'):
        assert search(twelve.joe, query).also == []


def test_marks_and_capitals_do_not_matter(twelve: World) -> None:
    add_synonyms(twelve.vn, ["đường", "Mật ong"], by=twelve.van)
    assert "VN-PR-0001 § Phạm vi" in found(twelve.joe, "DUONG")
    assert search(twelve.joe, "mat ong").also == ["đường"]


def test_synonyms_are_those_of_the_markets_one_reads(twelve: World) -> None:
    add_synonyms(twelve.vn, ["mirror", "cot"], by=twelve.van)
    assert search(twelve.mo, "mirror").also == []
    assert search(twelve.joe, "mirror").also == ["cot"]


def test_the_synonym_is_marked_in_the_words_it_stands_in(twelve: World) -> None:
    add_synonyms(twelve.us, ["mirror", "same factory"], by=twelve.ann)
    results = search(twelve.joe, "mirror")
    entry = next(entry for entry in entries_of(results) if cite(entry.hit) == FACTORY)
    assert [piece.text for piece in entry.text if piece.marked] == ["Same factory"]


def test_the_page_says_what_else_it_looks_for_and_how_to_switch_that_off(twelve: World) -> None:
    add_synonyms(twelve.us, ["mirror", "1:1"], by=twelve.ann)
    client = making.signed_in(twelve.mo)
    html = page(client, q="mirror")
    assert "Also searching “1:1” (synonyms)." in " ".join(html.split())
    assert 'href="?q=mirror&amp;exact=1">Search exact words only' in html
    exact = page(client, q="mirror", exact="1")
    assert "Also searching" not in exact
    assert 'href="?q=mirror">Search synonyms as well' in exact
    assert '<input type="hidden" name="exact" value="1">' in exact


def test_keeping_synonyms_is_a_deed_of_the_markets_policy_managers(twelve: World) -> None:
    made = add_synonyms(twelve.us, [" Mirror ", "mirror", "1:1", ""], by=twelve.ann)
    assert str(made) == "Mirror, 1:1"
    event = AuditEvent.objects.get(verb="synonyms.added")
    assert (event.actor_id, event.data) == (twelve.ann.pk, {"market": "US", "texts": ["Mirror", "1:1"]})
    for person, market in ((twelve.ann, twelve.vn), (twelve.bob, twelve.us), (twelve.mo, twelve.us)):
        with pytest.raises(Refused):
            add_synonyms(market, ["whale", "orca"], by=person)
    with pytest.raises(Refused):
        end_synonyms(made, by=twelve.van)
    end_synonyms(made, by=twelve.ann)
    assert search(twelve.joe, "mirror").also == []
    assert AuditEvent.objects.filter(verb="synonyms.ended").count() == 1
    with pytest.raises(WrongState):
        end_synonyms(made, by=twelve.ann)


@pytest.mark.parametrize(
    "texts", [["one"], ["one", "ONE"], ["“”", "two"], ["one two three four five", "two"], ["x" * 61, "two"], ["a"] * 0]
)
def test_a_list_that_says_nothing_is_refused(twelve: World, texts: list[str]) -> None:
    with pytest.raises(Invalid):
        add_synonyms(twelve.us, texts, by=twelve.ann)


def test_an_expression_is_in_one_list_of_a_market(twelve: World) -> None:
    add_synonyms(twelve.us, ["mirror", "1:1"], by=twelve.ann)
    with pytest.raises(Invalid, match="“mirror” is in a list already"):
        add_synonyms(twelve.us, ["MIRROR", "dupe"], by=twelve.ann)
    add_synonyms(twelve.vn, ["mirror", "dupe"], by=twelve.van)


@pytest.mark.slow
def test_the_page_adds_ends_and_keeps_what_was_typed(twelve: World) -> None:
    client = making.signed_in(twelve.ann)
    assert "No synonyms yet" in client.get("/search/synonyms/").content.decode()
    refused = client.post("/search/synonyms/", {"market": "US", "texts": "mirror"})
    assert refused.status_code == 422
    assert ">\nmirror</textarea>" in refused.content.decode()
    assert client.post("/search/synonyms/", {"market": "VN", "texts": "a\nb"}).status_code == 422
    assert client.post("/search/synonyms/", {"market": "US", "texts": "mirror\n1:1"}).status_code == 302
    html = client.get("/search/synonyms/").content.decode()
    assert "“mirror”, “1:1”" in html
    number = html.split('name="end" value="')[1].split('"')[0]
    assert client.post("/search/synonyms/", {"end": "999"}).status_code == 404
    assert client.post("/search/synonyms/", {"end": number}).status_code == 302
    assert "No synonyms yet" in client.get("/search/synonyms/").content.decode()


def test_who_only_reads_synonyms_is_offered_no_deed(twelve: World) -> None:
    add_synonyms(twelve.us, ["mirror", "1:1"], by=twelve.ann)
    client = making.signed_in(twelve.bob)
    html = client.get("/search/synonyms/").content.decode()
    assert "“mirror”, “1:1”" in html
    assert "<textarea" not in html
    assert client.post("/search/synonyms/", {"market": "US", "texts": "a\nb"}).status_code == 403
    assert making.signed_in(twelve.mo).get("/search/synonyms/").status_code == 403


# Typing errors


def test_typing_errors_are_forgiven_where_nothing_else_is_found(twelve: World) -> None:
    client = making.signed_in(twelve.mo)
    for typed in ("mirorr qualty", "mirrror quality", "miror qualiti"):
        html = page(client, q=typed)
        assert f"Nothing for “{typed}”. Showing results for “mirror quality”." in html
        assert "an item is not genuine: “<mark>mirror quality</mark>”." in html
    assert 'href="?q=mirorr+qualty&amp;exact=1">Search for “mirorr qualty” all the same' in page(
        client, q="mirorr qualty"
    )
    assert "No guideline matches" in page(client, q="mirorr qualty", exact="1")


def test_what_is_found_as_typed_is_not_corrected(twelve: World) -> None:
    assert search(twelve.joe, "mirror").corrected == ""
    assert search(twelve.joe, "mirror elephant").corrected == ""


def test_of_a_sentence_that_was_pasted_not_every_word_is_held_against_all_words(twelve: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        results = search(twelve.joe, "mirorr qualty zebbra giraffa whalle elefant buffallo")
    assert results.corrected == ""
    assert not [query for query in asked.captured_queries if '"length" BETWEEN' in query["sql"]]


def test_a_vietnamese_word_is_corrected_too(twelve: World) -> None:
    assert search(twelve.vy, "xets nghiem").corrected == "xet nghiem"


def test_a_correction_tells_nothing_of_texts_one_may_not_read(twelve: World) -> None:
    assert search(twelve.joe, "giveawais").corrected == "giveaways"
    assert search(twelve.vy, "giveawais").corrected == ""


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [
        ("mirror", "mirror", 0), ("mirorr", "mirror", 1), ("miror", "mirror", 1), ("mirroor", "mirror", 1),
        ("qualty", "quality", 1), ("mirrox", "mirror", 1), ("imrorr", "mirror", 2), ("whale", "mirror", 3),
        ("", "ab", 2), ("ab", "ba", 1),
    ],
)  # fmt: skip
def test_errors_are_counted(one: str, other: str, errors: int) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) == errors


# Searches that find nothing


def rows(market: Market) -> dict[str, int]:
    return dict(MissedSearch.objects.filter(market=market).values_list("text", "count"))


def on_days(client: Client, query: str, *ago: int) -> None:
    """Look for it so many days ago."""
    for days in ago:
        with time_machine.travel(timezone.now() - dt.timedelta(days=days)):
            page(client, q=query)


def test_a_search_that_finds_nothing_is_counted_once_a_day_without_the_person(twelve: World) -> None:
    client = making.signed_in(twelve.mo)
    for query in ("Zebra  stripes", "zebra stripes", "mirror", "mirorr"):
        page(client, q=query)
    client.head("/search/", {"q": "zebra stripes"})
    page(client, q="zebra stripes", exact="1")
    assert rows(twelve.us) == {"zebra stripes": 1}
    assert rows(twelve.vn) == {}
    assert {field.name for field in MissedSearch._meta.get_fields()} == {"id", "market", "text", "count", "last_on"}


@pytest.mark.parametrize(
    "text",
    ["jo@mail.example", "call 090 123 45 67", "4111-1111-1111", "https://shop.example/x", "www.shop.example",
     "a whole sentence that somebody pasted here", "x" * 81, "12345", "?", "order 48213"],
)  # fmt: skip
def test_what_may_be_somebodys_data_is_not_kept(text: str) -> None:
    assert not is_fit_to_keep(text)


def test_ordinary_words_are_kept() -> None:
    for text in ("rep shoes", "1:1 bag", "grade 5a", "giày siêu cấp"):
        assert is_fit_to_keep(text)


@pytest.mark.slow
def test_what_is_not_repeated_is_forgotten_and_what_was_made_on_one_day_sooner(twelve: World) -> None:
    on_days(making.signed_in(twelve.mo), "zebra", KEPT + 3, KEPT + 2)
    on_days(making.signed_in(twelve.mo), "jordan ellis", KEPT_ONCE + 2)
    assert "zebra" not in making.signed_in(twelve.ann).get("/search/synonyms/").content.decode()
    page(making.signed_in(twelve.mo), q="giraffe")
    assert rows(twelve.us) == {"giraffe": 1}


@pytest.mark.slow
def test_a_name_that_somebody_looked_for_on_one_day_is_shown_to_nobody(twelve: World) -> None:
    for _again in range(3):
        page(making.signed_in(twelve.mo), q="Jordan Ellis")
    on_days(making.signed_in(twelve.art), "Jordan Ellis", 0)
    assert "jordan ellis" not in making.signed_in(twelve.ann).get("/search/synonyms/").content.decode()


@pytest.mark.slow
def test_a_flood_of_odd_words_keeps_out_nothing_that_others_look_for(
    twelve: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missed, "MOST", 3)
    on_days(making.signed_in(twelve.mo), "zebra", 2, 1)
    for word in ("qqa", "qqb", "qqc", "qqd"):
        page(making.signed_in(twelve.mo), q=f"{word} xyzzy")
    assert rows(twelve.us) == {"zebra": 2, "qqc xyzzy": 1, "qqd xyzzy": 1}


@pytest.mark.slow
def test_managers_of_the_market_see_it_and_make_a_synonym_of_it(twelve: World) -> None:
    on_days(making.signed_in(twelve.mo), "zebra goods", 1, 0)
    html = making.signed_in(twelve.ann).get("/search/synonyms/").content.decode()
    assert 'href="?market=US&amp;text=zebra%20goods#add">Add a synonym' in html
    assert "zebra goods" not in making.signed_in(twelve.van).get("/search/synonyms/").content.decode()
    client = making.signed_in(twelve.ann)
    form = client.get("/search/synonyms/", {"market": "US", "text": "zebra goods"}).content.decode()
    assert ">\nzebra goods</textarea>" in form
    client.post("/search/synonyms/", {"market": "US", "texts": "zebra goods\nmirror"})
    assert rows(twelve.us) == {}
    assert MIRROR in found(twelve.mo, "zebra goods")
