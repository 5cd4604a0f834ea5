"""The forms of the moves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.editions.forms.seen import SeenForm
from guidelines.editions.guards import HOURS_OF_AN_EMERGENCY
from guidelines.frame.market_moment import MarketMomentField


class MoveForm(SeenForm):
    """One move: the digest on the screen, and a reason or a note."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, zone: str = "UTC", **kwargs: Any) -> None:
        """`zone` is that of the market, for moves that set a moment."""
        super().__init__(*args, **kwargs)


class EmergencyForm(MoveForm):
    """Enforcing now: also for how long."""

    hours = forms.IntegerField(
        label=_("Ends after"),
        initial=HOURS_OF_AN_EMERGENCY,
        min_value=1,
        max_value=HOURS_OF_AN_EMERGENCY,
        help_text=_("In hours, 72 at most. It ends by itself unless another reviewer ratifies it."),
    )


class SuspendForm(MoveForm):
    """Suspending: also to whom cases go meanwhile, and when it ends by itself."""

    escalate_to = forms.CharField(
        label=_("Escalate to"), max_length=200, help_text=_("The team that decides meanwhile, and how fast.")
    )
    until = MarketMomentField(label=_("Ends by itself"), required=False, help_text=_("Leave empty: until resumed."))

    def __init__(self, *args: Any, zone: str = "UTC", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].zone = zone  # type: ignore[attr-defined]
