"""The emergency lane, every use of it: for auditors, and for those who must ratify."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.audit.models import AuditEvent
from guidelines.audit.queries import names_of
from guidelines.editions.models import Approval, Edition
from guidelines.editions.rights import visible_editions
from guidelines.editions.views.fetching import insider
from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings


@dataclass(frozen=True)
class Lane:
    """One use of the lane: who put which words in force without approval, why, and what became of it."""

    edition: Edition
    by: str
    at: dt.datetime
    until: dt.datetime | None
    reason: str
    ratified: Approval | None

    @property
    def outcome(self) -> str:
        if self.ratified:
            return "ratified"
        return "running" if self.until and self.until > clock.now() else "ended"


@login_required
@require_safe
def emergencies(request: HttpRequest) -> HttpResponse:
    person = insider(request)
    where = holdings(person).where(Capability.READ_ALL, "guideline__market", "guideline__domain")
    editions = visible_editions(person).filter(where).order_by()
    events = AuditEvent.objects.filter(verb="edition.enforced", subject_id__in=editions.values("pk")).order_by("-id")
    page = paginate(request, events)
    return render(request, "editions/emergencies.html", {"page": page, "lanes": _lanes(list(page.items))})


def _lanes(events: list[AuditEvent]) -> list[Lane]:
    ids = [event.subject_id for event in events]
    editions = Edition.objects.defer("source").select_related("guideline__market").in_bulk(ids)
    signed = Approval.objects.filter(edition__in=ids, kind=Approval.Kind.RATIFIED).select_related("person")
    ratified = {approval.edition_id: approval for approval in signed}
    names = names_of(event.actor_id for event in events)
    return [
        Lane(
            edition=editions[event.subject_id],
            by=names.get(event.actor_id or 0, ""),
            at=event.at,
            until=dt.datetime.fromisoformat(event.data["expires_at"]) if "expires_at" in event.data else None,
            reason=event.data.get("note", ""),
            ratified=ratified.get(event.subject_id),
        )
        for event in events
    ]
