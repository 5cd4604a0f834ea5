"""Deeds on a draft: save, restore, rebase. A save that changes no word leaves no trace."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

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
    """Save the words of a draft. `seen` is the digest they were written on; another one now is refused."""
    edition = _draft_for(by, SAVE, edition, seen)
    return _write(edition, words, by=by, kind=kind, why=why)


@transaction.atomic
def restore(edition: Edition, *, by: Person, seen: str, save_point: int) -> Saved:
    """Save the words of an earlier save point anew."""
    edition = _draft_for(by, SAVE, edition, seen)
    old = save_points.words_at(edition, save_point)
    if old is None:
        raise Invalid(_("This draft has no such save point."))
    return _write(edition, old, by=by, kind=Contribution.Kind.RESTORED, why=str(Contribution.Kind.RESTORED.label))


@transaction.atomic
def rebase(edition: Edition, *, by: Person, seen: str, words: DraftWords | None = None) -> Saved:
    """Put a draft on the words in force now. `words` is the text into which the newer words were brought."""
    edition = _draft_for(by, REBASE, edition, seen)
    now = clock.now()
    base = in_force(edition.guideline, now) or last_begun(edition.guideline, now)
    if base is None or base.pk == edition.base_id:
        raise Invalid(_("This draft already stands on the newest published words."))
    before, edition.base = edition.base, base
    saved = _write(edition, words or words_of(edition), by=by, kind=Contribution.Kind.REBASED, why="")
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


def _draft_for(by: Person, move: Move, edition: Edition, seen: str) -> Edition:
    edition = locked(edition)
    refuse_unless_allowed(by, move, edition)
    if seen != edition.digest:
        raise Outdated(_("Somebody saved this draft after you opened it. Your text is kept below: compare, then save."))
    return edition


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
