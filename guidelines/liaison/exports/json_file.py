"""Change notes as JSON, for other programs. `change_notes.schema.json` beside this file describes it.

The `schema` member names the version; a member is only ever added within a version, never removed or given another
meaning. Words for people (`title` of the document, `facts`) are in its language, everything else is data.
"""

from __future__ import annotations

import json
from typing import Any

from guidelines.liaison.documents import Document
from guidelines.liaison.exports.instants import local_time, utc_time
from guidelines.liaison.happenings import Kind
from guidelines.liaison.notes import Change, Note

SCHEMA = "sop-portal/change-notes/2"


def json_file(document: Document) -> bytes:
    """The whole document."""
    data = {
        "schema": SCHEMA,
        "title": document.title,
        "audience": document.audience,
        "audience_class": document.brief.audience.value,
        "introduction": list(document.introduction),
        "facts": list(document.facts),
        "embargo": document.embargo or None,
        "question": document.question.as_data(),
        "notes": [_note(note) for note in document.notes],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _note(note: Note) -> dict[str, Any]:
    return {
        "kind": note.kind.value,
        "policy_id": note.policy_id,
        "edition": note.edition,
        "citation": note.citation,
        "market": note.market,
        "domain": note.domain,
        "topics": list(note.topics),
        "language": note.language,
        "title": note.title,
        "significance": note.significance,
        "moment": {"utc": utc_time(note.at), "local": local_time(note.at, note.zone), "time_zone": note.zone},
        "do_not_share_before": utc_time(note.at) if note.kind is Kind.STARTS else None,
        "temporary_until": utc_time(note.expires_at) if note.expires_at else None,
        "edition_before": note.before,
        "edition_after": note.after,
        "compared_with": note.compared_with,
        "change_note": note.text,
        "reason": note.reason,
        "corrected": utc_time(note.corrected_at) if note.corrected_at else None,
        "corrected_words": note.corrected_words,
        "decision_changes": [_change(change) for change in note.changes],
        "redline": [{"kind": line.kind, "what": line.what, "old": line.old, "new": line.new} for line in note.redline],
    }


def _change(change: Change) -> dict[str, str]:
    return {
        "rule": change.rule,
        "kind": change.kind,
        "field": change.field,
        "old": change.old,
        "new": change.new,
    }
