"""Who decided what was checked: ten moderators in each of the 26 teams. Most have no account in the demo."""

from __future__ import annotations

from dataclasses import dataclass

from guidelines.demo.sources import CAST, rows

IN_A_TEAM = 10
NEWCOMERS = ("TPA-3391", "TPA-3392", "TPA-3393", "TPA-3394")
"""One wave of new hires in Tampa, whose errors were theirs and not the rule's."""
_NEWCOMERS_AT = ("TPA", "Listings")


@dataclass(frozen=True)
class Worker:
    """A moderator as the feed names them."""

    employee_id: str
    site: str
    team: str


class Workforce:
    """The moderators who decide the cases of a market and domain."""

    def __init__(self) -> None:
        self._by_place: dict[tuple[str, str], list[Worker]] = {}
        known: dict[tuple[str, str], list[str]] = {}
        for row in rows(CAST, "people.csv"):
            if row["role"] == "moderator":
                known.setdefault((row["site"], row["team"]), []).append(row["employee_id"])
        for place, row in enumerate(rows(CAST, "teams.csv")):
            here = (row["site"], row["name"])
            workers = [Worker(one, *here) for one in _employees(row["site"], place, known.get(here, []))]
            for domain in (row["domain"],) if row["domain"] else ("CC", "PR", "SE"):
                self._by_place.setdefault((row["market"], domain), []).extend(workers)
        self.newcomers = [Worker(one, *_NEWCOMERS_AT) for one in NEWCOMERS]

    def of(self, policy_id: str) -> list[Worker]:
        market, domain, _number = policy_id.split("-")
        return self._by_place[market, domain]


def _employees(site: str, place: int, known: list[str]) -> list[str]:
    """Those with an account first; of Tampa's listings four come later, as newcomers."""
    return [*known, *(f"{site}-{5000 + 20 * place + n}" for n in range(IN_A_TEAM - len(known)))]
