"""Who is told of materials: reviewers of a submission, those who wrote of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guidelines.audit.models import AuditEvent
from guidelines.editions.clearances import only_open_to
from guidelines.learning.material_rights import visible_materials
from guidelines.learning.models import Material
from guidelines.liaison.models import Kind
from guidelines.liaison.notifying import showing, telling
from guidelines.liaison.notifying.showing import Shown, Told
from guidelines.liaison.notifying.telling import News, these
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import people_who_may

MATERIAL = "material"
SENTENCES: dict[str, Promise] = {
    "material.submitted": gettext_lazy("%(name)s asks you to approve a training material."),
    "material.returned": gettext_lazy("%(name)s requests changes to a training material."),
    "material.approved": gettext_lazy("%(name)s approved a training material."),
}
KINDS = {"material.returned": Kind.CHANGES, "material.approved": Kind.APPROVED}


def register() -> None:
    telling.register(submitted, "material.submitted")
    telling.register(answered, "material.returned", "material.approved")
    showing.register(MATERIAL, shown)


def submitted(event: AuditEvent) -> Iterable[News]:
    """Everybody who may approve it: who reviews there and wrote none of it."""
    material = _of(event)
    guideline = material.edition.guideline
    people = people_who_may(Capability.REVIEW, guideline.market_id, guideline.domain_id)
    wrote = material.save_points.values("saved_by")
    yield News(Kind.REVIEW, (MATERIAL, material.pk), only_open_to(people.exclude(pk__in=wrote), guideline))


def answered(event: AuditEvent) -> Iterable[News]:
    """Everybody who wrote it."""
    material = _of(event)
    wrote = set(material.save_points.values_list("saved_by", flat=True))
    yield News(KINDS[event.verb], (MATERIAL, material.pk), these(wrote))


def shown(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    rows = visible_materials(person).filter(pk__in={one.row.subject_id for one in told})
    found = {material.pk: material for material in rows}
    return {
        one.row.pk: _shown(material, one) for one in told if one.event and (material := found.get(one.row.subject_id))
    }


def _shown(material: Material, one: Told) -> Shown:
    guideline, event = material.edition.guideline, one.event
    assert event is not None, "the caller looked"
    return Shown(
        str(SENTENCES[event.verb]) % {"name": one.name},
        material.get_absolute_url(),
        policy_id=guideline.policy_id,
        title=material.title,
        language=material.language,
        note=str(event.data.get("note", ""))[:300],
        is_restricted=guideline.is_restricted,
    )


def _of(event: AuditEvent) -> Material:
    return Material.objects.select_related("edition__guideline").get(pk=event.subject_id)
