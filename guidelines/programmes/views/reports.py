"""Reports: begun, written with a preview, issued, read, downloaded, sent, corrected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.posting import posted
from guidelines.frame.refusals import NotFound, Outdated
from guidelines.people.requests import actor
from guidelines.programmes import services
from guidelines.programmes.delivering import file_of
from guidelines.programmes.exports import FORMATS
from guidelines.programmes.figures.shown import lines
from guidelines.programmes.forms import NewReportForm, SendForm, WriteForm
from guidelines.programmes.models import Report, ReportDelivery
from guidelines.programmes.report_page import page_of, said_of, usual_days
from guidelines.programmes.rights import visible_reports, why_not_steer
from guidelines.programmes.views.fetching import programme_for, refuse_page, report_for


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_report(request: HttpRequest, pk: str) -> HttpResponse:
    found, person = programme_for(request, pk), actor(request)
    refuse_page(why_not_steer(person, found))
    known = usual_days(found, clock.now()) | {"language": person.language}
    form = NewReportForm(request.POST or None, initial=known)

    def again(status: int) -> HttpResponse:
        context = {"form": form, "programme": found, "under_way": found.reports.filter(issued_at=None).first()}
        return render(request, "programmes/new_report.html", context, status=status)

    def begin() -> Report:
        return services.begin_report(found, **form.cleaned_data, by=person)

    if request.method != "POST":
        return again(200)
    said = _("The report is begun. Its figures are computed; write what they mean.")
    return posted(request, form, begin, said=said, to=None, again=again)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def programme_report(request: HttpRequest, pk: str) -> HttpResponse:
    """A report as it was issued; under way with its preview, and posted to, what the owner says."""
    found = report_for(request, pk)
    if request.method != "POST":
        return _page(request, found, 200)
    form = WriteForm(request.POST)

    def write() -> Report:
        return services.write_report(found, **form.cleaned_data, by=actor(request))

    def again(status: int) -> HttpResponse:
        """After a sentence that somebody else was faster, with theirs beside it: whoever keeps it now has read both."""
        now = report_for(request, pk)
        if status == Outdated.status:
            form.stand_on(services.seen_of(now))
        return _page(request, now, status, write=form, wrong=form)

    return posted(request, form, write, said=_("Kept. The preview shows it."), to=found, again=again)


@require_POST
@login_required
def issue_report(request: HttpRequest, pk: str) -> HttpResponse:
    found = report_for(request, pk)
    services.issue_report(found, seen=request.POST.get("seen", "")[:80], by=actor(request))
    messages.success(request, _("Issued. It can’t be changed any more; a correction is a new report."))
    return redirect(found)


@require_POST
@login_required
def correct_report(request: HttpRequest, pk: str) -> HttpResponse:
    made = services.correct_report(report_for(request, pk), by=actor(request))
    messages.success(request, _("A new report is begun that corrects this one."))
    return redirect(made)


@require_POST
@login_required
def agree_to_report(request: HttpRequest, pk: str) -> HttpResponse:
    found = services.agree_to_partners(report_for(request, pk), by=actor(request))
    messages.success(request, _("It may go to partners and the public now."))
    return redirect(found)


@require_safe
@login_required
def report_figure(request: HttpRequest, pk: str, code: str) -> HttpResponse:
    """The rows behind one figure, of those that this person may read."""
    found = report_for(request, pk)
    figure = next((one for one in said_of(found)["figures"] if one["code"] == code), None)
    if figure is None:
        raise NotFound(_("There is no such figure in this report."))
    shown = paginate(request, lines(actor(request), [tuple(row) for row in figure["rows"]]))
    context = {"report": found, "programme": found.programme, "figure": figure, "page": shown}
    return render(request, "programmes/figure.html", context)


@require_safe
@login_required
def report_file(request: HttpRequest, pk: str, extension: str) -> HttpResponse:
    found = report_for(request, pk)
    if not found.is_issued or extension not in FORMATS:
        raise NotFound(_("There is no such file. A report has files once it is issued."))
    file = file_of(found, extension)
    answer = HttpResponse(bytes(file.content), content_type=FORMATS[extension].content_type)
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def send_report(request: HttpRequest, pk: str) -> HttpResponse:
    """To whom it went, and to whom it goes."""
    found, person = report_for(request, pk), actor(request)
    refuse_page(why_not_steer(person, found.programme))
    form = SendForm(request.POST or None, report=found)

    def again(status: int) -> HttpResponse:
        context = {
            "report": found,
            "programme": found.programme,
            "form": form,
            "deliveries": found.deliveries.select_related("contact__stakeholder", "asked_by"),
        }
        return render(request, "programmes/send.html", context, status=status)

    def send() -> Any:
        chosen = [int(key) for key in form.cleaned_data["contacts"]]
        return services.send_report(found, chosen, form=form.cleaned_data["form"], by=person)

    if request.method != "POST":
        return again(200)
    return posted(request, form, send, said=_("On its way."), to=request.path, again=again)


@require_POST
@login_required
def repeat_report_delivery(request: HttpRequest, pk: str) -> HttpResponse:
    reports = visible_reports(actor(request)).values("pk")
    row = ReportDelivery.objects.filter(pk=int(pk), report__in=reports).first()
    if row is None:
        raise NotFound(_("There is no such delivery here."))
    services.repeat_delivery(row, by=actor(request))
    messages.success(request, _("It is tried again."))
    return redirect("send_report", row.report_id)


def _page(request: HttpRequest, found: Report, status: int, **forms: Any) -> HttpResponse:
    context = page_of(actor(request), found)
    return render(request, "programmes/report.html", context | forms, status=status)
