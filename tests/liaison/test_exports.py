"""The files: headers, hostile words, the JSON schema, and the event that records each export."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify
from guidelines.liaison.exports.html_file import STYLE
from tests.editions import making
from tests.liaison.making import at, coming, export, files, first, page, vietnamese
from tests.people import World

HOSTILE = "</title></h3><script>alert(1)</script><img src=x onerror=alert(1)>{{ x }}{% now %}\"'&amp;"
SCHEMA = json.loads(
    (Path(settings.BASE_DIR) / "guidelines/liaison/exports/change_notes.schema.json").read_text(encoding="utf-8")
)


class Tags(HTMLParser):
    """Every tag with its attributes, and all text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("extension", "content_type"),
    [
        ("html", "text/html; charset=utf-8"),
        ("md", "text/markdown; charset=utf-8"),
        ("csv", "text/csv; charset=utf-8; header=present"),
        ("json", "application/json"),
    ],
)
def test_a_file_is_for_the_disk_and_may_do_nothing_in_a_browser(
    world: World, extension: str, content_type: str
) -> None:
    first(world, at(16))
    headers = export(world.lia, extension).headers
    assert headers["Content-Type"] == content_type
    assert headers["Content-Disposition"] == f'attachment; filename="change-notes_US_2037-06-01_2037-06-30.{extension}"'
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "private, no-store")


def hostile(world: World) -> None:
    source = making.SOURCE.replace("Restrict commerce features.", HOSTILE).replace("within 4 hours", "a|b`<i>")
    guideline = first(world, at(2)).guideline
    draft = making.next_draft(guideline, world.ann, source=source, title=HOSTILE, change_note=f"{HOSTILE} R2")
    making.published(draft, world, effective_from=at(16), backdate=True)


@pytest.mark.slow
def test_hostile_words_stay_words_in_html(world: World) -> None:
    hostile(world)
    html = files(world.lia)["html"].decode()
    read = Tags(html)
    assert not {"script", "img", "link", "iframe", "a", "form"} & set(read.tags)
    assert not [name for name, _value in read.attributes if name.startswith("on") or name in ("style", "src", "href")]
    text = "".join(read.text)
    assert text.count(HOSTILE) == 2  # the title and the change note are plain text; a rule is Markdown
    assert HOSTILE.replace("&amp;", "&") in text
    assert html.count("<title>") == html.count("<h1 ") == 1


@pytest.mark.slow
def test_the_html_file_needs_nothing_else_and_allows_nothing_but_its_own_style(world: World) -> None:
    first(world, at(16))
    html = files(world.lia)["html"].decode()
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style == STYLE
    fingerprint = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{fingerprint}'" in html
    assert "//" not in re.sub(r"<!doctype.*?>", "", html)
    assert html.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')


@pytest.mark.slow
def test_hostile_words_come_through_json_unchanged(world: World) -> None:
    hostile(world)
    note = json.loads(files(world.lia)["json"])["notes"][-1]
    assert (note["title"], note["change_note"]) == (HOSTILE, f"{HOSTILE} R2")


def faults(value: Any, schema: dict[str, Any], where: str = "$") -> list[str]:
    """Where a value departs from a schema; only what our schema uses of JSON Schema."""
    if "$ref" in schema:
        return faults(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], where)
    if "const" in schema or "enum" in schema:
        return [] if value in schema.get("enum", [schema.get("const")]) else [f"{where}: {value!r}"]
    names = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if type(value) not in [names[kind] for kind in kinds]:
        return [f"{where}: {value!r}"]
    if isinstance(value, list):
        return [fault for n, item in enumerate(value) for fault in faults(item, schema["items"], f"{where}[{n}]")]
    if not isinstance(value, dict):
        return []
    known = schema["properties"]
    found = [f"{where}.{name} is missing" for name in schema["required"] if name not in value]
    found += [f"{where}.{name} is not described" for name in value if name not in known]
    return found + [f for name in value if name in known for f in faults(value[name], known[name], f"{where}.{name}")]


@pytest.mark.slow
def test_the_json_file_is_what_its_schema_says(world: World) -> None:
    guideline = first(world, at(2)).guideline
    coming(world, guideline, at(26))
    data = json.loads(files(world.lia, later="on")["json"])
    assert faults(data, SCHEMA) == []
    assert faults({**data, "made_at": "now"}, SCHEMA) == ["$.made_at is not described"]
    assert faults({**data, "embargo": 3}, SCHEMA) == ["$.embargo: 3"]
    assert (data["schema"], data["notes"][-1]["do_not_share_before"]) == (SCHEMA["$id"], "2037-06-26T16:00:00Z")
    assert data["notes"][-1]["moment"] == {
        "utc": "2037-06-26T16:00:00Z",
        "local": "2037-06-26T09:00:00-07:00",
        "time_zone": "America/Los_Angeles",
    }
    assert data["notes"][-1]["decision_changes"][-1] == {
        "rule": "R2",
        "kind": "changed",
        "field": "action",
        "old": "restrict",
        "new": "remove",
    }


@pytest.mark.slow
def test_an_embargo_is_said_on_top_beside_the_note_and_in_the_name(world: World) -> None:
    coming(world, first(world, at(2)).guideline, at(26))
    response = export(world.lia, "md", later="on")
    text = response.content.decode()
    assert "_embargo.md" in response.headers["Content-Disposition"]
    assert "**1 change starts later. Do not share this before 26 Jun 2037, 09:00 PT.**" in text.split("##")[0]
    assert "Starts 26 Jun 2037, 09:00 PT · **Do not share before then**" in text


@pytest.mark.slow
def test_vietnamese_notes_name_the_market_and_the_days_in_vietnamese(world: World) -> None:
    vietnamese(world, at(16))
    text = export(world.van, "md", market="VN").content.decode()
    assert "01/06/2037" in text
    assert "## Sản phẩm" in text
    assert "16/06/2037, 23:00 ICT" in text
    assert "S2 Cao" in text


@pytest.mark.slow
def test_every_pack_is_recorded_with_who_what_and_the_digest_of_the_bytes(world: World) -> None:
    first(world, at(16))
    content = export(world.lia, "csv", domain="PR").content
    asked, made = AuditEvent.objects.filter(verb__startswith="pack.").order_by("pk")
    assert (asked.verb, asked.actor_id, asked.subject_kind) == ("pack.asked", world.lia.pk, "pack")
    assert asked.data["question"] == {
        "from": "2037-06-01",
        "until": "2037-06-30",
        "markets": ["US"],
        "domains": ["PR"],
        "significance": "",
        "topics": [],
        "includes_later": False,
        "language": "en",
    }
    assert (asked.data["audience"], asked.data["formats"]) == ("internal", ["csv"])
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert made.data == {"files": {"change-notes_US_2037-06-01_2037-06-30.csv": digest}}
    assert not list(verify())


@pytest.mark.slow
def test_looking_at_the_preview_is_not_recorded(world: World) -> None:
    first(world, at(16))
    before = AuditEvent.objects.count()
    page(world.lia)
    assert AuditEvent.objects.count() == before
