"""The change notes of some days, as a liaison of the token's markets and domains would export them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from guidelines.api.answers import ChangeNote, ChangeNotes, Moment, RuleChange
from guidelines.api.endpoints import Answer, Ask, endpoint
from guidelines.api.models import Resource
from guidelines.api.paging import cursor_of, key_of, lost, next_address
from guidelines.api.parameters import CURSOR, DOMAIN, LIMIT, MARKET, Parameter, one_of, read_code, read_day, wrong
from guidelines.api.views.guidelines import refuse_places_beyond
from guidelines.liaison.documents import document
from guidelines.liaison.exports.instants import local_time
from guidelines.liaison.happenings import Happening, Kind
from guidelines.liaison.notes import Note
from guidelines.liaison.queries import Found, answer, exportable_markets
from guidelines.liaison.questions import MOST_DAYS, Question

DAY = {"type": "string", "format": "date", "examples": ["2026-06-08"]}
FROM = Parameter("from", "The first day, in the time of each market.", read_day, DAY, required=True)
UNTIL = Parameter("until", "The last day; it belongs to the period, of 400 days at most.", read_day, DAY, required=True)
SIGNIFICANCE = one_of("significance", "Only changes of this significance. An end counts as major.", "major", "minor")
LATER = one_of("later", "`true`: also what has not begun, marked with its embargo.", "true", "false")
TOPIC = Parameter(
    "topic", "Only this topic and those below it.", read_code, {"type": "string", "examples": ["counterfeit"]}
)


@endpoint(
    "/change-notes",
    Resource.CHANGE_NOTES,
    ChangeNotes,
    *(FROM, UNTIL, MARKET, DOMAIN, TOPIC, SIGNIFICANCE, LATER, LIMIT, CURSOR),
)
def change_notes(ask: Ask) -> Answer:
    """What changed in some days, with what decides differently. What starts later is told only when asked for."""
    refuse_places_beyond(ask)
    question = _question(ask)
    found = answer(ask.access.reader, question, ask.now)
    after = _after(ask)
    rest = [happening for happening in found.happenings if after is None or happening.order > after]
    shown, more = rest[: ask["limit"]], len(rest) > ask["limit"]
    following = next_address(ask.request, cursor=_cursor(shown[-1])) if more else None
    return Answer(lambda: _notes(ask, question, found, shown, following), next=following or "")


def _question(ask: Ask) -> Question:
    since, until = ask["from"], ask["until"]
    if not since <= until < since + dt.timedelta(days=MOST_DAYS):
        sentence = _("The period ends on its first day or later, and has at most %(most)d days.")
        raise wrong("until", sentence % {"most": MOST_DAYS})
    markets = ask["market"] or exportable_markets(ask.access.reader).values_list("code", flat=True)
    return Question(
        since=since,
        until=until,
        markets=tuple(sorted(markets)),
        domains=tuple(sorted(ask["domain"])),
        significance=ask["significance"] or "",
        topics=(ask["topic"],) if ask["topic"] else (),
        later=ask["later"] == "true",
    )


def _cursor(happening: Happening) -> str:
    market, domain, at, policy_id, number, kind = happening.order
    return cursor_of(market, domain, at.astimezone(dt.UTC).isoformat(), policy_id, number, str(kind))


def _after(ask: Ask) -> tuple[Any, ...] | None:
    if not ask["cursor"]:
        return None
    market, domain, at, policy_id, number, kind = key_of(ask["cursor"], str, str, str, str, int, str)
    try:
        instant = dt.datetime.fromisoformat(at)
    except ValueError as error:
        raise lost() from error
    if instant.tzinfo is None:
        raise lost()
    return market, domain, instant, policy_id, number, kind


def _notes(ask: Ask, question: Question, found: Found, shown: list[Happening], following: str | None) -> ChangeNotes:
    written = document(ask.access.reader, question, found, ask.now, shown=shown)
    return ChangeNotes(tuple(_note(ask, note) for note in written.notes), following, found.left_out)


def _note(ask: Ask, note: Note) -> ChangeNote:
    return ChangeNote(
        kind=note.kind.value,
        policy_id=note.policy_id,
        edition=note.edition,
        citation=note.citation,
        market=note.market,
        domain=note.domain,
        topics=note.topics,
        language=note.language,
        title=note.title,
        significance=note.significance,  # type: ignore[arg-type]  # one of the two
        moment=Moment(note.at, local_time(note.at, note.zone), note.zone),
        do_not_share_before=note.at if note.kind is Kind.STARTS else None,
        temporary_until=note.expires_at,
        edition_before=note.before,
        edition_after=note.after,
        compared_with=note.compared_with,
        change_note=note.text,
        reason=note.reason,
        corrected=note.corrected_at,
        decision_changes=tuple(
            RuleChange(one.rule, one.kind, one.field, one.old, one.new)  # type: ignore[arg-type]  # one of the four
            for one in note.changes
        ),
        url=ask.request.build_absolute_uri(note.url),
    )
