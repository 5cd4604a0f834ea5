import dataclasses
import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.digest import Words, canonical, digest, recipe_of

WORDS = Words(
    policy_id="VN-PR-0007",
    edition_number=3,
    language="vi",
    title="Hoá đơn",
    summary="",
    source='## Scope\n\n"Quoted"\n',
    topics=("counterfeit", "fraud"),
    change_note="R1 is new.",
    significance="major",
    attachments=("ab12",),
)
# Written by hand from the recipe: sorted keys, no white space, UTF-8, NFC.
BY_HAND = (
    '{"attachments":["ab12"],"change_note":"R1 is new.","edition_number":3,"language":"vi",'
    '"policy_id":"VN-PR-0007","recipe":1,"significance":"major",'
    '"source":"## Scope\\n\\n\\"Quoted\\"\\n","summary":"","title":"Ho\u00e1 \u0111\u01a1n",'
    '"topics":["counterfeit","fraud"]}'
)
OTHER = {"edition_number": 4, "topics": ("fraud", "counterfeit"), "attachments": ()}


def test_the_digest_is_the_sha256_of_the_canonical_json_with_its_recipe_in_front() -> None:
    assert canonical(WORDS) == BY_HAND.encode()
    assert digest(WORDS) == "1:" + hashlib.sha256(BY_HAND.encode()).hexdigest()


def test_the_digest_of_these_words_never_changes() -> None:
    assert digest(WORDS) == "1:6656ef86ccf9eee8474010d8327e8130353078e1ed99c8679eb5195f1a6b52c1"


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Words)])
def test_every_field_is_part_of_the_digest(field: str) -> None:
    other = dataclasses.replace(WORDS, **{field: OTHER.get(field, "something else")})
    assert digest(other) != digest(WORDS)


def test_words_do_not_slip_from_one_field_into_the_next() -> None:
    one = dataclasses.replace(WORDS, title='a","x":"', summary="b")
    two = dataclasses.replace(WORDS, title="a", summary='","x":"b')
    assert digest(one) != digest(two)


@pytest.mark.slow
@given(st.text())
def test_composed_and_decomposed_words_have_one_digest(text: str) -> None:
    composed = dataclasses.replace(
        WORDS, source=unicodedata.normalize("NFC", text), topics=(unicodedata.normalize("NFC", text),)
    )
    decomposed = dataclasses.replace(
        WORDS, source=unicodedata.normalize("NFD", text), topics=(unicodedata.normalize("NFD", text),)
    )
    assert digest(composed) == digest(decomposed)


def test_a_mark_after_a_line_end_does_not_join_the_escape() -> None:
    assert b'"summary":"\\n\xcc\x83"' in canonical(dataclasses.replace(WORDS, summary="\n\u0303"))


def test_an_unknown_recipe_is_refused() -> None:
    with pytest.raises(ValueError, match="recipe 3"):
        digest(WORDS, recipe=3)


def test_a_stored_digest_tells_its_recipe() -> None:
    assert recipe_of(digest(WORDS)) == 1
    for stored in ("", "abc", "3:abc", ":abc", "²:abc"):
        with pytest.raises(ValueError, match="known recipe"):
            recipe_of(stored)


@pytest.mark.parametrize("said", [{"note_audience": "partner"}, {"note_audience": "public"}, {"partner_note": "Told."}])
def test_words_for_partners_take_the_second_recipe(said: dict[str, str]) -> None:
    told = dataclasses.replace(WORDS, **said)  # type: ignore[arg-type]  # texts
    assert recipe_of(digest(told)) == 2
    assert digest(told) != digest(WORDS)
    assert digest(told, recipe=1).partition(":")[2] == digest(WORDS).partition(":")[2]


def test_the_second_recipe_tells_a_class_from_a_wording() -> None:
    both = [
        dataclasses.replace(WORDS, note_audience=note, partner_note=text)
        for note in ("internal", "partner")
        for text in ("", "a")
    ]
    assert len({digest(words) for words in both}) == 4
