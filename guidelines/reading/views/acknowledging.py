"""“I have read edition 4”: an ordinary form under what changed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.frame.refusals import NotFound
from guidelines.people.requests import actor
from guidelines.reading import services


@require_POST
@login_required
def acknowledge(request: HttpRequest, policy_id: str, number: str) -> HttpResponse:
    """Back on the page, the form says when it was done."""
    person = actor(request)
    edition = visible_editions(person).filter(guideline__policy_id=policy_id, number=int(number)).first()
    if edition is None:
        raise NotFound(_("There is no such edition that you may read. Open the guideline again."))
    services.acknowledge(edition, by=person, seen=request.POST.get("seen", ""))
    has_begun = edition.effective_from is not None and edition.effective_from <= clock.now()
    page = reverse("guideline", args=[policy_id]) if has_begun else edition.get_absolute_url()
    return redirect(f"{page}#changed")
