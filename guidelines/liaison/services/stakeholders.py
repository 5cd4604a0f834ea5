"""Keeping the directory: a list of contacts is made, its facts are changed, and it is ended. Each is recorded."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import LANGUAGES, Domain, Market
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.frame.seen import mark, refuse_outdated
from guidelines.liaison.directory import refuse_unless_teller
from guidelines.liaison.models import Stakeholder
from guidelines.liaison.models.stakeholders import TOLD
from guidelines.people.models import Person
from guidelines.text.normal import one_line


@transaction.atomic
def make_stakeholder(
    *,
    name: str,
    audience: str,
    market: Market | None,
    domain: Domain | None,
    language: str = "en",
    about: str = "",
    by: Person,
) -> Stakeholder:
    """A new list. Its audience, market and domain stay as they are: what it was told depends on them."""
    refuse_unless_teller(by, market.pk if market else None, domain.pk if domain else None)
    if audience not in dict(TOLD):
        raise Invalid(_("No list has that audience. Choose one from the list."))
    now = audit.moment()  # Whoever makes a list of this name at the same time waits here.
    name = _fit_name(name)
    stakeholder = Stakeholder.objects.create(
        name=name,
        audience=audience,
        market=market,
        domain=domain,
        language=_fit_language(language),
        about=about,
        made_by=by,
        made_at=now,
    )
    audit.record("stakeholder.made", by=by, subject=stakeholder, at=now, audience=audience, name=name)
    return stakeholder


@transaction.atomic
def change_stakeholder(
    stakeholder: Stakeholder, *, name: str, language: str, about: str, seen: str, by: Person
) -> Stakeholder:
    """Another name, language or purpose. `seen` is what was opened."""
    stakeholder = locked(stakeholder, by)
    audit.moment()  # Whoever gives another list this name waits here.
    kept = seen_of(stakeholder)
    stakeholder.name = _fit_name(name, other_than=stakeholder)
    stakeholder.language, stakeholder.about = _fit_language(language), one_line(about)
    refuse_outdated(seen, kept=kept, wished=seen_of(stakeholder))
    stakeholder.save(update_fields=["name", "language", "about"])
    audit.record("stakeholder.changed", by=by, subject=stakeholder, name=stakeholder.name, language=language)
    return stakeholder


def seen_of(stakeholder: Stakeholder) -> str:
    """What a form of it says that it was opened on."""
    return mark(stakeholder.name, stakeholder.language, stakeholder.about)


@transaction.atomic
def end_stakeholder(stakeholder: Stakeholder, *, by: Person) -> None:
    """Nothing goes to it from now on. What it was sent stays in the record."""
    stakeholder = locked(stakeholder, by)
    stakeholder.ended_at = audit.moment()
    stakeholder.save(update_fields=["ended_at"])
    audit.record("stakeholder.ended", by=by, subject=stakeholder, at=stakeholder.ended_at)


def locked(stakeholder: Stakeholder, by: Person) -> Stakeholder:
    """The list as it stands, for a deed of somebody who may keep it; nobody else changes it meanwhile."""
    # Its key stays: a worker that writes a pack for it, with its subscription locked, need not wait for this.
    found = Stakeholder.objects.select_for_update(no_key=True).get(pk=stakeholder.pk)
    refuse_unless_teller(by, found.market_id, found.domain_id)
    if found.ended_at:
        raise WrongState(_("This list was ended. Make a new one."))
    return found


def _fit_name(name: str, *, other_than: Stakeholder | None = None) -> str:
    name = one_line(name)
    if not name:
        raise Invalid(_("Enter a name."))
    if len(name) > 120:
        raise Invalid(_("A name has at most 120 characters."))
    others = Stakeholder.objects.running().filter(name=name).exclude(pk=other_than.pk if other_than else None)
    if others.exists():
        raise Invalid(_("There is a list of this name already. Choose another name."))
    return name


def _fit_language(language: str) -> str:
    if language not in dict(LANGUAGES):
        raise Invalid(_("Change notes are not written in that language. Choose one from the list."))
    return language
