"""Fetching through the right."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from guidelines.editions.reasons import Reason, refuse
from guidelines.frame.refusals import NotFound, Refused
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.programmes.models import Milestone, Programme, Report, Risk
from guidelines.programmes.rights import (
    sees_programmes,
    visible_milestones,
    visible_programmes,
    visible_reports,
    visible_risks,
)

Row = TypeVar("Row", bound=Model)


def watcher(request: HttpRequest) -> Person:
    """Who asks, if they see programmes anywhere."""
    person = actor(request)
    if not sees_programmes(person):
        raise Refused(_("Programmes are for those who answer for how the rules work. Ask your administrator."))
    return person


def programme_for(request: HttpRequest, pk: str) -> Programme:
    return _found(visible_programmes(actor(request)), pk)


def milestone_for(request: HttpRequest, pk: str) -> Milestone:
    return _found(visible_milestones(actor(request)), pk)


def risk_for(request: HttpRequest, pk: str) -> Risk:
    return _found(visible_risks(actor(request)), pk)


def report_for(request: HttpRequest, pk: str) -> Report:
    return _found(visible_reports(actor(request)), pk)


def _found(rows: QuerySet[Row], pk: str) -> Row:
    found = rows.filter(pk=int(pk)).first()
    if found is None:
        raise NotFound(_("There is nothing here that you can read."))
    return found


def refuse_page(reason: Reason | None) -> None:
    """A page of a deed is shown to nobody who may not do it."""
    refuse(reason)
