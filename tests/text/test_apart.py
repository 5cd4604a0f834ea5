"""A passage shown apart from its document: its links lead back to the page, its images wait behind a curtain."""

import re

import pytest
from django.utils.safestring import SafeString

from guidelines.text.rendering import render
from guidelines.text.rendering.apart import apart, curtained

IMAGE = f"/attachments/{'a' * 64}.png"


def passage(markdown: str) -> SafeString:
    rule = f"/// rule | R1\nif: {markdown}\ndo: Remove.\naction: remove\n///"
    source = f"## Scope\n\n{rule}\n\n/// term | dupe\nA copy.\n///\n"
    return render(source).rules[0].condition


def why(markdown: str) -> SafeString:
    source = (
        f"/// rule | R1\nif: It.\ndo: Remove.\naction: remove\n///\n\n/// case | edge R1\nA quote.\n\n{markdown}\n///\n"
    )
    return render(source).cases[0].why


def test_a_link_into_the_document_leads_to_its_page_and_a_term_that_is_here_stays_here() -> None:
    html = apart(
        passage("A [dupe](term), see [Scope](#scope) & [this](/g/X/)."), page="/g/A/?at=1&b=2", here={"def-dupe"}
    )
    assert 'href="/g/A/?at=1&amp;b=2#scope"' in html
    assert 'href="#def-dupe"' in html
    assert 'href="/g/X/"' in html
    assert "&amp; <a" in html


def test_tooltips_of_two_passages_on_a_page_keep_different_names() -> None:
    html = apart(passage("A [dupe](term)."), page="/", mark="now-")
    assert re.findall(r'(?:id|describedby)="([^"]+)"', html) == ["now-tt-1", "now-tt-1"]


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        (f"![A bag]({IMAGE})", r"^<details.*</details>$"),
        (f"Before ![A bag]({IMAGE}) after.", r"^<p>Before  after\.</p><details.*</details>$"),
        (f"[![A bag]({IMAGE})](/g/X/)", r'^<p><a href="/g/X/">A bag</a></p><details.*</details>$'),
        (f"- one\n- ![A bag]({IMAGE})", r"<li><details.*</details></li>"),
    ],
)
def test_an_image_waits_behind_a_curtain_outside_of_paragraphs_and_links(markdown: str, wanted: str) -> None:
    html = curtained(why(markdown), "Show image")
    assert re.search(wanted, html.replace("\n", ""))
    assert html.count("<img") == 1
    assert 'alt="A bag"' in html


def test_a_passage_without_links_and_images_stays_as_it_is() -> None:
    html = passage("1 < 2 & “so” on.")
    assert apart(html, page="/x/") == html
    assert curtained(html, "Show image") == html


def test_what_an_author_wrote_into_an_image_cannot_leave_its_place() -> None:
    html = curtained(why(f'!["><script>x</script>]({IMAGE})'), "<Hiện ảnh>")
    assert "<script" not in html
    assert "&lt;Hiện ảnh&gt;" in html
