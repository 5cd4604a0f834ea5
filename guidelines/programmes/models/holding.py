"""What a programme holds: the guidelines, editions, requirements and sessions its progress is counted of."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from guidelines.audit.services import Subject
from guidelines.editions.models import Edition, Guideline
from guidelines.insights.models import Requirement
from guidelines.learning.models import Session
from guidelines.people.models import Person
from guidelines.programmes.models.programmes import Programme

KINDS = ("guideline", "edition", "requirement", "session")


def _one_of_them() -> Q:
    """Exactly one of the columns is filled."""
    each = [Q(**{f"{other}__isnull": other != kind for other in KINDS}) for kind in KINDS]
    return reduce(or_, each)


class Item(models.Model):
    """One thing that a programme is to bring about. Taken out, never deleted."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="items")
    guideline = models.ForeignKey(Guideline, models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    requirement = models.ForeignKey(Requirement, models.PROTECT, null=True, blank=True, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=_one_of_them(), name="item_is_one_thing"),
            *(
                models.UniqueConstraint(
                    "programme", kind, name=f"{kind}_once_in_a_programme", condition=Q(ended_at=None)
                )
                for kind in KINDS
            ),
        )

    def __str__(self) -> str:
        return str(self.guideline or self.edition or self.requirement or self.session)

    def audit_subject(self) -> Subject:
        return Subject("programme_item", self.pk)
