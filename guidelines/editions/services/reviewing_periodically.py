"""The periodic review of a guideline in force, and its verdict: keep, revise, withdraw."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.models import Edition, Guideline, Verdict
from guidelines.editions.queries import in_force
from guidelines.editions.rights import NotAllowed, why_not_verdict
from guidelines.editions.services.opening import open_edition
from guidelines.editions.services.publishing import withdraw
from guidelines.frame.refusals import Invalid, Outdated, Refused, WrongState
from guidelines.people.models import Person
from guidelines.text.normal import normalise


@transaction.atomic
def give_verdict(guideline: Guideline, *, by: Person, kind: str, seen: str, note: str = "") -> tuple[Verdict, Edition]:
    """Say whether the words in force, with the digest `seen`, are still right, and do what follows from it.

    Keeping moves the due date on; revising opens a draft, which is returned; withdrawing ends their force.
    """
    guideline = (
        Guideline.objects.select_for_update(of=("self",)).select_related("market", "domain").get(pk=guideline.pk)
    )
    note, now = normalise(note).text.strip(), audit.moment()
    binding = in_force(guideline, now)
    reason = why_not_verdict(by, guideline, kind, binding, fresh=True)
    if isinstance(reason, NotAllowed):
        raise Refused(reason)
    if reason or binding is None:
        raise WrongState(str(reason))
    if seen != binding.digest:
        raise Outdated(_("Other words took force after you opened this page. Read them before you decide."))
    if kind == Verdict.Kind.WITHDRAW and not note:
        raise Invalid(_("Write the reason. Moderators read it where the guideline was."))
    verdict = Verdict.objects.create(
        guideline=guideline, edition=binding, person=by, kind=kind, note=note, digest=binding.digest, at=now
    )
    audit.record("guideline.reviewed", by=by, subject=binding, digest=binding.digest, at=now, verdict=kind, note=note)
    if kind == Verdict.Kind.REVISE:
        return verdict, open_edition(guideline, by=by)
    if kind == Verdict.Kind.WITHDRAW:
        return verdict, withdraw(binding, by=by, note=note)
    return verdict, binding
