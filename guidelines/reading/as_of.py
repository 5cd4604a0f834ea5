"""“As of”: the moment a reading page is asked about by `?at=`, and the one form that asks for another.

The form is a box of the browser's own calendar, named `on`, in the zone of the market (or of the person where a page
has many markets). What it sends is answered with a redirect to the same page at `?at=`, the instant in full.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from guidelines.frame.market_moment import FORMAT
from guidelines.frame.zones import zone_label, zone_of
from guidelines.reading.addressing import address_of, at_query
from guidelines.reading.forms import AsOfForm, instant_of

_ASKED = ("at", "on", "on_which", "page")


@dataclass(frozen=True)
class AsOf:
    """The moment asked about, None for now, and what the form around its box needs."""

    at: dt.datetime | None
    zone: str
    box: str
    """The moment as the box shows it: local time, to the minute."""
    path: str
    kept: tuple[tuple[str, str], ...]
    """The rest of the question: hidden fields, so that another moment changes nothing else."""
    now: str
    """The address of the same page now."""
    moved_to: str = ""
    """Where the moment just chosen leads; empty where none was."""
    form: AsOfForm | None = None
    """The form with its errors, after a moment that cannot be taken."""

    @property
    def address(self) -> str:
        """The moment as addresses name it."""
        return address_of(self.at) if self.at else ""

    @property
    def query(self) -> str:
        """`?at=…` for links to other reading pages, or nothing."""
        return at_query(self.at)

    @property
    def status(self) -> int:
        return 400 if self.form else 200

    def answer(self, response: HttpResponse) -> HttpResponse:
        """The page, as a bad request where the form came back with errors."""
        if self.form:
            response.status_code = self.status
            del response["ETag"]
        return response


def as_of(request: HttpRequest, zone: str) -> AsOf:
    """What a page is asked in a zone; BadInstant for an `?at=` that cannot be read."""
    at, rest = instant_of(request.GET), request.GET.copy()
    for name in _ASKED:
        rest.pop(name, None)
    local = at.astimezone(zone_of(zone)) if at else None
    asked = AsOf(
        at=at,
        zone=zone_label(zone),
        box=local.strftime(FORMAT) if local else "",
        path=request.path,
        kept=tuple((name, value) for name, values in rest.lists() for value in values),
        now=f"{request.path}?{rest.urlencode()}" if rest else request.path,
    )
    return _chosen(request, asked, zone) if "on" in request.GET else asked


def _chosen(request: HttpRequest, asked: AsOf, zone: str) -> AsOf:
    """The same with the answer to the form. The box shows minutes: one left as it was keeps the instant."""
    form = AsOfForm(request.GET, zone=zone)
    if not form.is_valid():
        form.fields["on"].widget.attrs["autofocus"] = True  # a card is as high as the screen: the form must be seen
        return replace(asked, form=form)
    chosen: dt.datetime | None = form.cleaned_data["on"]
    is_as_it_was = chosen and asked.at and asked.at.replace(second=0, microsecond=0) == chosen
    address = request.GET["at"] if is_as_it_was else address_of(chosen) if chosen else ""
    joined = f"{asked.now}{'&' if asked.kept else '?'}{urlencode({'at': address})}" if address else asked.now
    return replace(asked, moved_to=joined)
