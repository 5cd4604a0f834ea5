"""Change notes as one HTML file that needs nothing else: no script, no address, its own few lines of style."""

from __future__ import annotations

import base64
import hashlib

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html

from guidelines.liaison.documents import Document

# No character here means anything in HTML, so escaping leaves it as it is (a test holds it to that).
STYLE = """
:root { color-scheme: light dark }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.55 system-ui, sans-serif }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .2rem 0 }
h2 { font-size: 1.2rem; margin: 2rem 0 0; padding-bottom: .3rem; border-bottom: 2px solid }
h3 { font-size: 1rem; margin: .2rem 0 }
p { margin: .35rem 0; max-width: 44rem; overflow-wrap: anywhere }
.cnote { padding: .9rem 0; border-bottom: 1px solid #8888 }
.meta { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .9rem }
.pid { font: 700 .85rem ui-monospace, monospace }
.pid i { font-style: normal }
.hint { font-size: .9rem; opacity: .8; font-weight: 400 }
.section-head .hint { margin-left: .5rem }
del { color: #8b2d1c } ins { color: #15613b }
@media (prefers-color-scheme: dark) { del { color: #f0a496 } ins { color: #8fd3ae } }
.rlx { font-size: .9rem; white-space: pre-line }
.tag, .embargo { font-weight: 700 }
.embargo { border: 2px solid; padding: .5rem .8rem }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
.scroll { overflow-x: auto }
table { border-collapse: collapse; margin-top: .5rem; font-size: .9rem; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8888 }
td { overflow-wrap: anywhere }
th { white-space: nowrap }
@media print { .cnote { break-inside: avoid } }
"""


def html_file(document: Document) -> bytes:
    """The notes as the preview shows them, in a page of their own."""
    with translation.override(document.language):
        notes = render_to_string("liaison/notes.html", {"document": document, "level": 1})
    return whole_page(document.title, document.language, notes)


def whole_page(title: str, language: str, body: str) -> bytes:
    """A page with our few lines of style around a body that a template made."""
    fingerprint = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    return format_html(
        '<!doctype html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
        language,
        fingerprint,
        title,
        STYLE,
        body,
    ).encode()
