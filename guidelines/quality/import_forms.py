"""The forms of files, sources and targets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.catalogue.models import Domain, Market, Topic
from guidelines.editions.forms.seen import LinesField, SeenForm
from guidelines.people.forms import zone_choices
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.quality.importing.columns import COLUMNS, REQUIRED
from guidelines.quality.models import DateForm, Source
from guidelines.quality.rights import may_check
from guidelines.quality.services import SourceWish, seen_of_source
from guidelines.text.folding import fold

HUNDRED = Decimal(100)
MOST_OF_A_WORKBOOK = 10 * 2**20
KINDS = ("action", "error_class", "outcome")
_NOT_IN_LIST = gettext_lazy("“%(value)s” is not in the list. Choose again.")


def sources_of(person: Person) -> list[Source]:
    """The sources of which this person brings in files."""
    rows = Source.objects.current().select_related("market", "domain").order_by("market__name", "name")
    return [source for source in rows if may_check(person, source)]


class UploadForm(forms.Form):
    """A file and its source."""

    source = forms.ChoiceField(label=gettext_lazy("Source"), error_messages={"invalid_choice": _NOT_IN_LIST})
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        help_text=gettext_lazy("CSV in UTF-8, or the first sheet of an Excel workbook (.xlsx)."),
        error_messages={"required": gettext_lazy("Choose the file.")},
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"},
        ),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = {str(source.pk): source for source in sources_of(person)}
        fields: dict[str, Any] = self.fields
        fields["source"].choices = [
            (key, f"{source.name}, {source.market.local_name}") for key, source in self.sources.items()
        ]

    def clean_file(self) -> Any:
        """A workbook is unpacked while its sender waits, some 10,000 rows a second; CSV goes by many times faster."""
        file = self.cleaned_data["file"]
        begins = file.read(2)
        file.seek(0)
        if begins == b"PK" and file.size > MOST_OF_A_WORKBOOK:
            facts = {"most": MOST_OF_A_WORKBOOK // 2**20}
            raise forms.ValidationError(_("A workbook may hold %(most)d MB here. Save it as CSV.") % facts)
        return file

    @property
    def chosen_source(self) -> Source:
        return self.sources[self.cleaned_data["source"]]


class WordsField(LinesField):
    """Words and what they mean, a line each: `FP = false_positive`."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def clean(self, value: Any) -> Any:
        words: dict[str, str] = {}
        for line in str(super().clean(value) or "").splitlines():
            word, sign, meaning = line.rpartition("=")
            if not line.strip():
                continue
            if not sign or not word.strip():
                sentence = _("“%(line)s” can’t be read. Write one word and its meaning in a line: FP = false_positive.")
                raise forms.ValidationError(sentence % {"line": line.strip()[:60]})
            words[word.strip()] = "" if meaning.strip() == "none" else meaning.strip()
        return words


class SourceForm(SeenForm):
    """How the files of a source are read."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("Such as Austin audits, weekly."),
        error_messages={"required": gettext_lazy("Give the source a name of 80 characters at most.")},
    )
    market = forms.ChoiceField(label=gettext_lazy("Market"), error_messages={"invalid_choice": _NOT_IN_LIST})
    domain = forms.ChoiceField(
        label=gettext_lazy("Domain"), required=False, error_messages={"invalid_choice": _NOT_IN_LIST}
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Of moments that come without an offset.")
    )
    date_form = forms.ChoiceField(label=gettext_lazy("Dates are written"), choices=DateForm.choices)

    def __init__(self, *args: Any, person: Person, source: Source | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = holdings(person)
        self.markets = _held(Market.objects.in_use(), held.market_ids(Capability.CHECK))
        self.domains = _held(Domain.objects.in_use(), held.domain_ids(Capability.CHECK))
        fields: dict[str, Any] = self.fields
        fields["market"].choices = [(one.code, one.local_name) for one in self.markets.values()]
        fields["domain"].choices = [("", _("All domains")), *((d.code, d.local_name) for d in self.domains.values())]
        fields["time_zone"].choices = zone_choices()
        del self.fields["market" if source else "seen"]
        self.place = source.market if source else None
        self._add_columns()

    def _add_columns(self) -> None:
        for column, label in COLUMNS.items():
            self.fields[f"column_{column}"] = forms.CharField(label=str(label), required=False, max_length=120)
        self.fields["words_action"] = WordsField(
            label=gettext_lazy("Words for actions"),
            required=False,
            max_length=10_000,
            help_text=gettext_lazy("Only those that are not a code of the list of actions: takedown = remove."),
        )
        self.fields["words_error_class"] = WordsField(
            label=gettext_lazy("Words for kinds of error"),
            required=False,
            max_length=10_000,
            help_text=gettext_lazy("Meanings: none, false_positive, false_negative, wrong_rule, technical."),
        )
        self.fields["words_outcome"] = WordsField(
            label=gettext_lazy("Words for verdicts"),
            required=False,
            max_length=10_000,
            help_text=gettext_lazy("Meanings: upheld, disputed, overturned."),
        )

    @property
    def required_columns(self) -> list[forms.BoundField]:
        return [self[f"column_{column}"] for column in REQUIRED]

    @property
    def other_columns(self) -> list[forms.BoundField]:
        return [self[f"column_{column}"] for column in COLUMNS if column not in REQUIRED]

    @property
    def words(self) -> list[forms.BoundField]:
        return [self[f"words_{kind}"] for kind in KINDS]

    def wish(self) -> SourceWish:
        data = self.cleaned_data
        return SourceWish(
            market=self.place or self.markets[data["market"]],
            domain=self.domains.get(data["domain"]),
            name=data["name"],
            time_zone=data["time_zone"],
            date_form=data["date_form"],
            columns={column: data[f"column_{column}"] for column in COLUMNS},
            words={kind: data[f"words_{kind}"] for kind in KINDS},
        )


def as_typed(source: Source) -> dict[str, Any]:
    """A source as its form shows it."""
    lines = {
        f"words_{kind}": "\n".join(
            f"{word} = {meaning or 'none'}" for word, meaning in source.words.get(kind, {}).items()
        )
        for kind in KINDS
    }
    return {
        "name": source.name,
        "domain": source.domain.code if source.domain else "",
        "time_zone": source.time_zone,
        "date_form": source.date_form,
        **{f"column_{column}": source.columns.get(column, "") for column in COLUMNS},
        **lines,
        "seen": seen_of_source(source),
    }


class ColumnsForm(forms.Form):
    """Which column of a file is which: chosen from its own heading, kept for its source."""

    date_form = forms.ChoiceField(label=gettext_lazy("Dates are written"), choices=DateForm.choices)

    def __init__(self, *args: Any, header: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [name for name in dict.fromkeys(header) if name]
        for column, label in COLUMNS.items():
            self.fields[column] = forms.ChoiceField(
                label=str(label),
                required=False,
                choices=[("", _("Not in the file")), *((name, name) for name in names)],
                error_messages={"invalid_choice": _NOT_IN_LIST},
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[column] for column in COLUMNS]


def chosen(source: Source, header: Sequence[str], guesses: dict[str, str]) -> dict[str, str]:
    """What the form of columns begins with: what the source says as the file writes it, else what is usual and free."""
    there = {fold(name): name for name in header}
    said = {column: there.get(fold(source.columns.get(column, "")), "") for column in COLUMNS}
    taken, columns = set(said.values()), {}
    for column, name in said.items():
        is_asked = source.columns.get(column) or column in REQUIRED
        usual = guesses.get(column, "") if is_asked else ""
        columns[column] = name or (usual if usual not in taken else "")
    return {**columns, "date_form": source.date_form}


class TargetForm(forms.Form):
    """A target rate of a market, for a topic or for all others."""

    market = forms.ChoiceField(label=gettext_lazy("Market"), error_messages={"invalid_choice": _NOT_IN_LIST})
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"), required=False, error_messages={"invalid_choice": _NOT_IN_LIST}
    )
    rate = forms.DecimalField(
        label=gettext_lazy("Error rate in %"),
        required=False,
        max_digits=5,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=Decimal("99.99"),
        help_text=gettext_lazy("Such as 5. Empty takes the target away."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = holdings(person)
        markets = Market.objects.in_use()
        self.markets = {one.code: one for one in markets if held.may(Capability.CHECK, one.pk, None)}
        self.topics = {one.code: one for one in Topic.objects.in_use()}
        fields: dict[str, Any] = self.fields
        fields["market"].choices = [(code, one.local_name) for code, one in self.markets.items()]
        fields["topic"].choices = [("", _("All other topics")), *((c, t.local_name) for c, t in self.topics.items())]

    @property
    def place(self) -> tuple[Market, Topic | None]:
        return self.markets[self.cleaned_data["market"]], self.topics.get(self.cleaned_data["topic"])

    @property
    def share(self) -> Decimal | None:
        rate: Decimal | None = self.cleaned_data["rate"]
        return rate / HUNDRED if rate is not None else None


def _held(rows: Any, ids: set[int] | None) -> dict[str, Any]:
    return {row.code: row for row in rows if ids is None or row.pk in ids}
