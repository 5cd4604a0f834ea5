"""Sources and files of checked decisions, made through the services."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from guidelines.catalogue.models import Domain
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.quality import services
from guidelines.quality.importing import working
from guidelines.quality.models import CheckImport, Source
from tests.people import World
from tests.people.beyond import quinn

SOON = dt.timedelta(seconds=1)
HEADER = {
    "case": "Case ID",
    "decided_at": "Decided",
    "moderator": "Agent",
    "rule": "Rule",
    "decided_action": "Action",
    "right_action": "Right action",
    "error_class": "Error",
    "outcome": "Verdict",
    "team": "Team",
    "site": "Site",
}


def source(world: World, *, by: Person | None = None, domain: Domain | None = None, **changes: Any) -> Source:
    """The feed of Austin, in its market's time."""
    fields: dict[str, Any] = {
        "name": "Austin audits",
        "time_zone": "America/Los_Angeles",
        "date_form": "iso",
        "columns": HEADER,
        "words": {},
    }
    wish = services.SourceWish(market=world.us, domain=domain, **{**fields, **changes})
    return services.make_source(wish, by=by or quinn(world))


def row(rule: str = "US-PR-0001 R1", **changes: str) -> dict[str, str]:
    """A right decision of Mo, just now."""
    decided = clock.now()
    cells = {
        "case": "C-1",
        "decided_at": decided.isoformat(),
        "moderator": "A-004",
        "rule": rule,
        "decided_action": "remove",
        "right_action": "remove",
        "error_class": "",
        "outcome": "",
        "team": "Listings",
        "site": "Austin",
    }
    return {**cells, **changes}


def wrong(**changes: str) -> dict[str, str]:
    """The same, too strict."""
    return row(**{"right_action": "restrict", "error_class": "FP", **changes})


def csv_of(rows: Iterable[dict[str, str]], delimiter: str = ",") -> io.BytesIO:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(HEADER.values())
    writer.writerows([cells[column] for column in HEADER] for cells in rows)
    return io.BytesIO(text.getvalue().encode())


def uploaded(source: Source, rows: Iterable[dict[str, str]], *, by: Person | None = None) -> CheckImport:
    return services.upload(source, by=by or source.made_by, file=csv_of(rows), name="checks.csv")


def brought(source: Source, rows: Iterable[dict[str, str]], *, by: Person | None = None) -> CheckImport:
    """Uploaded, confirmed, and worked on to its end."""
    return confirmed(uploaded(source, rows, by=by))


def confirmed(upload: CheckImport) -> CheckImport:
    """By whoever uploaded it, and worked on to its end."""
    found = services.confirm(upload, by=upload.uploaded_by)
    # Where a test stopped the clock, the deed was a moment later.
    with clock.pretend(clock.now() + SOON) if clock.is_pretended() else nullcontext():
        while working.bring_in_due():
            pass
    found.refresh_from_db()
    return found
