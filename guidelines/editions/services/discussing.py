"""Speaking about an edition: comments, replies, resolving, suggestions. Nothing said is changed or taken away."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.drafts import words_of
from guidelines.editions.lifecycle import SAVE
from guidelines.editions.models import Comment, Contribution, Edition, Suggestion
from guidelines.editions.queries import who_may_be_named
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import why_not_comment, why_not_resolve
from guidelines.editions.services._moving import locked, refuse_unless_allowed
from guidelines.editions.services.drafting import Saved, save_draft
from guidelines.frame.refusals import Invalid, Outdated, WrongState
from guidelines.people.models import Person
from guidelines.text.anchoring import Anchor, anchor_at, place_of, replaced
from guidelines.text.normal import normalise
from guidelines.text.pieces import split

LONGEST = 4000


@transaction.atomic
def comment(
    edition: Edition,
    *,
    by: Person,
    text: str,
    seen: str = "",
    place: int | None = None,
    blocks_approval: bool = False,
    suggestion: str | None = None,
) -> Comment:
    """Begin a thread about the whole edition, or about the piece at `place` of the words with the digest `seen`.

    `suggestion` proposes words for that piece; empty words propose to delete it, its own words propose nothing.
    """
    edition = _open_for(by, edition)
    anchor = _anchor(edition, place, seen)
    if suggestion is not None and not anchor.block:
        raise Invalid(_("Choose the block that these words would replace."))
    proposed = _proposed(suggestion, anchor)
    now = audit.moment()
    made = Comment.objects.create(
        edition=edition,
        person=by,
        at=now,
        text=_said(text, needed=proposed is None),
        digest=edition.digest,
        block=anchor.block,
        key=anchor.key,
        excerpt=anchor.excerpt,
        blocks_approval=blocks_approval,
    )
    _name(made)
    if proposed is not None:
        Suggestion.objects.create(comment=made, source=proposed)
    facts = {"comment": made.pk, "blocks": blocks_approval, "suggests": proposed is not None}
    audit.record("edition.commented", by=by, subject=edition, digest=edition.digest, at=now, **facts)
    return made


def _proposed(suggestion: str | None, anchor: Anchor) -> str | None:
    """The suggested words; None where they are those that stand there."""
    if suggestion is None:
        return None
    words = normalise(suggestion.replace("\r\n", "\n")).text.strip("\n")
    return words if words != anchor.excerpt.strip("\n") else None


@transaction.atomic
def reply(thread: Comment, *, by: Person, text: str) -> Comment:
    """Answer in a thread. A reply to a resolved one does not open it again."""
    edition = _open_for(by, thread.edition)
    now = audit.moment()
    made = Comment.objects.create(
        edition=edition, thread=thread, person=by, at=now, text=_said(text), digest=edition.digest
    )
    _name(made)
    audit.record("edition.commented", by=by, subject=edition, digest=edition.digest, at=now, comment=made.pk)
    return made


@transaction.atomic
def resolve(thread: Comment, *, by: Person) -> Comment:
    """Settle a thread. It stays with the edition."""
    edition = _open_for(by, thread.edition)
    thread = Comment.objects.select_for_update().get(pk=thread.pk)
    refuse(why_not_resolve(by, thread, fresh=True))
    if thread.resolved_at is not None:
        raise WrongState(_("This comment is resolved already."))
    thread.resolved_at, thread.resolved_by = audit.moment(), by
    thread.save(update_fields=["resolved_at", "resolved_by"])
    audit.record("edition.comment_resolved", by=by, subject=edition, at=thread.resolved_at, comment=thread.pk)
    return thread


@transaction.atomic
def reopen(thread: Comment, *, by: Person) -> Comment:
    edition = _open_for(by, thread.edition)
    thread = Comment.objects.select_for_update().get(pk=thread.pk)
    if thread.resolved_at is None:
        raise WrongState(_("This comment is open already."))
    thread.resolved_at, thread.resolved_by = None, None
    thread.save(update_fields=["resolved_at", "resolved_by"])
    audit.record("edition.comment_reopened", by=by, subject=edition, comment=thread.pk)
    return thread


@transaction.atomic
def accept_suggestion(suggestion: Suggestion, *, by: Person, seen: str) -> Saved:
    """Put the suggested words into the draft. From then on whoever suggested them has written in it, too."""
    said = suggestion.comment
    edition = locked(said.edition)
    refuse_unless_allowed(by, SAVE, edition)
    suggestion = _undecided(suggestion)
    place = place_of(Anchor(said.block, said.key, said.excerpt), pieces := split(edition.source))
    if place is None or pieces[place].source.strip("\n") != said.excerpt.strip("\n"):
        raise Outdated(
            _("This block changed after the suggestion was made. Bring the words in by hand, then decline it.")
        )
    words = replace(words_of(edition), source=replaced(edition.source, place, suggestion.source))
    why = _("Suggestion of %(name)s") % {"name": said.person.name}
    saved = save_draft(edition, by=by, seen=seen, words=words, kind=Contribution.Kind.SUGGESTED, why=why)
    edition = saved.edition
    if saved.changed and said.person_id != by.pk:
        Contribution.objects.create(
            edition=edition,
            person=said.person,
            kind=Contribution.Kind.SUGGESTED,
            digest=edition.digest,
            at=edition.saved_at,
        )
    _decide(suggestion, by=by, accepted=True)
    written_by = said.person_id if saved.changed and said.person_id != by.pk else None
    audit.record(
        "edition.suggestion_accepted",
        by=by,
        subject=edition,
        digest=edition.digest,
        comment=said.pk,
        suggested_by=written_by,
    )
    return saved


@transaction.atomic
def decline_suggestion(suggestion: Suggestion, *, by: Person) -> Suggestion:
    edition = locked(suggestion.comment.edition)
    refuse_unless_allowed(by, SAVE, edition)
    suggestion = _decide(_undecided(suggestion), by=by, accepted=False)
    audit.record("edition.suggestion_declined", by=by, subject=edition, comment=suggestion.comment_id)
    return suggestion


def _undecided(suggestion: Suggestion) -> Suggestion:
    suggestion = (
        Suggestion.objects.select_for_update(of=("self",)).select_related("comment__person").get(pk=suggestion.pk)
    )
    if suggestion.accepted is not None:
        raise WrongState(_("This suggestion is decided already."))
    return suggestion


def _decide(suggestion: Suggestion, *, by: Person, accepted: bool) -> Suggestion:
    suggestion.accepted, suggestion.decided_by, suggestion.decided_at = accepted, by, audit.moment()
    suggestion.save(update_fields=["accepted", "decided_by", "decided_at"])
    said = suggestion.comment
    if said.resolved_at is None and not said.blocks_approval:
        said.resolved_at, said.resolved_by = suggestion.decided_at, by
        said.save(update_fields=["resolved_at", "resolved_by"])
    return suggestion


def _open_for(by: Person, edition: Edition) -> Edition:
    edition = locked(edition)
    refuse(why_not_comment(by, edition, fresh=True))
    return edition


def _anchor(edition: Edition, place: int | None, seen: str) -> Anchor:
    if place is None:
        return Anchor("", "", "")
    if seen != edition.digest:
        raise Outdated(_("The words changed after you opened this page. Read the block again, then send your comment."))
    anchor = anchor_at(edition.source, place)
    if anchor is None:
        raise Invalid(_("There is no such block in this text."))
    return replace(anchor, key=anchor.key[:200])


def _said(text: str, *, needed: bool = True) -> str:
    said = normalise(text.replace("\r\n", "\n")).text.strip()
    if not said and needed:
        raise Invalid(_("Write your comment."))
    if len(said) > LONGEST:
        raise Invalid(_("A comment has %(most)d characters at most. Shorten it, or write two.") % {"most": LONGEST})
    return said


def _name(made: Comment) -> None:
    """Note whom it names: “@” and the full name of somebody who may read it."""
    if "@" in made.text:
        made.mentions.set(person for person in who_may_be_named(made.edition) if f"@{person.name}" in made.text)
