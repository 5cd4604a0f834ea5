"""What shows the person on a kept page. Each piece is drawn once for whom it shows and kept, for it changes rarely."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language

from guidelines.frame.context import theme_of
from guidelines.frame.holes import CSRF, HERE, Holed, hole
from guidelines.frame.navigation import Entry
from guidelines.people.sessions import Reader
from guidelines.reading.asking import Asked
from guidelines.reading.watching import Watch

MOST_DRAWN = 2_000
ACCOUNT, NAVIGATION, PALETTE = "frame/account.html", "frame/nav.html", "frame/palette.html"
SWITCH, ATTRIBUTES = "frame/switch.html", "frame/attributes.html"
ACKNOWLEDGING, OPEN, WATCH = "reading/acknowledging.html", "reading/open.html", "reading/watch.html"
OF_FRAME = frozenset({ACCOUNT, NAVIGATION, PALETTE, SWITCH, ATTRIBUTES, CSRF, HERE})
HOLES = OF_FRAME | {ACKNOWLEDGING, OPEN, WATCH}


@lru_cache(MOST_DRAWN)
def _person(template: str, language: str, person: Reader, nav: tuple[Entry, ...]) -> Holed:
    context = {"person": person, "nav": nav, "csrf_token": hole(CSRF), "here": hole(HERE)}
    return Holed.cut(render_to_string(template, context))


@lru_cache(MOST_DRAWN)
def _set(theme: str, keys: str) -> bytes:
    return render_to_string(ATTRIBUTES, {"theme": theme, "keys": keys}).encode()


@lru_cache(MOST_DRAWN)
def _asked(
    template: str, language: str, policy_id: str, number: int, digest: str, asked: Asked | None, person: Reader
) -> Holed:
    sheet = {"policy_id": policy_id, "number": number, "digest": digest, "asked": asked}
    return Holed.cut(render_to_string(template, {"sheet": sheet, "person": person, "csrf_token": hole(CSRF)}))


def _watch(watch: Watch | None) -> bytes:
    if watch is None:
        return b""
    return _watching().filled({"poll": escape(watch.poll).encode(), "ask": escape(watch.ask).encode()})


@lru_cache(1)
def _watching() -> Holed:
    return Holed.cut(render_to_string(WATCH, {"watch": Watch(hole("poll"), hole("ask"))}))


def fillings(
    request: HttpRequest,
    person: Reader,
    nav: tuple[Entry, ...],
    words: tuple[str, int, str],
    asked: Asked | None,
    watch: Watch | None,
) -> Mapping[str, bytes]:
    """What goes into the holes for this person; `words` are policy ID, edition number and digest."""
    language, frame = get_language() or "en", fillings_of_frame(request, person, nav)
    return frame | {
        ACKNOWLEDGING: _asked(ACKNOWLEDGING, language, *words, asked, person).filled(frame),
        WATCH: _watch(watch),
        OPEN: _asked(OPEN, language, *words, asked, person).filled(frame),
    }


def fillings_of_frame(request: HttpRequest, person: Reader, nav: tuple[Entry, ...]) -> dict[str, bytes]:
    """What goes into the holes that every page has."""
    language = get_language() or "en"
    plain = {CSRF: get_token(request).encode(), HERE: escape(request.get_full_path()).encode()}
    return plain | {
        ACCOUNT: _person(ACCOUNT, language, person, nav).filled(plain),
        SWITCH: _person(SWITCH, language, person, ()).filled(plain),
        NAVIGATION: _person(NAVIGATION, language, person, nav).filled(plain),
        PALETTE: _person(PALETTE, language, person, nav).filled(plain),
        ATTRIBUTES: _set(theme_of(request, person), "on" if person.keys_on else "off"),
    }


@lru_cache(MOST_DRAWN)
def named(person: Reader) -> str:
    """A person with all that a page may show of them, short."""
    return hashlib.sha256(repr(person).encode()).hexdigest()
