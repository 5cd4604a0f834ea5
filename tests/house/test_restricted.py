"""No trace of a restricted guideline: every address × who is named, who is not, who is elsewhere, and programs.

Words that stand nowhere else are planted in everything that a guideline has; none of them, nor its policy ID, may
stand in any answer to somebody it does not name.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.editions.models import GuidelineAlias
from guidelines.frame import clock
from guidelines.reading import receipts
from tests.api.asking import Program, token
from tests.editions.clearing import STUB
from tests.editions.pages import signed_in
from tests.house.restricted_world import CANARIES, Kept, addresses, leaks, told
from tests.people import World

pytestmark = pytest.mark.django_db
UNNAMED = ("mo", "art", "eve", "lia", "ada", "joe", "lead")
ELSEWHERE = ("vy", "van", "binh", "root")


@pytest.mark.slow
@pytest.mark.parametrize("who", [*UNNAMED, *ELSEWHERE])
def test_no_page_tells_anybody_who_is_not_named_of_a_restricted_guideline(world: World, there: Kept, who: str) -> None:
    person = there.lead if who == "lead" else getattr(world, who)
    client, policy_id = signed_in(person), there.edition.guideline.policy_id
    for name, path in addresses(there):
        if name in ("sign_out", "switch", "unlock"):
            continue
        response = client.get(path)
        answer = told(response)
        assert not leaks(path, answer), f"{name} {path}: {leaks(path, answer)}"
        if path.startswith("/g/") and response.status_code != 405:
            keeper = who == "ada" and name == "clearance"
            assert response.status_code == (200 if keeper else 403 if who in UNNAMED else 404), (name, path)
            assert (STUB in answer) is (who in UNNAMED), (name, path)
        elif who != "ada" and policy_id not in path and name not in ("receipt", "receipts"):
            assert policy_id not in answer, f"{name} {path}"


@pytest.mark.slow
@pytest.mark.parametrize("who", [*UNNAMED, *ELSEWHERE])
def test_nobody_who_is_not_named_does_anything_to_it(world: World, there: Kept, who: str) -> None:
    person = there.lead if who == "lead" else getattr(world, who)
    client, before = signed_in(person), AuditEvent.objects.count()
    for name, path in addresses(there):
        if not path.startswith("/g/") or (who == "ada" and name == "clearance"):
            continue
        response = client.post(path, {"seen": there.draft.digest, "text": "Let me in", "reason": "Because"})
        assert response.status_code in (403, 404, 405), (name, path)
        assert not leaks(path, told(response)), (name, path)
    assert AuditEvent.objects.count() == before


TITLES = {CANARIES[0], CANARIES[6], CANARIES[10], CANARIES[12]}
"""What a list of theirs shows of it: its title and summary, and the number it had before."""


def _is_page(response: HttpResponse, answer: str) -> bool:
    """A whole page, and not a part that a script puts into one."""
    return response["Content-Type"].startswith("text/html") and "<!doctype html>" in answer


@pytest.mark.slow
def test_those_it_names_read_it_as_any_other_and_every_page_says_that_opening_is_recorded(
    world: World, there: Kept
) -> None:
    shown = {}
    for person in (world.ann, world.bob, there.reader):
        client = signed_in(person)
        for name, path in addresses(there):
            if name in ("sign_out", "switch", "unlock", "attachment", "notifications"):  # the last: a line, with a lock
                continue
            response = client.get(path)
            answer = told(response)
            if response.status_code == 200 and leaks(path, answer) and name in ("home", "library"):
                assert response["Cache-Control"] == "no-store", path
            elif response.status_code == 200 and set(leaks(path, answer)) - TITLES:
                shown[name] = True
                assert ("Restricted. Opening is recorded." in answer) is _is_page(response, answer), path
                assert response["Cache-Control"] == "no-store", path
                assert "ETag" not in response, path
            if response.status_code == 403:
                assert STUB not in answer, path
    pages = {
        "guideline",
        "edition",
        "editions",
        "rule",
        "draft",
        "review",
        "receipt",
        "question",
        "questions",
        "updates",
    }
    assert pages <= set(shown), pages - set(shown)
    events = AuditEvent.objects.filter(verb="restricted.opened")
    assert sorted(events.values_list("actor_id", flat=True)) == sorted([world.ann.pk, world.bob.pk, there.reader.pk])


def test_somebody_it_does_not_name_reads_one_instruction_and_nothing_else(world: World, there: Kept) -> None:
    mo, policy_id = signed_in(world.mo), there.edition.guideline.policy_id
    for path in (f"/g/{policy_id}/", f"/g/{policy_id.lower()}/R1/", "/g/old-canary-7/", f"/receipts/{there.receipt}/"):
        response = mo.get(path)
        answer = told(response)
        assert response.status_code == 403
        assert STUB in answer
        assert not leaks(path, answer)
        assert policy_id not in answer
        assert response["Cache-Control"] == "no-store"
    assert signed_in(world.vy).get(f"/g/{policy_id}/").status_code == 404
    assert signed_in(world.root).get(f"/g/{policy_id}/").status_code == 404
    assert not AuditEvent.objects.filter(verb="restricted.opened").exists()
    invented = receipts.shown(receipts.receipt_for(there.edition.pk, "1:another", "R1", timezone.now()))
    assert mo.get(f"/receipts/{invented}/").status_code == 404


def test_opening_is_recorded_once_an_hour_for_each_person(
    world: World, there: Kept, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/g/{there.edition.guideline.policy_id}/"
    events = AuditEvent.objects.filter(verb="restricted.opened")
    reader, bob = signed_in(there.reader), signed_in(world.bob)
    for _time in range(3):
        assert reader.get(address).status_code == 200
    reader.get(f"{address}R1/")
    assert events.count() == 1
    bob.get(f"{address}editions/{there.draft.number}/review/")
    assert [event.actor_id for event in events.order_by("id")] == [there.reader.pk, world.bob.pk]
    later = timezone.now() + dt.timedelta(minutes=61)
    with clock.pretend(later):
        reader.get(address)
    assert events.count() == 3
    assert events.latest("id").policy_id == there.edition.guideline.policy_id


def test_no_program_reads_it_and_no_file_holds_it(world: World, there: Kept) -> None:
    program, policy_id = Program(token(world, by=world.root).secret), there.edition.guideline.policy_id
    listed = program.get("/guidelines")
    assert policy_id not in told(listed)
    for path in (
        f"/guidelines/{policy_id}",
        f"/guidelines/{policy_id}/editions",
        f"/guidelines/{policy_id}/editions/1",
        f"/guidelines/{policy_id}/editions/1/rules",
        f"/rules/{policy_id}/R1",
        f"/receipts/{there.receipt}",
    ):
        response = program.get(path)
        assert response.status_code == 404, path
        assert not leaks(path, told(response)), path
    assert not leaks("", told(program.get("/change-notes")))
    for person in (world.ann, world.lia):
        for extension in ("csv", "md", "html", "json"):
            response = signed_in(person).post(f"/change-notes/export.{extension}", {"period": "month"})
            assert not leaks("", told(response)), extension
    assert not leaks("", told(signed_in(there.lead).get("/teams/export/")))
    json.loads(listed.content)


@pytest.mark.slow
def test_the_administration_shows_ids_and_no_words(world: World, there: Kept) -> None:
    root: Client = signed_in(world.root)
    for model in ("reading/libraryrow", "audit/auditevent", "editions/edition", "editions/guideline"):
        pages = [f"/admin/{model}/"]
        if model == "audit/auditevent":
            ids = AuditEvent.objects.filter(policy_id=there.edition.guideline.policy_id).values_list("pk", flat=True)
            pages += [f"/admin/{model}/{pk}/change/" for pk in ids]
        for page in pages:
            response = root.get(page)
            assert response.status_code == 200, page
            words = [word for word in leaks(page, told(response)) if word != "OLD-CANARY-7"]
            assert not words, (page, words)
    assert GuidelineAlias.objects.exists()
