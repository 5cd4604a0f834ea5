"""Sites and teams by what a feed calls them. One that the portal does not know is left out, and told of."""

from __future__ import annotations

from collections import Counter
from typing import Any

from guidelines.people.models import Site, Team
from guidelines.quality.importing.keeping import remember
from guidelines.text.folding import fold

MOST_TOLD = 50


class Places:
    """All sites and teams, in memory: there are few."""

    def __init__(self) -> None:
        self._sites: dict[str, int] = {}
        for site in Site.objects.all():
            self._sites[fold(site.name)] = site.pk
            self._sites[fold(site.code)] = site.pk
        self._teams: dict[tuple[str, int], tuple[int, int]] = {}
        self._by_name: dict[str, list[tuple[int, int]]] = {}
        for team in Team.objects.select_related("site"):
            found = (team.pk, team.site_id)
            self._teams[(fold(team.name), team.site_id)] = found
            for name in {fold(team.name), fold(str(team))}:
                self._by_name.setdefault(name, []).append(found)
        self._found: dict[tuple[str, str], tuple[int | None, int | None]] = {}

    def find(self, site: str, team: str, unknown: Counter[str]) -> tuple[int | None, int | None]:
        """The keys of site and team. A team alone says its site, where only one team has that name."""
        found = self._found.get((site, team))
        if found is None:
            found = self._look(site, team)
            remember(self._found, (site, team), found)
        if site and found[0] is None:
            unknown[f"site {site[:80]}"] += 1
        if team and found[1] is None:
            unknown[f"team {team[:80]}"] += 1
        return found

    def _look(self, site: str, team: str) -> tuple[int | None, int | None]:
        site_id = self._sites.get(fold(site)) if site else None
        if not team:
            return site_id, None
        if site_id is not None:
            in_site = self._teams.get((fold(team), site_id))
            return site_id, in_site[0] if in_site else None
        named = self._by_name.get(fold(team), [])
        if site or len(named) != 1:
            return None, None
        return named[0][1], named[0][0]


def told(before: dict[str, Any], unknown: Counter[str]) -> dict[str, Any]:
    """The names that are not known with how many rows, the first of them; what came before included."""
    found = Counter(before)
    for name, rows in unknown.items():
        if name in found or len(found) < MOST_TOLD:
            found[name] += rows
    return dict(found)
