"""Who is told that a file was brought in, or could not be: whoever confirmed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from guidelines.audit.models import AuditEvent
from guidelines.liaison.models import Kind
from guidelines.liaison.notifying import showing, telling
from guidelines.liaison.notifying.showing import Shown, Told
from guidelines.liaison.notifying.telling import News, these
from guidelines.people.models import Person
from guidelines.quality.models import CheckImport
from guidelines.quality.rights import visible_imports

IMPORT = "check_import"


def register() -> None:
    telling.register(ended, "checks.brought_in", "checks.failed")
    showing.register(IMPORT, imports)


def ended(event: AuditEvent) -> Iterable[News]:
    found = CheckImport.objects.get(pk=event.subject_id)
    people = [found.confirmed_by_id] if found.confirmed_by_id else []
    yield News(Kind.QUALITY, (IMPORT, found.pk), these(people))


def imports(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    found = visible_imports(person).in_bulk([one.row.subject_id for one in told])
    shown = {}
    for one in told:
        job = found.get(one.row.subject_id)
        if job and one.event:
            shown[one.row.pk] = Shown(_sentence(one.event), job.get_absolute_url(), title=job.file_name)
    return shown


def _sentence(event: AuditEvent) -> str:
    if event.verb == "checks.failed":
        return _("A file of checked decisions could not be brought in.")
    data = event.data
    facts = {"taken": data.get("taken", 0), "changed": data.get("changed", 0), "problems": data.get("problems", 0)}
    return _("A file was brought in: %(taken)d new, %(changed)d other verdicts, %(problems)d rows not taken.") % facts
