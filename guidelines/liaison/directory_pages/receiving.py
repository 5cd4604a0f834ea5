"""What a person receives: the lists they are in, and every pack that was sent to them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.editions.restricting import opened
from guidelines.frame.headers import FILE_POLICY
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Refused
from guidelines.liaison.exports import FORMATS
from guidelines.liaison.models import Contact, Delivery, PackFile, Stakeholder
from guidelines.liaison.packs import kept, restricted_in
from guidelines.liaison.receiving import sent_to
from guidelines.liaison.sending_words import rhythm_line
from guidelines.liaison.standing import with_what_they_receive
from guidelines.people.requests import actor
from guidelines.people.scopes import holdings


@require_safe
@login_required
def receiving(request: HttpRequest) -> HttpResponse:
    """Empty for most: then it says whom to ask."""
    person = actor(request)
    if not holdings(person).held:
        raise Refused(_("You hold no role here, so nothing that was sent is shown. It is in your mailbox."))
    mine = Contact.objects.running().filter(person=person)
    lists = list(with_what_they_receive(Stakeholder.objects.running().filter(contacts__in=mine).order_by("name")))
    for one in lists:
        one.lines = [rhythm_line(wish) for wish in one.wishes]  # type: ignore[attr-defined]
    packs = sent_to(person).select_related("pack", "contact__stakeholder").prefetch_related("pack__files")
    page = paginate(request, packs, per_page=20)
    for file in (file for delivery in page for file in delivery.pack.files.all()):
        file.in_words = FORMATS[file.format].name if file.format in FORMATS else file.format
    return render(request, "liaison/receiving.html", {"lists": lists, "page": page})


@require_safe
@login_required
def received_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """A file of a pack that was sent to this person."""
    delivery: Delivery = get_object_or_404(sent_to(actor(request)).select_related("pack"), pk=pk)
    file: PackFile = get_object_or_404(PackFile.objects.filter(pack=delivery.pack_id), format=extension)
    for guideline in restricted_in(delivery.pack):
        opened(request, guideline)
    known = FORMATS.get(file.format)
    response = HttpResponse(kept(file), content_type=known.content_type if known else None)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Content-Security-Policy"] = FILE_POLICY
    return response
