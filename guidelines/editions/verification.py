"""What `verify_audit` proves about editions: digests, and an approval by other eyes under every text ever in force."""

from __future__ import annotations

from collections.abc import Iterator

from guidelines.audit import verify
from guidelines.audit.verify import Finding
from guidelines.editions import four_eyes
from guidelines.editions.models import Edition


def register() -> None:
    verify.register(check)


def check() -> Iterator[Finding]:
    for edition in Edition.objects.select_related("guideline").order_by("pk").iterator(chunk_size=200):
        if edition.digest != edition.computed_digest():
            yield Finding(f"{edition}: its words do not match its digest.")
        if edition.published_at is not None:
            yield from _signed(edition)


def _signed(edition: Edition) -> Iterator[Finding]:
    """A text in force rests on a signature by other eyes, or it is an emergency and listed as one."""
    approvals = edition.approvals.filter(digest=edition.digest).select_related("person")
    if any(approval.person_id not in four_eyes.contributions(edition, approval.at) for approval in approvals):
        return
    if edition.expires_at is not None:
        yield Finding(
            f"{edition}: enforced as an emergency until {edition.expires_at:%Y-%m-%d %H:%M} UTC, never ratified.",
            broken=False,
        )
        return
    yield Finding(f"{edition}: published without the approval of somebody who wrote none of it.")
