"""One area: its weeks, what is decided wrongly, where and by how many, the cases, and what can be done about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.catalogue.models import Market
from guidelines.editions.models import Guideline
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Invalid, NotFound
from guidelines.people.models import Person
from guidelines.quality.addresses import topic_ref, url_of
from guidelines.quality.area_forms import AreasForm
from guidelines.quality.cases import case_lines
from guidelines.quality.lines import place_lines, weeks_chart, weeks_table
from guidelines.quality.queries.areas import FEWEST, Area, Areas, Ref, area_of
from guidelines.quality.queries.asked import Kind, Question
from guidelines.quality.queries.beside import confusions_of, week_starts, weeks_of
from guidelines.quality.queries.inside import decisions_of, people_of, places_of
from guidelines.quality.queries.known import was_checked
from guidelines.quality.statistics import concentration, trend
from guidelines.quality.views.areas import kept_query, where_in_words
from guidelines.quality.views.fetching import analyst, guideline_for
from guidelines.quality.words import against, confused, rule_or_person, trending

MOST_CONFUSIONS = 6


@require_safe
@login_required
def rule_area(request: HttpRequest, policy_id: str, rule_id: str) -> HttpResponse:
    guideline = guideline_for(request, policy_id)
    return _page(request, Ref(Kind.RULE, (guideline.policy_id, rule_id.upper())), guideline)


@require_safe
@login_required
def section_area(request: HttpRequest, policy_id: str, name: str) -> HttpResponse:
    guideline = guideline_for(request, policy_id)
    return _page(request, Ref(Kind.SECTION, (guideline.policy_id, name)), guideline)


@require_safe
@login_required
def guideline_area(request: HttpRequest, policy_id: str) -> HttpResponse:
    guideline = guideline_for(request, policy_id)
    return _page(request, Ref(Kind.GUIDELINE, (guideline.policy_id,)), guideline)


@require_safe
@login_required
def topic_area(request: HttpRequest, name: str) -> HttpResponse:
    """A topic in one market."""
    return _page(request, topic_ref(name), None)


def _page(request: HttpRequest, ref: Ref, guideline: Guideline | None) -> HttpResponse:
    person = analyst(request)
    form = AreasForm(request.GET, person=person)
    if not form.is_valid():
        raise Invalid(_("The question of this address can’t be read. Go back to the list and choose again."))
    question = _question(form, ref, guideline)
    area, found = area_of(person, question, ref)
    if area is None and not was_checked(person, ref, question.market):
        raise NotFound(_("No decision that you can see was checked there yet."))
    context = {
        "form": form,
        "ref": ref,
        "guideline": guideline,
        "question": question,
        "zone": (guideline.market if guideline else question.market or Market()).time_zone or "UTC",
        "where": where_in_words(replace(question, market=None, domain=None, topic=None)),
        "back": kept_query(request),
        "fewest": FEWEST,
        "url": url_of(ref),
        "area": area,
    }
    if area is not None:
        context |= _told(request, person, question, area, found)
    return render(request, "quality/area.html", context)


def _question(form: AreasForm, ref: Ref, guideline: Guideline | None) -> Question:
    """The period and place that were asked for, of this area alone."""
    question = replace(form.question, kind=ref.kind, domain=None, topic=None, market=None)
    if guideline is not None:
        return question.of(guideline.pk)
    market = form.markets.get(ref.names[0])
    if market is None:
        raise NotFound(_("No decision that you can see was checked there yet."))
    return replace(question, market=market, topic=form.topics.get(ref.names[1]))


def _told(request: HttpRequest, person: Person, question: Question, area: Area, found: Areas) -> dict[str, Any]:
    weeks = weeks_of(person, question, [area])[area.ref]
    starts = week_starts(question.period.until)
    confusions = confusions_of(person, question, [area])[area.ref]
    wrong_only = request.GET.get("cases") != "all"
    decisions = decisions_of(person, question, area).with_outcome()
    shown = decisions.wrong() if wrong_only else decisions
    page = paginate(request, shown.select_related("edition", "guideline__market", "moderator", "team", "site"))
    people = concentration(people_of(person, question, area))
    return {
        "rate": area.rate,
        "against": against(area.rate, area.target),
        "trending": trending(trend(weeks)),
        "chart": weeks_chart(weeks, starts, target=area.target),
        "weeks": weeks_table(weeks, starts),
        "confusions": [(confused(one), one) for one in confusions[:MOST_CONFUSIONS]],
        "places": place_lines(places_of(person, question, area), area.target),
        "people": people,
        "whose": rule_or_person(people),
        "page": page,
        "cases": case_lines(person, page.items),
        "wrong_only": wrong_only,
    }
