"""HTML is called safe in one place, and pages hold nothing that the Content-Security-Policy would block."""

import ast
import re

import pytest

from tests.house.rules.sources import name, python_files, templates, tree

SAFE_PLACE = "guidelines/text/rendering/"
CALLED_SAFE = {"mark_safe", "SafeString", "SafeText", "SafeData"}
BLOCKED = {
    "the safe filter": re.compile(r"\|\s*safe(seq)?\b"),
    "autoescape off": re.compile(r"{%\s*autoescape\s+off"),
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "another site's file": re.compile(r"<(script|link|img|iframe)\b[^>]*(src|href)=[\"'](https?:)?//", re.I),
}


def makes_safe(module: ast.Module) -> list[int]:
    """Lines that turn text into HTML that nobody escapes again. Naming SafeString in a type hint is not one."""
    lines = []
    for node in ast.walk(module):
        called = node.func if isinstance(node, ast.Call) else None
        named = getattr(called, "attr", None) or getattr(called, "id", None)
        imported = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
        if named in CALLED_SAFE or "mark_safe" in imported:
            lines.append(node.lineno)
    return lines


def blocked_in(html: str) -> list[str]:
    return [what for what, pattern in BLOCKED.items() if pattern.search(html)]


@pytest.mark.slow
def test_only_text_rendering_calls_html_safe() -> None:
    found = {name(path): makes_safe(tree(path)) for path in python_files("guidelines", "sop_portal")}
    assert {path: lines for path, lines in found.items() if lines and not path.startswith(SAFE_PLACE)} == {}


def test_no_template_holds_what_the_policy_would_block() -> None:
    found = {name(path): blocked_in(path.read_text(encoding="utf-8")) for path in templates()}
    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "code",
    [
        "from django.utils.safestring import mark_safe",
        "import django.utils.safestring as s\ns.mark_safe(x)",
        "from django.utils.safestring import SafeString\nSafeString(x)",
    ],
)
def test_a_planted_mark_safe_is_found(code: str) -> None:
    assert makes_safe(ast.parse(code))


@pytest.mark.parametrize(
    "html",
    [
        "{{ words|safe }}",
        "{% autoescape off %}",
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<a href="#" onclick="go()">',
        '<a href="javascript:go()">',
        '<script src="//cdn.example.com/a.js"></script>',
    ],
)
def test_planted_html_is_found(html: str) -> None:
    assert blocked_in(html)


@pytest.mark.parametrize(
    "html", ["<script src=\"{% static 'app.js' %}\" defer></script>", "<p>A rule on sale = banned</p>", "{{ words }}"]
)
def test_harmless_html_is_left_alone(html: str) -> None:
    assert blocked_in(html) == []
