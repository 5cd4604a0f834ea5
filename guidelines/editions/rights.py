"""Who may: `why_not` for buttons, gates and messages; `visible_*` for everything that fetches."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.clearances import is_open_to, open_to, why_not_open_to
from guidelines.editions.lifecycle import DEEDS, MOVES, RESUME, SIGN, SUSPEND, Move, State
from guidelines.editions.models import Attachment, Comment, Consultation, Edition, Guideline, Verdict
from guidelines.editions.models.edition import EditionQuerySet
from guidelines.editions.queries import in_force, running_suspension
from guidelines.editions.reasons import NotAllowed, NotNow, Reason
from guidelines.editions.signing_rights import cannot_sign, wrong_claim
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.people.roles import Capability, roles_with
from guidelines.people.scopes import Holdings, holdings
from guidelines.people.sessions import Anyone

SOON = dt.timedelta(days=7)
"""How long before its moment in force an edition is shown to those who will decide by it."""


UNDER_WAY = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
"""The states in which words are still discussed."""


def why_not(
    person: Person, move: str, edition: Edition, *, fresh: bool = False, now: dt.datetime | None = None
) -> Reason | None:
    """Why this person may not take this move (or save, or rebase) on this edition now; None when they may."""
    step = DEEDS[move]
    now = now or clock.now()
    return (
        _lacks_role(person, step.capability, edition.guideline.market_id, edition.guideline.domain_id, fresh)
        or why_not_open_to(person, edition.guideline)
        or _wrong_state(step, edition, now)
        or wrong_claim(person, step, edition)
        or cannot_sign(person, step, edition, now)
    )


def why_not_open(person: Anyone, market: Market, domain: Domain, *, fresh: bool = False) -> Reason | None:
    """Why this person may not open a guideline, or an edition of one, there."""
    return _lacks_role(person, Capability.WRITE, market.pk, domain.pk, fresh)


def why_not_settle(person: Person, guideline: Guideline, *, fresh: bool = False) -> Reason | None:
    """Why this person may not settle what stands beside the words of a guideline."""
    lacking = _lacks_role(person, Capability.WRITE, guideline.market_id, guideline.domain_id, fresh)
    return lacking or why_not_open_to(person, guideline)


def why_not_copy(guideline: Guideline) -> Reason | None:
    """Why nobody may copy the guideline to another market."""
    if not guideline.is_restricted:
        return None
    return NotAllowed(_("A restricted guideline is not copied to another market: its words stay with those it names."))


def why_not_bundle(person: Person, edition: Edition | None = None, *, fresh: bool = False) -> Reason | None:
    """Why this person may not keep bundles at all, or not with this edition in them."""
    if edition is not None:
        guideline = edition.guideline
        lacking = _lacks_role(person, Capability.PUBLISH, guideline.market_id, guideline.domain_id, fresh)
        return lacking or why_not_open_to(person, guideline)
    if holdings(person, fresh=fresh).may_somewhere(Capability.PUBLISH):
        return None
    return NotAllowed(_("Only policy managers and policy reviewers keep bundles."))


def is_consulted(person: Person, edition: Edition) -> bool:
    """Whether this person was asked about the edition and may read it while it is under way."""
    if edition.state not in UNDER_WAY or not is_open_to(person, edition.guideline):
        return False
    return Consultation.objects.reading(clock.now()).filter(person_id=person.pk, edition=edition).exists()


def why_not_comment(person: Person, edition: Edition, *, fresh: bool = False) -> Reason | None:
    """Why this person may not speak about the edition: its writers and reviewers do, and those who were asked."""
    if edition.state not in UNDER_WAY:
        return NotNow(_("The discussion of edition %(number)d is closed.") % {"number": edition.number})
    if _works_with(person, edition, fresh) or is_consulted(person, edition):
        return None
    return NotAllowed(_("Only those who write or review here, or were asked, can comment."))


def why_not_consult(person: Person, edition: Edition, *, fresh: bool = False) -> Reason | None:
    """Why this person may not ask others about the edition, or take a question back."""
    if edition.state not in UNDER_WAY:
        return NotNow(_("Edition %(number)d is no longer under way.") % {"number": edition.number})
    if _works_with(person, edition, fresh):
        return None
    return NotAllowed(_("Only those who write or review here can ask others."))


def why_not_resolve(person: Person, thread: Comment, *, fresh: bool = False) -> Reason | None:
    """Why this person may not settle a thread. One that blocks approval is settled by its writer or a reviewer."""
    guideline = thread.edition.guideline
    reviews = holdings(person, fresh=fresh).may(Capability.REVIEW, guideline.market_id, guideline.domain_id)
    if thread.person_id == person.pk or reviews:
        return None
    if thread.blocks_approval:
        return NotAllowed(_("This comment blocks approval: only its writer or a policy reviewer can resolve it."))
    if _works_with(person, thread.edition, fresh):
        return None
    return NotAllowed(_("Only those who write or review here, or wrote it, can resolve a comment."))


def _works_with(person: Person, edition: Edition, fresh: bool) -> bool:
    held, guideline = holdings(person, fresh=fresh), edition.guideline
    here = (guideline.market_id, guideline.domain_id)
    return (held.may(Capability.WRITE, *here) or held.may(Capability.REVIEW, *here)) and is_open_to(person, guideline)


def why_not_verdict(
    person: Person, guideline: Guideline, kind: str, binding: Edition | None, *, fresh: bool = False
) -> Reason | None:
    """Why this person may not give that verdict of a periodic review; `binding` is what is in force."""
    here = (guideline.market_id, guideline.domain_id)
    needed = {Verdict.Kind.REVISE: Capability.WRITE, Verdict.Kind.WITHDRAW: Capability.REVIEW}
    if kind in needed:
        lacking = _lacks_role(person, needed[Verdict.Kind(kind)], *here, fresh)
    elif kind == Verdict.Kind.KEEP:
        lacking = _lacks_role(person, Capability.PUBLISH, *here, fresh)
    else:
        lacking = NotNow(_("There is no such verdict."))
    lacking = lacking or why_not_open_to(person, guideline)
    if lacking or binding is not None:
        return lacking
    return NotNow(_("Nothing of %(policy_id)s is in force: there is nothing to review.") % {"policy_id": guideline})


def why_not_keep_templates(person: Person, domain: Domain, *, fresh: bool = False) -> Reason | None:
    """Why this person may not keep the templates of a domain: its policy managers do, of whatever market."""
    domains = holdings(person, fresh=fresh).domain_ids(Capability.WRITE)
    if domains is None or domain.pk in domains:
        return None
    return NotAllowed(_("Only a policy manager of this domain keeps its templates."))


def why_not_keep_words(person: Person, *, fresh: bool = False) -> Reason | None:
    """Why this person may not keep the list of words that the writing checks watch for."""
    if holdings(person, fresh=fresh).may_somewhere(Capability.WRITE):
        return None
    return NotAllowed(_("Only policy managers keep the list of words."))


def moves_open_to(person: Person, edition: Edition) -> list[Move]:
    """The moves this person may take now, in the order of the table."""
    return [move for move in MOVES.values() if why_not(person, move.name, edition) is None]


def moves_shown_to(person: Person, edition: Edition) -> list[tuple[Move, Reason | None]]:
    """The moves that this person's role takes from this state, each with the reason that still forbids it."""
    held, now, guideline = holdings(person), clock.now(), edition.guideline
    return [
        (move, why_not(person, move.name, edition, now=now))
        for move in (*MOVES.values(), SUSPEND, RESUME)
        if held.may(move.capability, guideline.market_id, guideline.domain_id) and not _wrong_state(move, edition, now)
    ]


def visible_editions(person: Anyone, now: dt.datetime | None = None) -> EditionQuerySet:
    """The editions this person may know of. Every view and query fetches through this.

    Of a restricted guideline they are those of the people it names.
    """
    held, now = holdings(person), now or clock.now()
    return Edition.objects.filter(_visible(person, held, now)).select_related("guideline__market", "guideline__domain")


def visible_guidelines(person: Anyone, now: dt.datetime | None = None) -> QuerySet[Guideline]:
    """The guidelines with at least one edition this person may know of."""
    held, now = holdings(person), now or clock.now()
    own = held.where(Capability.READ_ALL)
    readable = Edition.objects.filter(_visible(person, held, now), guideline=OuterRef("pk"))
    return Guideline.objects.filter(own | Q(Exists(readable)), open_to(person)).select_related("market", "domain")


def visible_attachments(person: Person) -> QuerySet[Attachment]:
    """The images this person may see: those that an edition they may know of shows, or that wait in its draft."""
    using = visible_editions(person).filter(attachment_uses__attachment=OuterRef("pk"))
    shown = Q(state=State.DRAFT) | Q(source__contains=OuterRef("digest"))
    return Attachment.objects.filter(Exists(using.filter(shown)))


def _visible(person: Anyone, held: Holdings, now: dt.datetime) -> Q:
    issued = Q(state__in=(State.PUBLISHED, State.WITHDRAWN))
    visible = held.where(Capability.READ_ALL, "guideline__market", "guideline__domain")
    visible |= (
        held.where(Capability.READ, "guideline__market", "guideline__domain")
        & issued
        & Q(effective_from__lte=now + SOON)
    )
    if held.may_somewhere(Capability.READ_ALL):
        visible |= Q(Exists(Edition.objects.in_force(now).filter(pk=OuterRef("pk"))))
    if held.held and person.pk:  # a program that reads is asked nothing
        asked = Consultation.objects.reading(now).filter(person_id=person.pk, edition=OuterRef("pk"))
        visible |= Q(Exists(asked), state__in=UNDER_WAY)
    return visible & open_to(person, "guideline")


def _lacks_role(person: Anyone, capability: Capability, market_id: int, domain_id: int, fresh: bool) -> Reason | None:
    if holdings(person, fresh=fresh).may(capability, market_id, domain_id):
        return None
    if person.is_superuser:
        return NotAllowed(_("A system administrator manages accounts and never text. Sign in with another account."))
    names = _(" or ").join(sorted(str(role.label).lower() for role in roles_with(capability)))
    return NotAllowed(_("Only a %(roles)s of this market and domain can do this.") % {"roles": names})


def _wrong_state(step: Move, edition: Edition, now: dt.datetime) -> Reason | None:
    if edition.state not in step.sources:
        return NotNow(
            _("“%(move)s” is not possible: the state of edition %(number)d is “%(state)s”.")
            % {"move": step.label, "number": edition.number, "state": State(edition.state).label}
        )
    return _wrong_time(step, edition, now)


def _wrong_time(step: Move, edition: Edition, now: dt.datetime) -> Reason | None:
    if step.name == "cancel" and _has_begun(edition, now):
        return NotNow(_("This edition has begun. Withdraw it, or publish a newer one."))
    if step.name == "withdraw" and not _has_begun(edition, now):
        return NotNow(_("This edition has not begun. Cancel its publication."))
    signs_emergency = step in (MOVES["ratify"], SIGN) and edition.state == State.PUBLISHED
    if signs_emergency and (edition.expires_at is None or edition.expires_at <= now):
        return NotNow(_("Only an emergency edition that still runs can be ratified."))
    if step in (SUSPEND, RESUME):
        return _wrong_for_suspension(step, edition, now)
    return None


def _wrong_for_suspension(step: Move, edition: Edition, now: dt.datetime) -> Reason | None:
    if step is RESUME:
        if running_suspension(edition, now) is None:
            return NotNow(_("This edition is not suspended."))
        return None
    if in_force(edition.guideline, now) != edition:
        return NotNow(_("Only the edition in force can be suspended."))
    if running_suspension(edition, now) is not None:
        return NotNow(_("This edition is suspended already. Resume it first."))
    return None


def _has_begun(edition: Edition, now: dt.datetime) -> bool:
    return edition.effective_from is not None and edition.effective_from <= now
