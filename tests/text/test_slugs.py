import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.slugs import slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Điều kiện hoàn tiền", "dieu-kien-hoan-tien"),
        ("In a livestream", "in-a-livestream"),
        ("  Scope & exceptions (US)  ", "scope-exceptions-us"),
        ("snake_case", "snake-case"),
        ("Don’t remove", "don-t-remove"),
        ("!?", ""),
    ],
)
def test_a_heading_becomes_its_anchor(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_python_markdown_may_name_the_separator() -> None:
    assert slugify("Two words", "_") == "two_words"


@given(st.text())
def test_an_anchor_needs_no_escaping_and_stays_itself(text: str) -> None:
    slug = slugify(text)
    assert not set(slug) & set(" \t\n\"'<>&#?/%=:")
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert slugify(slug) == slug
