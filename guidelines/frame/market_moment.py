"""The form field for a moment in a market's time: a date and time, the zone named, and a choice where clocks repeat."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from guidelines.frame.local_times import AmbiguousTime, is_ambiguous, local_instant
from guidelines.frame.refusals import Invalid
from guidelines.frame.zones import zone_label, zone_of

FORMAT = "%Y-%m-%dT%H:%M"


class MarketMomentInput(forms.Widget):
    """A `datetime-local` box and, once the time turned out to happen twice, two radio buttons."""

    zone: str | tzinfo = "UTC"
    twice: tuple[str, ...] = ()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str]:
        """What was typed: the local time and which of two it is (empty, `0` or `1`)."""
        return data.get(name, ""), data.get(f"{name}_which", "")

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Only the box counts."""
        return name not in data

    def id_for_label(self, id_: str) -> str:
        """The label belongs to the box."""
        return id_

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Through the project's templates, whatever renderer the forms use."""
        text, which = value if isinstance(value, tuple) else ("", "")
        all_attrs = self.build_attrs(self.attrs, attrs)
        return render_to_string(
            "frame/widgets/market_moment.html",
            {
                "name": name,
                "text": text,
                "which": which,
                "zone": zone_label(self.zone),
                "twice": self.twice,
                "attrs": all_attrs,
                "invalid": "aria-invalid" in all_attrs,
            },
        )


class MarketMomentField(forms.Field):
    """Cleans to an instant in UTC. Set `zone` before use: `form.fields["effective_from"].zone = market.time_zone`."""

    widget = MarketMomentInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "unreadable": _("Enter a date and a time, like 2026-06-13 and 00:00.")
    }

    def __init__(self, *, zone: str | tzinfo = "UTC", **options: Any) -> None:
        super().__init__(**options)
        self.zone = zone

    @property
    def zone(self) -> str | tzinfo:
        """The zone the person's time is read in."""
        return self._zone

    @zone.setter
    def zone(self, zone: str | tzinfo) -> None:
        self._zone = zone
        self.widget.zone = zone

    def clean(self, value: tuple[str, str]) -> datetime | None:
        """The instant, or the sentence that says which times may be meant."""
        text, which = value
        if not text.strip():
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        local = self._local(text)
        self._offer_choice(local)
        try:
            return local_instant(
                local.date(), local.time(), self.zone, fold=int(which) if which in ("0", "1") else None
            )
        except Invalid as refusal:
            raise ValidationError(refusal.sentence, code="local_time") from refusal

    def _offer_choice(self, local: datetime) -> None:
        """Show the two radio buttons where the clocks show this time twice."""
        zone = zone_of(self.zone)
        self.widget.twice = AmbiguousTime(local, zone).labels if is_ambiguous(local, zone) else ()

    def _local(self, text: str) -> datetime:
        """The local time in the box; browsers without the date picker send what people type."""
        try:
            local = datetime.fromisoformat(text.strip())
        except ValueError as error:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable") from error
        if local.tzinfo is not None or ":" not in text:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        return local

    def prepare_value(self, value: Any) -> Any:
        """An instant given as initial value, as the box and the choice show it."""
        if not isinstance(value, datetime):
            return value
        local = value.astimezone(zone_of(self.zone))
        self._offer_choice(local.replace(tzinfo=None, fold=0))
        return local.strftime(FORMAT), str(local.fold) if self.widget.twice else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as the person sees it."""
        before = self.prepare_value(initial) if initial else ("", "")
        return bool(before != (data or ("", "")))
