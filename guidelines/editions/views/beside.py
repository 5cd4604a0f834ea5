"""What is typed beside the words of a draft: the wished start and the review interval."""

from __future__ import annotations

from django.http import HttpRequest

from guidelines.editions import services
from guidelines.editions.forms.drafting import BesideForm
from guidelines.editions.models import Edition
from guidelines.people.models import Person


def beside_typed(request: HttpRequest, edition: Edition) -> BesideForm:
    """Bound only where the page that was sent held these fields."""
    return BesideForm(request.POST if request.method == "POST" else None, edition=edition)


def is_wrong(beside: BesideForm) -> bool:
    return beside.is_bound and not beside.is_valid()


def set_beside(beside: BesideForm, edition: Edition, *, by: Person) -> None:
    """Keep what was changed on the page; nothing where it held no such fields."""
    changed = beside.changed if beside.is_bound and beside.is_valid() else {}
    if "wished_from" in changed:
        services.wish(edition, start=changed["wished_from"], by=by)
    if "review_months" in changed:
        services.set_review_interval(edition.guideline, months=changed["review_months"], by=by)
