"""Who receives the reports of a programme without anybody sending them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.frame.posting import posted
from guidelines.frame.refusals import NotFound
from guidelines.people.requests import actor
from guidelines.programmes import services
from guidelines.programmes.forms import SubscribeForm
from guidelines.programmes.models import ReportSubscription
from guidelines.programmes.rights import visible_programmes, why_not_steer
from guidelines.programmes.views.fetching import programme_for, refuse_page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report_subscribers(request: HttpRequest, pk: str) -> HttpResponse:
    """The list; posted to, one more."""
    found, person = programme_for(request, pk), actor(request)
    refuse_page(why_not_steer(person, found))
    form = SubscribeForm(request.POST or None, programme=found)

    def again(status: int) -> HttpResponse:
        lines = [(one, services.is_inside(one.contact)) for one in services.running(found)]
        context = {"programme": found, "form": form, "lines": lines}
        return render(request, "programmes/subscribers.html", context, status=status)

    def subscribe() -> Any:
        contact, form_of_file = int(form.cleaned_data["contact"]), form.cleaned_data["form"]
        return services.subscribe(found, contact, form=form_of_file, by=person)

    if request.method != "POST":
        return again(200)
    return posted(request, form, subscribe, said=_("From the next report on."), to=request.path, again=again)


@require_POST
@login_required
def end_report_subscription(request: HttpRequest, pk: str) -> HttpResponse:
    programmes = visible_programmes(actor(request)).values("pk")
    row = ReportSubscription.objects.filter(pk=int(pk), programme__in=programmes).select_related("programme").first()
    if row is None:
        raise NotFound(_("There is no such subscription here."))
    services.end_subscription(row, by=actor(request))
    messages.success(request, _("No further report goes there."))
    return redirect("report_subscribers", row.programme_id)
