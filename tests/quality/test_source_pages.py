"""The pages of sources: made, changed and ended; of two who change one, the later is told."""

from __future__ import annotations

from django.urls import reverse

from guidelines.quality.models import Source
from tests.forms import opened
from tests.people import World
from tests.people.beyond import quinn
from tests.quality.making import HEADER, source
from tests.quality.test_import_pages import client_of


def test_a_source_is_made_changed_and_ended_on_its_pages(world: World) -> None:
    client = client_of(quinn(world))
    columns = {f"column_{column}": name for column, name in HEADER.items()}
    given = {"name": "Manila", "market": "US", "domain": "", "time_zone": "Asia/Manila", "date_form": "day_first"}
    answer = client.post(reverse("new_check_source"), {**given, **columns, "words_action": "takedown = remove"})
    assert answer.status_code == 302, answer.content.decode()
    made = Source.objects.get()
    assert made.words["action"] == {"takedown": "remove"}
    given = opened(client, made.get_absolute_url())
    bad = client.post(made.get_absolute_url(), {**given, "words_outcome": "won = victory"})
    assert bad.status_code == 422
    assert "“victory” is not known here" in bad.content.decode()
    assert "won = victory" in bad.content.decode()
    assert client.post(made.get_absolute_url(), {**given, "name": "Manila 2"}).status_code == 302
    assert client.post(reverse("end_check_source", args=[made.pk])).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.ended_at is not None) == ("Manila 2", True)
    assert client.post(reverse("end_check_source", args=[made.pk])).status_code == 409


def test_of_two_who_change_a_source_the_later_is_told_and_reads_both(world: World) -> None:
    feed, client = source(world), client_of(quinn(world))
    address = feed.get_absolute_url()
    mine = opened(client, address)
    hers = {**mine, "time_zone": "Asia/Manila", "words_outcome": "won = upheld\r\nlost = overturned"}
    assert client.post(address, hers).status_code == 302
    late = client.post(address, {**mine, "name": "My words"})
    page = late.content.decode()
    assert late.status_code == 409
    for words in ("Somebody else changed this meanwhile.", "My words", "Kept now: Manila", "lost = overturned"):
        assert words in page
    feed.refresh_from_db()
    assert (feed.time_zone, feed.words["outcome"]) == ("Asia/Manila", {"won": "upheld", "lost": "overturned"})
    now = {**mine, "name": "My words", "seen": late.context["form"]["seen"].value()}
    assert client.post(address, now).status_code == 302, "who read both may keep theirs"
    assert client.post(address, now).status_code == 302, "a second click is no second author"
    feed.refresh_from_db()
    assert (feed.name, feed.words["outcome"]) == ("My words", {})
