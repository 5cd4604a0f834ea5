"""The form that asks for change notes. Every field has a sensible value, so an empty address is a question too."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import LANGUAGES, Market, Topic
from guidelines.editions.models import Significance
from guidelines.frame.local_times import wrong_year
from guidelines.frame.zones import zone_of
from guidelines.liaison.briefs import Brief
from guidelines.liaison.queries import exportable_domains, exportable_markets
from guidelines.liaison.questions import MOST_DAYS, Question
from guidelines.people.models import Person
from guidelines.text.audience import Audience

WEEK = dt.timedelta(days=6)
QUESTION = ("since", "until", "market", "domain", "significance", "topic", "language", "later", "audience")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is not a date. Write it like 2026-06-08.")},
    )


def _codes(label: Any, unknown: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": unknown}
    )


class QuestionForm(forms.Form):
    """Days, markets, domains, significance, topics, what starts later, language; for whom, and what is in it."""

    since = _day(_("From"))
    until = _day(_("To, this day included"))
    market = _codes(_("Markets"), _("“%(value)s” is not a market you may export. Tick those you need."))
    domain = _codes(_("Domains"), _("“%(value)s” is not a domain you may export. Tick those you need."))
    significance = forms.ChoiceField(
        label=_("Significance"),
        required=False,
        choices=[("", _("Major and minor")), *Significance.choices],
        error_messages={"invalid_choice": _("“%(value)s” is no significance. Choose one from the list.")},
    )
    topic = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text=_("With everything below them. None chosen means all."),
        error_messages={"invalid_choice": _("There is no topic “%(value)s”. Choose one from the list.")},
    )
    audience = forms.ChoiceField(
        label=_("Audience"),
        required=False,
        choices=[
            (Audience.INTERNAL.value, _("Internal teams")),
            (Audience.PARTNER.value, _("Partners")),
            (Audience.PUBLIC.value, _("Everybody")),
        ],
        error_messages={"invalid_choice": _("“%(value)s” is no audience. Choose one from the list.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the notes"),
        required=False,
        choices=LANGUAGES,
        help_text=_("Quoted texts stay in the language of their guideline."),
        error_messages={"invalid_choice": _("Change notes are not written in “%(value)s”. Choose one from the list.")},
    )
    later = forms.BooleanField(
        label=_("Include what starts later"),
        required=False,
        help_text=_("Marked: do not share before."),
    )
    redline = forms.BooleanField(label=_("Redline"), required=False)
    inside = forms.BooleanField(label=_("Words of internal teams"), required=False)
    introduction = forms.CharField(
        label=_("Introduction"),
        required=False,  # its length is refused where the pack is asked for, so that what was typed comes back
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your own words above the notes; an empty line begins a paragraph."),
    )

    def __init__(self, data: QueryDict, *, person: Person, now: dt.datetime) -> None:
        self.markets = list(exportable_markets(person))
        self.today = today(self.markets, now)
        self.typed = data
        super().__init__(with_defaults(data, self.markets, self.today))
        language = (get_language() or "en")[:2]
        fields: dict[str, Any] = self.fields
        fields["market"].choices = [(market.code, market.named_in(language)) for market in self.markets]
        fields["domain"].choices = [(domain.code, domain.named_in(language)) for domain in exportable_domains(person)]
        topics = [(topic.code, topic.named_in(language)) for topic in Topic.objects.all()]
        fields["topic"].choices = topics

    def add_prefix(self, field_name: str) -> str:
        """The address says `from`, which no Python name can be."""
        return "from" if field_name == "since" else field_name

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        for name, day in (("since", since), ("until", until)):
            if wrong := wrong_year(day):
                self.add_error(name, wrong)
        if since and until and until < since:
            self.add_error("until", _("The period ends before it begins. Choose a later day, or an earlier first day."))
        elif since and until and (until - since).days >= MOST_DAYS:
            sentence = _("A period may have %(most)d days and this one has %(days)d. Ask in two parts.")
            self.add_error("until", str(sentence) % {"most": MOST_DAYS, "days": (until - since).days + 1})
        return self.cleaned_data

    @property
    def question_typed(self) -> QueryDict:
        """What was typed about the question alone, for links to another period."""
        typed = self.typed.copy()
        for name in set(typed) - {self.add_prefix(name) for name in QUESTION}:
            del typed[name]
        return typed

    @property
    def could_be_asked(self) -> bool:
        """Whether what is wrong, if anything, is not the question itself."""
        return not set(self.errors) - {"__all__"}

    def question(self) -> Question:
        """What was asked, with nothing left unsaid."""
        asked = self.cleaned_data
        return Question(
            since=asked["since"],
            until=asked["until"],
            markets=tuple(sorted(asked["market"] or [market.code for market in self.markets])),
            domains=tuple(sorted(asked["domain"])),
            significance=asked["significance"],
            topics=tuple(sorted(asked["topic"])),
            later=asked["later"],
            language=asked["language"],
        )

    def brief(self) -> Brief:
        """What is in it, and for whom. On the page only notes that were shown can be taken out or in."""
        asked = self.cleaned_data
        audience = Audience(asked["audience"] or Audience.INTERNAL)
        included, shown, out = (set(self.typed.getlist(name)) for name in ("include", "shown", "out"))
        left_out = (out | shown) - included
        return Brief(
            audience=audience,
            introduction=asked["introduction"],
            left_out=frozenset(key for key in left_out if key),
            redline=asked["redline"],
            inside=asked["inside"] and audience != Audience.INTERNAL,
        )


def today(markets: list[Market], now: dt.datetime) -> dt.date:
    """The newest date that any of the markets has: nothing that has begun is missed for a clock that lags."""
    return max((now.astimezone(zone_of(market.time_zone)).date() for market in markets), default=now.date())


def with_defaults(data: QueryDict, markets: list[Market], day: dt.date) -> QueryDict:
    """The last seven days, and the language that all the chosen markets share, else English - never the reader's."""
    filled = data.copy()
    for name in ("from", "until"):
        filled[name] = data.get(name, "").strip()
    first, last = _read(data.get("from", "")), _read(data.get("until", ""))
    if not filled["until"]:
        last = max(day, first) if first else day
        filled["until"] = last.isoformat()
    if not filled["from"] and last and last.year > 1:
        filled["from"] = (last - WEEK).isoformat()
    if not data.get("language"):
        chosen = data.getlist("market") or [market.code for market in markets]
        languages = {market.language for market in markets if market.code in chosen}
        filled["language"] = languages.pop() if len(languages) == 1 else "en"
    return filled


def _read(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None
