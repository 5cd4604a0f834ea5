"""The redline of a page: against the base of an edition, or against any other edition of its guideline."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.editions.comparing import compare
from guidelines.editions.models import Edition
from guidelines.editions.redline_view import shown_as
from guidelines.editions.rights import visible_editions
from guidelines.editions.views.fetching import whole_number
from guidelines.frame.refusals import NotFound
from guidelines.people.requests import actor


def redline_context(request: HttpRequest, edition: Edition, unfold: Collection[int] = ()) -> dict[str, Any]:
    """`comparison` with the base, from which the decision is taken, and `r` with what `?against=` names."""
    language = (get_language() or "en")[:2]
    siblings = visible_editions(actor(request)).filter(guideline=edition.guideline_id).exclude(pk=edition.pk)
    wanted = request.GET.get("against", "")
    with_base = compare(edition.base, edition, language, unfold=unfold)
    redline = compare(_named(siblings, wanted), edition, language, unfold=unfold) if wanted else with_base
    return {
        "comparison": with_base,
        "r": redline,
        "others_to_compare": siblings.defer("source").order_by("-number"),
        **shown_as(request),
    }


def _named(siblings: Any, number: str) -> Edition:
    found: Edition | None = siblings.filter(number=whole_number(number)).first()
    if found is None:
        raise NotFound(_("There is no such edition of this guideline that you can read. Choose one from the list."))
    return found
