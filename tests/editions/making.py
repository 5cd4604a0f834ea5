"""Guidelines and editions made through the services, so no impossible state is ever tested."""

from __future__ import annotations

import datetime as dt

from guidelines.catalogue.models import Domain, Market
from guidelines.editions import services
from guidelines.editions.asking import checklist, decision_keys
from guidelines.editions.drafts import DraftWords
from guidelines.editions.models import Edition, Guideline
from guidelines.people.models import Person
from tests.people import World

SOURCE = """## Scope

Listings of branded goods by every US seller.

/// rule | R1
if: The title or an image says that a branded item is not genuine: “mirror quality”.
do: Remove the listing. Warn the seller.
action: remove
severity: S2
label: counterfeit.declared
escalate: Brand Integrity, from the third case in 90 days
///

/// rule | R2
if: A branded item at less than 30% of its usual price and no proof of origin.
do: Restrict commerce features. Do not remove.
action: restrict
severity: S3
label: counterfeit.low_price
escalate: Brand Integrity, within 4 hours
///

/// case | violating R1
“Mirror quality, you cannot tell.”

The seller says that it is a copy.
///

/// case | not violating R1
A vanity mirror of good quality.

A mirror is the product here.
///
"""


SOONER = "Counterfeit listings doubled since Monday."
"""Why a major change starts within the notice period of its market."""


def words(**changes: object) -> DraftWords:
    fields: dict[str, object] = {
        "title": "Counterfeit product listings",
        "summary": "Act on listings that offer counterfeit goods.",
        "source": SOURCE,
        "topic_codes": ("counterfeit.goods",),
        "change_note": "R1 and R2 are new.",
        "significance": "major",
    }
    return DraftWords(**{**fields, **changes})  # type: ignore[arg-type]


def draft(
    world: World,
    by: Person | None = None,
    market: Market | None = None,
    domain: Domain | None = None,
    **changes: object,
) -> Edition:
    """A first draft of a new guideline."""
    return services.open_guideline(
        market=market or world.us, domain=domain or world.product, words=words(**changes), by=by or world.ann
    )


def next_draft(guideline: Guideline, by: Person, **changes: object) -> Edition:
    """A draft on the words in force."""
    return services.open_edition(guideline, by=by, words=words(**changes))


def submitted(edition: Edition, by: Person) -> Edition:
    return services.submit(edition, by=by, seen=edition.digest)


def approve(edition: Edition, by: Person, *, seen: str | None = None, note: str = "", **options: object) -> Edition:
    """Sign as somebody does who read everything: each question answered with yes, each row agreed to."""
    answers = [question.pk for question in checklist(edition.guideline.domain_id)]
    given = {"answers": answers, "agreed": decision_keys(edition), **options}
    return services.approve(edition, by=by, seen=seen or edition.digest, note=note, **given)  # type: ignore[arg-type]


def approved(edition: Edition, world: World, by: Person | None = None, reviewer: Person | None = None) -> Edition:
    edition = submitted(edition, by or world.ann)
    return approve(edition, reviewer or world.bob)


def published(
    edition: Edition,
    world: World,
    by: Person | None = None,
    reviewer: Person | None = None,
    effective_from: dt.datetime | None = None,
    **options: object,
) -> Edition:
    edition = approved(edition, world, by, reviewer)
    return services.publish(
        edition,
        by=by or world.ann,
        seen=edition.digest,
        effective_from=effective_from,
        why_sooner=SOONER,
        **options,  # type: ignore[arg-type]
    )
