"""Packs as others meet them: who may see which, what was decided about one, and a file as it was written."""

from __future__ import annotations

import hashlib

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.editions.clearances import open_to
from guidelines.editions.models import Guideline
from guidelines.editions.rights import SOON
from guidelines.frame import clock
from guidelines.frame.refusals import Unavailable
from guidelines.liaison.briefs import Brief
from guidelines.liaison.calling_off import called_off_early
from guidelines.liaison.models import Contact, Delivery, Pack, PackFile
from guidelines.liaison.models.packing import PackQuerySet
from guidelines.liaison.models.stakeholders import RunningQuerySet
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.text.audience import Audience


def visible_packs(person: Person) -> PackQuerySet:
    """The packs all of whose places the person may export, without those that hold what they may not read (yet)."""
    held, soon = holdings(person), clock.now() + SOON
    early = held.where(Capability.READ_ALL, "edition__guideline__market", "edition__guideline__domain")
    begun = ~Q(edition__effective_from__gt=soon) & ~called_off_early()
    return packs_of_scope(person).all_open(open_to(person, "edition__guideline") & (begun | early))


def packs_of_scope(person: Person) -> PackQuerySet:
    packs: PackQuerySet = Pack.objects.all()
    return packs.within(holdings(person).where(Capability.EXPORT))


def restricted_in(pack: Pack) -> QuerySet[Guideline]:
    """The guidelines in it that were restricted after it was made."""
    return Guideline.objects.filter(audience=Audience.RESTRICTED, editions__held_in__pack=pack).distinct()


def narrowed_in(pack: Pack) -> QuerySet[Guideline]:
    """The guidelines in it that its readers may be told nothing of any more: their class is narrower since."""
    told = brief_of(pack).told
    beyond = [audience for audience in Audience if not told.hears(audience)]
    return Guideline.objects.filter(audience__in=beyond, editions__held_in__pack=pack).distinct()


def brief_of(pack: Pack) -> Brief:
    """What was decided about a pack."""
    old = pack.corrects
    return Brief(
        audience=Audience(pack.audience),
        introduction=pack.introduction,
        left_out=frozenset(pack.left_out),
        redline=pack.redline,
        inside=pack.inside,
        replaces=old.asked_at if old else None,
        replaced_at=old.at if old else None,
    )


def receivers(pack: Pack) -> RunningQuerySet:
    """Who it is for: everybody in its list; of a pack issued again those to whom the old one went, also who was ended.

    Whoever came later was told nothing that has to be put right.
    """
    if pack.corrects is None:
        return Contact.objects.filter(stakeholder=pack.stakeholder)
    before = []
    while pack.corrects is not None:
        pack = pack.corrects
        before.append(pack.pk)
    return Contact.objects.filter(pk__in=Delivery.objects.filter(pack__in=before).values("contact"))


def to_reach(pack: Pack) -> RunningQuerySet:
    """Those of them whom it is still to reach."""
    return receivers(pack).running().exclude(deliveries__pack=pack)


def unreachable(pack: Pack) -> RunningQuerySet:
    """Those who had what it corrects and were ended before they could be told better."""
    ended = receivers(pack).exclude(ended_at=None).exclude(deliveries__pack=pack)
    return ended if pack.corrects_id else ended.none()


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def kept(file: PackFile) -> bytes:
    """The bytes that went out, proved by their digest."""
    content = bytes(file.content)
    if digest_of(content) != file.digest:
        raise Unavailable(_("This file is not what was kept: its digest differs. Tell your administrator."))
    return content
