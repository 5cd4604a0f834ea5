"""The contacts of a list: a person, a mailbox or a webhook is added, named anew, or ended."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.liaison.delivering.addresses import Unfit, addresses_of, read
from guidelines.liaison.delivering.outcomes import NotTaken
from guidelines.liaison.delivering.signing import new_seed, secret_of
from guidelines.liaison.models import Contact, Stakeholder
from guidelines.liaison.services.stakeholders import locked
from guidelines.people.models import Person
from guidelines.text.normal import one_line


def add_person(stakeholder: Stakeholder, person: Person, *, by: Person) -> Contact:
    """Somebody with an account: reads what is sent on their page, and has it by mail where they have an address."""
    if not person.is_active:
        raise Invalid(_("%(name)s has left. Choose somebody else.") % {"name": person.name})
    return _add(stakeholder, by, Contact(kind=Contact.Kind.PERSON, name=person.name, person=person))


def add_mailbox(stakeholder: Stakeholder, mailbox: str, *, name: str = "", by: Person) -> Contact:
    mailbox = fit_mailbox(mailbox)
    return _add(stakeholder, by, Contact(kind=Contact.Kind.MAILBOX, name=one_line(name) or mailbox, mailbox=mailbox))


def add_webhook(stakeholder: Stakeholder, url: str, *, name: str = "", by: Person) -> tuple[Contact, str]:
    """The contact, and the secret that its keeper needs: it is shown now and never again."""
    url = fit_url(url)
    contact = Contact(kind=Contact.Kind.WEBHOOK, name=one_line(name) or read(url).host, url=url, seed=new_seed())
    return _add(stakeholder, by, contact), secret_of(contact.seed)


@transaction.atomic
def rename_contact(contact: Contact, name: str, *, by: Person) -> Contact:
    """Another name. Another address is another contact: what went to the old one must stay true."""
    contact = _locked(contact, by)
    contact.name = _fit_name(name)
    contact.save(update_fields=["name"])
    audit.record("contact.renamed", by=by, subject=contact)
    return contact


@transaction.atomic
def renew_secret(contact: Contact, *, by: Person) -> str:
    """Another secret for a webhook, from the next attempt on. It is shown now and never again."""
    contact = _locked(contact, by)
    if contact.kind != Contact.Kind.WEBHOOK:
        raise WrongState(_("Only a webhook has a secret."))
    contact.seed = new_seed()
    contact.save(update_fields=["seed"])
    audit.record("contact.secret_renewed", by=by, subject=contact)
    return secret_of(contact.seed)


@transaction.atomic
def end_contact(contact: Contact, *, by: Person) -> None:
    """Nothing goes there from now on, and what waits is not sent."""
    contact = _locked(contact, by)
    contact.ended_at = audit.moment()
    contact.save(update_fields=["ended_at"])
    audit.record("contact.ended", by=by, subject=contact, at=contact.ended_at)


def fit_mailbox(mailbox: str) -> str:
    """A mailbox that can stand in a mail's header, or the sentence that says why not."""
    mailbox = mailbox.strip(" ")
    if not mailbox.isprintable():
        raise Invalid(_("A mailbox has no line ends and no invisible characters."))
    try:
        validate_email(mailbox)
    except ValidationError:
        raise Invalid(_("This is no mailbox. Write it like notes@example.com.")) from None
    if not mailbox.isascii() or len(mailbox) > 254:
        raise Invalid(_("A mailbox is written with plain letters, and at most 254 of them."))
    return mailbox


def fit_url(url: str) -> str:
    """An address at which a webhook may be, or the sentence that says why not."""
    url = url.strip(" ")
    if len(url) > 500:
        raise Invalid(_("An address has at most 500 characters."))
    try:
        addresses_of(read(url))
    except Unfit as unfit:
        raise Invalid(unfit.sentence) from unfit
    except NotTaken as not_taken:
        raise Invalid(not_taken.reason.label) from not_taken
    return url


@transaction.atomic
def _add(stakeholder: Stakeholder, by: Person, contact: Contact) -> Contact:
    contact.stakeholder = locked(stakeholder, by)
    contact.name = _fit_name(contact.name)
    same = {"person": contact.person} if contact.person else {"mailbox__iexact": contact.mailbox, "url": contact.url}
    if Contact.objects.running().filter(stakeholder=stakeholder, **same).exists():
        raise Invalid(_("This list has that contact already."))
    contact.made_by, contact.made_at = by, audit.moment()
    contact.save()
    audit.record("contact.made", by=by, subject=contact, stakeholder=stakeholder.pk, kind=contact.kind)
    return contact


def _locked(contact: Contact, by: Person) -> Contact:
    locked(contact.stakeholder, by)
    found = Contact.objects.select_for_update().get(pk=contact.pk)
    if found.ended_at:
        raise WrongState(_("This contact was ended. Add it again."))
    return found


def _fit_name(name: str) -> str:
    name = one_line(name)
    if not name or len(name) > 120:
        raise Invalid(_("A name has 1 to 120 characters."))
    return name
