"""Who asks, and the address of the same question as a file."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from guidelines.frame.refusals import Refused
from guidelines.insights.analysis.rights import analyses
from guidelines.people.models import Person
from guidelines.people.requests import actor


def analyst(request: HttpRequest) -> Person:
    """Who asks, if the analysis is for them."""
    person = actor(request)
    if not analyses(person):
        raise Refused(
            _("The analysis is for those who write, review, check or sort insights somewhere, and for auditors.")
        )
    return person


def csv_url(request: HttpRequest) -> str:
    """The same question, as a file."""
    query = request.GET.copy()
    query.pop("page", None)
    query["as"] = "csv"
    return f"?{query.urlencode()}"
