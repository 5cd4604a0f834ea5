"""The rows of lists that cells of the file name: sites, teams, markets, domains, roles."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.catalogue.models import LANGUAGES, Domain, Market
from guidelines.people.models import Site, Team
from guidelines.people.roles import Role

YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})


class NotInList(Exception):
    """A cell that names nothing we know; the sentence says so, of a line where it is not the person's first."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True)
class Lists:
    """Everything a cell can name, read once."""

    sites: dict[str, Site]
    teams: tuple[Team, ...]
    markets: dict[str, Market]
    domains: dict[str, Domain]

    @classmethod
    def load(cls) -> Lists:
        sites: dict[str, Site] = {}
        for site in Site.objects.all():
            sites[site.name.casefold()] = site
        for site in sites.copy().values():
            sites[site.code.casefold()] = site
        return cls(
            sites=sites,
            teams=tuple(Team.objects.select_related("site")),
            markets={market.code: market for market in Market.objects.all()},
            domains={domain.code: domain for domain in Domain.objects.all()},
        )

    def team(self, site: str, team: str) -> Team | None:
        """The team of that name, at that site if one is named; None where the cells are empty."""
        if not team:
            if site:
                raise NotInList(_("A site needs a team beside it."))
            return None
        place = self.sites.get(site.casefold())
        if site and place is None:
            raise NotInList(_("There is no site “%(site)s”.") % {"site": site})
        found = [
            each
            for each in self.teams
            if each.name.casefold() == team.casefold() and (place is None or each.site_id == place.pk)
        ]
        if not found:
            raise NotInList(_("There is no team “%(team)s” there. Add it first.") % {"team": team})
        if len(found) > 1:
            raise NotInList(_("Several sites have a team “%(team)s”. Name the site.") % {"team": team})
        return found[0]

    def market(self, code: str) -> Market | None:
        """The market of that code; None, which means every market, for an empty cell or “all”."""
        if code.lower() in ("", "all"):
            return None
        market = self.markets.get(code.upper())
        if market is None or market.retired:
            raise NotInList(_("There is no market “%(code)s”. Write its code, such as US, or all.") % {"code": code})
        return market

    def domain(self, code: str) -> Domain | None:
        if code.lower() in ("", "all"):
            return None
        domain = self.domains.get(code.upper())
        if domain is None or domain.retired:
            raise NotInList(_("There is no domain “%(code)s”. Write its code, such as PR, or all.") % {"code": code})
        return domain


def role_called(name: str) -> Role:
    """A role by its name, such as policy_manager or Policy manager."""
    wanted = name.casefold().replace("_", " ").replace("-", " ")
    for role in Role:
        if wanted == role.value.replace("_", " "):
            return role
    raise NotInList(
        _("There is no role “%(role)s”. Known: %(known)s.") % {"role": name, "known": ", ".join(Role.values)}
    )


def language_called(name: str) -> str:
    if name.lower() not in dict(LANGUAGES):
        raise NotInList(
            _("There is no language “%(name)s”. Known: %(known)s.")
            % {"name": name, "known": ", ".join(dict(LANGUAGES))}
        )
    return name.lower()


def is_active(cell: str) -> bool | None:
    """yes or no; None for an empty cell, which changes nothing."""
    if not cell:
        return None
    if cell.lower() in YES:
        return True
    if cell.lower() in NO:
        return False
    raise NotInList(_("The column active holds “%(cell)s”. Write yes or no.") % {"cell": cell})
