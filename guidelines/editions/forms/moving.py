"""The forms of the moves, and of publishing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import Market
from guidelines.editions.forms.seen import SeenForm
from guidelines.editions.guards import HOURS_OF_AN_EMERGENCY
from guidelines.editions.models import Edition
from guidelines.editions.services import Fate
from guidelines.frame.market_moment import MarketMomentField


class MoveForm(SeenForm):
    """One move: the digest on the screen, and a reason or a note."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class EmergencyForm(MoveForm):
    """Enforcing now: also for how long."""

    hours = forms.IntegerField(
        label=_("Ends after"),
        initial=HOURS_OF_AN_EMERGENCY,
        min_value=1,
        max_value=HOURS_OF_AN_EMERGENCY,
        help_text=_("In hours, 72 at most. It ends by itself unless another reviewer ratifies it."),
    )


class PublishForm(SeenForm):
    """When an approved edition begins, and what becomes of those scheduled after it."""

    NOW, LATER = "now", "later"
    when = forms.ChoiceField(
        label=_("Start"),
        choices=((NOW, _("Now: it binds from the moment you publish")), (LATER, _("Later: at the moment below"))),
        widget=forms.RadioSelect,
        initial=NOW,
    )
    effective_from = MarketMomentField(label=_("Date and time"), required=False)
    note = forms.CharField(label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, market: Market, scheduled: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_from"].zone = market.time_zone  # type: ignore[attr-defined]
        self.scheduled = scheduled
        for edition in scheduled:
            self.fields[f"fate_{edition.number}"] = forms.ChoiceField(
                label=_("What becomes of edition %(number)d") % {"number": edition.number},
                choices=_fates(edition),
                widget=forms.RadioSelect,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("when") == self.LATER and not data.get("effective_from") and not self.errors.get("effective_from"):
            self.add_error("effective_from", _("Enter when the edition starts."))
        return data

    @property
    def start(self) -> dt.datetime | None:
        return self.cleaned_data["effective_from"] if self.cleaned_data["when"] == self.LATER else None

    @property
    def fates(self) -> dict[int, Fate]:
        """What was decided, for the editions that begin after the chosen moment."""
        later = [edition for edition in self.scheduled if self.start is None or _begins_after(edition, self.start)]
        chosen = {edition.number: self.cleaned_data.get(f"fate_{edition.number}") for edition in later}
        return {number: Fate(fate) for number, fate in chosen.items() if fate}

    def fate_fields(self) -> list[forms.BoundField]:
        return [self[f"fate_{edition.number}"] for edition in self.scheduled]


def _begins_after(edition: Edition, start: dt.datetime) -> bool:
    return edition.effective_from is not None and edition.effective_from > start


def _fates(edition: Edition) -> tuple[tuple[str, Any], ...]:
    number = {"number": edition.number}
    return (
        (Fate.REBASE, _("Rebase it: its start is cancelled, and it goes back to draft to stand on the new words")),
        (Fate.CANCEL, _("Cancel its start: it stays approved, and can't be published before it is rebased")),
        (Fate.KEEP, _("Keep it: edition %(number)d replaces these words on its day") % number),
    )
