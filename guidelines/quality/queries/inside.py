"""What an area is made of: sites and teams, people, and the cases themselves."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum

from guidelines.people.models import Site, Team
from guidelines.people.sessions import Anyone
from guidelines.quality.models import CheckedQuerySet, DailyTeamCount
from guidelines.quality.queries.areas import Area
from guidelines.quality.queries.asked import Kind, Question
from guidelines.quality.rights import seen_counts, visible_decisions
from guidelines.quality.statistics import Interval, Person, wilson


@dataclass
class Place:
    """A site, or a team at it, with what was decided there. No name: the file did not say, or nobody knows it."""

    name: str
    checks: int = 0
    errors: int = 0
    too_strict: int = 0
    missed: int = 0
    teams: dict[int | None, Place] = field(default_factory=dict)

    def add(self, figures: tuple[int, int, int, int]) -> None:
        self.checks += figures[0]
        self.errors += figures[1]
        self.too_strict += figures[2]
        self.missed += figures[3]

    @property
    def rate(self) -> Interval:
        return wilson(self.errors, self.checks)

    @property
    def ordered_teams(self) -> list[Place]:
        return sorted(self.teams.values(), key=_worst_first)


def places_of(person: Anyone, question: Question, area: Area) -> list[Place]:
    """The sites of an area and their teams, the highest rates first. Three queries."""
    rows = seen_counts(person, DailyTeamCount).filter(question.of(*sorted(area.rules)).where()).order_by()
    keys = ("edition_id", "rule_id", "site_id", "team_id")
    names = ("checks", "errors", "false_positives", "false_negatives")
    sums = {f"sum_{name}": Sum(name) for name in names}
    found = [
        row for row in rows.values_list(*keys).annotate(**sums).values_list(*keys, *sums) if area.holds(row[0], row[1])
    ]
    sites = Site.objects.in_bulk({row[2] for row in found if row[2]})
    teams = Team.objects.in_bulk({row[3] for row in found if row[3]})
    places: dict[int | None, Place] = {}
    for _edition, _rule, site, team, *figures in found:
        counted = (figures[0], figures[1], figures[2], figures[3])
        place = places.setdefault(site, Place(sites[site].name if site else ""))
        place.add(counted)
        place.teams.setdefault(team, Place(teams[team].name if team else "")).add(counted)
    return sorted((place for place in places.values() if place.checks), key=_worst_first)


def _worst_first(place: Place) -> tuple[float, str]:
    return -place.rate.estimate, place.name


def decisions_of(person: Anyone, question: Question, area: Area) -> CheckedQuerySet:
    """The checked decisions of an area, whatever became of them."""
    asked = question.of(*sorted(area.rules)).where()
    return visible_decisions(person).filter(asked, _of_area(area))


def _of_area(area: Area) -> Q:
    if area.is_whole:
        return Q(edition_id__in=sorted(area.parts))
    if area.ref.kind == Kind.RULE:
        return Q(rule_id=area.rule_id)
    wanted = Q(pk__in=[])
    for edition, rules in area.parts.items():
        wanted |= Q(edition_id=edition, rule_id__in=sorted(rules))
    return wanted


def people_of(person: Anyone, question: Question, area: Area) -> list[Person]:
    """Errors and checks of everybody who decided there, by the key of their pseudonym. One query."""
    counted = decisions_of(person, question, area).counted().order_by().values_list("moderator_id")
    rows = counted.annotate(errors=Count("pk", filter=~Q(error_class="")), checks=Count("pk"))
    return [Person(str(moderator), errors, checks) for moderator, errors, checks in rows]
