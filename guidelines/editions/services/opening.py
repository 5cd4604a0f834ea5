"""Opening guidelines and editions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Domain, Market
from guidelines.editions import save_points
from guidelines.editions.drafts import DraftWords
from guidelines.editions.models import Contribution, Edition, Guideline, GuidelineAlias, PolicyNumber
from guidelines.editions.queries import in_force, last_begun
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import why_not_open, why_not_settle
from guidelines.editions.services.attaching import link_attachments
from guidelines.editions.services.drafting import refuse_unless_storable
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people.models import Person


@transaction.atomic
def open_guideline(
    *,
    market: Market,
    domain: Domain,
    words: DraftWords,
    by: Person,
    owner: Person | None = None,
    language: str = "",
    number: int | None = None,
    first_edition: int = 1,
    review_months: int = 6,
    aliases: Iterable[str] = (),
    source_path: str = "",
    kind: str = Contribution.Kind.OPENED,
) -> Edition:
    """Open a guideline with its first draft, and return the draft.

    `number` and `first_edition` continue the numbering of a guideline that was kept elsewhere before.
    """
    _refuse_unless_writer(by, market, domain)
    number = _next_number(market, domain, number)
    guideline = Guideline.objects.create(
        market=market,
        domain=domain,
        number=number,
        policy_id=f"{market.code}-{domain.code}-{number:04d}",
        language=language or market.language,
        owner=owner or by,
        review_months=review_months,
        source_path=source_path,
        opened_at=clock.now(),
    )
    for alias in aliases:
        GuidelineAlias.objects.create(guideline=guideline, alias=alias)
    audit.record("guideline.opened", by=by, subject=guideline, owner=guideline.owner_id, aliases=list(aliases))
    return _open(guideline, first_edition, words, base=None, by=by, kind=kind)


@transaction.atomic
def open_edition(
    guideline: Guideline,
    *,
    by: Person,
    words: DraftWords | None = None,
    on: Edition | None = None,
    kind: str = Contribution.Kind.OPENED,
) -> Edition:
    """Open a draft that stands on the words in force now, or on the last that were, or on those of a scheduled edition.

    Without `words` it copies them.
    """
    guideline = (
        Guideline.objects.select_for_update(of=("self",)).select_related("market", "domain").get(pk=guideline.pk)
    )
    refuse(why_not_settle(by, guideline, fresh=True))
    now = clock.now()
    base = _scheduled(guideline, on, now) if on else in_force(guideline, now) or last_begun(guideline, now)
    number = (guideline.editions.aggregate(highest=Max("number"))["highest"] or 0) + 1
    if words is None:
        words = copied(base) if base else DraftWords(title=guideline.editions.latest("number").title)
    return _open(guideline, number, words, base=base, by=by, kind=kind)


def _scheduled(guideline: Guideline, on: Edition, now: dt.datetime) -> Edition:
    """The edition to come that a draft is to stand on, as it is under the lock."""
    found = guideline.editions.scheduled(now).filter(pk=on.pk).first()
    if found is None:
        raise WrongState(_("Edition %(number)d is not scheduled any more.") % {"number": on.number})
    return found


def copied(edition: Edition) -> DraftWords:
    """The words a new draft starts from: the note and its significance are written anew."""
    return DraftWords(
        title=edition.title, summary=edition.summary, source=edition.source, topic_codes=tuple(edition.topic_codes)
    )


def _open(
    guideline: Guideline, number: int, words: DraftWords, *, base: Edition | None, by: Person, kind: str
) -> Edition:
    normalised = words.normalised().words
    refuse_unless_storable(normalised, guideline.language)
    now = audit.moment()
    edition = Edition(guideline=guideline, number=number, base=base, opened_by=by, opened_at=now, saved_at=now)
    normalised.write_on(edition)
    edition.digest = edition.computed_digest()
    edition.save()
    Contribution.objects.create(edition=edition, person=by, kind=kind, digest=edition.digest, at=now)
    save_points.keep(edition, by=by, why=Contribution.Kind(kind))
    link_attachments(edition, by=by)
    audit.record(
        "edition.opened",
        by=by,
        subject=edition,
        digest=edition.digest,
        at=now,
        base=base.number if base else None,
        kind=kind,
    )
    return edition


def _next_number(market: Market, domain: Domain, wanted: int | None) -> int:
    """The next free number under the lock of its counter; a wanted one must be free."""
    PolicyNumber.objects.get_or_create(market=market, domain=domain)
    counter = PolicyNumber.objects.select_for_update().get(market=market, domain=domain)
    number = wanted or counter.last + 1
    if wanted and Guideline.objects.filter(market=market, domain=domain, number=wanted).exists():
        raise Invalid(_("The number %(number)04d is taken in this market and domain.") % {"number": wanted})
    counter.last = max(counter.last, number)
    counter.save()
    return number


def _refuse_unless_writer(by: Person, market: Market, domain: Domain) -> None:
    reason = why_not_open(by, market, domain, fresh=True)
    if reason:
        raise Refused(reason)
