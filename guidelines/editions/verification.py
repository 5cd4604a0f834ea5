"""What `verify_audit` proves about editions.

Digests, an approval by other eyes under every text ever in force, and that the tables say what the chain says.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict

from django.db.models import F, Max

from guidelines.audit import verify
from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import Finding
from guidelines.editions import four_eyes, signatures
from guidelines.editions.models import Approval, Attachment, Edition, Guideline, PolicyNumber
from guidelines.editions.retelling import OPENED, VERBS, Columns, Signed, Told, Written, retold

BATCH = 200


def register() -> None:
    verify.register(check)


def check() -> Iterator[Finding]:
    for batch in _batches():
        events, bases = _events(batch), _bases(batch)
        for edition in batch:
            if edition.digest != edition.computed_digest():
                yield Finding(f"{edition}: its words do not match its digest.")
            told = retold(events[edition.pk])
            if edition.published_at is not None:
                yield from _signed_by_others(edition, told.signatures if told else (signatures.ANY,))
            if told is None:
                yield Finding(f"{edition}: no event says how it was opened.")
            else:
                yield from _as_told(edition, told, bases.get(edition.base_id or 0))
    yield from _gone()
    yield from _counters()
    yield from _pictures()


def _batches() -> Iterator[list[Edition]]:
    rows = Edition.objects.select_related("guideline").prefetch_related("contributions", "approvals").order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _events(batch: list[Edition]) -> dict[int, list[AuditEvent]]:
    """The events of each edition, in their order."""
    found: dict[int, list[AuditEvent]] = defaultdict(list)
    ids = [edition.pk for edition in batch]
    for event in AuditEvent.objects.filter(subject_kind="edition", subject_id__in=ids, verb__in=VERBS).order_by("id"):
        found[event.subject_id].append(event)
    return found


def _bases(batch: list[Edition]) -> dict[int, int]:
    """The number of each edition that one of the batch, of the same guideline, stands on."""
    rows = Edition.objects.filter(drafts_on_it__in=batch, guideline=F("drafts_on_it__guideline"))
    return dict(rows.values_list("pk", "number"))


def _signed_by_others(edition: Edition, needed: tuple[str, ...]) -> Iterator[Finding]:
    """A text in force rests on every signature that was needed, by other eyes, or is an emergency and listed as one."""
    lacking = _lacking(edition, needed)
    if not lacking:
        return
    if edition.expires_at is not None:
        yield Finding(
            f"{edition}: enforced as an emergency until {edition.expires_at:%Y-%m-%d %H:%M} UTC, never ratified.",
            broken=False,
        )
        return
    if signatures.ANY in lacking:
        yield Finding(f"{edition}: published without the approval of somebody who wrote none of it.")
    else:
        yield Finding(f"{edition}: published without the signature of another person for {', '.join(lacking)}.")


def _lacking(edition: Edition, needed: tuple[str, ...]) -> list[str]:
    """The functions for which no signature by somebody else stands under these words."""
    approvals = [approval for approval in edition.approvals.all() if approval.digest == edition.digest]
    given: dict[str, int] = {}
    for approval in approvals:
        key = approval.function.casefold()
        if key in given or approval.person_id in given.values():
            continue
        if approval.person_id not in four_eyes.contributions(edition, approval.at):
            given[key] = approval.person_id
    return [function for function in needed if function.casefold() not in given]


def _as_told(edition: Edition, told: Told, base: int | None) -> Iterator[Finding]:
    """Where the edition, its contributions and its approvals are not what the chain says."""
    here, there = asdict(_columns(edition, base)), asdict(told.columns)
    differing = [name for name, value in here.items() if value != there[name]]
    if differing:
        yield Finding(f"{edition}: the record says otherwise about its {', '.join(differing)}.")
    rows = sorted(edition.contributions.all(), key=lambda row: row.pk)
    if [Written(row.person_id, row.kind, row.digest) for row in rows] != [written for written, at in told.written]:
        yield Finding(f"{edition}: its contributions are not those in the record.")
    elif any(row.at > at for row, (written, at) in zip(rows, told.written, strict=True)):
        yield Finding(f"{edition}: a contribution is dated later than the record says.")
    approvals = edition.approvals.all()
    signed = {_signature(row) for row in approvals}
    if signed != told.signed or len(signed) != len(approvals):
        yield Finding(f"{edition}: its approvals are not those in the record.")


def _signature(row: Approval) -> Signed:
    answers = tuple(row.checklist), tuple(row.agreed)
    said = row.note.strip(), row.function, row.on_behalf_of_id
    return Signed(row.person_id, row.kind, row.digest, row.at, *said, *answers)


def _columns(edition: Edition, base: int | None) -> Columns:
    return Columns(
        policy_id=edition.guideline.policy_id,
        number=edition.number,
        opened_by=edition.opened_by_id,
        base=base,
        digest=edition.digest,
        state=edition.state,
        effective_from=edition.effective_from,
        published_at=edition.published_at,
        expires_at=edition.expires_at,
        withdrawn_at=edition.withdrawn_at,
        last_move=edition.last_move,
        moved_at=edition.moved_at,
        moved_by=edition.moved_by_id,
        move_note=edition.move_note,
    )


def _gone() -> Iterator[Finding]:
    """Editions that the record opened and nobody finds."""
    opened = AuditEvent.objects.filter(subject_kind="edition", verb=OPENED)
    for event in opened.exclude(subject_id__in=Edition.objects.values("pk")).order_by("id"):
        yield Finding(f"{event.policy_id} edition {event.edition_number}: the record opened it, and it is gone.")


def _counters() -> Iterator[Finding]:
    """Markets and domains in which a number that was given could be given again."""
    last = {(row.market_id, row.domain_id): row.last for row in PolicyNumber.objects.all()}
    used = Guideline.objects.order_by().values_list("market_id", "domain_id").annotate(highest=Max("number"))
    for market, domain, highest in used:
        if last.get((market, domain), 0) < highest:
            policy_id = Guideline.objects.get(market=market, domain=domain, number=highest).policy_id
            yield Finding(f"The counter of policy numbers is behind {policy_id}.")


def _pictures() -> Iterator[Finding]:
    """Images that are not what their name says, or not there at all."""
    for attachment in Attachment.objects.order_by("pk"):
        try:
            with attachment.file.open() as file:
                found = hashlib.sha256(file.read()).hexdigest()
        except FileNotFoundError:
            found = ""
        if found != attachment.digest:
            what = "holds another image" if found else "is missing"
            yield Finding(f"The file of image {attachment.name} {what}.")
