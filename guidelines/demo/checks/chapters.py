"""What the checks of the demo's year were made to show: how often each rule was decided wrongly, when and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

STRICT = (
    *("end_stream", "remove", "hold", "deny", "exclude", "restrict", "escalate"),
    *("warn", "ask", "label", "refund", "accept", "no_action"),
)
"""Actions from the strictest to none: an error is too strict, or missed something."""


@dataclass(frozen=True)
class Chapter:
    """How one rule fared in one stretch of the year; the first chapter that fits a moment tells."""

    rate: float
    """Errors / checks, in the rate."""
    checks: float
    """In four weeks."""
    decided: tuple[str, ...] = ()
    """What was mostly decided where the rule's action was right; empty where the dice choose."""
    until_rate: float | None = None
    """The rate at the end of `ago`, where it moves."""
    ago: tuple[int, int] = (10_000, -1)
    """Between so many days before the building and so many."""
    editions: tuple[int, ...] = ()
    """The editions it is told of; empty means any."""
    first_days: int = 10_000
    """So many days from the beginning of the edition."""
    newcomers: float = 0.0
    """The share of the checks that are the newcomers', with all the errors beyond the usual."""
    disputed: float = 0.05
    overturned: float = 1 / 3
    """Of those that were disputed."""

    def fits(self, number: int, days_in_force: float, days_ago: float) -> bool:
        return (
            self.ago[0] >= days_ago > self.ago[1]
            and (not self.editions or number in self.editions)
            and days_in_force < self.first_days
        )

    def rate_at(self, days_ago: float) -> float:
        if self.until_rate is None:
            return self.rate
        longest, shortest = self.ago
        return self.rate + (self.until_rate - self.rate) * (longest - days_ago) / (longest - shortest)


_LEVEL = 0.038
"""The rate of the rules beside the one whose edition helped: it stays."""
_APPEALS, _WON = 0.24, 0.31
"""How many of the decisions under edition 3 of US-CC-0142 R3 were disputed, and how many of those overturned."""
CHAPTERS: dict[tuple[str, str], tuple[Chapter, ...]] = {
    # The edition that helped: 13.7 % under edition 3, 7.9 % since edition 4, and its neighbours level.
    ("US-SE-0052", "R1"): (
        Chapter(0.137, 520, ("no_action",), editions=(3,), ago=(222, -1)),
        Chapter(0.137, 110, ("no_action",), editions=(3,)),
        Chapter(0.079, 520, ("no_action", "ask"), first_days=35),
        Chapter(0.055, 100, ("no_action", "ask"), ago=(90, -1)),
        Chapter(0.079, 100, ("no_action", "ask")),
    ),
    **{
        ("US-SE-0052", rule): (Chapter(_LEVEL, 140, ago=(222, 145)), Chapter(_LEVEL, 45))
        for rule in ("R2", "R3", "R5", "R6")
    },
    # The bad rule: the same at every site, and in both markets.
    ("US-PR-0164", "R5"): (
        Chapter(0.118, 170, ("remove", "ask"), ago=(125, -1)),
        Chapter(0.09, 45, ("remove", "ask")),
    ),
    ("VN-CC-0074", "R4"): (
        Chapter(0.118, 120, ("restrict", "remove"), ago=(125, -1)),
        Chapter(0.085, 40, ("restrict", "remove")),
    ),
    # People, not the rule: one wave of new hires, coached.
    ("US-PR-0140", "R2"): (
        Chapter(0.09, 220, ("no_action",), ago=(98, 63), newcomers=0.2),
        Chapter(0.025, 60, ("no_action",)),
    ),
    # The edition that made it worse until people were trained.
    ("US-CC-0142", "R3"): (
        Chapter(0.10, 200, ("restrict", "ask"), editions=(3,), ago=(92, -1), disputed=_APPEALS, overturned=_WON),
        Chapter(0.10, 90, ("restrict", "ask"), editions=(3,), disputed=_APPEALS, overturned=_WON),
        Chapter(0.22, 400, ("remove",), editions=(4,), first_days=14),
        Chapter(0.06, 190, ("remove",), editions=(4,)),
    ),
    # The open problem, and rising.
    ("US-CC-0088", "R4"): (
        Chapter(0.13, 127, ("no_action",), until_rate=0.154, ago=(28, -1)),
        Chapter(0.07, 80, ("no_action",), until_rate=0.115, ago=(126, 28)),
        Chapter(0.045, 40, ("no_action",)),
    ),
    ("US-CC-0088", "R5"): (
        Chapter(0.13, 127, ("warn",), until_rate=0.154, ago=(28, -1)),
        Chapter(0.07, 80, ("warn",), until_rate=0.115, ago=(126, 28)),
        Chapter(0.045, 40, ("ask", "warn")),
    ),
    # Three checks, two wrong: not enough to say anything.
    ("VN-SE-0035", "R2"): (Chapter(0.67, 3, ("deny",), ago=(28, -1), disputed=0), Chapter(0.0, 2, disputed=0)),
}
LATELY = 112
"""Days: the checks were doubled four months ago."""
_SIZES = (3, 4, 5, 7, 9, 12, 18, 36)


def usual(policy_id: str, rule_id: str, days_ago: float) -> Chapter:
    """A rule of which nothing is told: 2 to 5 % wrong, and some are met far more often than others."""
    dice = crc32(f"{policy_id} {rule_id}".encode())
    checks = _SIZES[dice % len(_SIZES)] * (1.0 if days_ago < LATELY else 0.4) * (0.6 if policy_id[:2] == "VN" else 1)
    return Chapter(rate=0.02 + 0.03 * (dice // 8 % 1000 / 1000), checks=checks)


def chapter_of(policy_id: str, rule_id: str, number: int, days_in_force: float, days_ago: float) -> Chapter:
    """What is told of a rule of an edition at a moment."""
    for chapter in CHAPTERS.get((policy_id, rule_id), ()):
        if chapter.fits(number, days_in_force, days_ago):
            return chapter
    return usual(policy_id, rule_id, days_ago)
