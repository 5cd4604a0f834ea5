"""Putting images into a draft. An image is kept once for its content and never changed."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from guidelines.audit import services as audit
from guidelines.editions.images import Picture, picture
from guidelines.editions.lifecycle import SAVE
from guidelines.editions.models import Attachment, AttachmentUse, Edition
from guidelines.editions.queries import missing_attachments
from guidelines.editions.rights import visible_attachments
from guidelines.editions.services._moving import locked, refuse_unless_allowed
from guidelines.people.models import Person


def attach(edition: Edition, *, by: Person, data: bytes) -> Attachment:
    """Keep an image for a draft. Its address can then be put into the text; the same bytes are kept once."""
    refuse_unless_allowed(by, SAVE, edition)
    drawn = picture(data)
    # The file before the row: a file nobody names harms nobody, a row without its file shows a hole.
    name = _stored(drawn)
    return _recorded(edition, drawn, name, by=by)


def _stored(drawn: Picture) -> str:
    digest = hashlib.sha256(drawn.data).hexdigest()
    path = f"attachments/{digest[:2]}/{digest}.{drawn.extension}"
    return path if default_storage.exists(path) else default_storage.save(path, ContentFile(drawn.data))


@transaction.atomic
def _recorded(edition: Edition, drawn: Picture, name: str, *, by: Person) -> Attachment:
    edition = locked(edition)
    refuse_unless_allowed(by, SAVE, edition)
    now = audit.moment()
    attachment, _ = Attachment.objects.get_or_create(
        digest=hashlib.sha256(drawn.data).hexdigest(),
        defaults={
            "media_type": drawn.media_type,
            "extension": drawn.extension,
            "width": drawn.width,
            "height": drawn.height,
            "size": len(drawn.data),
            "file": name,
            "added_by": by,
            "added_at": now,
        },
    )
    _, is_new = AttachmentUse.objects.get_or_create(
        edition=edition, attachment=attachment, defaults={"person": by, "at": now}
    )
    if is_new:
        image = attachment.name
        audit.record("edition.image_added", by=by, subject=edition, digest=edition.digest, at=now, image=image)
    return attachment


def link_attachments(edition: Edition, *, by: Person) -> None:
    """Note the images that the words just saved brought along from other texts, where the writer may see them."""
    missing = missing_attachments(edition)
    if not missing:
        return
    digests = [name.partition(".")[0] for name in missing]
    for attachment in visible_attachments(by).filter(digest__in=digests):
        if attachment.name in missing:
            AttachmentUse.objects.create(edition=edition, attachment=attachment, person=by, at=edition.saved_at)
