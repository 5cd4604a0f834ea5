"""Materials: made from an edition, kept in save points, approved by four eyes, and for whom they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from guidelines.audit.catching_up import catch_up_all
from guidelines.audit.models import AuditEvent
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, NotFound, Outdated, Refused, WrongState
from guidelines.learning import services
from guidelines.learning.material_queries import last_approval, material_lines, materials_about, newest_words
from guidelines.learning.material_rights import visible_materials
from guidelines.learning.models import Material, MaterialApproval, MaterialWords
from guidelines.liaison.models import Kind, Notification
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.people.services import grant
from tests.editions.clearing import named, restricted
from tests.learning.making import DAY, in_force, next_edition
from tests.people import World, make_person
from tests.people.beyond import tia


def made(world: World, kind: str = "deck") -> Material:
    return services.make_material(in_force(world), kind=kind, by=tia(world))


def saved(material: Material, by: Person, source: str = "# New\n\nOther words.") -> MaterialWords:
    seen = newest_words(material).digest
    return services.save_material(material, by=by, seen=seen, title="Counterfeit", source=source)


def submitted(material: Material, world: World) -> Material:
    return services.submit_material(material, by=tia(world), seen=newest_words(material).digest)


def approved(material: Material, world: World) -> MaterialApproval:
    submitted(material, world)
    return services.approve_material(material, by=world.bob, seen=newest_words(material).digest)


# TEACH writes, REVIEW approves and sends back, SEE_TAUGHT reads all; in US products.
READS, WRITES, REVIEWS = {"see"}, {"see", "make", "save", "recall"}, {"see", "approve", "send back"}
ROLES: dict[Role, set[str]] = {
    Role.MODERATOR: set(),
    Role.TEAM_LEAD: READS,
    Role.POLICY_MANAGER: READS,
    Role.POLICY_REVIEWER: REVIEWS,
    Role.LIAISON: set(),
    Role.STAKEHOLDER: set(),
    Role.TRAINER: WRITES,
    Role.QUALITY_ANALYST: READS,
    Role.PROGRAMME_MANAGER: READS,
    Role.MARKET_ADMINISTRATOR: READS,
    Role.AUDITOR: READS,
}
DEEDS: dict[str, Callable[[Material, Material, Person], Any]] = {
    "see": lambda draft, asked, p: visible_materials(p).get(pk=draft.pk),
    "make": lambda draft, asked, p: services.make_material(draft.edition, kind="deck", by=p),
    "save": lambda draft, asked, p: saved(draft, p),
    "recall": lambda draft, asked, p: services.recall_material(asked, by=p),
    "approve": lambda draft, asked, p: services.approve_material(asked, by=p, seen=newest_words(asked).digest),
    "send back": lambda draft, asked, p: services.return_material(asked, by=p, reason="Too long."),
}


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_the_table_says(world: World, role: Role) -> None:
    draft = made(world)
    asked = submitted(services.make_material(draft.edition, kind="handout", by=tia(world)), world)
    person = make_person("X-001", "Somebody Else", role, world.us, world.product)
    found = set()
    for name, deed in DEEDS.items():
        try:
            with transaction.atomic():
                deed(draft, asked, person)
                found.add(name)
                transaction.set_rollback(True)
        except (Refused, Material.DoesNotExist):
            continue
    assert found == ROLES[role]


def test_a_deck_begins_with_the_rules_the_cases_and_what_changed_of_its_edition(world: World) -> None:
    words = newest_words(made(world)).source
    slides = [slide.strip() for slide in words.split("\n---\n")]
    assert slides[0].startswith("# Counterfeit product listings")
    assert "US-PR-0001, edition 1" in slides[0]
    assert slides[1] == "# What changed\n\nR1 and R2 are new."
    assert [slide.split("\n")[0] for slide in slides[2:5]] == ["# R1", "# 2 cases for R1", "# R2"]
    assert "Remove the listing. Warn the seller." in slides[2]
    assert "> “Mirror quality, you cannot tell.”" in slides[3]
    assert "**Severity**: S2 High" in slides[2]


@pytest.mark.slow
def test_a_handout_of_the_next_edition_names_the_rules_that_decide_differently(world: World) -> None:
    from tests.editions.making import SOURCE

    edition = in_force(world)
    later = next_edition(edition, world, source=SOURCE.replace("less than 30%", "less than 40%"), change_note="R2: 40%")
    words = newest_words(services.make_material(later, kind="handout", by=tia(world))).source
    assert "- **R2**: Changed" in words
    assert "**R1**: " not in words
    assert "---" not in words


def test_a_save_that_changes_nothing_is_no_save_point_and_a_stale_one_is_refused(world: World) -> None:
    material = made(world)
    first = newest_words(material)
    assert (
        services.save_material(material, by=tia(world), seen=first.digest, title=first.title, source=first.source)
        == first
    )
    second = saved(material, tia(world))
    assert (second.number, second.digest != first.digest) == (2, True)
    with pytest.raises(Outdated):
        services.save_material(material, by=tia(world), seen=first.digest, title="Late", source="Late")
    assert Material.objects.get().title == "Counterfeit"


@pytest.mark.parametrize(
    ("title", "source", "sentence"),
    [
        (" ", "Words", "Write a title."),
        ("T", " \n", "at least one word"),
        ("T", "x" * 100_001, "At most 100000"),
        ("T", "/// rule | R1\nif: x\ndo: y\naction: remove\n///", "holds no blocks"),
        ("T", "x\n\n---\n\n" * 201, "at most 200 slides"),
    ],
)
def test_words_that_cannot_be_shown_are_refused_with_their_sentence(
    world: World, title: str, source: str, sentence: str
) -> None:
    material = made(world)
    with pytest.raises(Invalid, match=sentence):
        services.save_material(material, by=tia(world), seen=newest_words(material).digest, title=title, source=source)


def test_exactly_the_words_on_screen_are_approved_and_later_words_need_a_new_approval(world: World) -> None:
    material = submitted(made(world), world)
    old = newest_words(material)
    with pytest.raises(WrongState):
        saved(material, tia(world))
    services.recall_material(material, by=tia(world))
    saved(material, tia(world))
    submitted(material, world)
    with pytest.raises(Outdated):
        services.approve_material(material, by=world.bob, seen=old.digest)
    new = newest_words(material)
    approval = services.approve_material(material, by=world.bob, seen=new.digest, note="Clear.")
    assert (approval.words, approval.digest) == (new, new.digest)
    saved(material, tia(world), source="# Newer")
    material.refresh_from_db()
    assert material.state == Material.State.DRAFT
    assert last_approval(material) == approval


def test_whoever_wrote_a_word_of_it_cannot_approve_it_whatever_role_they_get(world: World) -> None:
    trainer = tia(world)
    material = submitted(made(world), world)
    grant(trainer, Role.POLICY_REVIEWER, by=None, market=world.us, domain=world.product)
    words = newest_words(material)
    with pytest.raises(Refused, match="you wrote words of this material"):
        services.approve_material(material, by=trainer, seen=words.digest)
    with pytest.raises(DatabaseError), transaction.atomic():
        MaterialApproval.objects.create(
            words=words, digest=words.digest, approved_by=trainer, approved_at=timezone.now()
        )


FORBIDDEN: dict[str, Callable[[Material], Any]] = {
    "other words": lambda m: m.save_points.update(source="Other"),
    "no words": lambda m: m.save_points.all()._raw_delete("default"),
    "another signature": lambda m: MaterialApproval.objects.update(note="Other"),
    "another edition": lambda m: Material.objects.filter(pk=m.pk).update(edition_digest="1:other"),
    "no material": lambda m: Material.objects.filter(pk=m.pk)._raw_delete("default"),
    "approved without a signature": lambda m: Material.objects.filter(pk=m.pk).update(state="approved"),
}


def test_the_database_refuses_to_change_what_was_written_and_signed(world: World) -> None:
    material = approved(made(world), world).words.material
    saved(material, tia(world))
    went_through = []
    for name, change in FORBIDDEN.items():
        try:
            with transaction.atomic():
                change(material)
            went_through.append(name)
        except DatabaseError:
            continue
    assert went_through == []


@pytest.mark.slow
def test_readers_see_approved_materials_of_what_they_read_and_no_drafts(world: World) -> None:
    material = made(world)
    assert not visible_materials(world.mo).exists()
    approved(material, world)
    assert visible_materials(world.mo).get() == material
    assert materials_about(world.mo, [material.edition]) == [(material, "Counterfeit product listings")]
    assert not visible_materials(world.vy).exists()
    saved(material, tia(world), source="# Secret draft")
    (line,) = material_lines(world.mo, visible_materials(world.mo))
    assert (line.title, line.state) == ("Counterfeit product listings", Material.State.APPROVED)
    me = Client()
    me.force_login(world.mo)
    for address in ("", "show/", "show/?draft"):
        page = me.get(f"{material.get_absolute_url()}{address}").content.decode()
        assert "Secret draft" not in page, address
        assert "Mirror quality" in page, address
    assert me.get(f"{material.get_absolute_url()}save-points/1/").status_code == 404


def test_a_material_about_something_restricted_leaves_no_trace_for_people_it_does_not_name(world: World) -> None:
    material = made(world)
    approved(material, world)
    restricted(material.edition, world.ann)
    for person in (world.mo, world.bob, world.joe, tia(world)):
        assert not visible_materials(person).exists(), person
    with pytest.raises(Refused):
        saved(material, tia(world))
    with pytest.raises(NotFound):
        services.make_material(material.edition, kind="deck", by=tia(world))
    named(material.edition.guideline, world.mo, world.ann)
    assert visible_materials(world.mo).exists()


@pytest.mark.slow
def test_a_material_is_out_of_date_once_its_edition_is_followed_in_force(world: World) -> None:
    material = made(world)
    assert material_lines(world.ann, [material])[0].stale is None
    later = next_edition(material.edition, world, begins=timezone.now() + 5 * DAY)
    assert material_lines(world.ann, [material])[0].stale is None
    with clock.pretend(timezone.now() + 6 * DAY):
        mark = material_lines(world.ann, [material])[0].stale
        assert mark is not None
        assert mark.newer == later


@pytest.mark.slow
def test_reviewers_hear_of_a_submission_and_writers_of_the_answer(world: World) -> None:
    material = submitted(made(world), world)
    services.return_material(material, by=world.bob, reason="Add R2.")
    submitted(material, world)
    services.approve_material(material, by=world.eve, seen=newest_words(material).digest)
    catch_up_all()
    rows = Notification.objects.filter(subject_kind="material")
    assert set(rows.filter(kind=Kind.REVIEW).values_list("person__name", flat=True)) == {world.bob.name, world.eve.name}
    of_tia = rows.filter(person=tia(world)).order_by("pk").values_list("kind", flat=True)
    assert list(of_tia) == [Kind.CHANGES, Kind.APPROVED]
    assert AuditEvent.objects.filter(verb="material.returned").get().data["note"] == "Add R2."


@pytest.mark.slow
def test_the_editor_keeps_what_was_typed_and_previews_without_saving(world: World) -> None:
    material, client = made(world), Client()
    client.force_login(tia(world))
    address = f"{material.get_absolute_url()}edit/"
    given = {"seen": newest_words(material).digest, "title": "Prices", "source": "# One\n\n---\n\n# Two <b>\n"}
    preview = client.post(address, {**given, "action": "preview"}).content.decode()
    assert "<h3>Two &lt;b&gt;</h3>" in preview
    assert newest_words(material).number == 1
    wrong = client.post(address, {**given, "title": ""})
    assert wrong.status_code == 422
    assert "# Two" in wrong.content.decode()
    assert client.post(address, {**given, "action": "save"}).status_code == 302
    late = client.post(address, {**given, "source": "Late words"})
    assert late.status_code == 409
    assert "Late words" in late.content.decode()
    assert newest_words(material).digest in late.content.decode()
    assert client.post(f"{material.get_absolute_url()}submit/", {"seen": "1:old"}).status_code == 409
