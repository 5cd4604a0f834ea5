"""Forms of the writing rooms. They carry words to the services; what is allowed is decided there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import Domain, Market, Topic
from guidelines.editions.drafts import LONGEST, DraftWords
from guidelines.editions.guards import HOURS_OF_AN_EMERGENCY
from guidelines.editions.models import Edition, Significance
from guidelines.editions.services import Fate
from guidelines.frame.market_moment import MarketMomentField
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings


class SeenForm(forms.Form):
    """A form that was opened on certain words: `seen` is their digest."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def stand_on(self, edition: Edition) -> None:
        """Keep everything that was typed, and let it stand on the words as they are saved now."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        data["seen"] = edition.digest
        self.data = data


class LinesField(forms.CharField):
    """Text of several lines. Browsers send every line end as two characters; that is no change of the text."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class DraftForm(SeenForm):
    """The words of a draft."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST["title"][1])
    summary = LinesField(
        label=_("Summary"),
        max_length=LONGEST["summary"][1],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One or two sentences under the title: when to use this guideline."),
    )
    source = LinesField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "class": "md", "spellcheck": "true"}),
        help_text=_("Markdown, with blocks for rules, cases and terms. Use “Preview” to see it as moderators will."),
    )
    change_note = LinesField(
        label=_("Change note"),
        max_length=LONGEST["change_note"][1],
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "What changed, for those who decide by it. Name each rule whose action, severity or order changed."
        ),
    )
    significance = forms.ChoiceField(label=_("Significance"), choices=Significance.choices, widget=forms.RadioSelect)
    topic_codes = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.in_use()
        self.fields["topic_codes"].choices = [(topic.code, topic.local_name) for topic in topics]  # type: ignore[attr-defined]

    @property
    def words(self) -> DraftWords:
        data = self.cleaned_data
        fields = {name: data[name] for name in ("title", "summary", "source", "change_note", "significance")}
        return DraftWords(**fields, topic_codes=tuple(data["topic_codes"]))

    @staticmethod
    def initial_of(edition: Edition) -> dict[str, Any]:
        names = ("title", "summary", "source", "change_note", "significance", "topic_codes")
        return {name: getattr(edition, name) for name in names} | {"seen": edition.digest}


class ListChoiceField(forms.ModelChoiceField):
    """A row of a controlled list, by its name in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.local_name)


class GuidelineForm(forms.Form):
    """A new guideline: where it holds and what it is called. Its text comes in the editor."""

    market = ListChoiceField(label=_("Market"), queryset=Market.objects.none(), empty_label=None)
    domain = ListChoiceField(label=_("Domain"), queryset=Domain.objects.none(), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=LONGEST["title"][1])
    review_months = forms.IntegerField(
        label=_("Review every"), initial=6, min_value=1, max_value=36, help_text=_("In months.")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = holdings(person)
        for name, rows, ids in (
            ("market", Market.objects.in_use(), held.market_ids(Capability.WRITE)),
            ("domain", Domain.objects.in_use(), held.domain_ids(Capability.WRITE)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows if ids is None else rows.filter(pk__in=ids)


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
