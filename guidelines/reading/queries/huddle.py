"""What a team has to be told before its shift: the net change since its last one, with a case for each rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from guidelines.editions.clearances import not_restricted
from guidelines.editions.models import Edition, Suspension
from guidelines.editions.rights import SOON
from guidelines.people.models import Person, Presence, Team
from guidelines.people.presence import shift_end
from guidelines.people.scopes import holdings_of
from guidelines.reading.models import Briefing, LibraryRow, Page
from guidelines.reading.models.library import LibraryQuerySet
from guidelines.reading.queries.library import visible_rows
from guidelines.text.diffing import DecisionChange, decision_changes
from guidelines.text.rendering import RENDERER, Case, Rendered, Rule

MOST_RULES = 8
"""What fits on one page with its cases. The rest is named, not told."""
UNKNOWN_SHIFT = dt.timedelta(days=1)
"""How far back the sheet looks where nobody of the team was here before."""


@dataclass(frozen=True)
class Told:
    """A rule that decides differently, and a case to ask the team."""

    id: str
    kind: str
    """added, changed, moved or removed."""
    rule: Rule | None
    """None where it is gone."""
    case: Case | None


@dataclass(frozen=True)
class Sheet:
    """One guideline of a huddle: the words now, or those that begin soon, against those before."""

    row: LibraryRow
    begins_later: bool
    is_minor: bool
    """Whether nobody decides differently: a rule says the same in other words."""
    until_then: int | None
    """By which edition to decide meanwhile."""
    until_then_at: dt.datetime
    """When that is over: when it begins, or another before it."""
    is_first: bool
    told: tuple[Told, ...]
    left_out: int
    """How many more rules changed than the page holds."""


@dataclass(frozen=True)
class Huddle:
    """The whole page of one team."""

    team: Team
    since: dt.datetime
    is_shift_known: bool
    sheets: tuple[Sheet, ...]
    gone: tuple[LibraryRow, ...]
    """Guidelines that were in force at some time since then, and of which nothing is now."""
    suspended: tuple[Suspension, ...]
    also_changed: tuple[LibraryRow, ...]
    """Other words by which no rule decides differently, such as a new case: named, not told."""

    @property
    def digests(self) -> list[str]:
        return [sheet.row.digest for sheet in self.sheets]


def last_shift_of(team: Team, now: dt.datetime) -> dt.datetime | None:
    """When the team's last shift ended: the latest end of a shift of one of its people that is over."""
    rows = Presence.objects.filter(person__team=team, person__is_active=True)
    ends = [shift_end(row, now) or row.last_ended_at for row in rows]
    return max((end for end in ends if end is not None), default=None)


def huddle_of(team: Team, lead: Person, now: dt.datetime, *, since: dt.datetime | None = None) -> Huddle:
    """What concerns somebody of the team, and what the lead may read out. Nine queries, however much changed."""
    ended = since or last_shift_of(team, now)
    start = ended or now - UNKNOWN_SHIFT
    known = (
        visible_rows(lead, now)
        .filter(_concerning(team), not_restricted("guideline"))
        .select_related("market", "domain", "edition")
    )
    known = known.defer("edition__source")
    rows = _rows_of(known, start, now)
    bound = LibraryRow.objects.in_force(now).filter(guideline=OuterRef("guideline"))
    gone = known.filter(~Exists(bound), until__gt=start, until__lte=now).order_by("policy_id")
    halted = Suspension.objects.running(now).filter(
        since__gt=start, edition__in=known.in_force(now).order_by().values("edition")
    )
    sheets, others = _sheets(rows, _before(rows, start, now), now)
    return Huddle(
        team=team,
        since=start,
        is_shift_known=ended is not None,
        sheets=sheets,
        gone=tuple(gone),
        suspended=tuple(halted.select_related("edition__guideline").order_by("since")),
        also_changed=others,
    )


def _sheets(
    rows: Sequence[LibraryRow], before: dict[int, LibraryRow], now: dt.datetime
) -> tuple[tuple[Sheet, ...], tuple[LibraryRow, ...]]:
    """Those in which a rule has other words, and the others; what was changed and changed back is in neither."""
    sources = dict(Edition.objects.filter(pk__in=_keys(rows, before)).values_list("pk", "source"))
    pages = {
        page.digest: Rendered.from_json(page.rendered)
        for page in Page.objects.filter(digest__in=[row.digest for row in rows], renderer=RENDERER)
    }
    sheets: list[Sheet] = []
    others: list[LibraryRow] = []
    room = MOST_RULES
    for row in rows:
        old = before.get(row.pk)
        changed = decision_changes(sources[old.edition_id] if old else "", sources[row.edition_id])
        if old is not None and not changed:
            others += [row] if sources[old.edition_id] != sources[row.edition_id] else []
            continue
        told, later = _told(changed, pages.get(row.digest)), row.since > now
        sheets.append(
            Sheet(
                row=row,
                begins_later=later,
                is_minor=old is not None and old.major_id == row.major_id,
                until_then=old.number if later and old else None,
                until_then_at=old.until if later and old else row.since,
                is_first=old is None,
                told=told[:room],
                left_out=max(0, len(told) - room),
            )
        )
        room = max(0, room - len(told))
    return tuple(sheets), tuple(others)


def _concerning(team: Team) -> Q:
    """The market and domain of somebody in the team."""
    people = Person.objects.filter(team=team, is_active=True).values_list("pk", flat=True)
    concerned = Q(pk__in=[])
    for holding in {holding for held in holdings_of(people).values() for holding in held.own.held}:
        here = ~Q(pk__in=[])
        if holding.market_id is not None:
            here &= Q(market_id=holding.market_id)
        if holding.domain_id is not None:
            here &= Q(domain_id=holding.domain_id)
        concerned |= here
    return concerned


def _rows_of(known: LibraryQuerySet, start: dt.datetime, now: dt.datetime) -> list[LibraryRow]:
    """What began since then and is in force, then what begins within seven days."""
    binding = Q(since__gt=start, since__lte=now, until__gt=now)
    rows = known.filter(binding | Q(since__gt=now, since__lte=now + SOON))
    return sorted(rows, key=lambda row: (row.since > now, row.policy_id, row.since))


def _before(rows: Sequence[LibraryRow], start: dt.datetime, now: dt.datetime) -> dict[int, LibraryRow]:
    """Row → what to compare it with: what was in force when the last shift ended, or is in force until it begins."""
    earlier = LibraryRow.objects.filter(
        guideline__in=[row.guideline_id for row in rows], since__lte=now, until__gt=start
    )
    found = list(earlier.order_by("since"))
    compared = {}
    for row in rows:
        at = now if row.since > now else start
        binding = [one for one in found if one.guideline_id == row.guideline_id and one.since <= at < one.until]
        if binding:
            compared[row.pk] = binding[-1]
    return compared


def _keys(rows: Sequence[LibraryRow], before: dict[int, LibraryRow]) -> set[int]:
    return {row.edition_id for row in (*rows, *before.values())}


def _told(changed: Sequence[DecisionChange], page: Rendered | None) -> tuple[Told, ...]:
    rules = {rule.id: rule for rule in page.rules} if page else {}
    cases = _cases(page)
    return tuple(Told(change.rule, change.kind, rules.get(change.rule), cases.get(change.rule)) for change in changed)


def _cases(page: Rendered | None) -> dict[str, Case]:
    """One case for each rule. One on the edge is worth most in a huddle, then one that is not violating."""
    order = {"edge": 0, "not_violating": 1}
    found: dict[str, Case] = {}
    for case in sorted(page.cases if page else (), key=lambda case: order.get(case.kind, 2)):
        found.setdefault(case.rule, case)
    return found


@dataclass(frozen=True)
class Briefed:
    """Those who were told one set of words in one huddle."""

    at: dt.datetime
    by: str
    names: tuple[str, ...]
    editions: tuple[str, ...]


def briefed_since(team: Team, since: dt.datetime) -> list[Briefed]:
    """The huddles recorded for a team since then, the newest first. One query."""
    rows = Briefing.objects.filter(not_restricted("edition__guideline"), team=team, at__gt=since).select_related(
        "person", "by", "edition__guideline"
    )
    told: dict[tuple[dt.datetime, str], list[Briefing]] = {}
    for row in rows.defer("edition__source").order_by("-at", "person__name"):
        told.setdefault((row.at, row.by.name), []).append(row)
    return [
        Briefed(
            at,
            by,
            tuple(dict.fromkeys(row.person.name for row in found)),
            tuple(sorted({f"{row.edition.guideline.policy_id} {row.edition.number}" for row in found})),
        )
        for (at, by), found in told.items()
    ]
