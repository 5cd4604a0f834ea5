"""Lines of case notes from the story, each with the receipt that leads to the words of its moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from guidelines.editions.models import Guideline
from guidelines.editions.queries import Period, periods
from guidelines.reading import receipts

NINE_HOURS = dt.timedelta(hours=9)


@dataclass(frozen=True)
class CaseNote:
    """What a moderator wrote down, and what an appeal finds by it."""

    receipt: str
    about: str


def case_notes() -> list[CaseNote]:
    """Three decisions by US-CC-0142: by words withdrawn the same day, in the gap after them, and by edition 3."""
    guideline = Guideline.objects.get(policy_id="US-CC-0142")
    timeline = periods(guideline.editions.issued())
    first, gap = timeline[0], next(period for period in timeline if period.edition is None)
    third = next(period for period in timeline if period.edition and period.edition.number == 3)
    return [
        CaseNote(_by(first, "R1", first.since + dt.timedelta(hours=1)), "decided by edition 1, withdrawn the same day"),
        CaseNote(
            receipts.receipt_for_nothing(guideline.pk, guideline.policy_id, gap.since + NINE_HOURS),
            "asked in the gap before edition 2: nothing was in force",
        ),
        CaseNote(_by(third, "R3", third.until - dt.timedelta(days=2)), "R3 removed; since edition 4 it restricts"),
    ]


def _by(period: Period, rule: str, at: dt.datetime) -> str:
    assert period.edition is not None
    return receipts.receipt_for(period.edition.pk, period.edition.digest, rule, at)
