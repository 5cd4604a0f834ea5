"""Delivery: one pack on its way to one contact."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.frame.jobs import Job
from guidelines.liaison.models.packing import Pack
from guidelines.liaison.models.stakeholders import Contact
from guidelines.people.models import Person


class Reason(models.TextChoices):
    """Why an attempt failed, in a sentence for those who look after it."""

    NO_MAIL_SERVER = "no_mail_server", _("No mail server is set. Ask your administrator.")
    MAILBOX_REFUSED = "mailbox_refused", _("The mailbox refused the message.")
    MAIL_REFUSED = "mail_refused", _("The mail server refused the message. Ask your administrator.")
    MAIL_PUT_OFF = "mail_put_off", _("The mail server put the message off.")
    MAIL_BROKEN = "mail_broken", _("The mail server could not be reached, or hung up before it answered.")
    CONTACT_ENDED = "contact_ended", _("The contact was ended before the message was sent.")
    NARROWED = "narrowed", _("Something in it was kept to fewer people before the message was sent.")
    ADDRESS = "address", _("The address of the webhook can’t be used.")
    NAME_UNKNOWN = "name_unknown", _("The name of the webhook is not known.")
    NOT_PUBLIC = "not_public", _("The webhook stands at an address that is not public.")
    CERTIFICATE = "certificate", _("The certificate of the webhook can’t be verified.")
    WEBHOOK_BROKEN = "webhook_broken", _("The webhook could not be reached, or hung up before it answered.")
    WEBHOOK_REFUSED = "webhook_refused", _("The webhook refused the message.")
    WEBHOOK_PUT_OFF = "webhook_put_off", _("The webhook put the message off.")
    REDIRECT = "redirect", _("The webhook leads elsewhere, and that is never followed. Enter where it leads.")
    BROKEN = "broken", _("Something broke on our side. It is recorded.")


class Delivery(Job):
    """A pack goes to a contact once. Its key names it to the far side, so that a second copy can be told."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="deliveries")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="deliveries")
    key = models.CharField(max_length=64, unique=True)
    """The idempotency key of a webhook, and the left half of a mail's Message-ID: the same at every attempt."""
    address = models.CharField(max_length=500, blank=True)
    """Where it goes, as the contact stood then; empty for a person without a mail address, who reads it here."""
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    """Why the newest attempt failed; empty when it did not."""
    answer = models.CharField(max_length=300, blank=True)
    """What the far side said: when it took it, or why it did not."""
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Who sent it; empty for a subscription."""
    asked_at = models.DateTimeField()

    class Meta(Job.Meta):
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint("pack", "contact", name="a_pack_goes_to_a_contact_once"),
            models.UniqueConstraint(
                "pack", "address", name="a_pack_goes_to_an_address_once", condition=~models.Q(address="")
            ),
        )

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    def audit_subject(self) -> Subject:
        return Subject("delivery", self.pk)
