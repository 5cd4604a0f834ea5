"""What a feed holds: the notes of the last weeks that its list may be told, as Atom or as JSON Feed."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from guidelines.editions.telling import note_told
from guidelines.frame.times import in_zone
from guidelines.liaison.happenings import BEGINNINGS, Happening, Kind
from guidelines.liaison.keys import note_key
from guidelines.liaison.models import Feed
from guidelines.liaison.queries import answer
from guidelines.liaison.untold import scope_question
from guidelines.text.audience import Audience

WEEKS = dt.timedelta(weeks=8)
MOST = 100


@dataclass(frozen=True)
class Entry:
    """One note as a feed tells it."""

    id: str
    title: str
    text: str
    at: dt.datetime
    language: str
    topics: tuple[str, ...]


def entries(feed: Feed, now: dt.datetime) -> list[Entry]:
    """The newest first. What has not begun is in no feed: it appears when its embargo ends."""
    audience, day = Audience(feed.stakeholder.audience), dt.timedelta(days=1)
    since, until = (now - WEEKS).date(), (now + day).date()
    significance = feed.filter.get("significance", "")
    question = scope_question(feed, since, until, significance=significance, later=False)
    happened = answer(feed.made_by, question, now).happenings
    heard = [one for one in happened if one.at <= now and note_told(one.edition, audience) is not None]
    with translation.override(feed.stakeholder.language):
        newest = sorted(heard, key=lambda one: (one.at, one.order), reverse=True)[:MOST]
        return [_entry(one, audience) for one in newest]


def _entry(happening: Happening, audience: Audience) -> Entry:
    edition, kind = happening.edition, happening.kind
    guideline = edition.guideline
    words = {
        Kind.BEGAN: _("In force from %(moment)s"),
        Kind.STARTS: _("Starts %(moment)s"),
        Kind.WITHDRAWN: _("Withdrawn %(moment)s"),
        Kind.ENDED: _("Temporary edition, ended %(moment)s"),
    }
    moment = words[kind] % {"moment": in_zone(happening.at, guideline.market.time_zone)}
    note = (note_told(edition, audience) or "").strip() if kind in BEGINNINGS else ""
    return Entry(
        id=f"urn:sop-portal:{note_key(happening).replace(' ', ':')}",
        title=f"{guideline.policy_id} edition {edition.number}: {' '.join(edition.title.split())}",
        text=f"{moment}.\n\n{note}".strip(),
        at=happening.at,
        language=guideline.language,
        topics=tuple(sorted(edition.topic_codes)),
    )


def atom(feed: Feed, notes: list[Entry], home: str) -> bytes:
    """The address of the feed is not in it: a feed is passed on more easily than one thinks."""
    written = _Atom(title=feed.name, link=home, description="", language=feed.stakeholder.language, feed_guid=_id(feed))
    for note in notes:
        written.add_item(
            title=note.title,
            link=home,
            description=linebreaks(note.text, autoescape=True),
            unique_id=note.id,
            updateddate=note.at,
            pubdate=note.at,
            categories=note.topics,
        )
    written.newest = max([feed.made_at, *(note.at for note in notes)])
    return written.writeString("utf-8").encode()


class _Atom(Atom1Feed):
    """Its date is that of its newest note: Django's would be the moment of asking when there is none."""

    newest: dt.datetime

    def latest_post_date(self) -> dt.datetime:
        return self.newest


def json_feed(feed: Feed, notes: list[Entry], home: str) -> bytes:
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.name,
        "home_page_url": home,
        "language": feed.stakeholder.language,
        "items": [
            {
                "id": note.id,
                "title": note.title,
                "content_text": note.text,
                "date_published": note.at.astimezone(dt.UTC).isoformat(),
                "language": note.language,
                "tags": list(note.topics),
            }
            for note in notes
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _id(feed: Feed) -> str:
    return f"urn:sop-portal:feed:{feed.pk}"
