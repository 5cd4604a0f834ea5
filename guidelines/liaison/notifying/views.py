"""A person's notifications: the list, opening one, marking them as read, and how each kind is mailed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.liaison.models import Notification
from guidelines.liaison.models.notifying import NotificationQuerySet
from guidelines.liaison.notifying import choosing, showing
from guidelines.liaison.notifying.forms import ChoicesForm, NarrowForm
from guidelines.liaison.notifying.postbox import mail_is_set
from guidelines.people.models import Person
from guidelines.people.requests import PersonRequest


@require_safe
@login_required
def notifications(request: PersonRequest) -> HttpResponse:
    """Everything this person was told, the newest first."""
    person, form = request.user, NarrowForm(request.GET)
    rows = _of(person)
    if form.is_valid():
        rows = rows.filter(kind=form.cleaned_data["kind"]) if form.cleaned_data["kind"] else rows
        rows = rows.filter(seen_at=None) if form.cleaned_data["unread"] else rows
    page = paginate(request, rows)
    context = {
        "form": form,
        "page": page,
        "lines": showing.lines(person, page.items),
        "unseen": _of(person).filter(seen_at=None).count(),
        "is_narrowed": any(request.GET.get(name) for name in ("kind", "unread")),
    }
    return render(request, "liaison/notifications.html", context, status=200 if form.is_valid() else 422)


@require_safe
@login_required
def open_notification(request: PersonRequest, pk: int) -> HttpResponse:
    """What it is about, and it is read."""
    row = _of(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    (line,) = showing.lines(request.user, [row])
    choosing.see(request.user, row.pk)
    if line.shown is None:
        messages.info(request, _("This was about something that you can no longer read."))
        return redirect("notifications")
    return redirect(line.shown.url)


@require_POST
@login_required
def see_notification(request: PersonRequest, pk: int) -> HttpResponse:
    """Mark one as read."""
    if not _of(request.user).filter(pk=pk).exists():
        raise Http404
    choosing.see(request.user, pk)
    return _back(request)


@require_POST
@login_required
def see_notifications(request: PersonRequest) -> HttpResponse:
    """Mark everything as read."""
    n = choosing.see_all(request.user)
    messages.success(request, ngettext("%(n)d marked as read.", "%(n)d marked as read.", n) % {"n": n})
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notification_settings(request: PersonRequest) -> HttpResponse:
    """How each kind is mailed to whoever is signed in."""
    person = request.user
    form = ChoicesForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_bound and form.is_valid():
        choosing.choose(person, form.wanted())
        messages.success(request, _("Saved."))
        return redirect("notification_settings")
    context = {"form": form, "mail_is_set": mail_is_set()}
    return render(request, "liaison/notification_settings.html", context, status=422 if form.is_bound else 200)


def _of(person: Person) -> NotificationQuerySet:
    return Notification.objects.filter(person=person).shown(clock.now())


def _back(request: PersonRequest) -> HttpResponse:
    """To the same page of the list."""
    query = request.POST.get("list", "")
    response = redirect("notifications")
    if query.startswith("?") and "\n" not in query and "\r" not in query:
        response["Location"] += query
    return response
