"""What a feed holds: the notes of the last weeks that its list may be told, as Atom or as JSON Feed."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from guidelines.liaison.briefs import Brief
from guidelines.liaison.calling_off import without_those_not_told
from guidelines.liaison.happenings import Kind
from guidelines.liaison.models import Feed
from guidelines.liaison.notes import Note, Telling, write_note
from guidelines.liaison.queries import NO_DIFFERENCES, answer
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
    updated: dt.datetime
    """Later than `at` where the note was corrected."""
    language: str
    topics: tuple[str, ...]


def entries(feed: Feed, now: dt.datetime) -> list[Entry]:
    """The newest first. What has not begun is in no feed: it appears when its embargo ends."""
    audience, day = Audience(feed.stakeholder.audience), dt.timedelta(days=1)
    since, until = (now - WEEKS).date(), (now + day).date()
    significance = feed.filter.get("significance", "")
    question = scope_question(feed, since, until, significance=significance, later=False)
    found = answer(feed.made_by, question, now, audience)
    told = without_those_not_told(feed.stakeholder, found.happenings)
    newest = sorted((one for one in told if one.at <= now), key=lambda one: (one.at, one.order), reverse=True)
    telling = Telling(Brief(audience=audience), {}, found.heard)
    with translation.override(question.language):
        return [_entry(write_note(one, NO_DIFFERENCES, telling)) for one in newest[:MOST]]


def _entry(note: Note) -> Entry:
    facts: tuple[str, ...] = (note.moment_words, note.temporary_words, note.corrected_words)
    facts += (note.before_words.removesuffix("."),) if note.kind is Kind.CALLED_OFF else ()
    return Entry(
        id=f"urn:sop-portal:{note.key.replace(' ', ':')}",
        title=f"{note.citation}: {note.title}",
        text="\n\n".join(filter(None, (". ".join(filter(None, facts)) + ".", note.text, note.reason))),
        at=note.at,
        updated=max(note.at, note.corrected_at or note.at),
        language=note.language,
        topics=note.topics,
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
            updateddate=note.updated,
            pubdate=note.at,
            categories=note.topics,
        )
    written.newest = max([feed.made_at, *(note.updated for note in notes)])
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
                "date_modified": note.updated.astimezone(dt.UTC).isoformat(),
                "language": note.language,
                "tags": list(note.topics),
            }
            for note in notes
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _id(feed: Feed) -> str:
    return f"urn:sop-portal:feed:{feed.pk}"
