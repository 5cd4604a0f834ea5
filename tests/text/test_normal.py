import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.normal import normalise, one_line

ROUGH = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=()), st.sampled_from("\r\n\t\x00\x0b\ufeff\u200b\u200d\u0301\u0323eoơđĐ\u2028")
    )
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("\ufeffTitle", "Title"),
        ("zero\u200bwidth\u200c\u200d\u2060\ufeff", "zerowidth"),
        ("left\u202ato\u202bright\u202c and\u202d back\u202e", "lefttoright and back"),
        ("\u2066one\u2067two\u2068three\u2069", "onetwothree"),
        ("mark\u200e of\u200f direction\u061c", "mark of direction"),
        ("soft\u00adhyphen", "softhyphen"),
        ("times\u2061\u2062\u2063\u2064", "times"),
        ("vowel\u180e filler\u3164\uffa0\u115f", "vowel filler"),
        ("tagged\U000e0041\U000e007f\U000e0100", "tagged"),
        ("delete\x7f and next\x9b", "delete and next"),
        ("a heart ❤\ufe0f keeps its colour", "a heart ❤\ufe0f keeps its colour"),
        ("nul\x00 bell\x07 escape\x1b[0m", "nul bell escape[0m"),
        ("tab\tand\nline stay", "tab\tand\nline stay"),
        ("hoa\u0301", "hoá"),
        ("one\u2028two\x85three", "one\ntwo\nthree"),
        ("e\u200b\u0301", "é"),
        ("half\ud800pair", "half\ufffdpair"),
    ],
)
def test_text_is_brought_to_its_stored_form(raw: str, text: str) -> None:
    assert normalise(raw).text == text


@pytest.mark.parametrize(
    ("raw", "sentences"),
    [
        ("as it should be\n", ()),
        ("\ufeffx", ("Removed the byte order mark at the start of the text.",)),
        ("a\r\nb\r\n", ("Changed the ends of 2 lines to the usual one.",)),
        ("a\rb", ("Changed the end of 1 line to the usual one.",)),
        ("a\u200bb", ("Removed 1 invisible character.",)),
        ("R\u202e3\u00ad", ("Removed 2 invisible characters.",)),
        ("a\x00\x07b", ("Removed 2 control characters.",)),
        ("a\ufffe\uffffb", ("Removed 2 control characters.",)),
        ("e\u0301", ("Joined letters and their marks into single characters (Unicode NFC).",)),
    ],
)
def test_what_was_changed_is_said_in_plain_sentences(raw: str, sentences: tuple[str, ...]) -> None:
    assert normalise(raw).changes == sentences


def test_every_kind_of_change_is_said_once() -> None:
    assert len(normalise("\ufeffe\u0301\r\n\u200b\x00\ud800").changes) == 6


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Ann\u202e Rivera", "Ann Rivera"),
        ("  Ann \u00a0\tRivera\n", "Ann Rivera"),
        ("Tra\u0302\u0300n", "Trần"),
        ("\u200b\u00ad", ""),
    ],
)
def test_a_name_is_one_line_with_nothing_invisible_in_it(raw: str, name: str) -> None:
    assert one_line(raw) == name


@given(ROUGH)
def test_normal_text_is_left_alone(raw: str) -> None:
    once = normalise(raw)
    twice = normalise(once.text)
    assert twice.text == once.text
    assert twice.changes == ()


@given(ROUGH)
def test_a_change_is_said_exactly_when_there_is_one(raw: str) -> None:
    once = normalise(raw)
    assert bool(once.changes) == (once.text != raw)


@given(ROUGH)
def test_stored_text_is_composed_and_holds_nothing_invisible(raw: str) -> None:
    text = normalise(raw).text
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & set("\r\ufeff\u200b\u200c\u200d\u2060\u00ad\u202e\u2066\x00\x0b\x0c\x1c\x85\u2028\u2029")
    assert text.encode().decode() == text
