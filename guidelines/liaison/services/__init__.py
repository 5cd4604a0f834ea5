"""Exporting change notes: a deed, so it is recorded with the digest of the bytes that went out."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Refused
from guidelines.liaison.documents import document
from guidelines.liaison.exports import Format
from guidelines.liaison.happenings import Kind
from guidelines.liaison.queries import answer, may_export
from guidelines.liaison.questions import Question
from guidelines.people.models import Person
from guidelines.people.scopes import holdings

MOST_NOTES = 1000


@dataclass(frozen=True)
class Export:
    """A file as it leaves the house."""

    name: str
    content_type: str
    content: bytes
    digest: str


def export(question: Question, *, by: Person, form: Format, now: dt.datetime | None = None) -> Export:
    """The whole answer to a question in one format, recorded as `notes.exported`."""
    refuse_unless_exporter(by, fresh=True)
    now = now or clock.now()
    found = answer(by, question, now)
    if len(found.happenings) > MOST_NOTES:
        raise Invalid(
            _("A file holds at most %(most)d changes and these are %(found)d. Choose fewer days or one market.")
            % {"most": MOST_NOTES, "found": len(found.happenings)}
        )
    content = form.write(document(by, question, found, now))
    embargo = any(happening.kind is Kind.STARTS for happening in found.happenings)
    name = question.file_name(form.extension, embargo=embargo)
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    audit.record(
        "notes.exported",
        by=by,
        subject=question,
        digest=digest,
        question=question.as_data(),
        file=name,
        bytes=len(content),
        notes=[f"{happening.edition} {happening.kind}" for happening in found.happenings],
    )
    return Export(name, form.content_type, content, digest)


def refuse_unless_exporter(person: Person, *, fresh: bool = False) -> None:
    """Only for those who may export somewhere; what they may export the queries decide."""
    holdings(person, fresh=fresh)
    if person.is_superuser:
        raise Refused(_("A system administrator manages accounts and never text. Sign in with another account."))
    if not may_export(person):
        raise Refused(_("Only a liaison or a policy manager can export change notes."))
