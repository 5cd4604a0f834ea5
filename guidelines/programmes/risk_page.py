"""The page of a risk, as one person sees it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from guidelines.editions.rights import visible_guidelines
from guidelines.frame import clock
from guidelines.frame.charts.score_line import score_line
from guidelines.insights.insight_rights import visible_insights
from guidelines.insights.rights import visible_questions
from guidelines.people.models import Person
from guidelines.programmes.forms import ActionForm, CheckForm, CloseForm, LinkForm, ShareForm, TakeForm
from guidelines.programmes.models import Link, Programme, Risk
from guidelines.programmes.registers import Line, lines
from guidelines.programmes.rights import (
    steered_programmes,
    visible_programmes,
    visible_risks,
    why_not_check,
    why_not_finish,
    why_not_keep,
)

A_MONTH = dt.timedelta(days=30)
"""When a risk is looked at again, if nobody says otherwise."""
MOST = 25
"""The highest score: 5 × 5."""


@dataclass(frozen=True)
class Named:
    """A link, with the name of what it leads to."""

    link: Link
    name: str
    url: str


def page_of(person: Person, risk: Risk) -> dict[str, Any]:
    """Everything the template needs."""
    (line,) = lines([risk])
    programmes = programmes_of(person, risk)
    keeps, checks = why_not_keep(person, risk) is None, why_not_check(person, risk) is None
    last = line.score
    next_check = clock.now().astimezone(risk.owner.zone).date() + A_MONTH if line.is_overdue else risk.next_check
    start = {"likelihood": last.likelihood, "impact": last.impact, "next_check": next_check}
    share, take = ShareForm(person=person, risk=risk), None
    if risk.is_offered and not risk.closed_at:
        take = TakeForm(person=person, risk=risk, initial={"owner": person.pk})
    return {
        "risk": risk,
        "line": line,
        "history": list(risk.scores.select_related("by", "action").order_by("-at", "-pk")),
        "chart": chart_of(line),
        "programmes": programmes,
        "links": links_of(person, risk),
        "finishable": {one.action.pk for one in line.actions if why_not_finish(person, one.action) is None},
        "origin": visible_risks(person).filter(pk=risk.taken_from_id).first() if risk.taken_from_id else None,
        "taken": list(visible_risks(person).filter(taken_from=risk)),
        "keeps": keeps,
        "checks": checks,
        "check": CheckForm(risk=risk, initial=start),
        "act": ActionForm(programmes=programmes, initial={"owner": person.pk}),
        "close": CloseForm(),
        "link": LinkForm(),
        "share": share if keeps and _any(share) else None,
        "take": take if take and _any(take) and _may_take(person, risk) else None,
    }


def programmes_of(person: Person, risk: Risk) -> list[Programme]:
    """Those that carry it, as far as this person sees them."""
    return list(visible_programmes(person).filter(memberships__risk=risk))


def chart_of(line: Line) -> SafeString | str:
    title = _("Score at each check of %(code)s") % {"code": line.risk.code}
    description = ", ".join(map(str, line.values))
    return score_line(line.values, most=MOST, tone=line.tone, title=title, description=description)


def links_of(person: Person, risk: Risk) -> list[Named]:
    """What it has to do with, of what this person may read."""
    rows = list(risk.links.filter(ended_at=None))
    guidelines = visible_guidelines(person).in_bulk([row.guideline_id for row in rows if row.guideline_id])
    insights = visible_insights(person).in_bulk([row.insight_id for row in rows if row.insight_id])
    questions = visible_questions(person).in_bulk([row.question_id for row in rows if row.question_id])
    found = []
    for row in rows:
        if guideline := guidelines.get(row.guideline_id or 0):
            url = reverse("guideline", args=[guideline.policy_id])
            anchor = f"#{row.rule_id.lower()}" if row.rule_id else ""
            found.append(Named(row, f"{guideline.policy_id} {row.rule_id}".strip(), url + anchor))
        elif question := questions.get(row.question_id or 0):
            found.append(Named(row, Truncator(question.text).chars(100), question.get_absolute_url()))
        elif insight := insights.get(row.insight_id or 0):
            found.append(Named(row, Truncator(insight.text).chars(100), insight.get_absolute_url()))
    return found


def _any(form: ShareForm) -> bool:
    fields: dict[str, Any] = form.fields
    return bool(fields["programme"].queryset.exists())


def _may_take(person: Person, risk: Risk) -> bool:
    """Unless every programme one steers carries it, or has taken it."""
    taken = Risk.objects.filter(taken_from=risk).values("memberships__programme")
    return steered_programmes(person).exclude(memberships__risk=risk).exclude(pk__in=taken).exists()
