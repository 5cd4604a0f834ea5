"""What waits for a person: the board of editions under way, and the guidelines due for review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

from guidelines.editions.clearances import open_to
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Comment, Consultation, Contribution, Edition, ReviewRound, Suspension
from guidelines.editions.models.edition import EditionQuerySet
from guidelines.editions.rights import UNDER_WAY, visible_editions, visible_guidelines
from guidelines.editions.rounds import due_mark, open_rounds
from guidelines.editions.upkeep import Behind, behind, last_kept, review_due
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import Holdings, holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.models import LibraryRow
from guidelines.reading.queries.library import visible_rows

COLUMNS = {
    "draft": "draft",
    "in_review": "review",
    "changes_requested": "draft",
    "approved": "review",
    "scheduled": "review",
    "emergency": "review",
}
"""The columns of the board, each with the page its cards lead to."""
ON_BOARD = 20
"""How many cards a column shows."""
DUE_SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class Column:
    """One state of the board, its newest cards, and how many there are in all."""

    key: str
    page: str
    cards: list[Edition] = field(default_factory=list)
    total: int = 0

    @property
    def hidden(self) -> int:
        return self.total - len(self.cards)


@dataclass(frozen=True)
class Due:
    """A guideline whose periodic review is due."""

    row: LibraryRow
    on: dt.datetime
    late: bool


def works_on_editions(person: Any) -> bool:
    """Whether the board is for this person: somebody who writes, reviews or reads drafts."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.READ_ALL)


def waiting_count(person: Any) -> int:
    """How many editions wait for this person: one query."""
    return _waiting_for(person).count()


def board(person: Person, *, mine: bool) -> list[Column]:
    """The editions under way in the person's scope, or only those that wait for them or that they wrote."""
    now = clock.now()
    rows = _in_scope(person).select_related("guideline__market", "guideline__domain", "moved_by", "opened_by")
    if mine:
        wrote = Contribution.objects.filter(edition=OuterRef("pk"), person=person)
        rows = rows.filter(Q(Exists(wrote)) | Q(pk__in=_waiting_for(person).values("pk")))
    under_way = list(rows.filter(_under_way(now)).defer("source").order_by("-saved_at"))
    for edition, found in _with_rounds(under_way):
        # No columns: what the card of an edition in review says beside its state.
        edition.round = found  # type: ignore[attr-defined]
        edition.due_mark = due_mark(found, now, edition.guideline.market.zone)  # type: ignore[attr-defined]
    return [column for column in _columns(under_way) if column.total or column.key != "emergency"]


def _with_rounds(editions: list[Edition]) -> list[tuple[Edition, ReviewRound]]:
    """Those that are in review, each with its round: one query, or none where nothing is."""
    in_review = [edition for edition in editions if edition.state == State.IN_REVIEW]
    rounds = open_rounds(in_review) if in_review else {}
    return [(edition, rounds[edition.pk]) for edition in in_review if edition.pk in rounds]


def _columns(editions: Iterable[Edition]) -> list[Column]:
    found: dict[str, list[Edition]] = {key: [] for key in COLUMNS}
    for edition in editions:
        found[_column(edition)].append(edition)
    return [Column(key, COLUMNS[key], cards[:ON_BOARD], len(cards)) for key, cards in found.items()]


def _column(edition: Edition) -> str:
    if edition.state != State.PUBLISHED:
        return edition.work_state
    return "emergency" if edition.expires_at else "scheduled"


def due_for_review(person: Person) -> list[Due]:
    """Guidelines in force in the person's scope whose last edition is older than their review interval, or nearly."""
    now = clock.now()
    rows = visible_rows(person, now).in_force(now).filter(holdings(person).where(Capability.READ_ALL))
    rows = rows.select_related("guideline", "market", "edition").defer("edition__source").annotate(kept=last_kept())
    found = [Due(row, on, on <= now) for row in rows.order_by("since") if (on := _due_on(row)) <= now + DUE_SOON]
    return sorted(found, key=lambda due: due.on)


def late_in_review(person: Person) -> EditionQuerySet:
    """The editions in review in the person's scope whose decision is past its day."""
    late = ReviewRound.objects.filter(edition=OuterRef("pk"), ended_at=None, due_at__lte=clock.now())
    return _in_scope(person).filter(Exists(late), state=State.IN_REVIEW)


@dataclass(frozen=True)
class Late:
    """What should have been done by now: the decision on an edition in review, or a guideline's periodic review."""

    page: str
    """The page where it is done; it takes the edition's number where `number` is set."""
    policy_id: str
    language: str
    title: str
    zone: str
    on: dt.datetime
    days: int
    number: int | None = None
    claimed_by: str = ""


def overdue(person: Person) -> list[Late]:
    """Everything late in the person's scope, the longest waiting first."""
    now = clock.now()
    editions = late_in_review(person).select_related("guideline__market").defer("source")
    found = [_late_decision(edition, due, now) for edition, due in _with_rounds(list(editions))]
    found += [_late_care(due, now) for due in due_for_review(person) if due.late]
    return sorted(found, key=lambda late: (late.on, late.policy_id))


def _late_decision(edition: Edition, due: ReviewRound, now: dt.datetime) -> Late:
    guideline = edition.guideline
    return Late(
        page="review",
        policy_id=guideline.policy_id,
        language=guideline.language,
        title=edition.title,
        zone=guideline.market.time_zone,
        on=due.due_at,
        days=(now - due.due_at).days,
        number=edition.number,
        claimed_by=due.claimed_by.name if due.claimed_by else "",
    )


def _late_care(due: Due, now: dt.datetime) -> Late:
    row = due.row
    zone, days = row.market.time_zone, (now - due.on).days
    return Late("periodic_review", row.policy_id, row.language, row.title, zone, due.on, days)


def _due_on(row: LibraryRow) -> dt.datetime:
    """The months run from the beginning of the words, not from the end of an emergency that interrupted them."""
    return review_due(row.edition.effective_from or row.since, getattr(row, "kept", None), row.guideline.review_months)


def behind_their_source(person: Person) -> list[Behind]:
    """The copies this person writes, and how far each is behind its source."""
    held = holdings(person)
    mine = visible_guidelines(person).filter(held.where(Capability.READ_ALL))
    # Of a source that was restricted since nothing shows, not even that there is one.
    copies = mine.filter(Q(adapted_from=None) | open_to(person, "adapted_from__guideline"))
    return behind(copies, clock.now())


def lately_withdrawn(person: Anyone, since: dt.datetime) -> list[Edition]:
    """Editions withdrawn since then where the person works, while nothing else of their guideline is in force."""
    now = clock.now()
    binding = Edition.objects.in_force(now).filter(guideline=OuterRef("guideline"))
    where = holdings(person).where(Capability.READ, "guideline__market", "guideline__domain")
    rows = visible_editions(person, now).filter(where, state=State.WITHDRAWN, withdrawn_at__gt=since)
    return list(
        rows.filter(~Exists(binding)).select_related("guideline__owner").defer("source").order_by("-withdrawn_at")
    )


def suspended_now(person: Anyone) -> list[Suspension]:
    """The suspensions that run over words in force where the person works, the newest first."""
    now = clock.now()
    where = holdings(person).where(Capability.READ, "guideline__market", "guideline__domain")
    here = visible_editions(person, now).in_force(now).filter(where)
    rows = Suspension.objects.running(now).filter(edition__in=here.order_by().values("pk"))
    return list(rows.select_related("edition__guideline__market").order_by("-since"))


def asked_of(person: Anyone) -> list[Consultation]:
    """The questions that wait for this person's answer, the most urgent first."""
    waiting = Consultation.objects.waiting(clock.now()).filter(person_id=person.pk, edition__state__in=UNDER_WAY)
    waiting = waiting.filter(open_to(person, "edition__guideline"))
    return list(waiting.select_related("edition__guideline__market", "asked_by").order_by("until"))


def naming(person: Person, most: int = 10) -> list[Comment]:
    """Open comments that name this person, on editions they may know of and that are still discussed."""
    open_ones = Q(thread=None, resolved_at=None) | Q(thread__resolved_at=None, thread__isnull=False)
    editions = visible_editions(person).filter(state__in=UNDER_WAY).order_by()
    rows = Comment.objects.filter(open_ones, mentions=person, edition__in=editions.values("pk"))
    return list(rows.select_related("edition__guideline__market", "person").order_by("-at")[:most])


def _in_scope(person: Person) -> EditionQuerySet:
    held: Holdings = holdings(person)
    return visible_editions(person).filter(held.where(Capability.READ_ALL, "guideline__market", "guideline__domain"))


def _under_way(now: dt.datetime) -> Q:
    published = Q(effective_from__gt=now) | Q(expires_at__gt=now)
    return Q(state__in=(State.DRAFT, State.IN_REVIEW, State.APPROVED)) | Q(published, state=State.PUBLISHED)


def _waiting_for(person: Person) -> EditionQuerySet:
    """In review, or an emergency to ratify, for a reviewer who wrote none of it; returned or approved for a writer."""
    held = holdings(person)
    wrote = Contribution.objects.filter(edition=OuterRef("pk"), person_id=person.pk)
    paths = ("guideline__market", "guideline__domain")
    emergency = Q(state=State.PUBLISHED, expires_at__gt=clock.now()) & ~Q(moved_by_id=person.pk)
    to_review = (Q(state=State.IN_REVIEW) | emergency) & held.where(Capability.REVIEW, *paths) & ~Exists(wrote)
    returned = Q(state=State.DRAFT, last_move="request_changes") | Q(state=State.APPROVED)
    waiting = to_review | (returned & held.where(Capability.WRITE, *paths) & Exists(wrote))
    return Edition.objects.filter(waiting, open_to(person, "guideline"))
