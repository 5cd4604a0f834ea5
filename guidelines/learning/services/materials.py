"""Materials: made from an edition, written in save points, submitted, and approved by somebody who wrote none of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Edition
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import visible_editions
from guidelines.frame.refusals import Invalid, NotFound, Outdated
from guidelines.learning.drafting import first_words
from guidelines.learning.material_queries import newest_words
from guidelines.learning.material_rights import (
    why_not_approve,
    why_not_recall,
    why_not_return,
    why_not_save,
    why_not_submit,
    why_not_write,
)
from guidelines.learning.models import Material, MaterialApproval, MaterialWords
from guidelines.learning.slides import check_words
from guidelines.learning.words import said, written
from guidelines.people.models import Person
from guidelines.text.normal import normalise, one_line

LONGEST_TITLE, MOST_CHARACTERS = 160, 100_000
RECIPE = 1


@transaction.atomic
def make_material(edition: Edition, *, kind: str, by: Person) -> Material:
    """A draft about a published edition, written from its rules, cases and change note."""
    now = audit.moment()
    edition = Edition.objects.select_related("guideline__market", "guideline__domain", "base").get(pk=edition.pk)
    if not visible_editions(by, now).filter(pk=edition.pk, state=State.PUBLISHED).exists():
        raise NotFound(_("There is no such published edition that you can read."))
    refuse(why_not_write(by, edition.guideline, fresh=True))
    if kind not in Material.Kind.values:
        raise Invalid(_("Choose a deck or a handout."))
    title = edition.title[:LONGEST_TITLE]
    material = Material(
        kind=kind,
        edition=edition,
        edition_digest=edition.digest,
        language=edition.guideline.language,
        title=title,
        made_by=by,
        made_at=now,
    )
    material.save(force_insert=True)
    words = _kept(material, title, first_words(edition, is_deck=material.is_deck), by=by, at=now)
    audit.record("material.made", by=by, subject=material, at=now, digest=words.digest, kind=kind)
    return material


@transaction.atomic
def save_material(material: Material, *, by: Person, seen: str, title: str, source: str) -> MaterialWords:
    """Keep other words. What is the same as before is kept no second time."""
    now, material = _held(material)
    refuse(why_not_save(by, material, fresh=True))
    before = _as_seen(material, seen)
    heading = one_line(said(title, most=LONGEST_TITLE, missing=_("Write a title.")))
    text = normalise(source.replace("\r\n", "\n")).text.strip("\n") + "\n"
    if not text.strip():
        raise Invalid(_("Write at least one word."))
    if len(text) > MOST_CHARACTERS:
        facts = {"most": MOST_CHARACTERS, "count": len(text)}
        raise Invalid(_("At most %(most)d characters fit here and this has %(count)d. Shorten it.") % facts)
    check_words(text)
    if digest_of(material, heading, text) == before.digest:
        return before
    words = _kept(material, heading, text, by=by, at=now, number=before.number + 1)
    material.title, material.state = heading, Material.State.DRAFT
    material.save(update_fields=["title", "state"])
    audit.record("material.saved", by=by, subject=material, at=now, digest=words.digest, save_point=words.number)
    return words


@transaction.atomic
def submit_material(material: Material, *, by: Person, seen: str) -> Material:
    """Ask for its approval. The words can't be changed meanwhile."""
    now, material = _held(material)
    refuse(why_not_submit(by, material, fresh=True))
    words = _as_seen(material, seen)
    _move(material, Material.State.IN_REVIEW, by=by, at=now)
    audit.record("material.submitted", by=by, subject=material, at=now, digest=words.digest)
    return material


@transaction.atomic
def recall_material(material: Material, *, by: Person) -> Material:
    """Take it back from review, to go on writing."""
    now, material = _held(material)
    refuse(why_not_recall(by, material, fresh=True))
    _move(material, Material.State.DRAFT, by=by, at=now)
    audit.record("material.recalled", by=by, subject=material, at=now)
    return material


@transaction.atomic
def return_material(material: Material, *, by: Person, reason: str) -> Material:
    """Send it back to its writers, with the reason."""
    now, material = _held(material)
    refuse(why_not_return(by, material, fresh=True))
    why = said(reason, missing=_("Write what has to change."))
    _move(material, Material.State.DRAFT, by=by, at=now, reason=why)
    audit.record("material.returned", by=by, subject=material, at=now, note=why)
    return material


@transaction.atomic
def approve_material(material: Material, *, by: Person, seen: str, note: str = "") -> MaterialApproval:
    """Sign exactly the words on screen. Readers of the guideline see them from now on."""
    now, material = _held(material)
    refuse(why_not_approve(by, material, fresh=True))
    words = _as_seen(material, seen)
    approval = MaterialApproval.objects.create(
        words=words, digest=words.digest, approved_by=by, approved_at=now, note=written(note)
    )
    _move(material, Material.State.APPROVED, by=by, at=now)
    audit.record("material.approved", by=by, subject=material, at=now, digest=words.digest, note=approval.note)
    return approval


def digest_of(material: Material, title: str, source: str) -> str:
    """Which words exactly: the number of the recipe and the sha256 of their canonical JSON."""
    words = {
        "recipe": RECIPE,
        "kind": material.kind,
        "edition": material.edition_digest,
        "language": material.language,
        "title": title,
        "source": source,
    }
    canonical = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return f"{RECIPE}:{hashlib.sha256(canonical).hexdigest()}"


def _kept(
    material: Material, title: str, source: str, *, by: Person, at: dt.datetime, number: int = 1
) -> MaterialWords:
    return MaterialWords.objects.create(
        material=material,
        number=number,
        title=title,
        source=source,
        digest=digest_of(material, title, source),
        saved_by=by,
        saved_at=at,
    )


def _as_seen(material: Material, seen: str) -> MaterialWords:
    """The newest words, if they are those on the screen."""
    words = newest_words(material)
    if words.digest != seen:
        raise Outdated(_("Somebody changed this material meanwhile. Look at the words as they are now."))
    return words


def _move(material: Material, state: str, *, by: Person, at: dt.datetime, reason: str = "") -> None:
    material.state, material.moved_by, material.moved_at, material.reason = state, by, at, reason
    material.save(update_fields=["state", "moved_by", "moved_at", "reason"])


def _held(material: Material) -> tuple[dt.datetime, Material]:
    """The instant of the deed, and the material as it is now: from here on this is the only deed."""
    now = audit.moment()
    return now, Material.objects.select_related("edition__guideline__market", "edition__guideline__domain").get(
        pk=material.pk
    )
