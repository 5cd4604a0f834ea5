"""From the cells of a row to a check that is bound to its rule, or to what is wrong with it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.catalogue.models import Action
from guidelines.quality.importing.binding import Bound, RuleBook, as_unknown
from guidelines.quality.importing.columns import REQUIRED, Mapping
from guidelines.quality.importing.keeping import remember
from guidelines.quality.importing.moderators import Moderators
from guidelines.quality.importing.moments import reader_of
from guidelines.quality.importing.troubles import Trouble
from guidelines.quality.models import ErrorClass, Outcome, Source
from guidelines.text.folding import fold

Said = tuple[str, str, str, str]
LONGEST = {"case": 100}
OTHERWISE = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(slots=True)
class Check:
    """A row as it was understood."""

    line: int
    key: str
    """The 32 hexadecimal digits of its identity."""
    case: str
    decided_at: dt.datetime
    day: dt.date
    moderator: str
    site: str
    team: str
    bound: Bound
    decided: str
    right: str
    error_class: str
    outcome: str
    quiet: Trouble | None = None
    """Of a restricted rule: what is told of the row. It counts, and nothing else says so."""


class RowReader:
    """Reads the rows of one file of a source."""

    def __init__(self, source: Source, mapping: Mapping, header: Sequence[str], now: dt.datetime) -> None:
        self._source, self._mapping, self._width = source, mapping, len(header)
        self._columns = list(mapping.places(header).items())
        self._sayings: dict[Said, Said | Trouble] = {}
        self._zone = source.market.zone
        self._moment = reader_of(mapping.date_form, mapping.zone, now)
        self.book = RuleBook(source.market, source.domain_id)
        self.moderators = Moderators()
        self._actions = {fold(code): code for code in Action.objects.values_list("code", flat=True)}

    def read(self, line: int, cells: Sequence[str]) -> Check | Trouble:
        row = self._row(cells)
        if isinstance(row, Trouble):
            return row
        moment = self._moment(row["decided_at"])
        if isinstance(moment, Trouble):
            return moment
        said = self._said(row)
        if isinstance(said, Trouble):
            return said
        bound = self.book.bind(row["rule"], row.get("guideline", ""), moment)
        if isinstance(bound, Trouble):
            return bound
        decided, right, error_class, outcome = said
        return Check(
            line,
            self._key(row["case"], moment, row["moderator"]),
            row["case"],
            moment,
            moment.astimezone(self._zone).date(),
            row["moderator"],
            row.get("site", ""),
            row.get("team", ""),
            bound,
            decided,
            right,
            error_class,
            outcome,
            self._quiet(row, bound, moment) if bound.is_restricted else None,
        )

    def _quiet(self, row: dict[str, str], bound: Bound, moment: dt.datetime) -> Trouble:
        unknown = as_unknown(row["rule"], row.get("guideline", ""), moment)
        return Trouble("quiet", {"policy_id": bound.policy_id, **unknown}, bound.guideline)

    def _row(self, cells: Sequence[str]) -> dict[str, str] | Trouble:
        """The columns of the row by our names."""
        if len(cells) != self._width:
            return Trouble("cells", {"cells": len(cells), "columns": self._width})
        row = {column: cells[place].strip() for column, place in self._columns}
        text = "".join(row.values())
        if (not text.isascii() or not text.isprintable() or len(text) > 100) and (wrong := self._mended(row)):
            return wrong
        for column in REQUIRED:
            if not row[column]:
                return Trouble("missing", {"column": self._mapping.columns[column]})
        return row

    def _mended(self, row: dict[str, str]) -> Trouble | None:
        """Letters in their composed form; or what can't be kept."""
        for column, text in row.items():
            if _CONTROL.search(text):
                return Trouble("unreadable", {"column": self._mapping.columns[column]})
            row[column] = text = unicodedata.normalize("NFC", text)
            most = LONGEST.get(column, OTHERWISE)
            if len(text) > most:
                return Trouble("long", {"column": self._mapping.columns[column], "most": most})
        return None

    def _said(self, row: dict[str, str]) -> Said | Trouble:
        """Both actions, the kind of error and the verdict. Few are different, so each is worked out once."""
        key = (row["decided_action"], row["right_action"], row.get("error_class", ""), row.get("outcome", ""))
        found = self._sayings.get(key)
        if found is None:
            found = self._meant(row)
            remember(self._sayings, key, found)
        return found

    def _meant(self, row: dict[str, str]) -> Said | Trouble:
        found = []
        for column, kind in (("decided_action", "action"), ("right_action", "action")):
            word = self._word(kind, row[column])
            if word is None:
                return Trouble("action", {"text": row[column][:80]})
            found.append(word)
        decided, right = found
        error_class = self._class(row.get("error_class", ""), decided, right)
        if isinstance(error_class, Trouble):
            return error_class
        outcome = self._word("outcome", row["outcome"]) if row.get("outcome") else Outcome.UPHELD.value
        if outcome is None:
            return Trouble("outcome", {"text": row["outcome"][:80]})
        return decided, right, error_class, outcome

    def _class(self, text: str, decided: str, right: str) -> str | Trouble:
        error_class = self._word("error_class", text) if text else ErrorClass.NONE.value
        if error_class is None:
            return Trouble("error_class", {"text": text[:80]})
        if not error_class and decided != right:
            return Trouble("class_missing")
        return error_class

    def _word(self, kind: str, text: str) -> str | None:
        meant = self._mapping.word(kind, text)
        return self._actions.get(fold(text if meant is None else meant)) if kind == "action" else meant

    def _key(self, case: str, moment: dt.datetime, moderator: str) -> str:
        named = f"{self._source.pk}\0{case}\0{moment.isoformat()}\0{self.moderators.code(moderator)}"
        return hashlib.blake2b(named.encode(), digest_size=16).hexdigest()
