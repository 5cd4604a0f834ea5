"""Risks and opportunities: raised, changed, scored again, shared, offered, taken, closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Market, Topic
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, NotFound, WrongState
from guidelines.frame.seen import mark, refuse_outdated
from guidelines.people.models import Person
from guidelines.programmes.models import (
    OPPORTUNITY_RESPONSES,
    RISK_RESPONSES,
    Action,
    Membership,
    Programme,
    Risk,
    Score,
)
from guidelines.programmes.rights import (
    places_of,
    visible_risks,
    why_not_check,
    why_not_keep,
    why_not_steer,
)
from guidelines.programmes.services._again import refuse_again
from guidelines.programmes.services._words import coming, owner, said
from guidelines.text.normal import one_line


@dataclass(frozen=True)
class Assessment:
    """How likely, how grave or how good, and when it is looked at again."""

    likelihood: int
    impact: int
    next_check: dt.date
    why: str = ""
    action: Action | None = None


@dataclass(frozen=True)
class Concern:
    """What a risk or an opportunity is."""

    title: str
    owner: Person
    response: str
    text: str = ""
    topic: Topic | None = None
    market: Market | None = None
    is_offered: bool = False


@transaction.atomic
def raise_risk(programme: Programme, kind: str, concern: Concern, first: Assessment, *, by: Person) -> Risk:
    """A risk or an opportunity of a programme, with its first score."""
    now = audit.moment()
    programme = Programme.objects.select_related("owner").get(pk=programme.pk)
    refuse(why_not_steer(by, programme, fresh=True))
    return _made(programme, kind, concern, first, by, now)


@transaction.atomic
def change_risk(risk: Risk, concern: Concern, *, seen: str, by: Person) -> Risk:
    """Other words, another owner or response. The score changes by a check alone. `seen` is what was opened."""
    now, risk = _held(risk)
    refuse(why_not_keep(by, risk, fresh=True))
    kept = seen_of_risk(risk)
    for name, value in _columns(risk.kind, concern, *_programmes(risk)).items():
        setattr(risk, name, value)
    refuse_outdated(seen, kept=kept, wished=seen_of_risk(risk))
    risk.save()
    audit.record("risk.changed", by=by, subject=risk, at=now, **_facts(risk))
    return risk


def seen_of_risk(risk: Risk) -> str:
    """What a form of these words says that it was opened on."""
    return mark(_facts(risk), risk.text)


@transaction.atomic
def check_risk(risk: Risk, found: Assessment, *, by: Person) -> Score:
    """Look at it again. A score that changes names the action or the event behind it."""
    now, risk = _held(risk)
    refuse(why_not_check(by, risk, fresh=True))
    before = risk.scores.last()
    changed = before is None or (before.likelihood, before.impact) != (found.likelihood, found.impact)
    if changed and not found.why.strip() and found.action is None:
        raise Invalid(_("The score changes. Write what happened, or choose the action behind it."), field="why")
    if found.action is not None and found.action.risk_id != risk.pk:
        raise NotFound(_("There is no such action here."))
    _refuse_check_again(risk, before, found, by, now)
    risk.next_check = coming(found.next_check, _today(risk, now), field="next_check")
    risk.save(update_fields=["next_check"])
    score = _score(risk, found, by, now)
    pair: dict[str, Any] = {"likelihood": score.likelihood, "impact": score.impact}
    audit.record("risk.scored", by=by, subject=risk, at=now, note=score.why, action=score.action_id, **pair)
    return score


def _refuse_check_again(risk: Risk, before: Score | None, found: Assessment, by: Person, now: dt.datetime) -> None:
    """A second click counts no second check: the last one is this person’s of today, and says all the same."""
    if before is None or before.by_id != by.pk or risk.next_check != found.next_check:
        return
    kept = (before.likelihood, before.impact, before.why, before.action_id)
    wished = (found.likelihood, found.impact, said(found.why, most=1000), found.action.pk if found.action else None)
    if kept == wished and before.at.astimezone(risk.owner.zone).date() == _today(risk, now):
        raise WrongState(_("You have checked this today already, with the same result."))


@transaction.atomic
def close_risk(risk: Risk, *, by: Person, note: str) -> Risk:
    """Say how it ended. It stays in the register of what was closed."""
    now, risk = _held(risk)
    refuse(why_not_keep(by, risk, fresh=True))
    risk.closing_note = said(note, most=2000, missing=_("Write how it ended."))
    risk.closed_by, risk.closed_at = by, now
    risk.save()
    audit.record("risk.closed", by=by, subject=risk, at=now, note=risk.closing_note)
    return risk


@transaction.atomic
def share_risk(risk: Risk, programme: Programme, *, by: Person) -> Membership:
    """Have another programme carry the same risk: it is one, with one score, seen from both."""
    now, risk = _held(risk)
    programme = Programme.objects.select_related("owner").get(pk=programme.pk)
    refuse(why_not_keep(by, risk, fresh=True))
    refuse(why_not_steer(by, programme))
    if risk.memberships.filter(programme=programme).exists():
        raise WrongState(_("This programme carries it already."))
    made = Membership.objects.create(risk=risk, programme=programme, by=by, at=now)
    audit.record("risk.shared", by=by, subject=risk, at=now, programme=programme.pk)
    return made


@transaction.atomic
def take_opportunity(risk: Risk, programme: Programme, owned_by: Person, *, by: Person) -> Risk:
    """Make an opportunity of one’s own programme from one that another offers; the two stay linked."""
    now, risk = _held(risk)
    programme = Programme.objects.select_related("owner").get(pk=programme.pk)
    refuse(why_not_steer(by, programme, fresh=True))
    if not visible_risks(by).filter(pk=risk.pk).exists():
        raise NotFound(_("There is no such opportunity that you can read."))
    if not risk.is_offered or risk.closed_at:
        raise WrongState(_("This is not offered to other programmes, or no longer."))
    if risk.memberships.filter(programme=programme).exists():
        raise WrongState(_("It is an opportunity of this programme itself."))
    if Membership.objects.filter(programme=programme, risk__taken_from=risk).exists():
        raise WrongState(_("This programme has taken it already."))
    last = risk.scores.last()
    assert last is not None, "whatever is raised is scored"
    concern = Concern(risk.title, owned_by, Risk.Response.EXPLOIT, risk.text, risk.topic)
    first = Assessment(last.likelihood, last.impact, programme.day(now) + dt.timedelta(days=30))
    taken = _made(programme, risk.kind, concern, first, by, now, taken_from=risk)
    audit.record("opportunity.taken", by=by, subject=risk, taken_as=taken.pk, programme=programme.pk)
    return taken


def _made(
    programme: Programme,
    kind: str,
    concern: Concern,
    first: Assessment,
    by: Person,
    now: dt.datetime,
    taken_from: Risk | None = None,
) -> Risk:
    if kind not in Risk.Kind.values:
        raise Invalid(_("Choose a risk or an opportunity."))
    last = Risk.objects.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
    made = Risk(kind=kind, number=last + 1, made_by=by, made_at=now, taken_from=taken_from)
    columns = _columns(kind, concern, programme)
    for name, value in columns.items():
        setattr(made, name, value)
    standing = Risk.objects.filter(memberships__programme=programme, closed_at=None)
    refuse_again(made, standing, "kind", "taken_from", *columns)
    made.next_check = coming(first.next_check, programme.day(now), field="next_check")
    made.save(force_insert=True)
    Membership.objects.create(risk=made, programme=programme, by=by, at=now)
    score = _score(made, replace(first, why=first.why or _("First assessment"), action=None), by, now)
    facts: dict[str, Any] = {"kind": kind, "code": made.code, "programme": programme.pk, **_facts(made)}
    facts |= {"likelihood": score.likelihood, "impact": score.impact}
    audit.record("risk.raised", by=by, subject=made, at=now, **facts)
    return made


def _score(risk: Risk, found: Assessment, by: Person, now: dt.datetime) -> Score:
    if not {found.likelihood, found.impact} <= set(range(1, 6)):
        raise Invalid(_("Likelihood and impact go from 1 to 5."))
    why, pair = said(found.why, most=1000), {"likelihood": found.likelihood, "impact": found.impact}
    return Score.objects.create(risk=risk, why=why, action=found.action, by=by, at=now, **pair)


def _columns(kind: str, concern: Concern, *programmes: Programme) -> dict[str, Any]:
    places = places_of(*programmes)
    fitting = RISK_RESPONSES if kind == Risk.Kind.RISK else OPPORTUNITY_RESPONSES
    if concern.response not in fitting:
        raise Invalid(_("This response does not fit. Choose another."))
    if concern.market and concern.market not in [market for market, _domain in places]:
        raise Invalid(_("%(market)s is no market of the programme.") % {"market": concern.market.local_name})
    return {
        "title": one_line(said(concern.title, most=160, missing=_("Write what may happen."))),
        "text": said(concern.text, most=2000),
        "topic": concern.topic,
        "market": concern.market,
        "response": concern.response,
        "owner": owner(concern.owner, places),
        "is_offered": concern.is_offered and kind == Risk.Kind.OPPORTUNITY,
    }


def _programmes(risk: Risk) -> list[Programme]:
    return list(Programme.objects.filter(memberships__risk=risk))


def _today(risk: Risk, now: dt.datetime) -> dt.date:
    return now.astimezone(risk.owner.zone).date()


def _held(risk: Risk) -> tuple[dt.datetime, Risk]:
    now = audit.moment()
    return now, Risk.objects.select_related("owner", "topic", "market").get(pk=risk.pk)


def _facts(risk: Risk) -> dict[str, Any]:
    return {
        "title": risk.title,
        "owner": risk.owner_id,
        "response": risk.response,
        "topic": risk.topic.code if risk.topic else "",
        "market": risk.market.code if risk.market else "",
        "is_offered": risk.is_offered,
    }
