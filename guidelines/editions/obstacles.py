"""What stands between an edition in review and its approval, beside who may sign: one list for page and gate."""

from __future__ import annotations

from django.utils.translation import ngettext

from guidelines.editions.models import Edition
from guidelines.frame.refusals import WrongState


class Obstructed(WrongState):
    """Words that can't be approved yet: something about them waits for somebody."""


def obstacles(edition: Edition) -> list[str]:
    """A sentence for each thing that must be settled first."""
    return _open_comments(edition)


def _open_comments(edition: Edition) -> list[str]:
    count = edition.comments.filter(thread=None, blocks_approval=True, resolved_at=None).count()
    if not count:
        return []
    sentence = ngettext(
        "%(count)d open comment blocks approval. Resolve it first.",
        "%(count)d open comments block approval. Resolve them first.",
        count,
    )
    return [sentence % {"count": count}]
