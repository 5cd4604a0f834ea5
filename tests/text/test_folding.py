import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.folding import fold

VIETNAMESE = st.text(alphabet="aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐáàảãạấềổữựÝỵ bcdghklmnpqrstvx0189.,-\n\t")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Điều kiện hoàn tiền", "dieu kien hoan tien"),
        ("ĐƯỜNG", "duong"),
        ("hoá", "hoa"),
        ("hóa", "hoa"),
        ("Café\tau\nlait", "cafe au lait"),
        ("Straße", "straße"),
        ("İstanbul", "istanbul"),
        ("ﬁne", "ﬁne"),
        ("a\u00a0b", "a b"),
        ("R3 S2 40%", "r3 s2 40%"),
        ("", ""),
    ],
)
def test_a_text_folds_to_what_search_compares(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_two_ways_to_put_the_tone_mark_fold_alike() -> None:
    assert fold("hoá đơn") == fold("hóa đơn") == fold("HOÁ ĐƠN")


@pytest.mark.slow
@given(st.text())
def test_every_character_of_the_composed_text_has_exactly_one_folded_character(text: str) -> None:
    assert len(fold(text)) == len(unicodedata.normalize("NFC", text))


@pytest.mark.slow
@given(st.text(max_size=20), st.text(max_size=20))
def test_a_folded_character_stands_where_its_original_stands(before: str, after: str) -> None:
    composed = unicodedata.normalize("NFC", f"{before} Điều {after}")
    assert fold(composed)[composed.index("Điều") :].startswith("dieu")


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == fold(unicodedata.normalize("NFC", text))


@given(VIETNAMESE)
def test_capitals_and_small_letters_fold_alike(text: str) -> None:
    assert fold(text.upper()) == fold(text) == fold(text.lower())


@given(VIETNAMESE)
def test_folding_vietnamese_leaves_plain_letters_and_changes_nothing_twice(text: str) -> None:
    assert fold(text).isascii()
    assert fold(fold(text)) == fold(text)
