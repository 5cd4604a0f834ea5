"""Requirements: the list, the board, a file of them, and a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guidelines.editions.restricting import opened
from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Refusal, Refused
from guidelines.insights import services
from guidelines.insights.insight_queries import insight_lines
from guidelines.insights.insight_rights import (
    SEEING,
    UNDECIDED,
    people_with,
    sees_queue,
    visible_insights,
    worked,
    works_queue,
)
from guidelines.insights.models import Insight, Requirement
from guidelines.insights.requirement_files import TYPES, written
from guidelines.insights.requirement_forms import RequirementForm, RequirementsForm
from guidelines.insights.requirement_queries import (
    MOST_IN_A_FILE,
    MOST_ON_THE_BOARD,
    named_in,
    requirement_lines,
    requirements_of,
    restricted_in,
)
from guidelines.insights.services import requiring
from guidelines.insights.views.fetching import reader
from guidelines.people.models import Person


def _chosen(request: HttpRequest, person: Person) -> tuple[RequirementsForm, Any]:
    """The filters, and the requirements that fit them."""
    form = RequirementsForm(request.GET or {"state": "open"}, person=person)
    if not form.is_valid():
        return form, Requirement.objects.none()
    given = {name: form.cleaned_data[name] for name in ("who", "state", "order")}
    return form, requirements_of(person, **given, narrowed=form.narrowed)


@require_safe
@login_required
def requirements(request: HttpRequest) -> HttpResponse:
    person = reader(request)
    form, rows = _chosen(request, person)
    page = paginate(request, rows)
    lines = requirement_lines(person, page.items)
    _opened(request, [line.requirement for line in lines])
    context = {
        "form": form,
        "page": page,
        "lines": lines,
        "read": named_in(person, page.items),
        "sees": sees_queue(person),
        "works": works_queue(person),
        "query": request.GET.urlencode(),
        "is_narrowed": any(form[name].value() for name in ("market", "domain", "kind", "who")),
    }
    return render(request, "insights/requirements.html", context, status=200 if form.is_valid() else 422)


def _opened(request: HttpRequest, found: list[Requirement]) -> None:
    """What is shown of a restricted guideline is opened."""
    for guideline in restricted_in(found):
        opened(request, guideline)


@require_safe
@login_required
def requirement_board(request: HttpRequest) -> HttpResponse:
    """What is to be done, by where it stands; of what has ended the newest."""
    person, now = reader(request), clock.now()
    mine = request.GET.get("who") == "me"
    columns = []
    for standing in Requirement.Standing:
        order = "newest" if standing in ("delivered", "declined") else ""
        rows = requirements_of(person, who="me" if mine else "", state=standing, order=order)
        lines = requirement_lines(person, rows[:MOST_ON_THE_BOARD])
        _opened(request, [line.requirement for line in lines])
        columns.append((standing, lines, rows.count() if len(lines) == MOST_ON_THE_BOARD else len(lines)))
    context = {"columns": columns, "mine": mine, "now": now, "works": works_queue(person)}
    return render(request, "insights/requirement_board.html", context)


@require_safe
@login_required
def requirements_file(request: HttpRequest, extension: str) -> HttpResponse:
    """The same list as a file, filters and all."""
    person = reader(request)
    form, rows = _chosen(request, person)
    if not form.is_valid():
        return requirements(request)
    lines = requirement_lines(person, rows[:MOST_IN_A_FILE])
    _opened(request, [line.requirement for line in lines])
    read = frozenset(named_in(person, [line.requirement for line in lines]))
    response = HttpResponse(written(lines, extension, read), content_type=TYPES[extension])
    response["Content-Disposition"] = f'attachment; filename="requirements-{clock.now():%Y-%m-%d}.{extension}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_requirement(request: HttpRequest) -> HttpResponse:
    """A requirement for the insights that the address or the form names."""
    person = reader(request)
    if not works_queue(person):
        raise Refused(_("Only policy managers, policy reviewers and programme managers open requirements."))
    posted = request.method == "POST"
    found = _insights(person, (request.POST if posted else request.GET).getlist("insight"))
    if not posted:
        found = [one for one in found if one.standing(clock.now()) in UNDECIDED]
    owners = _owners(found)
    given: dict[str, Any] = {"person": person, "insights": found, "people": owners}
    form = RequirementForm(request.POST if posted else None, initial=_suggested(found, person), **given)
    status = 422 if posted else 200
    if posted and form.is_valid():
        try:
            made = services.open_requirement(form.need_of_it(), found, by=person)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
        else:
            messages.success(request, _("Opened. Everybody who said it is told what is delivered."))
            return redirect(made)
    for one in found:
        if one.guideline:
            opened(request, one.guideline)
    context = {"form": form, "lines": insight_lines(person, found), "chosen": found}
    return render(request, "insights/new_requirement.html", context, status=status)


def _insights(person: Person, keys: list[str]) -> list[Insight]:
    """Those of the named insights that this person works."""
    numbers = {int(key) for key in keys[: requiring.MOST_INSIGHTS] if key.isascii() and key.isdigit() and len(key) < 19}
    rows = visible_insights(person).filter(worked(person), pk__in=numbers)
    return list(rows.order_by("opened_at", "pk"))


def _owners(found: list[Insight]) -> Any:
    """Whoever sees the queue where the insights are; the deed looks again."""
    if not found:
        return Person.objects.none()
    people = people_with(SEEING, found[0].market_id, found[0].domain_id)
    for market, domain in {(one.market_id, one.domain_id) for one in found[1:]}:
        people = people | people_with(SEEING, market, domain)
    return people.distinct()


def _suggested(found: list[Insight], person: Person) -> dict[str, Any]:
    """What the insights say of it."""
    domains = {one.domain.code if one.domain else "" for one in found}
    return {
        "kind": Requirement.Kind.GUIDELINE,
        "need": found[0].text if len(found) == 1 else "",
        "markets": sorted({one.market.code for one in found}),
        "domain": domains.pop() if len(domains) == 1 else "",
        "owner": person.pk,
    }
