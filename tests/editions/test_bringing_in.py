"""Bringing text in: a file is looked at first, and is in the draft only when its writer says so."""

from __future__ import annotations

import base64
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image

from guidelines.editions.models import Attachment, Contribution, Edition
from guidelines.people.models import Person
from tests.editions import making
from tests.editions.pages import address, hidden_fields, post_draft, signed_in, text
from tests.people import World
from tests.text.word_files import image, paragraph, relationships, run, table, word_file

pytestmark = pytest.mark.django_db


def png(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return out.getvalue()


WORD = word_file(
    paragraph("Scope", style="Heading1")
    + paragraph("Every ", run("US", "<w:b/>"), " seller.", '<w:r><w:commentReference w:id="1"/></w:r>')
    + paragraph("first", item=(1, 0))
    + paragraph("deeper", item=(1, 1))
    + table([["If", "Do"], ["a copy", "remove"]])
    + paragraph(image(alternative="A stamp")),
    {"word/media/a.png": png(), "word/_rels/document.xml.rels": relationships({"img1": "media/a.png"})},
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def edition(world: World) -> Edition:
    return making.draft(world)


def upload(person: Person, edition: Edition, data: bytes, name: str = "Policy.docx") -> HttpResponse:
    return signed_in(person).post(address("bring_in", edition), {"file": SimpleUploadedFile(name, data)})


def confirm(person: Person, edition: Edition, **changes: object) -> HttpResponse:
    data = {"markdown": "## New\n\nWords.\n", "where": "end", "seen": edition.digest, "action": "confirm", **changes}
    return signed_in(person).post(address("bring_in", edition), data)


def paste(person: Person, edition: Edition, html: str) -> HttpResponse:
    return signed_in(person).post(address("paste", edition), {"html": html})


@pytest.mark.slow
def test_a_writer_looks_at_a_word_document_before_anything_is_saved(world: World, edition: Edition) -> None:
    response = upload(world.ann, edition, WORD)
    assert response.status_code == 200
    page = text(response)
    assert "1 comment was left out." in page
    assert "# Scope\n\nEvery **US** seller." in page
    assert "  - deeper" in page
    assert "<strong>US</strong>" in page  # the preview
    before = edition.digest
    edition.refresh_from_db()
    assert edition.digest == before
    assert Contribution.objects.filter(edition=edition).count() == 1


@pytest.mark.slow
def test_the_images_of_a_file_are_kept_and_shown_in_its_text(world: World, edition: Edition) -> None:
    page = text(upload(world.ann, edition, WORD))
    kept = Attachment.objects.get()
    assert f"![A stamp]({kept.get_absolute_url()})" in page
    assert edition.attachment_uses.filter(attachment=kept).exists()


@pytest.mark.slow
def test_a_broken_image_is_a_line_of_the_report_and_leaves_its_words(world: World, edition: Edition) -> None:
    page = text(
        upload(world.ann, edition, b"# A\n\n![A *seal*](data:image/png;base64,iVBORw0KGgoAAAAN)\n", name="a.md")
    )
    assert "The image “A *seal*” was left out. This" in page
    assert "A \\*seal\\*" in page
    assert not Attachment.objects.exists()


def test_confirmed_text_stands_at_the_end_of_the_draft(world: World, edition: Edition) -> None:
    source = edition.source
    response = confirm(world.ann, edition)
    assert response.status_code == 302
    edition.refresh_from_db()
    assert edition.source == f"{source.rstrip()}\n\n## New\n\nWords.\n"
    assert edition.title == "Counterfeit product listings"
    assert Contribution.objects.filter(edition=edition, person=world.ann).count() == 2


def test_confirmed_text_may_replace_the_whole_text(world: World, edition: Edition) -> None:
    confirm(world.ann, edition, where="all")
    edition.refresh_from_db()
    assert edition.source == "## New\n\nWords.\n"


@pytest.mark.slow
def test_a_draft_that_somebody_saved_meanwhile_is_merged_and_nothing_is_lost(world: World, edition: Edition) -> None:
    changed = making.SOURCE.replace("Restrict commerce features.", "Restrict them.")
    post_draft(world.art, edition, source=changed)
    response = confirm(world.ann, edition)
    assert response.status_code == 409
    edition.refresh_from_db()
    assert "New" not in edition.source
    fields = hidden_fields(response)
    signed_in(world.ann).post(address("merge", edition), {**fields, "action": "save"})
    edition.refresh_from_db()
    assert "Restrict them." in edition.source
    assert edition.source.endswith("## New\n\nWords.\n")


def test_text_beyond_the_limits_comes_back_with_the_reason(world: World, edition: Edition) -> None:
    response = confirm(world.ann, edition, markdown="a\n\n" * 90_000, remark=["2 comments were left out."])
    assert response.status_code == 422
    assert "larger than 256 KB" in text(response)
    assert "2 comments were left out." in text(response)


def test_changed_text_can_be_looked_at_again(world: World, edition: Edition) -> None:
    response = confirm(world.ann, edition, markdown="**Other**", action="preview", remark=["1 menu was left out."])
    assert response.status_code == 200
    assert "<strong>Other</strong>" in text(response)
    assert hidden_fields(response)["remark"] == ["1 menu was left out."]


def test_a_place_for_the_text_must_be_chosen(world: World, edition: Edition) -> None:
    response = confirm(world.ann, edition, where="elsewhere")
    assert response.status_code == 422
    assert "Words." in text(response)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data", "status", "sentence"),
    [
        ("a.pdf", b"%PDF", 422, "Choose a Word document"),
        ("a.docx", b"no zip", 422, "This is no Word document"),
        ("a.docx", b"\xd0\xcf\x11\xe0", 422, "older Word file"),
        ("a.md", b"\xff\xfe\xfa", 422, "can’t be read"),
        ("a.html", b"<script>alert(1)</script>", 422, "No text was found"),
        ("a.docx", word_file("", {"x.png": b"\0" * 70_000_000}), 413, "too large when it is unpacked"),
        ("a.md", b"a\n\n" * 90_000, 422, "larger than 256 KB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(
    world: World, edition: Edition, name: str, data: bytes, status: int, sentence: str
) -> None:
    response = upload(world.ann, edition, data, name)
    assert response.status_code == status
    assert sentence in text(response).replace("&#x27;", "’")


def test_no_file_and_an_empty_one_are_refused(world: World, edition: Edition) -> None:
    assert "Choose a file." in text(signed_in(world.ann).post(address("bring_in", edition), {}))
    assert "This file is empty." in text(upload(world.ann, edition, b""))


def test_an_upload_of_more_than_10_mb_is_refused_before_it_is_read(world: World, edition: Edition) -> None:
    assert upload(world.ann, edition, b"x" * (11 * 1024 * 1024)).status_code == 413


@pytest.mark.slow
def test_only_those_who_write_a_draft_may_bring_text_in(world: World, edition: Edition) -> None:
    statuses = {"bob": 403, "joe": 403, "mo": 404, "vy": 404, "van": 404, "root": 404}
    for name, status in statuses.items():
        person = getattr(world, name)
        assert signed_in(person).get(address("bring_in", edition)).status_code == status, name
        assert upload(person, edition, WORD).status_code == status, name
        assert confirm(person, edition).status_code == status, name
        assert paste(person, edition, "<p>a</p>").status_code == status, name
    assert not Attachment.objects.exists()


@pytest.mark.slow
def test_a_draft_that_was_submitted_takes_no_text(world: World, edition: Edition) -> None:
    making.submitted(edition, world.ann)
    assert signed_in(world.ann).get(address("bring_in", edition)).status_code == 409
    assert upload(world.ann, edition, WORD).status_code == 409
    assert paste(world.ann, edition, "<p>a</p>").status_code == 409


def test_pasted_html_comes_back_as_markdown_with_a_report(world: World, edition: Edition) -> None:
    response = paste(world.ann, edition, "<p><b>Never</b> <u>ship</u></p><ul><li>a<ul><li>b</li></ul></li></ul>")
    assert response.json() == {
        "markdown": "**Never** ship\n\n- a\n  - b\n",
        "report": ["The underline of 1 passage was left out."],
        "said": "Pasted as Markdown. The underline of 1 passage was left out.",
    }
    before = edition.digest
    edition.refresh_from_db()
    assert edition.digest == before


def test_a_pasted_image_is_kept_when_it_came_along(world: World, edition: Edition) -> None:
    data = base64.b64encode(png()).decode()
    markdown = paste(world.ann, edition, f'<img alt="Seal" src="data:image/png;base64,{data}">').json()["markdown"]
    assert markdown == f"![Seal]({Attachment.objects.get().get_absolute_url()})\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("html", "status", "sentence"),
    [
        ("", 422, "nothing to paste"),
        ("<table>" + "<tr><td>x" * 3000 + "</table>", 422, "A table is too big"),
        ("<p>x" * 50_000, 413, "too much for one guideline"),
    ],
)
def test_what_cannot_be_pasted_is_refused_in_json(
    world: World, edition: Edition, html: str, status: int, sentence: str
) -> None:
    response = paste(world.ann, edition, html)
    assert response.status_code == status
    assert sentence in response.json()["problem"]


def test_a_paste_of_more_than_a_megabyte_is_refused(world: World, edition: Edition) -> None:
    assert paste(world.ann, edition, "x" * (1024 * 1024 + 1)).status_code in (413, 422)


@pytest.mark.slow
def test_a_new_guideline_may_begin_with_a_file(world: World) -> None:
    data = {"market": world.us.pk, "domain": world.product.pk, "title": "Fresh", "review_months": 6, "then": "bring_in"}
    response = signed_in(world.ann).post("/new-guideline/", data)
    opened = Edition.objects.get(title="Fresh")
    assert response["Location"] == address("bring_in", opened)
    page = text(upload(world.ann, opened, WORD))
    assert re.search(r'<input[^>]*value="all"[^>]*checked', page)
