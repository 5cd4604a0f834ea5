"""The form of a publication: when it begins, what becomes of what waits, who must read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.editions.forms.seen import SeenForm
from guidelines.editions.models import Audience, Edition
from guidelines.editions.services import Acknowledging, Fate, Together
from guidelines.frame.market_moment import MarketMomentField
from guidelines.people.roles import Capability, Role, roles_with


class StartForm(SeenForm):
    """When words begin to bind, why so soon, and who must say that they have read them."""

    NOW, LATER = "now", "later"
    when = forms.ChoiceField(
        label=_("Start"),
        choices=((NOW, _("Now: it binds from the moment you publish")), (LATER, _("Later: at the moment below"))),
        widget=forms.RadioSelect,
        initial=NOW,
    )
    effective_from = MarketMomentField(label=_("Date and time"), required=False)
    why_sooner = forms.CharField(
        label=_("Why sooner?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the edition and shown to auditors."),
    )
    acknowledged_by = forms.ChoiceField(
        label=_("Acknowledgement by"), choices=Audience.choices, initial=Audience.NOBODY, required=False
    )
    acknowledging_roles = forms.MultipleChoiceField(
        label=_("These roles"), required=False, widget=forms.CheckboxSelectMultiple
    )
    acknowledge_until = MarketMomentField(label=_("Until"), required=False, help_text=_("Empty: without an end."))

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        """`zone` is that of the market, in which moments are typed."""
        super().__init__(*args, **kwargs)
        for name in ("effective_from", "acknowledge_until"):
            self.fields[name].zone = zone  # type: ignore[attr-defined]  # a MarketMomentField
        readers = [role for role in Role if role in roles_with(Capability.READ)]
        self.fields["acknowledging_roles"].choices = [(r.value, r.label) for r in readers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("when") == self.LATER and not data.get("effective_from") and not self.errors.get("effective_from"):
            self.add_error("effective_from", _("Enter when the edition starts."))
        return data

    @property
    def start(self) -> dt.datetime | None:
        """The moment that was chosen; None for now, and while the form holds no moment that can be read."""
        data = getattr(self, "cleaned_data", {})
        return data.get("effective_from") if data.get("when") == self.LATER else None

    @property
    def acknowledging(self) -> Acknowledging:
        data = self.cleaned_data
        audience = data.get("acknowledged_by") or Audience.NOBODY
        return Acknowledging(audience, tuple(data["acknowledging_roles"]), data.get("acknowledge_until"))


class PublishForm(StartForm):
    """One edition: also what becomes of those scheduled after it."""

    note = forms.CharField(label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, scheduled: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheduled = scheduled
        for edition in scheduled:
            self.fields[f"fate_{edition.number}"] = _fate_field(edition)

    @property
    def fates(self) -> dict[int, Fate]:
        """What was decided, for the editions that begin after the chosen moment."""
        later = [edition for edition in self.scheduled if self.start is None or _begins_after(edition, self.start)]
        chosen = {edition.number: self.cleaned_data.get(f"fate_{edition.number}") for edition in later}
        return {number: Fate(fate) for number, fate in chosen.items() if fate}

    def fate_field(self, edition: Edition) -> forms.BoundField:
        return self[f"fate_{edition.number}"]


class BundleStartForm(StartForm):
    """Several editions at once: each one's digest, and what becomes of those scheduled after it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    note = PublishForm.base_fields["note"]

    def __init__(self, *args: Any, waiting: Mapping[Edition, list[Edition]], **kwargs: Any) -> None:
        """`waiting` maps each edition of the bundle to those scheduled after now."""
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        for edition, later in waiting.items():
            hidden = forms.CharField(widget=forms.HiddenInput, required=False, initial=edition.digest)
            self.fields[f"seen_{edition.pk}"] = hidden
            for other in later:
                self.fields[f"fate_{edition.pk}_{other.number}"] = _fate_field(other)

    @property
    def digests(self) -> dict[int, str]:
        """What was on the screen, by edition. One that joined the bundle since has nothing there."""
        posted = {edition.pk: self.cleaned_data.get(f"seen_{edition.pk}", "") for edition in self.waiting}
        return {pk: digest for pk, digest in posted.items() if digest}

    @property
    def fates(self) -> dict[int, dict[int, Fate]]:
        return {
            edition.pk: {
                other.number: Fate(chosen)
                for other in later
                if (chosen := self.cleaned_data.get(f"fate_{edition.pk}_{other.number}"))
                and (self.start is None or _begins_after(other, self.start))
            }
            for edition, later in self.waiting.items()
        }

    @property
    def together(self) -> Together:
        data = self.cleaned_data
        return Together(self.start, self.fates, data["note"], data["why_sooner"], self.acknowledging)

    def hidden_seen(self) -> list[forms.BoundField]:
        return [self[f"seen_{edition.pk}"] for edition in self.waiting]

    def fate_fields(self) -> list[tuple[Edition, forms.BoundField]]:
        return [
            (edition, self[f"fate_{edition.pk}_{other.number}"])
            for edition, later in self.waiting.items()
            for other in later
        ]


def _fate_field(edition: Edition) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("What becomes of edition %(number)d") % {"number": edition.number},
        choices=_fates(edition),
        widget=forms.RadioSelect,
        required=False,
    )


def _begins_after(edition: Edition, start: dt.datetime) -> bool:
    return edition.effective_from is not None and edition.effective_from > start


def _fates(edition: Edition) -> tuple[tuple[str, Any], ...]:
    number = {"number": edition.number}
    return (
        (Fate.REBASE, _("Rebase it: its start is cancelled, and it goes back to draft to be merged with these words")),
        (Fate.CANCEL, _("Withdraw it: its start is cancelled, and these words stay in force after its day")),
        (Fate.KEEP, _("Keep it: edition %(number)d replaces these words on its day") % number),
    )
