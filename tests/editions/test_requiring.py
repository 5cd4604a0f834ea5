"""The checklists and the required signatures: who keeps them, and what their pages do."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import Topic
from guidelines.editions import services
from guidelines.editions.asking import checklist
from guidelines.editions.models import ChecklistItem, RequiredSignature
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people.roles import Role
from tests.editions.pages import signed_in, text
from tests.people import World, make_person


def texts(world: World) -> list[str]:
    return [item.text for item in checklist(world.product.pk)]


@pytest.fixture
def three(world: World) -> list[ChecklistItem]:
    return [services.add_question(world.product, f"Question {letter}?", by=world.bob) for letter in "ABC"]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("where", ["here", "another market", "another domain"])
def test_reviewers_of_the_domain_keep_its_checklist_in_whatever_market(world: World, role: str, where: str) -> None:
    market = world.vn if where == "another market" else world.us
    domain = world.seller if where == "another domain" else world.product
    person = make_person("X-1", "Xo Newcomer", Role(role), market, domain)
    if role == "policy_reviewer" and where != "another domain":
        assert services.add_question(world.product, "Is it short?", by=person).added_by == person
        return
    with pytest.raises(Refused, match="keeps its checklist"):
        services.add_question(world.product, "Is it short?", by=person)


@pytest.mark.parametrize("role", Role.values)
def test_market_administrators_say_which_signatures_a_topic_needs(world: World, role: str) -> None:
    person = make_person("X-1", "Xo Newcomer", Role(role), world.us, world.product)
    topic = Topic.objects.get(code="regulated")
    if role == "market_administrator":
        row = services.require_signature(topic, "legal", by=person)
        assert services.end_required_signature(row, by=person).ended_at
        return
    with pytest.raises(Refused, match="Only market administrators"):
        services.require_signature(topic, "legal", by=person)


def test_a_system_administrator_keeps_neither(world: World) -> None:
    with pytest.raises(Refused):
        services.add_question(world.product, "Is it short?", by=world.root)
    with pytest.raises(Refused):
        services.require_signature(Topic.objects.get(code="regulated"), "legal", by=world.root)


def test_questions_move_up_and_down_and_stop_at_the_ends(world: World, three: list[ChecklistItem]) -> None:
    a, b, c = three
    services.move_question(c, up=True, by=world.eve)
    assert texts(world) == ["Question A?", "Question C?", "Question B?"]
    services.move_question(a, up=True, by=world.eve)
    services.move_question(b, up=False, by=world.eve)
    assert texts(world) == ["Question A?", "Question C?", "Question B?"]
    services.move_question(a, up=False, by=world.eve)
    assert texts(world) == ["Question C?", "Question A?", "Question B?"]


def test_a_question_ends_once_and_its_place_is_nobodys(world: World, three: list[ChecklistItem]) -> None:
    services.end_question(three[1], by=world.bob)
    assert texts(world) == ["Question A?", "Question C?"]
    for deed in (
        lambda: services.end_question(three[1], by=world.bob),
        lambda: services.move_question(three[1], up=True, by=world.bob),
    ):
        with pytest.raises(WrongState, match="no longer on the checklist"):
            deed()
    services.move_question(three[2], up=True, by=world.bob)
    assert texts(world) == ["Question C?", "Question A?"]
    services.add_question(world.product, "Question B?", by=world.bob)  # asked anew: a new question
    assert texts(world)[-1] == "Question B?"


def test_nothing_is_asked_twice_or_empty_or_at_length(world: World, three: list[ChecklistItem]) -> None:
    for text_, why in (("question a?", "already"), (" \n ", "Write the question"), ("x" * 301, "300 characters")):
        with pytest.raises(Invalid, match=why):
            services.add_question(world.product, text_, by=world.bob)
    topic = Topic.objects.get(code="regulated")
    services.require_signature(topic, "Legal", by=world.ada)
    for function, why in (("LEGAL", "already"), ("", "Write the function"), ("x" * 121, "120 characters")):
        with pytest.raises(Invalid, match=why):
            services.require_signature(topic, function, by=world.ada)


def test_every_deed_on_the_lists_is_recorded(world: World, three: list[ChecklistItem]) -> None:
    services.move_question(three[2], up=True, by=world.bob)
    services.end_question(three[0], by=world.bob)
    row = services.require_signature(Topic.objects.get(code="regulated"), "legal", by=world.ada)
    services.end_required_signature(row, by=world.ada)
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))[-7:]
    assert verbs == [
        *["checklist.added"] * 3,
        "checklist.moved",
        "checklist.ended",
        "required_signature.added",
        "required_signature.ended",
    ]
    ended = AuditEvent.objects.get(verb="checklist.ended")
    assert ended.data == {"domain": "PR", "text": "Question A?"}


def test_the_database_refuses_to_reword_or_delete_them(world: World, three: list[ChecklistItem]) -> None:
    services.end_question(three[0], by=world.bob)
    services.require_signature(Topic.objects.get(code="regulated"), "legal", by=world.ada)
    changes = (
        (ChecklistItem, "never reworded", {"text": "Other?"}),
        (ChecklistItem, "never reworded", {"ended_at": None}),
        (RequiredSignature, "never changed", {"function": "tax"}),
    )
    for model, match, values in changes:
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            model.objects.update(**values)
        with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
            model.objects.all()._raw_delete("default")
    ChecklistItem.objects.update(position=9)


def test_a_checklist_is_kept_on_its_page(world: World) -> None:
    client, page = signed_in(world.bob), "/checklists/"
    domain = world.product.pk
    for question in ("Is the order right?", "Is it short?"):
        client.post(page, {"action": "add", "key": domain, f"{domain}-text": question})
    assert texts(world) == ["Is the order right?", "Is it short?"]
    answer = client.post(page, {"action": "add", "key": domain, f"{domain}-text": "Is it short?"})
    assert answer.status_code == 422
    assert "on the checklist already" in text(answer)
    second = ChecklistItem.objects.get(text="Is it short?").pk
    client.post(page, {"action": "up", "key": second})
    assert texts(world)[0] == "Is it short?"
    client.post(page, {"action": "end", "key": second})
    assert texts(world) == ["Is the order right?"]
    for action, key in (("grow", domain), ("up", "x"), ("add", 99999)):
        assert client.post(page, {"action": action, "key": key}).status_code == 404


def test_an_auditor_reads_both_lists_and_changes_nothing(world: World, three: list[ChecklistItem]) -> None:
    client = signed_in(world.joe)
    assert "Question A?" in text(client.get("/checklists/"))
    assert client.post("/checklists/", {"action": "end", "key": three[0].pk}).status_code == 403
    assert client.get("/required-signatures/").status_code == 200
    topic = Topic.objects.get(code="regulated").pk
    data = {"action": "add", "topic": topic, "function": "legal"}
    assert client.post("/required-signatures/", data).status_code == 403
    for page in ("/checklists/", "/required-signatures/"):
        assert signed_in(world.mo).get(page).status_code == 403


def test_a_required_signature_is_kept_on_its_page_and_says_who_signs(world: World) -> None:
    client, topic = signed_in(world.ada), Topic.objects.get(code="regulated").pk
    page = "/required-signatures/"
    assert "One signature is enough everywhere" in text(client.get(page))
    answer = client.post(page, {"action": "add", "topic": topic, "function": "legal"}, follow=True)
    assert "No policy reviewer holds this function" in text(answer)
    world.eve.assignments.update(function="Legal")
    assert "Signed by Eve Park." in text(client.get(page))
    again = client.post(page, {"action": "add", "topic": topic, "function": "Legal"})
    assert again.status_code == 422
    assert client.post(page, {"action": "add", "topic": "x", "function": "a"}).status_code == 422
    client.post(page, {"action": "end", "key": RequiredSignature.objects.get().pk})
    assert "One signature is enough everywhere" in text(client.get(page))
