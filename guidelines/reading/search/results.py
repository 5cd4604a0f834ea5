"""What search answers with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from guidelines.reading.queries.library import Choices
from guidelines.reading.search.answers import Answers
from guidelines.reading.search.asking import Asked, Spoken

PER_PAGE = 25


@dataclass(frozen=True)
class Filters:
    """What narrows the results. Several values of one filter widen it."""

    markets: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.markets or self.domains or self.topics)


@dataclass(frozen=True)
class Hit:
    """One passage that fits, in the words of its edition."""

    pk: int
    policy_id: str
    number: int
    title: str
    language: str
    kind: str
    rule: str
    heading: str
    anchor: str
    text: str
    instruction: str
    action: str
    """The name of the action, in the language of the guideline."""
    severity: str
    label: str
    standing: str
    """Suspended or temporary (`emergency`), where the reader must know before deciding by it."""
    cited: bool
    """Whether the question was its citation."""


@dataclass(frozen=True)
class First:
    """The first passages that fit, for the palette."""

    hits: tuple[Hit, ...]
    corrected: str
    """The words that they are for, where nothing fits those that were typed."""
    also: tuple[Spoken, ...]
    """The synonyms that were looked for as well."""


@dataclass(frozen=True)
class Results:
    """One page of the answer, and what is known of all of it."""

    asked: Asked
    hits: tuple[Hit, ...]
    total: int
    more: bool
    """Whether there are more than were counted."""
    facets: Choices
    uncounted: bool
    """Whether the filters have no counts, because the question fits too many passages."""
    page: int
    pages: int
    unfiltered: int
    """How many there are without the filters."""
    direct: Hit | None
    """The one passage that the question cites: there is nothing to choose."""
    stamp: int = 0
    """The newest deed on the lists whose names are shown."""
    at: dt.datetime | None = None
    elsewhen: int = 0
    """How many there are now, where nothing was found at another instant."""
    corrected: str = ""
    """The words that were looked for instead, where those that were typed found nothing."""
    drawn: Answers | None = field(default=None, compare=False)
    """Where lines once drawn are kept; None for another moment."""
    whole_word: str = ""
    """The last word, where it was taken for itself though longer ones begin so."""

    @property
    def also(self) -> list[str]:
        """The synonyms that were looked for as well."""
        return [spoken.text for spoken in self.asked.others]
