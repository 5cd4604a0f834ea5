"""What this room and those below know of the weeks around an edition: other editions, suspensions, interim rulings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.editions.lifecycle import State
from guidelines.editions.models import Guideline, Suspension
from guidelines.editions.rights import visible_editions
from guidelines.insights.models import Ruling
from guidelines.people.models import Person
from guidelines.quality.happenings import Happening

MOST = 12
"""Other editions that are listed: the nearest in subject first."""


def editions_begun(person: Person, guideline: Guideline, since: dt.datetime, until: dt.datetime) -> Iterable[Happening]:
    """Editions of this guideline, and of the others of its market and domain, that took force."""
    rows = visible_editions(person).filter(state__in=(State.PUBLISHED, State.WITHDRAWN))
    rows = rows.filter(effective_from__gte=since, effective_from__lt=until, guideline__market=guideline.market_id)
    rows = rows.filter(guideline__domain=guideline.domain_id).select_related("guideline").defer("source")
    near = sorted(rows, key=lambda one: (one.guideline_id != guideline.pk, one.effective_from))[:MOST]
    for edition in near:
        if edition.effective_from:
            yield Happening(edition.effective_from, _("Edition in force"), str(edition), edition.get_absolute_url())


def suspended(person: Person, guideline: Guideline, since: dt.datetime, until: dt.datetime) -> Iterable[Happening]:
    rows = Suspension.objects.filter(edition__guideline=guideline, since__gte=since, since__lt=until)
    for one in rows.select_related("edition"):
        told = _("Edition %(number)d: do not enforce") % {"number": one.edition.number}
        yield Happening(one.since, _("Suspension"), told)


def ruled(person: Person, guideline: Guideline, since: dt.datetime, until: dt.datetime) -> Iterable[Happening]:
    for one in Ruling.objects.filter(guideline=guideline, made_at__gte=since, made_at__lt=until):
        yield Happening(one.made_at, _("Interim ruling"), one.rule_id, reverse("rulings"))
