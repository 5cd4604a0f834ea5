"""How a list is reached: contacts added, renamed, given another secret, ended."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.frame.refusals import Invalid
from guidelines.liaison.directory import visible_stakeholders
from guidelines.liaison.directory_forms import ContactForm, RenameForm
from guidelines.liaison.directory_pages.asking import confirm_page, form_page, keeper, list_of, secret_page
from guidelines.liaison.models import Contact, Stakeholder
from guidelines.liaison.services import contacts as services
from guidelines.people.models import Person

ANY = ["GET", "HEAD", "POST"]


@require_http_methods(ANY)
@login_required
def add_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; after it the list, or the secret of a webhook."""
    stakeholder = list_of(request, pk, to_change=True)
    form = ContactForm(request.POST if request.method == "POST" else None, initial={"kind": "mailbox"})
    if form.is_bound and form.is_valid():
        try:
            secret = _added(form, stakeholder, keeper(request))
        except Invalid as refusal:
            form.blame(refusal)
        else:
            if secret:
                return secret_page(request, _("The secret of the webhook"), _("Secret"), secret, stakeholder)
            messages.success(request, _("Added."))
            return redirect(stakeholder)
    heading = _("A new contact of %(name)s") % {"name": stakeholder.name}
    return form_page(request, heading, form, _("Add the contact"), stakeholder)


def _added(form: ContactForm, stakeholder: Stakeholder, by: Person) -> str:
    """The secret of a webhook; nothing for others."""
    asked = form.cleaned_data
    if asked["kind"] == Contact.Kind.WEBHOOK:
        return services.add_webhook(stakeholder, asked["url"], name=asked["name"], by=by)[1]
    if asked["kind"] == Contact.Kind.MAILBOX:
        services.add_mailbox(stakeholder, asked["mailbox"], name=asked["name"], by=by)
    else:
        services.add_person(stakeholder, asked["found"], by=by)
    return ""


@require_http_methods(ANY)
@login_required
def change_contact(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _contact(request, pk)
    form = RenameForm(request.POST if request.method == "POST" else None, initial={"name": contact.name})
    if form.is_bound and form.is_valid():
        try:
            services.rename_contact(contact, form.cleaned_data["name"], by=keeper(request))
        except Invalid as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(contact.stakeholder)
    hint = _("Another address is another contact: end this one and add the other.")
    heading = _("Rename %(name)s") % {"name": contact.name}
    return form_page(request, heading, form, _("Save"), contact.stakeholder, hint=hint)


@require_http_methods(ANY)
@login_required
def renew_secret(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _contact(request, pk)
    if request.method == "POST":
        secret = services.renew_secret(contact, by=keeper(request))
        return secret_page(request, _("The secret of the webhook"), _("Secret"), secret, contact.stakeholder)
    sentences = (_("From the next message on, the old one verifies nothing. Have its keeper ready."),)
    heading = _("Make another secret for %(name)s?") % {"name": contact.name}
    return confirm_page(request, heading, _("Make another secret"), contact.stakeholder, sentences=sentences)


@require_http_methods(ANY)
@login_required
def end_contact(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _contact(request, pk)
    if request.method == "POST":
        services.end_contact(contact, by=keeper(request))
        messages.success(request, _("%(name)s is ended.") % {"name": contact.name})
        return redirect(contact.stakeholder)
    sentences = (_("Nothing goes there from now on, and what waits is not sent. What was sent stays in the record."),)
    heading = _("End %(name)s?") % {"name": contact.name}
    return confirm_page(request, heading, _("End the contact"), contact.stakeholder, sentences=sentences)


def _contact(request: HttpRequest, pk: int) -> Contact:
    seen = Contact.objects.filter(stakeholder__in=visible_stakeholders(keeper(request)))
    contact: Contact = get_object_or_404(seen.select_related("stakeholder"), pk=pk)
    list_of(request, contact.stakeholder_id, to_change=True)
    return contact
