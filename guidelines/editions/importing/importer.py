"""The import itself: who takes the documents in, one transaction for each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.importing.course import Course
from guidelines.editions.importing.publisher import Publisher
from guidelines.editions.importing.report import Report
from guidelines.editions.importing.trails import Trail
from guidelines.editions.models import Guideline
from guidelines.frame.refusals import Refused
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings


@dataclass(frozen=True)
class Importer:
    """Who imports into which market and domain, and from when undated files are in force (None: from now)."""

    market: Market
    domain: Domain
    by: Person
    approved_by: Person
    effective_from: dt.datetime | None

    def refuse_unless_two_who_may(self) -> None:
        """Both people must hold their role here, and they must be two."""
        if self.by.pk == self.approved_by.pk:
            raise Refused(_("Whoever imports can’t approve. Name two people."))
        self._refuse_unless_may(self.by, Capability.WRITE, _("policy manager"))
        self._refuse_unless_may(self.approved_by, Capability.REVIEW, _("policy reviewer"))

    def _refuse_unless_may(self, person: Person, capability: Capability, role: str) -> None:
        if not holdings(person, fresh=True).may(capability, self.market.pk, self.domain.pk):
            raise Refused(
                _("%(name)s is not a %(role)s of %(market)s, %(domain)s.")
                % {"name": person.name, "role": role, "market": self.market.name, "domain": self.domain.name}
            )

    @transaction.atomic
    def take(self, trail: Trail, guideline_id: int | None) -> Report:
        """Bring one document up to date, whole or not at all. Doing it twice changes nothing."""
        guideline = Guideline.objects.select_for_update().get(pk=guideline_id) if guideline_id else None
        course = Course(trail, Publisher(self.market, self.domain, self.by, self.approved_by), guideline)
        for change in trail.changes:
            course.follow(change)
        if trail.today is not None:
            course.follow_folder(trail.today, self.effective_from)
        course.keep_path()
        return course.report
