"""The form of a draft."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import Topic
from guidelines.editions.drafts import LONGEST, DraftWords
from guidelines.editions.forms.seen import LinesField, SeenForm
from guidelines.editions.models import NOTE_AUDIENCES, WORD_FIELDS, Edition, Significance
from guidelines.editions.services.keeping import MOST_MONTHS
from guidelines.frame.market_moment import MarketMomentField
from guidelines.text.audience import Audience


@dataclass(frozen=True)
class TopicChoice:
    """A topic in the list of the form."""

    topic: Topic
    is_chosen: bool


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
        widget=forms.Textarea(attrs={"rows": 28, "class": "md", "spellcheck": "true", "data-markdown": True}),
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
    note_audience = forms.ChoiceField(
        label=_("Who is told the change note"),
        choices=(NOTE_AUDIENCES[2], *NOTE_AUDIENCES[1::-1]),
        required=False,
        help_text=_("Internal: everybody who may read the guideline. Others only if the guideline is for them too."),
    )
    partner_note = LinesField(
        label=_("Partner wording"),
        max_length=LONGEST["partner_note"][1],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What partners are told. Empty: partners are told nothing of this edition."),
    )
    significance = forms.ChoiceField(label=_("Significance"), choices=Significance.choices, widget=forms.RadioSelect)
    topic_codes = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._topics = list(Topic.objects.select_related("parent"))
        # Retired ones too: whoever chose one before keeps it until they take it out.
        self.fields["topic_codes"].choices = [(topic.code, topic.local_name) for topic in self._topics]  # type: ignore[attr-defined]

    @property
    def topic_groups(self) -> list[tuple[str, list[TopicChoice]]]:
        """The topics one may choose, under the topic they belong to; the retired ones only where they are chosen."""
        chosen = set(self["topic_codes"].value() or ())
        groups: dict[str, list[TopicChoice]] = {}
        for topic in self._topics:
            if not topic.retired or topic.code in chosen:
                group = groups.setdefault((topic.parent or topic).local_name, [])
                group.append(TopicChoice(topic, topic.code in chosen))
        return sorted(groups.items())

    @property
    def says_more(self) -> bool:
        """Whether somebody outside is told of this edition, as far as its words go."""
        return self["note_audience"].value() not in (None, "", Audience.INTERNAL) or bool(self["partner_note"].value())

    @property
    def topics_chosen(self) -> int:
        return len(set(self["topic_codes"].value() or ()))

    @property
    def words(self) -> DraftWords:
        data = self.cleaned_data
        fields = {name: data[name] for name in WORD_FIELDS} | {"topic_codes": tuple(data["topic_codes"])}
        return DraftWords(**fields | {"note_audience": data["note_audience"] or Audience.INTERNAL.value})

    @staticmethod
    def initial_of(edition: Edition) -> dict[str, Any]:
        return {name: getattr(edition, name) for name in WORD_FIELDS} | {"seen": edition.digest}


class BesideForm(forms.Form):
    """What is set beside the words of a draft, outside its digest.

    `beside_was` is what the page was drawn with: a page that was open for hours must not undo what others set since.
    """

    review_months = forms.IntegerField(
        label=_("Review every"),
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("In months. Holds for the whole guideline."),
    )
    wished_from = MarketMomentField(
        label=_("Wished start"), required=False, help_text=_("Chosen on the publish page; a wish blocks nothing.")
    )
    beside_was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, edition: Edition) -> None:
        kept = {"review_months": edition.guideline.review_months, "wished_from": edition.wished_from}
        self._was = _was(kept)
        initial = {**kept, "beside_was": self._was}
        super().__init__(data if data and "review_months" in data else None, initial=initial)
        self.fields["wished_from"].zone = edition.guideline.market.time_zone  # type: ignore[attr-defined]

    @property
    def changed(self) -> dict[str, Any]:
        """What was typed into a page that was drawn with something else."""
        before = (self.cleaned_data["beside_was"] or self._was).split(" ")
        now = _was(self.cleaned_data).split(" ")
        names = ("review_months", "wished_from")
        return {name: self.cleaned_data[name] for name, old, new in zip(names, before, now, strict=False) if old != new}


def _was(values: dict[str, Any]) -> str:
    start = values["wished_from"]
    return f"{values['review_months']} {start.astimezone(dt.UTC).isoformat() if start else '-'}"
