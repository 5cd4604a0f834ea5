"""One document on its way through its changes, beside the guideline that follows it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from guidelines.editions.importing.documents import Document, read_document
from guidelines.editions.importing.publisher import Publisher, Source
from guidelines.editions.importing.report import Report
from guidelines.editions.importing.sources import Change
from guidelines.editions.importing.trails import Trail
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.queries import in_force
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Refusal
from guidelines.text.refusal import TextRefused

Words = tuple[str, str] | None
"""Title and text, or None where nothing is in force."""


class Course:
    """Follows changes one after the other. Each becomes an edition, ends one, changes no word, or is passed over."""

    theirs: Words
    """The words that an import brought last; they may have been superseded or withdrawn here."""

    def __init__(self, trail: Trail, publisher: Publisher, guideline: Guideline | None) -> None:
        self.trail, self.publisher, self.guideline = trail, publisher, guideline
        self.report = Report()
        issued = list(guideline.editions.issued().order_by("effective_from")) if guideline else []
        self.newest = issued[-1] if issued else None
        self.theirs = _brought(next((edition for edition in reversed(issued) if edition.import_record), None))

    def follow(self, change: Change) -> None:
        """Take one recorded change."""
        document = _document(change.text, change.path)
        reached = self._reached()
        if reached and change.at <= reached:
            self._compare(document, change.at)
        elif not self._goes_on():
            self._pass_by("without_words", document)
        else:
            source = Source(change.path, change.at, change.subject, change.note)
            self._take(document, source, unchanged="without_words")

    def follow_folder(self, text: str, effective_from: dt.datetime | None) -> None:
        """Take the file as it is in the folder: the last word, unless the guideline went on here."""
        document, reached = _document(text, self.trail.path), self._reached()
        if document is None:
            self.report.remarks.append(_("%(path)s holds no text: nothing is in force.") % {"path": self.trail.path})
        if not self._goes_on():
            self._pass_by("unchanged_files", document)
            return
        if reached and effective_from and effective_from <= reached:
            effective_from = None  # the moment is for what is not here yet; a newer text takes force now
        source = Source(self.trail.path, effective_from, _("Imported."), is_recorded=False)
        self._take(document, source, unchanged="unchanged_files")

    def keep_path(self) -> None:
        """Write the document's path of today on a guideline that an earlier import made."""
        if self.guideline and self.guideline.source_path != self.trail.own_path:
            self._free_path()
            self.guideline.source_path = self.trail.own_path
            self.guideline.save(update_fields=["source_path"])

    def _reached(self) -> dt.datetime | None:
        """How far the guideline's own time has gone: its last beginning or end."""
        return (self.newest.withdrawn_at or self.newest.effective_from) if self.newest else None

    def _goes_on(self) -> bool:
        """Whether imports still lead this guideline. A text published, or an end put to one, by hand takes the lead."""
        if self.newest is None:
            return True
        record = self.newest.import_record or {}
        return "path" in record and (self.newest.withdrawn_at is None or "ended_at" in record)

    def _compare(self, document: Document | None, at: dt.datetime) -> None:
        """A change from a time that the guideline has behind it: nothing is ever slipped in."""
        there = in_force(self.guideline, at) if self.guideline else None
        words = (there.title, there.source) if there else None  # it may have ended since
        self._count_or_pass(words == _words(document), "already_there")

    def _pass_by(self, unchanged: str, document: Document | None) -> None:
        self._count_or_pass(self.theirs == _words(document), unchanged)

    def _count_or_pass(self, is_same: bool, name: str) -> None:
        self.report.add(name if is_same else "passed_over")
        if not is_same and self.guideline:
            remark = _("%(path)s: newer or other words were passed over, because %(policy)s went on here.")
            self.report.remark(remark % {"path": self.trail.path, "policy": self.guideline.policy_id})

    def _take(self, document: Document | None, source: Source, *, unchanged: str) -> None:
        if _words(self.newest) == _words(document):
            self.report.add(unchanged)
            return
        try:
            self._end(source) if document is None else self._publish(document, source)
        except (Refusal, TextRefused) as refusal:
            when = f" ({source.at:%Y-%m-%d %H:%M} UTC)" if source.at else ""
            raise Invalid(f"{source.path}{when}: {refusal.sentence}") from refusal
        self.theirs = _words(self.newest)

    def _end(self, source: Source) -> None:
        if self.newest:
            self.newest = self.publisher.end(self.newest, source)
            self.report.add("withdrawn")

    def _publish(self, document: Document, source: Source) -> None:
        if self.guideline is None:
            self.report.add("guidelines")
            self._free_path()
        self.newest = self.publisher.publish(self.guideline, document, source, found_by=self.trail.own_path)
        self.guideline = self.newest.guideline
        begins = self.newest.effective_from
        self.report.add("scheduled", bool(begins and begins > clock.now()))
        self.report.add("from_changes" if source.is_recorded else "from_files")
        self.report.count(document, waived=len((self.newest.import_record or {}).get("waived", ())), path=source.path)

    def _free_path(self) -> None:
        """A path belongs to one document: one that had it before, and was renamed over, has none now."""
        if self.trail.own_path:
            market, domain = self.publisher.market, self.publisher.domain
            others = Guideline.objects.filter(market=market, domain=domain, source_path=self.trail.own_path)
            others.update(source_path="")


def _document(text: str | None, path: str) -> Document | None:
    """The document, or None for a file that is gone or holds no text: a moderator is never led to an empty page."""
    document = None if text is None else read_document(text, path)
    return None if document is None or document.is_empty else document


def _words(held: Edition | Document | None) -> Words:
    if isinstance(held, Edition):
        return None if held.withdrawn_at else (held.title, held.source)
    return held.words if held else None


def _brought(edition: Edition | None) -> Words:
    if edition is None or "ended_at" in (edition.import_record or {}):
        return None
    return edition.title, edition.source
