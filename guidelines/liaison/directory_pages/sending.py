"""Before a pack goes to a list: how many people of which class it reaches, and what is under embargo."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.liaison.briefs import Brief
from guidelines.liaison.documents import document
from guidelines.liaison.models import Contact, Stakeholder
from guidelines.liaison.queries import answer
from guidelines.liaison.questions import Question
from guidelines.people.models import Person


def confirm_sending(
    request: HttpRequest, person: Person, stakeholder: Stakeholder, question: Question, brief: Brief, at: dt.datetime
) -> HttpResponse:
    """The page that asks once more, of the state that was looked at. What was chosen and typed goes along."""
    found = answer(person, question, at, brief.told)
    written = document(person, question, found, at, brief, shown=())
    contacts = Contact.objects.running().filter(stakeholder=stakeholder).count()
    notes = ngettext("Send %(n)d note to %(name)s?", "Send %(n)d notes to %(name)s?", written.total)
    typed = [(name, text) for name, texts in request.POST.lists() for text in texts if name != "csrfmiddlewaretoken"]
    context = {
        "heading": notes % {"n": written.total, "name": stakeholder.name},
        "stakeholder": stakeholder,
        "sentences": (reaches(stakeholder, contacts),),
        "agreement": _("A second person must agree before it goes.") if brief.needs_agreement else "",
        "document": written,
        "typed": typed,
        "nobody": not contacts,
    }
    return render(request, "liaison/confirm_sending.html", context)


def reaches(stakeholder: Stakeholder, contacts: int) -> str:
    """`It goes to 14 contacts of a partner list.`"""
    told = ngettext(
        "It goes to %(n)d contact. Its audience: %(audience)s.",
        "It goes to %(n)d contacts. Its audience: %(audience)s.",
        contacts,
    )
    return told % {"n": contacts, "audience": stakeholder.get_audience_display().lower()}
