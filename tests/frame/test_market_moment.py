"""The form field for a moment in a market's time."""

import datetime as dt

from django import forms
from django.utils.datastructures import MultiValueDict

from guidelines.frame.market_moment import MarketMomentField


class StartForm(forms.Form):
    """When an edition takes force."""

    start = MarketMomentField(label="In force from", zone="America/Los_Angeles")


def form(**data: str) -> StartForm:
    return StartForm(MultiValueDict({name: [text] for name, text in data.items()}))


def test_it_names_the_markets_zone() -> None:
    assert "Time in Los Angeles (PT)" in str(StartForm()["start"])


def test_a_moment_is_read_in_the_markets_time() -> None:
    filled = form(start="2026-06-13T00:00")
    assert filled.is_valid()
    assert filled.cleaned_data["start"] == dt.datetime(2026, 6, 13, 7, tzinfo=dt.UTC)


def test_a_skipped_time_is_refused_and_kept() -> None:
    filled = form(start="2026-03-08T02:30")
    assert not filled.is_valid()
    assert "01:59" in filled.errors["start"][0]
    assert "03:00" in filled.errors["start"][0]
    assert 'value="2026-03-08T02:30"' in str(filled["start"])


def test_a_repeated_time_asks_which_and_takes_the_answer() -> None:
    asked = form(start="2026-11-01T01:30")
    assert "start_which" not in str(asked["start"]) or not asked.is_valid()
    assert not asked.is_valid()
    assert str(asked["start"]).count('name="start_which"') == 2
    answered = form(start="2026-11-01T01:30", start_which="1")
    assert answered.is_valid()
    assert answered.cleaned_data["start"] == dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC)


def test_one_form_asking_does_not_make_the_next_one_ask() -> None:
    assert not form(start="2026-11-01T01:30").is_valid()
    assert "start_which" not in str(StartForm()["start"])


def test_the_zone_can_be_set_for_one_form() -> None:
    filled = form(start="2026-06-13T00:00")
    filled.fields["start"].zone = "Asia/Ho_Chi_Minh"  # type: ignore[attr-defined]  # our own field
    assert "Ho Chi Minh (ICT)" in str(filled["start"])
    assert filled.is_valid()
    assert filled.cleaned_data["start"] == dt.datetime(2026, 6, 12, 17, tzinfo=dt.UTC)


def test_an_instant_given_before_is_shown_in_the_markets_time() -> None:
    shown = str(StartForm(initial={"start": dt.datetime(2026, 6, 13, 7, tzinfo=dt.UTC)})["start"])
    assert 'value="2026-06-13T00:00"' in shown


def test_the_second_of_two_times_is_shown_as_chosen() -> None:
    shown = str(StartForm(initial={"start": dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC)})["start"])
    assert 'value="1" checked' in shown


def test_nonsense_and_nothing_have_their_sentences() -> None:
    assert not form(start="").is_valid()
    assert "Enter a date and a time" in form(start="soon").errors["start"][0]
    assert "Enter a date and a time" in form(start="2026-06-13").errors["start"][0]
    assert "Enter a date and a time" in form(start="2026-06-13T00:00Z").errors["start"][0]
    assert not form(start="0001-01-01T00:00").is_valid()
