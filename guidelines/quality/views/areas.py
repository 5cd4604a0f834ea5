"""Struggling areas: the list, and the same as a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.editions.restricting import opened
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Invalid
from guidelines.frame.times import written_day
from guidelines.quality.area_forms import AreasForm
from guidelines.quality.exporting import file_response
from guidelines.quality.lines import figures_of, lines_of
from guidelines.quality.queries.areas import FEWEST, areas_of
from guidelines.quality.queries.asked import Kind, Question
from guidelines.quality.tables import areas_table
from guidelines.quality.views.fetching import analyst

KEPT = ("days", "until", "place")
"""What an address of one area keeps of the question it was found by."""


@require_safe
@login_required
def areas(request: HttpRequest) -> HttpResponse:
    """What surely struggles first; with `?show=few` what was checked too seldom to say."""
    person = analyst(request)
    form = AreasForm(request.GET, person=person)
    if not form.is_valid():
        return render(request, "quality/areas.html", {"form": form, "fewest": FEWEST}, status=422)
    question = form.question
    found = areas_of(person, question)
    is_few = request.GET.get("show") == "few"
    page = paginate(request, found.few if is_few else found.known)
    shown = lines_of(person, question, page.items)
    for line in shown.lines:
        if line.area.guideline:
            opened(request, line.area.guideline)
    only = next(iter(form.markets.values())).pk if len(form.markets) == 1 else None
    context = {
        "form": form,
        "question": question,
        "found": found,
        "figures": figures_of(found, question, only),
        "page": page,
        "lines": shown.lines,
        "most": shown.most,
        "is_few": is_few,
        "fewest": FEWEST,
        "kinds": _switch(request, "kind", Kind.choices, question.kind),
        "shows": _switch(request, "show", [("", ""), ("few", "")], "few" if is_few else ""),
        "where": where_in_words(question),
        "query": kept_query(request),
        "asked": request.GET.urlencode(),
        "is_narrowed": any(form[name].value() for name in ("market", "domain", "topic", "place")),
    }
    return render(request, "quality/areas.html", context)


@require_safe
@login_required
def areas_file(request: HttpRequest, extension: str) -> HttpResponse:
    """Every area of the question, those with too few checks last; nothing of a restricted guideline goes into files."""
    person = analyst(request)
    form = AreasForm(request.GET, person=person)
    if not form.is_valid():
        raise Invalid(_("The question of this address can’t be read. Go back to the list and choose again."))
    table = areas_table(person, form.question, (get_language() or "en")[:2])
    return file_response(table, extension)


def kept_query(request: HttpRequest) -> str:
    """`?days=84&until=…`, or nothing."""
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def _switch(request: HttpRequest, name: str, choices: Any, chosen: str) -> list[dict[str, Any]]:
    """The same question with another value, a link each."""
    links = []
    for value, label in choices:
        query = request.GET.copy()
        query.pop("page", None)
        query[name] = value
        links.append({"url": f"?{query.urlencode()}", "label": label, "current": value == chosen})
    return links


def where_in_words(question: Question) -> str:
    """`United States, Product, 28 days to 13 Jun 2026`."""
    named = [one.local_name for one in (question.market, question.domain, question.topic) if one]
    named += [str(place) for place in (question.site, question.team) if place]
    period = _("%(days)d days to %(until)s") % {
        "days": question.period.days,
        "until": written_day(question.period.until),
    }
    return ", ".join([*named, period])
