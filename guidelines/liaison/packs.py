"""Packs as others meet them: who may see which, what was decided about one, and a file as it was written."""

from __future__ import annotations

import hashlib

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from guidelines.editions.clearances import open_to
from guidelines.frame.refusals import Unavailable
from guidelines.liaison.briefs import Brief
from guidelines.liaison.models import Pack, PackFile
from guidelines.liaison.models.packing import PackNote, PackQuerySet
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.text.audience import Audience


def visible_packs(person: Person) -> PackQuerySet:
    """The packs all of whose places the person may export; none with a guideline restricted to others since."""
    packs: PackQuerySet = Pack.objects.exclude(holds_restricted(person))
    return packs.within(holdings(person).where(Capability.EXPORT))


def holds_restricted(person: Anyone, pack: str = "pk") -> Exists:
    """That a pack holds a guideline which was restricted since, and does not name this person."""
    return Exists(PackNote.objects.filter(~open_to(person, "edition__guideline"), pack=OuterRef(pack)))


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


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def kept(file: PackFile) -> bytes:
    """The bytes that went out, proved by their digest."""
    content = bytes(file.content)
    if digest_of(content) != file.digest:
        raise Unavailable(_("This file is not what was kept: its digest differs. Tell your administrator."))
    return content
