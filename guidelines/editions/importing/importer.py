"""The import itself: every change an edition, through the services, one transaction for each guideline."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain, Market
from guidelines.editions import services
from guidelines.editions.drafts import LONGEST, DraftWords
from guidelines.editions.importing.documents import Document, read_document
from guidelines.editions.importing.report import Report
from guidelines.editions.importing.sources import Line
from guidelines.editions.models import Contribution, Edition, Guideline, Significance
from guidelines.frame.refusals import Refused
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings


@dataclass(frozen=True)
class Importer:
    """Who imports into which market and domain, and from when undated files are in force."""

    market: Market
    domain: Domain
    by: Person
    approved_by: Person
    effective_from: dt.datetime | None

    def refuse_unless_two_who_may(self) -> None:
        """Both people must hold their role here, and they must be two."""
        if self.by.pk == self.approved_by.pk:
            raise Refused(_("Whoever imports can't approve. Name two people."))
        for person, capability, role in (
            (self.by, Capability.WRITE, _("policy manager")),
            (self.approved_by, Capability.REVIEW, _("policy reviewer")),
        ):
            if not holdings(person, fresh=True).may(capability, self.market.pk, self.domain.pk):
                raise Refused(
                    _("%(name)s is not a %(role)s of %(market)s, %(domain)s.")
                    % {"name": person.name, "role": role, "market": self.market.name, "domain": self.domain.name}
                )

    @transaction.atomic
    def take(self, line: Line) -> Report:
        """Bring one document up to date. Doing it twice changes nothing."""
        report = Report()
        guideline = self._known(line)
        newest = _newest(guideline)
        reached = newest.withdrawn_at or newest.effective_from if newest else None
        for change in line.changes:
            if reached and change.at <= reached:
                report.add("already_there")
                continue
            if newest and not newest.import_record:
                report.add("passed_over")
                continue
            newest = self._follow(newest, change.text, change.at, change.subject, change.path, report)
        if line.today is not None:
            newest = self._follow_today(newest, line, report)
        if newest and newest.guideline.source_path != line.path:
            newest.guideline.source_path = line.path
            newest.guideline.save(update_fields=["source_path"])
        if not report.counts["editions"] and not report.counts["withdrawn"]:
            report.add("nothing_to_do")
        return report

    def _known(self, line: Line) -> Guideline | None:
        """The guideline an earlier import made from this document, found by a name it had."""
        known = Guideline.objects.filter(market=self.market, domain=self.domain).exclude(source_path="")
        by_path = {guideline.source_path: guideline for guideline in known.filter(source_path__in=line.paths)}
        began = line.changes[0].at.isoformat() if line.changes else None
        for path in line.paths:
            guideline = by_path.get(path)
            first = guideline.editions.order_by("number").first() if guideline else None
            if first and (began is None or (first.import_record or {}).get("changed_at") in (began, None)):
                return guideline
        return None

    def _follow_today(self, newest: Edition | None, line: Line, report: Report) -> Edition | None:
        """The file in the folder: the last word, unless the guideline was edited here since."""
        if newest and not newest.import_record:
            report.add("passed_over")
            return newest
        before = report.counts["without_words"]
        newest = self._follow(newest, line.today, self.effective_from, _("Imported."), line.path, report)
        report.counts["without_words"] = before  # it is no recorded change
        return newest

    def _follow(
        self, newest: Edition | None, text: str | None, at: dt.datetime | None, subject: str, path: str, report: Report
    ) -> Edition | None:
        if text is None:
            return self._withdraw(newest, at, subject, report)
        document = read_document(text, path)
        if newest and newest.withdrawn_at is None and (newest.title, newest.source) == document.words:
            report.add("without_words")
            return newest
        return self._publish(newest, document, at, subject, path, report)

    def _withdraw(self, newest: Edition | None, at: dt.datetime | None, subject: str, report: Report) -> Edition | None:
        if newest is None or newest.withdrawn_at is not None:
            report.add("without_words")
            return newest
        report.add("withdrawn")
        return services.withdraw(newest, by=self.approved_by, note=subject or _("The file was deleted."), backdate_to=at)

    def _publish(
        self,
        newest: Edition | None,
        document: Document,
        at: dt.datetime | None,
        subject: str,
        path: str,
        report: Report,
    ) -> Edition:
        edition = self._open(newest, _words(document, subject), path, report)
        edition.import_record = _record(document, at, path)
        edition.save(update_fields=["import_record"])
        edition = services.submit(edition, by=self.by, seen=edition.digest, waive=True)
        edition = services.approve(edition, by=self.approved_by, seen=edition.digest)
        edition = services.publish(
            edition, by=self.by, seen=edition.digest, effective_from=at, backdate=at is not None, imported=True
        )
        _count(edition, document, report)
        return edition

    def _open(self, newest: Edition | None, words: DraftWords, path: str, report: Report) -> Edition:
        kind = Contribution.Kind.IMPORTED
        if newest:
            return services.open_edition(newest.guideline, by=self.by, words=words, kind=kind)
        report.add("guidelines")
        return services.open_guideline(
            market=self.market, domain=self.domain, words=words, by=self.by, source_path=path, kind=kind
        )


def _newest(guideline: Guideline | None) -> Edition | None:
    """The edition an import goes on from: the last that has a moment in force."""
    if guideline is None:
        return None
    return guideline.editions.issued().select_related("guideline").order_by("-effective_from").first()


def _words(document: Document, subject: str) -> DraftWords:
    longest = LONGEST["change_note"][1]
    return DraftWords(
        title=document.title, source=document.text, change_note=subject[:longest], significance=Significance.MINOR
    )


def _record(document: Document, at: dt.datetime | None, path: str) -> dict[str, object]:
    return {
        "path": path,
        "changed_at": at.isoformat() if at else None,
        "front_matter": document.front_matter,
        "liquid": document.liquid,
        "raw_html": document.raw_html,
        "mended": list(document.mended),
    }


def _count(edition: Edition, document: Document, report: Report) -> None:
    report.add("editions")
    report.add("waived", len((edition.import_record or {}).get("waived", ())))
    report.add("mended", bool(document.mended))
    report.add("with_liquid", bool(document.liquid))
    report.add("with_raw_html", bool(document.raw_html))
    report.add("front_matter", bool(document.front_matter))
