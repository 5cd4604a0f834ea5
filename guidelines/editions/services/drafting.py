"""Deeds on a draft: save, restore, rebase. A save that changes no word leaves no trace."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.audit import services as audit
from guidelines.editions import save_points
from guidelines.editions.drafts import LONGEST, DraftWords, words_of
from guidelines.editions.lifecycle import REBASE, SAVE, Move
from guidelines.editions.models import Contribution, Edition
from guidelines.editions.queries import in_force, last_begun
from guidelines.editions.services._moving import locked, refuse_unless_allowed
from guidelines.editions.services.attaching import link_attachments
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Outdated
from guidelines.people.models import Person
from guidelines.text.rendering import render

OUTDATED = gettext_lazy("Somebody saved this draft after you opened it. Your text is kept below: compare, then save.")


@dataclass(frozen=True)
class Saved:
    """The draft after a save, whether a word changed, and what was mended in the text on its way in."""

    edition: Edition
    changed: bool
    mended: tuple[str, ...]


@transaction.atomic
def save_draft(
    edition: Edition,
    *,
    by: Person,
    seen: str,
    words: DraftWords,
    kind: str = Contribution.Kind.SAVED,
    why: str = "",
) -> Saved:
    """Save the words of a draft. `seen` is the digest they were written on; another one now is refused.

    Words that are saved already are no news, whatever was seen: a browser may send twice what it had no answer to.
    """
    edition = _draft_for(by, SAVE, edition)
    if seen != edition.digest and not _are_saved(edition, words):
        raise Outdated(OUTDATED)
    return _write(edition, words, by=by, kind=kind, why=why)


@transaction.atomic
def restore(edition: Edition, *, by: Person, seen: str, save_point: int) -> Saved:
    """Save the words of an earlier save point anew."""
    edition = _draft_for(by, SAVE, edition)
    if seen != edition.digest:
        raise Outdated(_("Somebody saved this draft after you opened its history. Look again before you restore."))
    old = save_points.words_at(edition, save_point)
    if old is None:
        raise Invalid(_("This draft has no such save point."))
    return _write(edition, old, by=by, kind=Contribution.Kind.RESTORED, why=Contribution.Kind.RESTORED)


@transaction.atomic
def rebase(
    edition: Edition, *, by: Person, seen: str, words: DraftWords | None = None, onto: Edition | None = None
) -> Saved:
    """Put a draft on the words in force now. `words` is the text into which those of `onto` were brought.

    Newer words still, published meanwhile, are refused: nobody has brought those in.
    """
    edition = _draft_for(by, REBASE, edition)
    if seen != edition.digest:
        raise Outdated(OUTDATED)
    now = clock.now()
    base = in_force(edition.guideline, now) or last_begun(edition.guideline, now)
    if base is None or base.pk == edition.base_id:
        raise Invalid(_("This draft already stands on the newest published words."))
    if onto and onto.pk != base.pk:
        raise Outdated(
            _("Edition %(number)d took force meanwhile. Bring in its words as well.") % {"number": base.number}
        )
    before, edition.base = edition.base, base
    kind = Contribution.Kind.REBASED
    saved = _write(edition, words or words_of(edition), by=by, kind=kind, why=kind)
    edition.save(update_fields=["base"])
    audit.record(
        "edition.rebased",
        by=by,
        subject=edition,
        digest=edition.digest,
        base=base.number,
        base_before=before.number if before else None,
    )
    return saved


def _draft_for(by: Person, move: Move, edition: Edition) -> Edition:
    edition = locked(edition)
    refuse_unless_allowed(by, move, edition)
    return edition


def _are_saved(edition: Edition, words: DraftWords) -> bool:
    return words.normalised().words == words_of(edition)


def _write(edition: Edition, words: DraftWords, *, by: Person, kind: str, why: str) -> Saved:
    normalised = words.normalised()
    refuse_unless_storable(normalised.words, edition.guideline.language)
    normalised.words.write_on(edition)
    before, edition.digest = edition.digest, edition.computed_digest()
    if edition.digest == before:
        return Saved(edition, changed=False, mended=normalised.changes)
    # The deed's own instant: signatures and contributions must stand in the order in which they happened.
    edition.saved_at = audit.moment()
    edition.save()
    Contribution.objects.create(edition=edition, person=by, kind=kind, digest=edition.digest, at=edition.saved_at)
    save_points.keep(edition, by=by, why=why)
    link_attachments(edition, by=by)
    audit.record(
        "edition.saved",
        by=by,
        subject=edition,
        digest=edition.digest,
        at=edition.saved_at,
        kind=kind,
        before=before,
    )
    return Saved(edition, changed=True, mended=normalised.changes)


def refuse_unless_storable(words: DraftWords, language: str) -> None:
    """Refuse words beyond the limits, with a sentence and where possible a line: what is stored can be rendered."""
    if not words.title.strip():
        raise Invalid(_("Give the guideline a title."))
    for name, (label, longest) in LONGEST.items():
        length = len(getattr(words, name))
        if length > longest:
            raise Invalid(
                _("The %(field)s has %(length)d characters. The limit is %(longest)d.")
                % {"field": label, "length": length, "longest": longest}
            )
    render(words.source, language=language)
