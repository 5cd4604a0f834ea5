"""Where a label code, a term, a team, a rule or a basis is named: everything of a kind, and one with its passages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from guidelines.editions.action_names import ActionNames
from guidelines.editions.models import Guideline
from guidelines.editions.rights import visible_guidelines
from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.insights.analysis.files import asks_for_csv, csv_response
from guidelines.insights.analysis.forms import KINDS, NamedForm, WhereForm
from guidelines.insights.analysis.usage import drafts, mentions, named
from guidelines.insights.analysis.views.fetching import analyst, csv_url
from guidelines.insights.models import Mention
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings

NAMED_COLUMNS = ("words", "times", "rules", "guidelines", "markets")
WHERE_COLUMNS = ("words", "citation", "where", "market", "domain", "title", "passage", "action", "severity", "label")
MOST_TO_DRAFT = 50


@require_safe
@login_required
def named_page(request: HttpRequest) -> HttpResponse:
    person = analyst(request)
    form = NamedForm(request.GET, person=person)
    if not form.is_valid():
        return render(request, "insights/analysis/named.html", {"form": form}, status=422)
    asked = form.cleaned_data
    place = {name: asked[name] for name in ("market", "domain")}
    rows = named(person, clock.now(), asked["kind"], words=asked["q"], **place)
    if asks_for_csv(request):
        cells = ((row["shown"], *(row[name] for name in NAMED_COLUMNS[1:])) for row in rows)
        return csv_response(f"named-{asked['kind']}", NAMED_COLUMNS, cells)
    context = {
        "form": form,
        "kind": asked["kind"],
        "page": paginate(request, rows),
        "is_narrowed": any(asked[name] for name in ("q", "market", "domain")),
        "csv_url": csv_url(request),
        "actions": ActionNames(),
    }
    return render(request, "insights/analysis/named.html", context)


@require_safe
@login_required
def where_page(request: HttpRequest) -> HttpResponse:
    person, now = analyst(request), clock.now()
    if not request.GET.get("words"):
        return redirect("named")
    form = WhereForm(request.GET, person=person)
    if not form.is_valid():
        return render(request, "insights/analysis/where.html", {"form": form}, status=422)
    asked = form.cleaned_data
    kind, words = asked["kind"], asked["words"]
    place = {name: asked[name] for name in ("market", "domain")}
    rows = mentions(person, now, kind, words, **place)
    if asks_for_csv(request):
        return csv_response("where-used", WHERE_COLUMNS, (_cells(row) for row in rows))
    context: dict[str, Any] = {
        "form": form,
        "kind": kind,
        "kind_name": dict(KINDS)[kind],
        "words": words,
        "page": paginate(request, rows),
        "drafts": drafts(person, now, kind, words, **place),
        "to_draft": _writable(person, kind, words),
        "csv_url": csv_url(request),
        "actions": ActionNames(),
    }
    return render(request, "insights/analysis/where.html", context)


def _cells(row: Mention) -> tuple[object, ...]:
    rule = row.rule
    citation = f"{row.policy_id} {rule.rule}" if rule else row.policy_id
    said = (rule.action, rule.severity, rule.label) if rule else ("", "", "")
    title = rule.title if rule else row.edition.title
    return (row.words, citation, row.passage, row.market.code, row.domain.code, title, row.excerpt, *said)


def _writable(person: Person, kind: str, words: str) -> list[Guideline]:
    """The guidelines that name it and of which this person may open an edition."""
    rows = mentions(person, clock.now(), kind, words).order_by()
    writes = holdings(person).where(Capability.WRITE)
    found = visible_guidelines(person).filter(writes, pk__in=rows.values("guideline")).order_by("policy_id")
    return list(found[:MOST_TO_DRAFT])
