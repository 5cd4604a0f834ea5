"""Rules that contradict or repeat each other, and the deed that both may stand."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.editions.action_names import ActionNames
from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Invalid, NotFound, Refusal
from guidelines.insights.analysis import looking
from guidelines.insights.analysis.files import asks_for_csv, csv_response
from guidelines.insights.analysis.forms import LookForm, RepeatsForm
from guidelines.insights.analysis.repeats import Pair, pairs
from guidelines.insights.analysis.rights import visible, why_not_settle_two
from guidelines.insights.analysis.views.fetching import analyst, csv_url
from guidelines.insights.models import AnalysedRule
from guidelines.people.models import Person

COLUMNS = (
    *("why", "same_words_percent", "one", "one_condition", "one_action", "one_severity", "one_label"),
    *("two", "two_condition", "two_action", "two_severity", "two_label", "looked_at", "reason"),
)


@require_safe
@login_required
def repeats_page(request: HttpRequest) -> HttpResponse:
    person = analyst(request)
    form = RepeatsForm(request.GET, person=person)
    if not form.is_valid():
        return render(request, "insights/analysis/repeats.html", {"form": form}, status=422)
    asked, market = form.cleaned_data, form.asked_market()
    found = pairs(person, clock.now(), market, domain=asked["domain"]) if market else []
    chosen = [pair for pair in found if _is_asked(pair, asked)]
    if asks_for_csv(request):
        return csv_response("repeats", COLUMNS, (_cells(pair) for pair in chosen))
    page = paginate(request, chosen, per_page=10)
    context = {
        "form": form,
        "market": market,
        "page": page,
        "pairs": [(pair, why_not_settle_two(person, pair.one, pair.two) is None) for pair in page.items],
        "looked_total": sum(pair.looked is not None for pair in found),
        "look": LookForm(),
        "is_narrowed": any(asked[name] for name in ("domain", "why", "looked")),
        "csv_url": csv_url(request),
        "actions": ActionNames(),
    }
    return render(request, "insights/analysis/repeats.html", context)


def _is_asked(pair: Pair, asked: dict[str, Any]) -> bool:
    wanted = {"": pair.looked is None, "yes": pair.looked is not None, "all": True}
    return wanted[asked["looked"]] and asked["why"] in ("", pair.why)


def _cells(pair: Pair) -> tuple[object, ...]:
    sides = ((one.citation, one.condition, one.action, one.severity, one.label) for one in (pair.one, pair.two))
    looked = pair.looked
    said = (looked.at.isoformat(timespec="seconds"), looked.reason) if looked else ("", "")
    return (pair.why.value, pair.percent, *(cell for side in sides for cell in side), *said)


@require_POST
@login_required
def look_at_pair(request: HttpRequest) -> HttpResponse:
    """Back to the list when done; else a page of its own with both rules and what was typed."""
    person = analyst(request)
    one, two = (_posted(request, name) for name in ("one", "two"))
    form = LookForm(request.POST)
    if not form.is_valid():
        return _again(request, person, one, two, form, 422)
    try:
        row = looking.look_at(one, two, by=person, reason=form.cleaned_data["reason"])
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _again(request, person, one, two, form, refusal.status)
    messages.success(request, _("Noted. The pair comes up again when either rule changes."))
    return redirect(f"{reverse('repeats')}?{urlencode({'market': row.market.code})}")


def _posted(request: HttpRequest, name: str) -> looking.Seen:
    """`US-PR-0001 R3 9f86…`: a rule in the words that were on screen."""
    parts = request.POST.get(name, "")[:200].split()
    if len(parts) != 3:
        raise Invalid(_("Two rules of two guidelines of one market are looked at side by side."))
    return parts[0], parts[1], parts[2]


def _again(
    request: HttpRequest, person: Person, one: looking.Seen, two: looking.Seen, form: LookForm, status: int
) -> HttpResponse:
    rules = [_rule(person, seen) for seen in (one, two)]
    return render(
        request, "insights/analysis/look.html", {"rules": rules, "look": form, "actions": ActionNames()}, status=status
    )


def _rule(person: Person, seen: looking.Seen) -> AnalysedRule:
    rows = visible(person, AnalysedRule.objects.in_force(clock.now())).select_related("market", "domain")
    found = rows.filter(policy_id=seen[0], rule=seen[1]).first()
    if found is None:
        raise NotFound(_("There is no such rule in force that you can read."))
    return found
