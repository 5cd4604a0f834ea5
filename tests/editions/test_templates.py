"""Templates: the starting points of a domain, and who keeps them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Edition, GuidelineTemplate
from guidelines.editions.services.templating import stamp
from guidelines.frame.refusals import Invalid, Outdated, Refused, WrongState
from tests.editions.pages import signed_in, text
from tests.people import World

WORDS = {"name": "Regulated product", "source": "## Scope\n\nWho needs a licence.\n"}


def template(world: World, **words: str) -> GuidelineTemplate:
    return services.add_template(domain=world.product, language="en", by=world.ann, **{**WORDS, **words})


def test_a_template_is_kept_changed_and_ended_with_an_event_each(world: World) -> None:
    kept = template(world)
    changed = services.change_template(kept, by=world.art, seen=stamp(kept), name="Licences", source="## Scope\n")
    assert (changed.name, changed.changed_by) == ("Licences", world.art)
    services.end_template(changed, by=world.ann)
    assert list(AuditEvent.objects.order_by("-id").values_list("verb", flat=True)[:3]) == [
        "template.ended",
        "template.changed",
        "template.added",
    ]
    with pytest.raises(WrongState, match="no longer kept"):
        services.end_template(changed, by=world.ann)


def test_a_template_that_changed_meanwhile_is_not_overwritten(world: World) -> None:
    kept = template(world)
    seen = stamp(kept)
    services.change_template(kept, by=world.art, seen=seen, name="Licences", source="## Scope\n")
    with pytest.raises(Outdated):
        services.change_template(kept, by=world.ann, seen=seen, name="Mine", source="## Scope\n")


@pytest.mark.parametrize(
    ("words", "sentence"), [({"name": " "}, "a name"), ({"source": " \n"}, "Write the text"), ({}, "has this name")]
)
def test_a_template_nobody_could_use_is_refused(world: World, words: dict[str, str], sentence: str) -> None:
    template(world)
    with pytest.raises(Invalid, match=sentence):
        template(world, **words)


@pytest.mark.parametrize("who", ["bob", "mo", "lia", "ada", "joe", "root"])
def test_only_policy_managers_of_the_domain_keep_its_templates(world: World, who: str) -> None:
    kept, person = template(world), getattr(world, who)
    for deed in (
        lambda: services.add_template(domain=world.product, language="en", by=person, name="Mine", source="x"),
        lambda: services.change_template(kept, by=person, seen=stamp(kept), **WORDS),
        lambda: services.end_template(kept, by=person),
    ):
        with pytest.raises(Refused):
            deed()
    with pytest.raises(Refused):
        services.add_template(domain=world.seller, language="en", by=world.ann, name="Mine", source="x")


@pytest.mark.slow
def test_a_manager_keeps_templates_on_their_pages_and_starts_with_one(world: World) -> None:
    ann = signed_in(world.ann)
    assert "No template yet" in text(ann.get(reverse("templates")))
    data = {"domain": world.product.pk, "language": "en", **WORDS}
    assert ann.post(reverse("new_template"), {**data, "name": ""}).status_code == 422
    assert ann.post(reverse("new_template"), data).status_code == 302
    kept = GuidelineTemplate.objects.get()
    url = reverse("template", args=[kept.pk])
    assert "Who needs a licence." in text(ann.get(url))
    assert ann.post(url, {**WORDS, "name": "Licences", "seen": stamp(kept)}).status_code == 302
    opening = {"market": world.us.pk, "domain": world.product.pk, "title": "Drones", "review_months": "6"}
    assert ann.post(reverse("new_guideline"), {**opening, "template": kept.pk}).status_code == 302
    assert Edition.objects.get().source == WORDS["source"]
    assert ann.post(url, {"action": "end"}).status_code == 302
    assert ann.get(url).status_code == 404
    assert ann.post(reverse("new_guideline"), {**opening, "template": kept.pk}).status_code == 422


def test_a_template_of_another_language_or_domain_does_not_fit(world: World) -> None:
    foreign = services.add_template(domain=world.product, language="vi", by=world.ann, **WORDS)
    opening = {"market": world.us.pk, "domain": world.product.pk, "title": "Drones", "review_months": "6"}
    answer = signed_in(world.ann).post(reverse("new_guideline"), {**opening, "template": foreign.pk})
    assert answer.status_code == 422
    assert "another domain or language" in text(answer)


@pytest.mark.parametrize(("who", "status"), [("bob", 200), ("joe", 200), ("ada", 200), ("mo", 403), ("root", 403)])
def test_templates_are_shown_to_those_who_work_on_guidelines(world: World, who: str, status: int) -> None:
    kept = template(world)
    person = signed_in(getattr(world, who))
    assert person.get(reverse("templates")).status_code == status
    assert person.get(reverse("template", args=[kept.pk])).status_code == status
    assert person.get(reverse("new_template")).status_code == 403
