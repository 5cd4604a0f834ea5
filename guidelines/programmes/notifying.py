"""Who is told what of programmes: owners of what they are to do and when it is due, people of reports sent to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from guidelines.audit.models import AuditEvent
from guidelines.frame import clock
from guidelines.frame.times import written_day
from guidelines.liaison.models import Kind
from guidelines.liaison.notifying import showing, telling
from guidelines.liaison.notifying.showing import Shown, Told
from guidelines.liaison.notifying.telling import News, these
from guidelines.people.models import Person
from guidelines.programmes.models import Action, ReportDelivery, Risk
from guidelines.programmes.rights import visible_reports, visible_risks

RISK, CHECK, ACTION, REPORT = "risk", "risk_check", "risk_action", "programme_report"
"""Subjects: a risk one owns, a check that is due, an action one does, a report sent to one."""
A_WEEK = 7


def register() -> None:
    telling.register(given, "risk.raised", "risk.changed")
    telling.register(to_do, "action.added")
    telling.register(sent, "report_delivery.sent")
    showing.register(RISK, risks)
    showing.register(CHECK, checks)
    showing.register(ACTION, actions)
    showing.register(REPORT, reports)


def given(event: AuditEvent) -> Iterable[News]:
    """Whoever owns it, once."""
    owner = event.data["owner"]
    yield News(Kind.PROGRAMME, (RISK, event.subject_id), these([owner]), f"risk {event.subject_id} yours")


def to_do(event: AuditEvent) -> Iterable[News]:
    yield News(Kind.PROGRAMME, (ACTION, event.subject_id), these([event.data["owner"]]))


def sent(event: AuditEvent) -> Iterable[News]:
    delivery = ReportDelivery.objects.select_related("contact").get(pk=event.subject_id)
    if delivery.contact.person_id:
        yield News(Kind.PROGRAMME, (REPORT, delivery.report_id), these([delivery.contact.person_id]))


def remind_due() -> int:
    """A sweep: who is to check a risk or do an action today is told, and again every week that it is late."""
    now, told = clock.now(), 0
    horizon = (now + dt.timedelta(days=1)).date()
    risks = Risk.objects.filter(closed_at=None, next_check__lte=horizon).select_related("owner")
    for risk in risks:
        told += _remind(CHECK, risk.pk, risk.next_check, risk.owner, now)
    actions = Action.objects.filter(done_on=None, risk__closed_at=None, due__lte=horizon).select_related("owner")
    for action in actions:
        told += _remind(ACTION, action.pk, action.due, action.owner, now)
    return told


def _remind(subject: str, pk: int, due: dt.date, owner: Person, now: dt.datetime) -> int:
    late = (now.astimezone(owner.zone).date() - due).days
    if late < 0:
        return 0
    about = f"{subject} {pk} {due.isoformat()} week {late // A_WEEK}"
    telling.write(News(Kind.PROGRAMME, (subject, pk), these([owner.pk]), about), now)
    return 1


def risks(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    found = _risks(person, {one.row.subject_id for one in told})
    return {
        one.row.pk: _shown(found[one.row.subject_id], _("%(code)s is yours to watch."))
        for one in told
        if one.row.subject_id in found
    }


def checks(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    """Nothing where it was checked meanwhile: the next check is another day."""
    found, shown = _risks(person, {one.row.subject_id for one in told}), {}
    for one in told:
        risk = found.get(one.row.subject_id)
        if risk and f" {risk.next_check.isoformat()} " in one.row.about and not risk.closed_at:
            sentence = _("%(code)s is to be checked since %(day)s.")
            shown[one.row.pk] = _shown(risk, sentence, day=written_day(risk.next_check))
    return shown


def actions(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    rows = Action.objects.filter(pk__in={one.row.subject_id for one in told}, done_on=None).in_bulk()
    found, shown = _risks(person, {row.risk_id for row in rows.values()}), {}
    for one in told:
        action = rows.get(one.row.subject_id)
        risk = found.get(action.risk_id) if action else None
        if action and risk:
            sentence = _("To be done for %(code)s by %(day)s: %(action)s")
            shown[one.row.pk] = _shown(risk, sentence, day=written_day(action.due), action=action.text)
    return shown


def reports(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    found = {row.pk: row for row in visible_reports(person).filter(pk__in={one.row.subject_id for one in told})}
    shown = {}
    for one in told:
        if report := found.get(one.row.subject_id):
            facts = {"number": report.number, "programme": report.programme.name}
            sentence = _("Report %(number)d of “%(programme)s” was sent to you.") % facts
            shown[one.row.pk] = Shown(sentence, report.get_absolute_url())
    return shown


def _risks(person: Person, keys: set[int]) -> dict[int, Risk]:
    return {risk.pk: risk for risk in visible_risks(person).filter(pk__in=keys)}


def _shown(risk: Risk, sentence: str, **facts: str) -> Shown:
    return Shown(sentence % {"code": risk.code, **facts}, risk.get_absolute_url(), title=risk.title)
