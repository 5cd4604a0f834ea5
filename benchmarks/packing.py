"""Finished packs made in a hurry, for what carries them: the writing of packs is measured elsewhere."""

from __future__ import annotations

import hashlib
import json

from guidelines.frame import clock
from guidelines.frame.jobs import JobState
from guidelines.liaison.models import Pack, PackFile, Stakeholder
from guidelines.people.models import Person


def pack(stakeholder: Stakeholder, by: Person, title: str, formats: tuple[str, ...] = ("html", "md", "json")) -> Pack:
    """A pack of one note for a list."""
    now = clock.now()
    made = Pack.objects.create(
        question={"from": "2026-06-08", "until": "2026-06-22", "markets": ["US"], "language": "en"},
        audience=stakeholder.audience,
        formats=list(formats),
        at=now,
        title=title,
        notes=["US-CC-0142 edition 4 in_force"],
        stakeholder=stakeholder,
        asked_by=by,
        asked_at=now,
        due_at=now,
        ended_at=now,
        state=JobState.DONE,
    )
    notes = [{"policy_id": "US-CC-0142", "edition": 4, "title": title, "do_not_share_before": None}]
    content = {
        "html": f"<!doctype html><html lang=en><title>{title}</title><p>{title}</p></html>\n",
        "md": f"# {title}\n\nUS-CC-0142 edition 4.\n",
        "json": json.dumps({"title": title, "embargo": None, "notes": notes}),
    }
    PackFile.objects.bulk_create(
        PackFile(
            pack=made,
            format=form,
            name=f"change-notes_US.{form}",
            content=content[form].encode(),
            digest=f"sha256:{hashlib.sha256(content[form].encode()).hexdigest()}",
        )
        for form in formats
    )
    return made
