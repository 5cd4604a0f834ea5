"""Forms of reports: which days, what the owner says, and to whom it goes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import LANGUAGES
from guidelines.editions.forms.seen import SeenForm
from guidelines.liaison.models import Contact
from guidelines.programmes.exports import FORMATS
from guidelines.programmes.forms.fields import UNKNOWN, day, lines
from guidelines.programmes.models import Programme, Report
from guidelines.programmes.services import reachable, running
from guidelines.text.audience import Audience


class NewReportForm(forms.Form):
    starts = day(_("First day"))
    ends = day(_("Last day"))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, error_messages=UNKNOWN)


class WriteForm(SeenForm):
    """A report under way."""

    starts = day(_("First day"))
    ends = day(_("Last day"))
    narrative = lines(
        _("What the owner says"),
        most=8000,
        help_text=_("What the figures mean, what was decided, what is needed. An empty line begins a paragraph."),
        rows=10,
    )


def file_format() -> forms.ChoiceField:
    """As which file people get it."""
    return forms.ChoiceField(
        label=_("Format"),
        help_text=_("Webhooks receive JSON."),
        choices=[(one.extension, one.name) for one in FORMATS.values()],
        error_messages=UNKNOWN,
    )


class SendForm(forms.Form):
    """To whom, and as which file."""

    contacts = forms.MultipleChoiceField(
        label=_("Contacts"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={**UNKNOWN, "required": _("Choose one contact at least.")},
    )
    form = file_format()

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = reachable(report.programme).exclude(pk__in=report.deliveries.values("contact"))
        if not report.agreed_at:
            rows = rows.filter(stakeholder__audience=Audience.INTERNAL.value)
        fields: dict[str, Any] = self.fields
        fields["contacts"].choices = _named(rows)
        self.has_contacts = bool(fields["contacts"].choices)


class SubscribeForm(forms.Form):
    """One contact that receives each report, and as which file."""

    contact = forms.ChoiceField(
        label=_("Contact"), error_messages={**UNKNOWN, "required": _("Choose one contact at least.")}
    )
    form = file_format()

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = reachable(programme).exclude(pk__in=running(programme).values("contact"))
        fields: dict[str, Any] = self.fields
        fields["contact"].choices = _named(rows)
        self.has_contacts = bool(fields["contact"].choices)


def _named(contacts: Iterable[Contact]) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one.stakeholder.name}: {one.name}") for one in contacts]
