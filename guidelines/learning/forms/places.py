"""The markets and domains that somebody may choose from, and the forms in which they do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.models import Guideline
from guidelines.editions.rights import visible_guidelines
from guidelines.people.models import Person
from guidelines.people.places import places
from guidelines.people.roles import Capability

NOT_LISTED = gettext_lazy("“%(value)s” is not in the list. Choose again.")


class PlaceForm(forms.Form):
    """One market and one domain, of those in which somebody may do this."""

    market = forms.ChoiceField(label=gettext_lazy("Market"))
    domain = forms.ChoiceField(label=gettext_lazy("Domain"))

    def __init__(self, *args: Any, person: Person, capability: Capability, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.capability = person, capability
        self.markets, self.domains = places(person, capability)
        fields: dict[str, Any] = self.fields
        fields["market"].choices = [(code, one.local_name) for code, one in self.markets.items()]
        fields["domain"].choices = [(code, one.local_name) for code, one in self.domains.items()]
        for name in ("market", "domain"):
            fields[name].error_messages["invalid_choice"] = NOT_LISTED

    @property
    def only_one(self) -> tuple[Market, Domain] | None:
        """The market and the domain, where there is nothing to choose."""
        if len(self.markets) == 1 and len(self.domains) == 1:
            return next(iter(self.markets.values())), next(iter(self.domains.values()))
        return None

    def chosen(self) -> tuple[Market, Domain]:
        return self.markets[self.cleaned_data["market"]], self.domains[self.cleaned_data["domain"]]


def guideline_named(person: Person, name: str) -> Guideline | None:
    """The guideline with this policy ID, if the person reads it; nothing where none is named."""
    policy_id = name.strip().upper()
    if not policy_id:
        return None
    found = visible_guidelines(person).filter(policy_id=policy_id).first()
    if found is None:
        raise forms.ValidationError(_("There is no guideline “%(name)s” that you can read.") % {"name": policy_id})
    return found
