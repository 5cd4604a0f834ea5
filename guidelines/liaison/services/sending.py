"""Sending: a finished pack goes to every contact of its list once, and what failed is tried again by hand."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.frame import clock, jobs
from guidelines.frame.jobs import JobState
from guidelines.frame.refusals import Refused, WrongState
from guidelines.frame.tasks import soon
from guidelines.liaison.directory import refuse_unless_teller, why_not_tell
from guidelines.liaison.making import make_pack
from guidelines.liaison.models import Delivery, Pack, Stakeholder
from guidelines.liaison.packs import narrowed_in, to_reach, unreachable
from guidelines.people.models import Person
from guidelines.text.audience import Audience


@transaction.atomic
def send(pack: Pack, by: Person) -> int:
    """Send a finished pack to its list, because a person said so. To how many contacts it goes that had it not."""
    if pack.stakeholder is None:
        raise WrongState(_("This pack was made for nobody. Choose a list and make it again."))
    refuse_unless_teller(by, pack.stakeholder.market_id, pack.stakeholder.domain_id)
    if pack.state != JobState.DONE:
        raise WrongState(_("This pack is still being written. It can be sent when it is done."))
    if pack.stakeholder.ended_at:
        raise WrongState(_("This list was ended. Make a new one."))
    return put_on_their_way(pack, by)


def send_when_done(pack: Pack) -> None:
    """A pack that was made for a list goes there as soon as it is written, in the transaction of its end.

    Where whoever asked keeps that list no longer, it waits for somebody who does.
    """
    to = pack.stakeholder
    if to is None or to.ended_at:
        return
    if pack.subscription_id:
        put_on_their_way(pack, None)
    elif why_not_tell(pack.asked_by, to.market_id, to.domain_id) is None:
        put_on_their_way(pack, pack.asked_by)


def put_on_their_way(pack: Pack, by: Person | None) -> int:
    """The rows of a finished pack's deliveries, in the transaction under way: a contact that has one gets no other."""
    if pack.stakeholder is None or not pack.notes:
        return 0
    if not Audience(pack.stakeholder.audience).hears(Audience(pack.audience)):
        raise Refused(_("This pack tells more than its list may be told."))
    if pack.needs_agreement and pack.agreed_by_id is None:
        raise Refused(_("A second person must agree before internal wording goes to partners."))
    if narrowed_in(pack).exists():
        raise Refused(_("This pack tells what its readers may not be told any more. It is sent to nobody."))
    Pack.objects.select_for_update().get(pk=pack.pk)  # of two who send at once, the second finds the rows of the first
    made = len(Delivery.objects.bulk_create(_rows(pack, by)))
    ended = list(unreachable(pack).values_list("pk", flat=True))
    if made or ended:
        to: dict[str, object] = {"stakeholder": pack.stakeholder_id, "contacts": made}
        to |= {"subscription": pack.subscription_id} | ({"ended": ended} if ended else {})
        audit.record("pack.sent", by=by, subject=pack, digest=_digest(pack), to=to)
    return made


@transaction.atomic
def repeat(delivery: Delivery, *, by: Person) -> None:
    """Try a failed delivery again, with the key it has: where the far side took it after all, it can tell the copy."""
    contact = delivery.contact
    refuse_unless_teller(by, contact.stakeholder.market_id, contact.stakeholder.domain_id)
    if contact.ended_at or contact.stakeholder.ended_at:
        raise WrongState(_("This contact was ended. Add it again, and send the pack anew."))
    if not jobs.again(delivery):
        raise WrongState(_("This delivery has not failed. Only one that failed is tried again."))
    audit.record("delivery.repeated", by=by, subject=delivery, pack=delivery.pack_id, contact=contact.pk)


@transaction.atomic
def make_again(pack: Pack, *, by: Person) -> None:
    """Have a subscription's pack made that failed for good. Nobody asks for it a second time: what is in it was due."""
    if pack.subscription_id is None or pack.stakeholder is None:
        raise WrongState(_("Only the pack of a subscription is made again. Ask for the notes anew."))
    refuse_unless_teller(by, pack.stakeholder.market_id, pack.stakeholder.domain_id)
    if Stakeholder.objects.filter(packs=pack).exclude(ended_at=None).exists():
        raise WrongState(_("This list was ended. Make a new one."))
    if not jobs.again(pack):
        raise WrongState(_("This pack has not failed. Only one that failed is made again."))
    audit.record("pack.repeated", by=by, subject=pack, subscription=pack.subscription_id)
    soon(make_pack, pack.pk)


def _rows(pack: Pack, by: Person | None) -> Iterator[Delivery]:
    now = clock.now()
    seen = {_place(address) for address in pack.deliveries.exclude(address="").values_list("address", flat=True)}
    for contact in to_reach(pack).select_related("person").order_by("pk"):
        address = contact.url or contact.mailbox or (contact.person.email if contact.person else "")
        if address and _place(address) in seen:
            continue
        seen.add(_place(address))
        yield Delivery(
            pack=pack, contact=contact, key=uuid.uuid4().hex, address=address, asked_by=by, asked_at=now, due_at=now
        )


def _place(address: str) -> str:
    """Mailboxes are the same in any case; webhooks that differ in it are two."""
    return address if "://" in address else address.casefold()


def _digest(pack: Pack) -> str:
    """Of the file that was asked for."""
    files = dict(pack.files.values_list("format", "digest"))
    return next((files[name] for name in pack.formats if name in files), "")
