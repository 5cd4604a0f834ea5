"""Templates: starting points for new guidelines, kept by the policy managers of a domain."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Domain
from guidelines.editions.models import GuidelineTemplate
from guidelines.editions.rights import why_not_keep_templates
from guidelines.frame.refusals import Invalid, Outdated, Refused, WrongState
from guidelines.people.models import Person
from guidelines.text.normal import normalise, one_line
from guidelines.text.rendering import render


@transaction.atomic
def add_template(
    *, domain: Domain, language: str, name: str, source: str, by: Person, purpose: str = ""
) -> GuidelineTemplate:
    """Keep a starting point."""
    _refuse(by, domain)
    template = GuidelineTemplate(domain=domain, language=language, added_by=by, added_at=audit.moment())
    _write(template, name=name, purpose=purpose, source=source)
    template.save()
    audit.record("template.added", by=by, subject=template, at=template.added_at, name=template.name)
    return template


@transaction.atomic
def change_template(
    template: GuidelineTemplate, *, by: Person, seen: str, name: str, source: str, purpose: str = ""
) -> GuidelineTemplate:
    """Change a starting point. Guidelines that began with it stay as they are. `seen` is what the page showed."""
    template = _current(template)
    _refuse(by, template.domain)
    if seen != stamp(template):
        raise Outdated(_("Somebody changed this template after you opened it. Open it again, then change it."))
    _write(template, name=name, purpose=purpose, source=source)
    template.changed_by, template.changed_at = by, audit.moment()
    template.save()
    audit.record("template.changed", by=by, subject=template, at=template.changed_at, name=template.name)
    return template


@transaction.atomic
def end_template(template: GuidelineTemplate, *, by: Person) -> GuidelineTemplate:
    template = _current(template)
    _refuse(by, template.domain)
    template.ended_at = audit.moment()
    template.save(update_fields=["ended_at"])
    audit.record("template.ended", by=by, subject=template, at=template.ended_at, name=template.name)
    return template


def stamp(template: GuidelineTemplate) -> str:
    """What tells one state of a template from the next."""
    return (template.changed_at or template.added_at).isoformat()


def _write(template: GuidelineTemplate, *, name: str, purpose: str, source: str) -> None:
    template.name, template.purpose = one_line(name), one_line(purpose)
    template.source = normalise(source.replace("\r\n", "\n")).text
    if not template.name:
        raise Invalid(_("Give the template a name."))
    if not template.source.strip():
        raise Invalid(_("Write the text that a guideline starts with."))
    render(template.source, language=template.language)
    others = GuidelineTemplate.objects.filter(domain=template.domain, language=template.language, ended_at=None)
    if others.filter(name=template.name).exclude(pk=template.pk).exists():
        raise Invalid(_("Another template of this domain and language has this name."))


def _current(template: GuidelineTemplate) -> GuidelineTemplate:
    found = GuidelineTemplate.objects.select_for_update(of=("self",)).select_related("domain").get(pk=template.pk)
    if found.ended_at is not None:
        raise WrongState(_("This template is no longer kept."))
    return found


def _refuse(by: Person, domain: Domain) -> None:
    reason = why_not_keep_templates(by, domain, fresh=True)
    if reason:
        raise Refused(reason)
