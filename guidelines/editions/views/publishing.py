"""The publish page: when it starts, what that means, what becomes of what waits, who must read it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions import services
from guidelines.editions.forms import PublishForm
from guidelines.editions.models import Approval, Audience, Edition, Significance
from guidelines.editions.publication import publication
from guidelines.editions.queries import open_bundle_of, scheduled_after
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import why_not
from guidelines.editions.told_outside import told_partners
from guidelines.editions.views.fetching import work_edition_for, work_page
from guidelines.frame import clock
from guidelines.frame.refusals import Refusal
from guidelines.people.models import Person
from guidelines.people.requests import actor


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """`action=look` shows what the chosen moment means and publishes nothing."""
    edition, person = work_edition_for(request, policy_id, number), actor(request)
    refuse(why_not(person, "publish", edition))
    scheduled = scheduled_after(edition.guideline, clock.now())
    zone = edition.guideline.market.time_zone
    if request.method == "GET":
        return _page(request, edition, PublishForm(initial=_initial(edition), zone=zone, scheduled=scheduled))
    form = PublishForm(request.POST, zone=zone, scheduled=scheduled)
    if not form.is_valid():
        return _page(request, edition, form, status=422)
    if request.POST.get("action") == "look":
        return _page(request, edition, form)
    try:
        published = _publish(edition, person, form)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, work_edition_for(request, policy_id, number), form, status=refusal.status)
    sentence = _("Edition %(number)d is scheduled.") if form.start else _("Edition %(number)d is in force.")
    messages.success(request, sentence % {"number": published.number})
    return redirect(published)


def _initial(edition: Edition) -> dict[str, object]:
    """Of a major edition all readers are asked; and the moment the writers wished, where it is still to come."""
    asked = Audience.READERS if edition.significance == Significance.MAJOR else Audience.NOBODY
    found: dict[str, object] = {"seen": edition.digest, "acknowledged_by": asked}
    wished = edition.wished_from
    if wished is None or wished <= clock.now():
        return found
    return found | {"when": PublishForm.LATER, "effective_from": wished}


def _publish(edition: Edition, person: Person, form: PublishForm) -> Edition:
    return services.publish(
        edition,
        by=person,
        seen=form.cleaned_data["seen"],
        effective_from=form.start,
        fates=form.fates,
        note=form.cleaned_data["note"],
        why_sooner=form.cleaned_data["why_sooner"],
        acknowledging=form.acknowledging,
    )


def _page(request: HttpRequest, edition: Edition, form: PublishForm, status: int = 200) -> HttpResponse:
    now = clock.now()
    start = form.start if form.is_bound else form.initial.get("effective_from")
    plan = publication(edition, start if start and start > now else None, now)
    context = {
        "form": form,
        "plan": plan,
        "starts_now": plan.start == now,
        "waiting": [(waiting, form.fate_field(waiting.edition)) for waiting in plan.waiting],
        "signatures": _signatures(edition),
        "bundle": open_bundle_of(edition),
        "partners": told_partners(edition),
    }
    name = "publish/meaning" if request.headers.get("X-Part") == "meaning" else "publish"
    return work_page(request, f"editions/{name}.html", edition, context, status)


def _signatures(edition: Edition) -> list[Approval]:
    return list(edition.approvals.filter(digest=edition.digest).select_related("person").order_by("at"))
