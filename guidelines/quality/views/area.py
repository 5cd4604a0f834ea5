"""One area: its weeks, what is decided wrongly, where and by how many, the cases, and what can be done about it.

Posted to, the area becomes an insight.
"""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions.models import Guideline
from guidelines.frame.refusals import Invalid, NotFound
from guidelines.quality import services
from guidelines.quality.addresses import topic_ref, url_of
from guidelines.quality.area_forms import AreasForm
from guidelines.quality.area_page import Asked, around, inside
from guidelines.quality.queries.areas import FEWEST, Area, Ref, area_of
from guidelines.quality.queries.asked import Kind, Question
from guidelines.quality.queries.beside import confusions_of
from guidelines.quality.queries.known import was_checked
from guidelines.quality.views.areas import kept_query, where_in_words
from guidelines.quality.views.fetching import analyst, guideline_for
from guidelines.quality.words import confused

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@login_required
def rule_area(request: HttpRequest, policy_id: str, rule_id: str) -> HttpResponse:
    guideline = guideline_for(request, policy_id)
    return _page(request, Ref(Kind.RULE, (guideline.policy_id, rule_id.upper())), guideline)


@require_http_methods(METHODS)
@login_required
def section_area(request: HttpRequest, policy_id: str, name: str) -> HttpResponse:
    guideline = guideline_for(request, policy_id)
    return _page(request, Ref(Kind.SECTION, (guideline.policy_id, name)), guideline)


@require_http_methods(METHODS)
@login_required
def guideline_area(request: HttpRequest, policy_id: str) -> HttpResponse:
    guideline = guideline_for(request, policy_id)
    return _page(request, Ref(Kind.GUIDELINE, (guideline.policy_id,)), guideline)


@require_http_methods(METHODS)
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
    market = guideline.market if guideline else question.market
    area, _found = area_of(person, question, ref)
    if market is None or (area is None and not was_checked(person, ref, market)):
        raise NotFound(_("No decision that you can see was checked there yet."))
    asked = Asked(request, person, question, ref, guideline, market)
    if request.method == "POST":
        return _raised(asked, area)
    context = {
        "form": form,
        "ref": ref,
        "guideline": guideline,
        "question": question,
        "zone": market.time_zone,
        "where": where_in_words(replace(question, market=None, domain=None, topic=None)),
        "back": kept_query(request),
        "fewest": FEWEST,
        "url": url_of(ref),
        "area": area,
        **around(asked, area),
    }
    if area is not None:
        context |= inside(asked, area)
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


def _raised(asked: Asked, area: Area | None) -> HttpResponse:
    """The area as an insight. A refusal is a page of its own: nothing was typed.

    An insight on a topic names no guideline and is read by many: what is restricted counts in none of its numbers.
    """
    if asked.guideline is None:
        asked = replace(asked, question=replace(asked.question, is_for_many=True))
        area, _found = area_of(asked.person, asked.question, asked.ref)
    if area is None:
        raise Invalid(_("There is no check in these days to open an insight about."))
    confusions = confusions_of(asked.person, asked.question, [area])[area.ref]
    common = confused(confusions[0]) if confusions else ""
    insight = services.raise_area(area, asked.question.period, market=asked.market, by=asked.person, common=common)
    told = _("In the queue of insights. It is listed here until it is closed.")
    if insight.said > 1:
        told = _("It is in the queue of insights already. These figures are added to it.")
    messages.success(asked.request, told)
    return redirect(url_of(area.ref) + kept_query(asked.request))
