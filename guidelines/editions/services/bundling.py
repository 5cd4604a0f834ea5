"""Bundles: editions that take force together, all of them or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.models import Bundle, BundleMember, Edition, Guideline
from guidelines.editions.rights import why_not_bundle
from guidelines.editions.services.publishing import Acknowledging, Fate, publish
from guidelines.frame.refusals import Invalid, Refusal, Refused, WrongState
from guidelines.people.models import Person
from guidelines.text.normal import normalise


@transaction.atomic
def open_bundle(*, name: str, by: Person) -> Bundle:
    name = " ".join(normalise(name).text.split())
    _refuse(by)
    if not name:
        raise Invalid(_("Give the bundle a name."))
    bundle = Bundle.objects.create(name=name, opened_by=by, opened_at=audit.moment())
    audit.record("bundle.opened", by=by, subject=bundle, at=bundle.opened_at, name=name)
    return bundle


@transaction.atomic
def add_to_bundle(bundle: Bundle, edition: Edition, *, by: Person) -> BundleMember:
    """Put an edition on its way to publication into a bundle. One edition of a guideline, in one bundle at a time."""
    _refuse(by, edition)
    Guideline.objects.select_for_update().get(pk=edition.guideline_id)
    bundle, edition = _open(bundle), Edition.objects.select_related("guideline").get(pk=edition.pk)
    if edition.state not in ("draft", "in_review", "approved"):
        raise WrongState(
            _("%(edition)s is published or ended. Only what is on its way can join.") % {"edition": edition}
        )
    if edition.guideline.is_restricted:
        raise WrongState(_("A restricted guideline is published by itself: a bundle would tell others of it."))
    there = BundleMember.objects.filter(bundle__in=_open_ones(), removed_at=None).select_related("bundle", "edition")
    if taken := there.filter(edition=edition).first():
        facts = {"edition": edition, "name": taken.bundle.name}
        raise WrongState(_("%(edition)s is in the bundle “%(name)s”. Take it out there first.") % facts)
    if there.filter(bundle=bundle, edition__guideline=edition.guideline_id).exists():
        raise WrongState(_("Another edition of this guideline is in the bundle. Take it out first."))
    now = audit.moment()
    member = BundleMember.objects.create(bundle=bundle, edition=edition, added_by=by, added_at=now)
    audit.record("bundle.joined", by=by, subject=edition, digest=edition.digest, at=now, bundle=bundle.pk)
    return member


@transaction.atomic
def take_out(member: BundleMember, *, by: Person) -> None:
    _refuse(by, member.edition)
    Guideline.objects.select_for_update().get(pk=member.edition.guideline_id)
    _open(member.bundle)
    member = BundleMember.objects.select_for_update().get(pk=member.pk)
    if member.removed_at is not None:
        raise WrongState(_("This edition is no longer in the bundle."))
    member.removed_at = audit.moment()
    member.save(update_fields=["removed_at"])
    audit.record("bundle.left", by=by, subject=member.edition, at=member.removed_at, bundle=member.bundle_id)


@transaction.atomic
def close_bundle(bundle: Bundle, *, by: Person) -> Bundle:
    """Give a bundle up without publishing it. Its editions stay as they are."""
    bundle = _open(bundle)
    for member in _members(bundle):
        _refuse(by, member.edition)
    _refuse(by)
    bundle.closed_at = audit.moment()
    bundle.save(update_fields=["closed_at"])
    audit.record("bundle.closed", by=by, subject=bundle, at=bundle.closed_at)
    return bundle


@dataclass(frozen=True)
class Together:
    """What holds for every edition of a bundle: the moment (None is now), and what is said about it.

    `fates` maps an edition's id to what becomes of those scheduled after it, by number.
    """

    effective_from: dt.datetime | None = None
    fates: Mapping[int, Mapping[int, Fate]] = field(default_factory=dict)
    note: str = ""
    why_sooner: str = ""
    acknowledging: Acknowledging | None = None


@transaction.atomic
def publish_bundle(
    bundle: Bundle, *, by: Person, seen: Mapping[int, str], together: Together | None = None
) -> list[Edition]:
    """Publish every edition of the bundle for the same moment, or none of them.

    `seen` maps each edition's id to the digest on the screen. The refusal of one names it and stops all.
    """
    _refuse(by)
    bundle, members = _locked_with_members(bundle)
    if set(seen) != {member.edition_id for member in members}:
        raise WrongState(_("The bundle changed after you opened this page. Look at it again before you decide."))
    together = together or Together()
    at_once = None if together.effective_from else audit.moment()
    published = [_publish_one(member.edition, by, seen, together, at_once) for member in members]
    bundle.published_by, bundle.published_at = by, audit.moment()
    bundle.save(update_fields=["published_by", "published_at"])
    editions = [str(edition) for edition in published]
    audit.record("bundle.published", by=by, subject=bundle, at=bundle.published_at, editions=editions)
    return published


def _locked_with_members(bundle: Bundle) -> tuple[Bundle, list[BundleMember]]:
    """In the order of locks: the guidelines by their ids, then the bundle; the head of the chain comes last."""
    ids = set(BundleMember.objects.filter(bundle=bundle, removed_at=None).values_list("edition__guideline", flat=True))
    list(Guideline.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    bundle = _open(bundle)
    members = _members(bundle)
    if not members or {member.edition.guideline_id for member in members} != ids:
        raise WrongState(_("The bundle is empty, or it changed after you opened this page. Look at it again."))
    return bundle, members


def _publish_one(
    edition: Edition, by: Person, seen: Mapping[int, str], together: Together, at_once: dt.datetime | None
) -> Edition:
    try:
        return publish(
            edition,
            by=by,
            seen=seen[edition.pk],
            effective_from=together.effective_from,
            at_once=at_once,
            fates=together.fates.get(edition.pk),
            note=together.note,
            why_sooner=together.why_sooner,
            acknowledging=together.acknowledging,
        )
    except Refusal as refusal:
        stopped = _("%(edition)s stops the bundle: %(sentence)s Nothing was published.")
        raise type(refusal)(stopped % {"edition": edition, "sentence": refusal.sentence}) from refusal


def _refuse(by: Person, edition: Edition | None = None) -> None:
    reason = why_not_bundle(by, edition, fresh=True)
    if reason:
        raise Refused(reason)


def _open(bundle: Bundle) -> Bundle:
    """The bundle under its lock, if it is neither published nor given up."""
    bundle = Bundle.objects.select_for_update().get(pk=bundle.pk)
    if bundle.published_at or bundle.closed_at:
        raise WrongState(_("The bundle “%(name)s” was published or closed. Open a new one.") % {"name": bundle.name})
    return bundle


def _open_ones() -> list[int]:
    return list(Bundle.objects.filter(published_at=None, closed_at=None).values_list("pk", flat=True))


def _members(bundle: Bundle) -> list[BundleMember]:
    rows = BundleMember.objects.filter(bundle=bundle, removed_at=None)
    return list(
        rows.select_related("edition__guideline__market", "edition__guideline__domain").order_by("edition__guideline")
    )
