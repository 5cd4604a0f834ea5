"""Attachments: images kept once for their content, and the editions they were put into."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from guidelines.editions.models.edition import Edition
from guidelines.people.models import Person


class Attachment(models.Model):
    """An image as it was encoded anew on its way in. Its name is the sha256 of its bytes; it is never changed."""

    digest = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=20)
    extension = models.CharField(max_length=5)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    """In bytes."""
    file = models.FileField(upload_to="attachments", max_length=120)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("-added_at",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The address that goes into the text; it holds the digest, so the words prove the image."""
        return reverse("attachment", args=[self.name])

    @property
    def name(self) -> str:
        return f"{self.digest}.{self.extension}"


class AttachmentUse(models.Model):
    """An image was put into an edition. Whether its text still shows it, the text tells."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="attachment_uses")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="uses")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = (models.UniqueConstraint("edition", "attachment", name="attachment_once_per_edition"),)

    def __str__(self) -> str:
        return f"{self.attachment} in {self.edition}"
