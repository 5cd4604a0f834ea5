"""Two markets side by side."""

from __future__ import annotations

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.editions.action_names import ActionNames
from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.insights.analysis.beside import Beside, beside, named_topics
from guidelines.insights.analysis.files import asks_for_csv, csv_response
from guidelines.insights.analysis.forms import STANDINGS, BesideForm
from guidelines.insights.analysis.views.fetching import analyst, csv_url
from guidelines.insights.models import AnalysedRule

SIDE = ("citation", "condition", "action", "severity", "label")
COLUMNS = ("topic", "standing", "why", *(f"{side}_{name}" for side in ("one", "two") for name in SIDE))


@require_safe
@login_required
def beside_page(request: HttpRequest) -> HttpResponse:
    person = analyst(request)
    form = BesideForm(_with_two(request, list(BesideForm(person=person).markets)), person=person)
    if not form.is_valid():
        return render(request, "insights/analysis/beside.html", {"form": form}, status=422)
    asked = form.cleaned_data
    one, two = (form.markets.get(asked[name]) for name in ("one", "two"))
    if one is None or two is None:
        return render(request, "insights/analysis/beside.html", {"form": form, "only_one_market": True})
    found = beside(person, clock.now(), one, two, domain=asked["domain"], topic=asked["topic"])
    rows = [row for row in found if asked["which"] in ("", row.standing)]
    if asks_for_csv(request):
        return csv_response(f"{one.code}-{two.code}", COLUMNS, (_cells(row) for row in rows))
    page = paginate(request, rows)
    counted = Counter(row.standing for row in found)
    topics = named_topics(page.items)
    context = {
        "form": form,
        "one": one,
        "two": two,
        "page": page,
        "rows": [(topics.get(row.topic), row) for row in page.items],
        "counts": [(key, name, counted[key]) for key, name in STANDINGS if key],
        "is_narrowed": any(asked[name] for name in ("domain", "topic", "which")),
        "csv_url": csv_url(request),
        "actions": ActionNames(),
    }
    return render(request, "insights/analysis/beside.html", context)


def _with_two(request: HttpRequest, codes: list[str]) -> dict[str, str]:
    """What was asked; where a market is missing, the first that is not the other one."""
    asked = {name: str(value) for name, value in request.GET.items()}
    for name, other in (("one", "two"), ("two", "one")):
        if not asked.get(name):
            asked[name] = next((code for code in codes if code != asked.get(other)), "")
    return asked


def _cells(row: Beside) -> tuple[object, ...]:
    return (row.topic, row.standing, row.why.value if row.why else "", *_side(row.one), *_side(row.two))


def _side(rule: AnalysedRule | None) -> tuple[str, ...]:
    return tuple(getattr(rule, name) for name in SIDE) if rule else ("",) * len(SIDE)
