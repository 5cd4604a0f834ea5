"""Sending a pack to its list, and trying a failed delivery again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.frame.jobs import JobState
from guidelines.liaison.delivering.contents import contents
from guidelines.liaison.directory import visible_deliveries, visible_stakeholders
from guidelines.liaison.directory_pages.asking import confirm_page, keeper, list_of
from guidelines.liaison.directory_pages.sending import reaches
from guidelines.liaison.models import Delivery, Pack, Stakeholder
from guidelines.liaison.packs import to_reach
from guidelines.liaison.services import sending as services


@require_POST
@login_required
def repeat_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """A deed of one click: the far side can tell a copy by its key."""
    deliveries = visible_deliveries(keeper(request)).select_related("contact__stakeholder")
    delivery: Delivery = get_object_or_404(deliveries, pk=pk)
    services.repeat(delivery, by=keeper(request))
    messages.success(request, _("It is tried again now."))
    return _back(request, delivery.contact.stakeholder)


@require_POST
@login_required
def make_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A deed of one click: a subscription's pack that failed for good is made after all, and goes out."""
    person = keeper(request)
    packs = Pack.objects.filter(stakeholder__in=visible_stakeholders(person)).select_related("stakeholder")
    pack: Pack = get_object_or_404(packs, pk=pk)
    services.make_again(pack, by=person)
    messages.success(request, _("It is made again now."))
    return _back(request, pack.stakeholder)


def _back(request: HttpRequest, stakeholder: Stakeholder | None) -> HttpResponse:
    """To the page that was left, where it is ours."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponseRedirect(back)
    return redirect(stakeholder or "stakeholders")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def send_pack(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, naming how many people of which class, and the embargo; then send."""
    person = keeper(request)
    packs = Pack.objects.filter(stakeholder__in=visible_stakeholders(person)).select_related("stakeholder")
    pack: Pack = get_object_or_404(packs, pk=pk)
    if pack.stakeholder is None:
        raise Http404
    stakeholder = list_of(request, pack.stakeholder.pk, to_change=True)
    if request.method == "POST":
        made = services.send(pack, person)
        sentence = ngettext("On its way to %(n)d contact.", "On its way to %(n)d contacts.", made)
        messages.success(request, sentence % {"n": made} if made else _("Everybody in this list has it already."))
        return redirect(stakeholder)
    heading = _("Send this pack to %(name)s?") % {"name": stakeholder.name}
    return confirm_page(request, heading, _("Send"), stakeholder, sentences=_what_follows(pack, stakeholder))


def _what_follows(pack: Pack, stakeholder: Stakeholder) -> tuple[str, ...]:
    waiting = to_reach(pack).count()
    ready = pack.state == JobState.DONE and pack.files.exists()
    subject = contents(pack).subject if ready else pack.title
    return reaches(stakeholder, waiting), _("Its subject is: %(subject)s") % {"subject": subject}
