"""Materials as files: slides as pages, lists and tables as such, and the same words in the same bytes."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from tests.learning.test_materials import made, saved
from tests.people import World
from tests.people.beyond import tia


@pytest.mark.slow
def test_a_material_is_written_as_pdf_and_word_in_the_same_bytes_each_time(world: World) -> None:
    material, client = made(world), Client()
    client.force_login(tia(world))
    saved(
        material,
        tia(world),
        "# Một\n\n1. a\n2. b\n   - **c**\n\n> q\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n---\n\n# Hai\n",
    )
    address = f"{material.get_absolute_url()}material."
    pdf, word = (client.get(f"{address}{kind}") for kind in ("pdf", "docx"))
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.content.count(b"/Type /Page\n") == 2
    assert (pdf.content, word.content) == tuple(client.get(f"{address}{kind}").content for kind in ("pdf", "docx"))
    body = ZipFile(BytesIO(word.content)).read("word/document.xml").decode()
    for part in ("Một", "1. ", "2. ", "• ", '<w:br w:type="page"/>', "<w:tbl>", "Hai"):
        assert part in body, part
    assert "Draft, not approved" in ZipFile(BytesIO(word.content)).read("word/header1.xml").decode()
