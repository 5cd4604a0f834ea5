"""The coverage of topics by rules, and the rules behind each number."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.editions.action_names import ActionNames
from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.insights.analysis.coverage import OLD, Coverage, coverage
from guidelines.insights.analysis.files import asks_for_csv, csv_response
from guidelines.insights.analysis.forms import CoverageForm, PlaceForm, RulesForm
from guidelines.insights.analysis.measures import NONE_CHECKED, Checked
from guidelines.insights.analysis.rights import sees_checks
from guidelines.insights.analysis.rule_lists import NO_TOPIC, Entry, Wanted, entries, rules_for
from guidelines.insights.analysis.views.fetching import analyst, csv_url
from guidelines.people.models import Person

COVERAGE_COLUMNS = (
    *("domain", "topic", "market", "rules", "median_days_unchanged", "unchanged_for_a_year", "cases"),
    *("rules_without_cases", "checks", "error_rate_percent", "open", "gap"),
)
RULE_COLUMNS = (
    *("citation", "title", "market", "domain", "condition", "instruction", "action", "severity", "label"),
    *("escalation", "basis", "cases", "words_since", "days_unchanged", "checks", "error_rate_percent", "open"),
)


@require_safe
@login_required
def coverage_page(request: HttpRequest) -> HttpResponse:
    person = analyst(request)
    form = CoverageForm(request.GET, person=person)
    if not form.is_valid():
        return render(request, "insights/analysis/coverage.html", {"form": form}, status=422)
    asked = form.cleaned_data
    domains = [one for code, one in form.domains.items() if asked["domain"] in ("", code)]
    under = form.topics.get(asked["topic"])
    markets = list(form.markets.values())
    found = coverage(person, clock.now(), markets=markets, domains=domains, under=under)
    if asks_for_csv(request):
        return csv_response("coverage", COVERAGE_COLUMNS, _cells(person, found, under.code if under else NO_TOPIC))
    context = {
        "form": form,
        "found": found,
        "lines": paginate(request, found.lines),
        "markets": markets,
        "under": under,
        "above": under.code if under else NO_TOPIC,
        "csv_url": csv_url(request),
        "hides_checks": _hides_checks(person, form),
        "actions": ActionNames(),
    }
    return render(request, "insights/analysis/coverage.html", context)


def _cells(person: Person, found: Coverage, above: str) -> Iterator[tuple[object, ...]]:
    for line in found.lines:
        for market, tally in line.cells:
            seen = sees_checks(person, market.pk, line.domain.pk)
            yield (
                *(line.domain.code, line.topic.code if line.topic else above, market.code, tally.rules),
                *(tally.median_days if tally.rules else "", tally.old, tally.cases, tally.without_cases),
                *_checks(tally.checked if seen else None),
                *(tally.open, "gap" if tally.is_gap else ""),
            )


def _checks(checked: Checked | None) -> tuple[object, object]:
    """How many, and the rate; both are empty for whoever may not know."""
    if checked is None:
        return "", ""
    return checked.checks, "" if checked.rate is None else f"{checked.rate:.1f}"


def _hides_checks(person: Person, form: PlaceForm) -> bool:
    places = [(market.pk, domain.pk) for market in form.markets.values() for domain in form.domains.values()]
    return not all(sees_checks(person, *place) for place in places)


@require_safe
@login_required
def rules_page(request: HttpRequest) -> HttpResponse:
    person, now = analyst(request), clock.now()
    form = RulesForm(request.GET, person=person)
    if not form.is_valid():
        return render(request, "insights/analysis/rules.html", {"form": form}, status=422)
    asked = form.cleaned_data
    rows = rules_for(person, now, Wanted(**{name: asked[name] for name in ("market", "domain", "topic", "only")}))
    if asks_for_csv(request):
        return csv_response("rules", RULE_COLUMNS, (_rule_cells(person, one) for one in entries(person, now, rows)))
    page = paginate(request, rows)
    context = {
        "form": form,
        "page": page,
        "entries": entries(person, now, page.items),
        "old_days": OLD.days,
        "csv_url": csv_url(request),
        "hides_checks": _hides_checks(person, form),
        "actions": ActionNames(),
    }
    return render(request, "insights/analysis/rules.html", context)


def _rule_cells(person: Person, one: Entry) -> tuple[object, ...]:
    rule = one.rule
    seen = sees_checks(person, rule.market_id, rule.domain_id)
    return (
        *(rule.citation, rule.title, rule.market.code, rule.domain.code, rule.condition, rule.instruction),
        *(rule.action, rule.severity, rule.label, rule.escalation, rule.basis, rule.cases),
        *(rule.words_since.isoformat(timespec="seconds"), one.days),
        *(*_checks(one.checked or NONE_CHECKED if seen else None), one.open),
    )
