"""Putting one document into force, or ending it, through the services that everybody takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain, Market
from guidelines.editions import services
from guidelines.editions.drafts import LONGEST, DraftWords
from guidelines.editions.importing.documents import Document
from guidelines.editions.models import Contribution, Edition, Guideline, Significance
from guidelines.frame import clock
from guidelines.people.models import Person


@dataclass(frozen=True)
class Source:
    """Where a document comes from: its path, the instant from which it is in force (None: now), and what was said."""

    path: str
    at: dt.datetime | None
    subject: str
    note: str = ""
    is_recorded: bool = True
    """It is a recorded change; else it is a file of which only today's text is known."""


@dataclass(frozen=True)
class Publisher:
    """A policy manager who imports and a policy reviewer who signs, in one market and domain."""

    market: Market
    domain: Domain
    by: Person
    approved_by: Person

    def publish(self, guideline: Guideline | None, document: Document, source: Source, *, found_by: str) -> Edition:
        """Open an edition with these words, have it signed, and give it force.

        A new guideline keeps `found_by`, the document's path of today, by which the next import finds it.
        """
        edition = self._open(guideline, document, source, found_by)
        edition.import_record = _record(document, source)
        edition.save(update_fields=["import_record"])
        edition = services.submit(edition, by=self.by, seen=edition.digest, waive=True)
        edition = services.approve(edition, by=self.approved_by, seen=edition.digest, waive=True)
        backdate = source.at is not None and source.at <= clock.now()
        return services.publish(
            edition, by=self.by, seen=edition.digest, effective_from=source.at, backdate=backdate, imported=True
        )

    def end(self, edition: Edition, source: Source) -> Edition:
        """Withdraw an edition because its document is gone, and keep with it that an import did so."""
        note = source.subject or _("The document was removed.")
        edition = services.withdraw(edition, by=self.approved_by, note=note, backdate_to=source.at, imported=True)
        ended_at = edition.withdrawn_at.isoformat() if edition.withdrawn_at else None
        edition.import_record = {**(edition.import_record or {}), "ended_at": ended_at}
        edition.save(update_fields=["import_record"])
        return edition

    def _open(self, guideline: Guideline | None, document: Document, source: Source, found_by: str) -> Edition:
        words = DraftWords(
            title=document.title,
            source=document.text,
            change_note=source.subject[: LONGEST["change_note"][1]],
            significance=Significance.MINOR,
        )
        kind = Contribution.Kind.IMPORTED
        if guideline:
            return services.open_edition(guideline, by=self.by, words=words, kind=kind)
        return services.open_guideline(
            market=self.market, domain=self.domain, words=words, by=self.by, source_path=found_by, kind=kind
        )


def _record(document: Document, source: Source) -> dict[str, Any]:
    return {
        "path": source.path,
        "changed_at": source.at.isoformat() if source.at and source.is_recorded else None,
        "note": source.note,
        "front_matter": document.front_matter,
        "liquid": document.liquid,
        "raw_html": document.raw_html,
        "mended": list(document.mended),
    }
