"""The forms of who may know of a guideline: its class, and the people a restricted one names."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import EscalationTeam
from guidelines.editions.clearances import RESTRICTED
from guidelines.editions.forms.naming import SomebodyField
from guidelines.editions.forms.opening import ListChoiceField
from guidelines.editions.models import Guideline
from guidelines.editions.models.guideline import AUDIENCES


class ClassForm(forms.Form):
    """The class of a guideline, and what others read of a restricted one."""

    audience = forms.ChoiceField(
        label=_("Audience"),
        choices=AUDIENCES,
        help_text=_(
            "Public: anybody may be told. Partner: business partners, too. Internal: whoever works here. "
            "Restricted: the people it names; all others read one instruction and find no trace of it."
        ),
    )
    team = ListChoiceField(
        label=_("Escalate to"),
        queryset=EscalationTeam.objects.none(),
        required=False,
        empty_label=_("nobody"),
        help_text=_("Only for a restricted one: who takes a case from somebody it does not name."),
    )
    instruction = forms.CharField(
        label=_("Instruction"),
        max_length=300,
        required=False,
        help_text=_(
            "Only for a restricted one, in its language: all that others read. "
            "Left empty: “Stop. Do not copy or share. Escalate to … now.” with the team."
        ),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Kept with the guideline."))

    def __init__(self, data: QueryDict | None, *, guideline: Guideline) -> None:
        begun = {"audience": guideline.audience, "instruction": guideline.stub_instruction}
        super().__init__(data, initial=begun)
        here = Q(market=None) | Q(market_id=guideline.market_id)
        self.fields["team"].queryset = EscalationTeam.objects.in_use().filter(here)  # type: ignore[attr-defined]  # a ModelChoiceField
        if guideline.is_restricted:
            # To open it again is for a reviewer, on the page of those it names.
            self.fields["audience"].choices = [row for row in AUDIENCES if row[0] == RESTRICTED]  # type: ignore[attr-defined]  # a ChoiceField


class OpeningForm(forms.Form):
    """The class that a restricted guideline is opened to."""

    audience = forms.ChoiceField(
        label=_("Audience"), choices=[row for row in AUDIENCES if row[0] != RESTRICTED], initial="internal"
    )
    why = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Kept with the guideline."))


class NamingForm(forms.Form):
    """Somebody who is to read a restricted guideline."""

    person = SomebodyField(label=_("Who"))
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Kept with the name."))
