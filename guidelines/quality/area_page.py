"""What the page of one area shows: what it is made of, and what is done about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from guidelines.catalogue.models import Market
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.restricting import opened
from guidelines.editions.rights import UNDER_WAY, visible_editions, why_not_open
from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.insights.insight_rights import visible_insights, why_not_say
from guidelines.insights.models import Insight
from guidelines.people.models import Person
from guidelines.quality.cases import case_lines
from guidelines.quality.lines import lines_of, place_lines, weeks_chart, weeks_table
from guidelines.quality.models import Subject
from guidelines.quality.queries.areas import Area, Ref, areas_of
from guidelines.quality.queries.asked import Kind, Question
from guidelines.quality.queries.beside import confusions_of, week_starts, weeks_of
from guidelines.quality.queries.inside import decisions_of, people_of, places_of
from guidelines.quality.queries.known import conditions_of
from guidelines.quality.queries.names import names_for
from guidelines.quality.statistics import Concentration, concentration, trend
from guidelines.quality.words import against, confused, rule_or_person, trending

MOST_CONFUSIONS, MOST_INSIGHTS, MOST_PARTS = 6, 8, 10


@dataclass(frozen=True)
class Asked:
    """Who asks for which area."""

    request: HttpRequest
    person: Person
    question: Question
    ref: Ref
    guideline: Guideline | None
    market: Market


def inside(asked: Asked, area: Area) -> dict[str, Any]:
    """Its figures, from the whole to the single case."""
    person, question = asked.person, asked.question
    weeks = weeks_of(person, question, [area])[area.ref]
    starts = week_starts(question.period.until)
    confusions = confusions_of(person, question, [area])[area.ref]
    people = concentration(people_of(person, question, area))
    return {
        "rate": area.rate,
        "condition": conditions_of([area]).get(area.ref, ""),
        "against": against(area.rate, area.target),
        "trending": trending(trend(weeks)),
        "chart": weeks_chart(weeks, starts, target=area.target),
        "weeks": weeks_table(weeks, starts),
        "confusions": [(confused(one), one) for one in confusions[:MOST_CONFUSIONS]],
        "places": place_lines(places_of(person, question, area), area.target),
        "people": people,
        "worst": _named(person, people),
        "whose": rule_or_person(people),
        **_parts(asked, area),
        **_cases(asked, area),
    }


def _cases(asked: Asked, area: Area) -> dict[str, Any]:
    query = asked.request.GET.copy()
    wrong_only = query.get("cases") != "all"
    decisions = decisions_of(asked.person, asked.question, area).with_outcome()
    shown = decisions.wrong() if wrong_only else decisions
    shown = shown.select_related("edition__guideline", "guideline__market", "moderator", "team")
    page = paginate(asked.request, shown.defer("edition__source"))
    query.pop("page", None)
    query["cases"] = "all" if wrong_only else "wrong"
    cases = case_lines(asked.person, page.items)
    return {"page": page, "cases": cases, "wrong_only": wrong_only, "cases_url": f"?{query.urlencode()}"}


def _parts(asked: Asked, area: Area) -> dict[str, Any]:
    """The rules of what is no rule itself, the ones that surely struggle first."""
    if area.ref.kind == Kind.RULE:
        return {}
    found = areas_of(asked.person, replace(asked.question, kind=Kind.RULE).of(*sorted(area.rules)))
    inside = [one for one in (*found.known, *found.few) if _is_inside(one, area)][:MOST_PARTS]
    lines = lines_of(asked.person, asked.question, inside)
    for one in inside:
        if one.guideline:
            opened(asked.request, one.guideline)
    return {"parts": lines.lines, "parts_most": lines.most}


def _is_inside(rule: Area, area: Area) -> bool:
    return any(area.holds(edition, one) for edition, rules in rule.parts.items() for one in rules)


@dataclass(frozen=True)
class Worst:
    """Somebody with more errors than their share, by name for their own lead alone."""

    name: str
    errors: int
    checks: int


def _named(person: Person, people: Concentration) -> list[Worst]:
    keys = [int(one.name) for one in people.worst]
    subjects, known = Subject.objects.in_bulk(keys), names_for(person, keys)
    return [
        Worst(known.get(int(one.name)) or str(subjects[int(one.name)]), one.errors, one.checks) for one in people.worst
    ]


def around(asked: Asked, area: Area | None) -> dict[str, Any]:
    """What is done about it already, and what this person can do."""
    guideline, person = asked.guideline, asked.person
    domain = guideline.domain if guideline else None
    may_draft = guideline is not None and why_not_open(person, guideline.market, guideline.domain) is None
    return {
        "insights": _insights(asked, area),
        "drafts": _drafts(person, guideline) if guideline else (),
        "may_say": why_not_say(person, asked.market, domain) is None,
        "may_draft": may_draft,
    }


def _insights(asked: Asked, area: Area | None) -> list[Insight]:
    """Those that are open about this area, whatever says so."""
    rows = visible_insights(asked.person).open(clock.now())
    ref, guideline = asked.ref, asked.guideline
    if guideline is None:
        rows = rows.filter(market=asked.market, topic__code=ref.names[1])
    else:
        rows = rows.filter(guideline=guideline)
    if ref.kind == Kind.RULE:
        rows = rows.filter(rule_id=ref.names[1])
    if ref.kind == Kind.SECTION and area is not None:
        rows = rows.filter(Q(rule_id__in=set().union(*area.parts.values())))
    return list(rows.order_by("-last_at", "-pk")[:MOST_INSIGHTS])


def _drafts(person: Person, guideline: Guideline) -> list[Edition]:
    rows = visible_editions(person).filter(guideline=guideline, state__in=UNDER_WAY)
    return list(rows.defer("source").order_by("-number")[:MOST_INSIGHTS])
