"""Nothing of ours needs a looser policy: no inline style, script or handler anywhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script without src": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "a javascript: address": re.compile(r"""=\s*["']?\s*javascript:""", re.IGNORECASE),
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_inline_code(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not [what for what, pattern in INLINE.items() if pattern.search(text)]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_inline_code(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    for forbidden in (
        "eval(",
        "new Function",
        "innerHTML",
        "insertAdjacentHTML",
        ".setAttribute('style",
        "document.write",
    ):
        assert forbidden not in text


def test_the_scan_finds_what_it_looks_for() -> None:
    bad = ['<p style="x">', "<style>", '<a onclick="x">', "<script>", "<a href='javascript:x'>"]
    for (what, pattern), html in zip(INLINE.items(), bad, strict=True):
        assert pattern.search(html), what
    assert not INLINE["a script without src"].search("<script src=\"{% static 'a.js' %}\" defer>")


def test_every_static_file_refers_only_to_files_that_are_there(tmp_path: Path) -> None:
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    source = FileSystemStorage(location=ROOT / "static")
    files = {str(path.relative_to(ROOT / "static")): path for path in (ROOT / "static").rglob("*") if path.is_file()}
    for name, path in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(path.read_bytes())
    failures = [
        result
        for *_, result in storage.post_process({name: (source, name) for name in files})
        if isinstance(result, Exception)
    ]
    assert failures == []
