"""Filling the scratch database with guidelines in force, in a minute or two instead of ten.

Lists and people, and the first guideline of every market and domain, come through the services, which also shows that
the generated words can be submitted. The others are written as rows, many at a time: as drafts, with their
contributions and approvals, and then led along the lifecycle's own steps. The database's triggers stay armed all the
while. What those others lack are save points and events of the audit chain, which neither reading nor searching asks
for. The library's rows, the pages and the search rows are then made as `rebuild_reading` and `rebuild_search` do.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from benchmarks.hurrying import hurry
from benchmarks.writing import SHAPES, Manuscript, manuscripts
from guidelines.catalogue.models import Domain, Market
from guidelines.demo.founding import keep_lists
from guidelines.editions import services
from guidelines.editions.asking import decision_keys
from guidelines.editions.drafts import DraftWords
from guidelines.editions.models import Approval, Contribution, Edition, Guideline, PolicyNumber
from guidelines.people import services as people
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.reading import services as reading
from guidelines.reading.search import indexing

MODERATOR = "AUS-1201"
WRITER = "P-0101"
ADMINISTRATOR = "IT-0001"
FIRST_DAY = dt.datetime(2025, 1, 5, 9, tzinfo=dt.UTC)
"""Hours apart from here on, 10,000 in each market are in force by March 2026."""
BATCH = 200


@dataclass(frozen=True)
class Desk:
    """Who writes, who approves, and where."""

    writer: Person
    reviewer: Person
    markets: dict[str, Market]
    domains: dict[str, Domain]


def fill(count: int, say: Callable[[str], None]) -> None:
    """`count` guidelines in force, with everything that is derived from them."""
    desk = found()
    written = list(manuscripts(count))
    say(f"Writing {count} guidelines ...")
    for manuscript in written[: len(SHAPES)]:
        publish(manuscript, desk)
    shelve(written[len(SHAPES) :], desk)
    with hurry():
        say("Making their pages and library rows ...")
        reading.rebuild()
        say("Making their search rows ...")
        indexing.rebuild()


def found() -> Desk:
    """The demo's controlled lists, and three people."""
    admin = people.join(employee_id=ADMINISTRATOR, name="Rosalind Pike", by=None, is_staff=True, is_superuser=True)
    keep_lists(admin)
    markets, domains = Market.objects.in_bulk(field_name="code"), Domain.objects.in_bulk(field_name="code")
    _person(MODERATOR, "Imani Brooks", Role.MODERATOR, admin, *markets.values())
    writer = _person(WRITER, "Maya Okafor", Role.POLICY_MANAGER, admin)
    reviewer = _person("P-0201", "Grace Lindqvist", Role.POLICY_REVIEWER, admin)
    return Desk(writer, reviewer, markets, domains)


def _person(employee_id: str, name: str, role: Role, admin: Person, *markets: Market) -> Person:
    """Somebody with one role: in each of the markets, or everywhere."""
    person = people.join(employee_id=employee_id, name=name, by=admin, time_zone="America/Chicago")
    for market in markets or (None,):
        people.grant(person, role, by=admin, market=market)
    # Not new: whoever is follows the path of a joiner, and most people do not.
    Person.objects.filter(pk=person.pk).update(joined_at=FIRST_DAY)
    return person


def publish(manuscript: Manuscript, desk: Desk) -> None:
    """The whole way through the services."""
    first, *later = manuscript.editions
    market, domain = desk.markets[manuscript.market], desk.domains[manuscript.domain]
    draft = services.open_guideline(market=market, domain=domain, words=first, by=desk.writer)
    _give_force(draft, desk)
    for words in later:
        _give_force(services.open_edition(draft.guideline, by=desk.writer, words=words), desk)


def _give_force(draft: Edition, desk: Desk) -> None:
    edition = services.submit(draft, by=desk.writer, seen=draft.digest)
    agreed = decision_keys(edition)
    edition = services.approve(edition, by=desk.reviewer, seen=edition.digest, agreed=agreed)
    services.publish(edition, by=desk.writer, seen=edition.digest, why_sooner="Made for the measurement.")


@transaction.atomic
def shelve(manuscripts: list[Manuscript], desk: Desk) -> None:
    """The same as rows, many at a time."""
    guidelines = Guideline.objects.bulk_create(_guidelines(manuscripts, desk), batch_size=BATCH)
    pairs = list(zip(guidelines, manuscripts, strict=True))
    firsts = _drafts(((guideline, 1, made.editions[0], None) for guideline, made in pairs), desk)
    base = {edition.guideline_id: edition for edition in firsts}
    again = [(guideline, made) for guideline, made in pairs if len(made.editions) > 1]
    seconds = _drafts(((guideline, 2, made.editions[1], base[guideline.pk]) for guideline, made in again), desk)
    drafts = [*firsts, *seconds]
    Contribution.objects.bulk_create(
        [
            Contribution(
                edition=edition, person=desk.writer, kind="opened", digest=edition.digest, at=edition.opened_at
            )
            for edition in drafts
        ],
        batch_size=BATCH,
    )
    _lead_to_force(drafts, desk)


def _guidelines(manuscripts: Iterable[Manuscript], desk: Desk) -> list[Guideline]:
    """New guidelines with the next numbers, and the counters moved on."""
    counters = {(row.market_id, row.domain_id): row for row in PolicyNumber.objects.select_for_update()}
    found, given = [], Counter[str]()
    for made in manuscripts:
        market, domain = desk.markets[made.market], desk.domains[made.domain]
        counter = counters[market.pk, domain.pk]
        counter.last += 1
        policy_id = f"{market.code}-{domain.code}-{counter.last:04d}"
        given[made.market] += 1
        guideline = Guideline(
            market=market,
            domain=domain,
            number=counter.last,
            policy_id=policy_id,
            language=market.language,
            owner=desk.writer,
            opened_at=FIRST_DAY + dt.timedelta(hours=given[made.market]),
        )
        found.append(guideline)
    PolicyNumber.objects.bulk_update(counters.values(), ["last"])
    return found


def _drafts(wanted: Iterable[tuple[Guideline, int, DraftWords, Edition | None]], desk: Desk) -> list[Edition]:
    editions = []
    for guideline, number, words, base in wanted:
        opened = guideline.opened_at + dt.timedelta(days=30 * (number - 1))
        edition = Edition(
            guideline=guideline, number=number, base=base, opened_by=desk.writer, opened_at=opened, saved_at=opened
        )
        words.normalised().words.write_on(edition)
        edition.digest = edition.computed_digest()
        editions.append(edition)
    return Edition.objects.bulk_create(editions, batch_size=BATCH)


def _lead_to_force(drafts: list[Edition], desk: Desk) -> None:
    """Draft, in review, approved, published: a step at a time, as the triggers demand. There are no other drafts.

    Through the base manager, because the edition's own refuses to change a state without a move.
    """
    rows = Edition._base_manager
    rows.filter(state="draft").update(state="in_review")
    Approval.objects.bulk_create(
        [
            Approval(edition=edition, person=desk.reviewer, digest=edition.digest, at=edition.saved_at)
            for edition in drafts
        ],
        batch_size=BATCH,
    )
    rows.filter(state="in_review").update(state="approved")
    rows.filter(state="approved").update(
        state="published",
        effective_from=F("saved_at"),
        published_at=F("saved_at"),
        last_move="publish",
        moved_at=F("saved_at"),
        moved_by=desk.writer,
    )
