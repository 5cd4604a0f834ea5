"""No trace of a restricted guideline: every address × who is named, who is not, who is elsewhere, and programs.

Words that stand nowhere else are planted in everything that a guideline has; none of them, nor its policy ID, may
stand in any answer to somebody it does not name.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Edition, GuidelineAlias
from guidelines.insights.models import Question, Ruling
from guidelines.people import sessions
from guidelines.people.models import Assignment, Person, Team
from guidelines.people.roles import Role
from guidelines.reading import kept, receipts, shared
from guidelines.reading.models import SearchRow
from guidelines.reading.services import acknowledge, brief, remind
from tests.api.asking import Program, token
from tests.editions import making
from tests.editions.clearing import STUB, named, restricted
from tests.editions.pages import signed_in
from tests.editions.test_images import drawn
from tests.house.test_addresses import FOR_PROGRAMS, PATTERNS
from tests.insights import making as insights
from tests.people import World, make_person
from tests.reading.making import EVERYBODY

pytestmark = pytest.mark.django_db
CANARIES = (
    *("Zebrafinch", "Quokkatext", "Axolotlrule", "Pangolincase", "Okapiterm", "Narwhalnote", "Tarsierword"),
    *("Ibexquestion", "Dugonganswer", "Kinkajouruling", "Lemurdraft", "Civetpassage", "OLD-CANARY-7", "Fossareason"),
)
SOURCE = f"""## Scope

All listings. {CANARIES[1]} is what it is about. See [Okapiterm](term).

/// rule | R1
if: {CANARIES[2]} is offered.
do: Remove the listing.
action: remove
severity: S1
label: counterfeit.declared
///

/// case | violating R1
“{CANARIES[3]}”

The seller says so.
///

/// term | Okapiterm
{CANARIES[4]} means this.
///
"""


@dataclass
class Kept:
    """Everything there is of the restricted guideline."""

    edition: Edition
    draft: Edition
    citing: Edition
    question: Question
    ruling: Ruling
    image: str
    receipt: str
    lead: Person
    reader: Person
    """A moderator who is named."""
    thread: int
    consultation: int


@pytest.fixture
def there(world: World) -> Kept:
    """Lived with by everybody before it was restricted: acknowledged, asked about, ruled on, commented, reminded of."""
    lead = make_person("L-001", "Lea Ortiz", Role.TEAM_LEAD, world.us, world.product)
    team = Team.objects.get(name="Listings")
    team.lead = lead
    team.save()
    draft = making.draft(world, title=CANARIES[0], summary=CANARIES[6], source=SOURCE, change_note=CANARIES[5])
    picture = services.attach(draft, by=world.ann, data=drawn())
    words = making.words(
        title=CANARIES[0],
        summary=CANARIES[6],
        source=SOURCE.replace("The seller says so.", f"![{CANARIES[11]}]({picture.get_absolute_url()})"),
        change_note=CANARIES[5],
    )
    draft = services.save_draft(draft, by=world.ann, seen=draft.digest, words=words).edition
    edition = making.published(draft, world, acknowledging=EVERYBODY)
    guideline = edition.guideline
    services.add_number(guideline, number="OLD-CANARY-7", by=world.ann)
    remind(edition, [world.mo], team=team, by=lead)
    brief(team, [world.mo], seen=[edition.digest], by=lead)
    acknowledge(edition, by=world.mo, seen=edition.digest)
    question = insights.asked(edition, world.mo, text=CANARIES[7], rule_id="R1", passage=CANARIES[1])
    insights.services.answer(question, by=lead, text=CANARIES[8])
    ruling = insights.ruled(edition, lead, text=CANARIES[9], rule_id="R1", questions=[question])
    following = making.next_draft(guideline, world.ann, title=CANARIES[10], source=SOURCE + f"\n{CANARIES[11]}\n")
    in_review = making.submitted(making.next_draft(guideline, world.ann, title=CANARIES[10], source=SOURCE), world.ann)
    services.claim(in_review, by=world.eve)
    thread = services.comment(following, by=world.art, text=f"{CANARIES[11]} @{world.bob.name}")
    asked = services.consult(
        following, by=world.ann, person=world.mo, until=timezone.now() + dt.timedelta(days=2), question=CANARIES[11]
    )
    citing = making.published(making.draft(world, title="Knives", source=_citing(guideline.policy_id)), world)
    services.set_precedence(guideline, before=citing.guideline, by=world.ann)
    reader = make_person("A-099", "Mia Named", Role.MODERATOR, world.us, world.product)
    code = receipts.shown(receipts.receipt_for(edition.pk, edition.digest, "R1", timezone.now()))
    restricted(edition, world.ann)
    for person in (world.bob, reader):
        named(guideline, person, world.ann)
    guideline.refresh_from_db()
    return Kept(edition, following, citing, question, ruling, picture.name, code, lead, reader, thread.pk, asked.pk)


def _citing(policy_id: str) -> str:
    return making.SOURCE + f"\n## Where else\n\nHarm to a child: use [that guideline](/g/{policy_id}/).\n"


QUERIES = {
    "search": ("?q=listing", "?q=Zebrafinches", "?q=0001", "?q=US-PR-0001", "?q=counterfeit.declared"),
    "palette": ("?q=remove", "?q=US-PR-0001", "?q=quokkatex", "?seen=US-PR-0001&seen=US-PR-0001%20R1"),
    "library": ("", "?q=canary", "?order=newest", "?at=2030-01-01"),
    "change_notes": ("", "?period=month"),
    "compare_guidelines": ("?a=US-PR-0001&b=US-PR-0002",),
    "questions": ("", "?standing=answered", "?mine=1", "?show=mine"),
    "board": ("", "?who=all"),
    "receipts": ("", "?code={receipt}"),
}
NUMBERED = ("settings", "thread", "consultation")


def addresses(there: Kept) -> list[tuple[str, str]]:
    """Every address, its places filled with what is there of the guideline."""
    given: dict[str, Any] = {"policy_id": there.edition.guideline.policy_id, "rule_id": "R1", "move": "approve"}
    role = Assignment.objects.filter(person__employee_id="A-004").first()
    given |= {"employee_id": "A-004", "name": there.image, "extension": "csv", "code": there.receipt}
    keys = {"question": there.question.pk, "join_question": there.question.pk, "end_ruling": there.ruling.pk}
    keys |= {"thread": there.thread, "consultation": there.consultation, "end_role": role.pk if role else 0}
    keys |= dict.fromkeys(("remind", "huddle", "brief"), Team.objects.get(name="Listings").pk)
    found = []
    for name, entry in PATTERNS.items():
        if name in FOR_PROGRAMS:
            continue
        names = entry.pattern.converters or getattr(entry.pattern, "regex").groupindex  # noqa: B009 - not all have one
        numbers = (there.edition.number, there.draft.number) if "number" in names else (0,)
        for number in numbers:
            kwargs = {one: {**given, "number": number, "pk": keys.get(name, 1)}[one] for one in names}
            path = reverse(name, kwargs=kwargs)
            found += [(name, path + query.format(receipt=there.receipt)) for query in QUERIES.get(name, ("",))]
    return found


def told(response: HttpResponse) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers} {body.decode(errors='replace')}"


OWN_WORDS = {"Zebrafinch": "?q=Zebrafinches", "OLD-CANARY-7": "canary"}


def leaks(path: str, answer: str) -> list[str]:
    """The planted words in an answer, without those the question itself held."""
    return [word for word in CANARIES if word in answer.replace("Zebrafinches", "")]


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


@pytest.mark.slow
def test_those_it_names_read_it_as_any_other_and_every_page_says_that_opening_is_recorded(
    world: World, there: Kept
) -> None:
    shown = {}
    for person in (world.ann, world.bob, there.reader):
        client = signed_in(person)
        for name, path in addresses(there):
            if not path.startswith(("/g/", "/receipts/", "/questions/", "/rulings/")) or name == "clearance":
                continue
            response = client.get(path)
            answer = told(response)
            if response.status_code == 200 and leaks(path, answer) and name not in ("questions", "rulings"):
                shown[name] = True
                assert "Restricted. Opening is recorded." in answer or response["Content-Type"] != "text/html", path
                assert response["Cache-Control"] == "no-store", path
                assert "ETag" not in response, path
            if response.status_code == 403:
                assert STUB not in answer, path
    assert {"guideline", "edition", "editions", "rule", "draft", "review", "receipt", "question"} <= set(shown)
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
    from guidelines.frame import clock

    later = timezone.now() + dt.timedelta(minutes=61)
    with clock.pretend(later):
        reader.get(address)
    assert events.count() == 3
    assert events.latest("id").policy_id == there.edition.guideline.policy_id


@pytest.mark.parametrize("first_named", [True, False])
def test_a_page_kept_for_one_is_never_shown_to_another(world: World, there: Kept, first_named: bool) -> None:
    """The two hold the same roles, so an ordinary page would be the same for both."""
    paths = ("/", "/guidelines/", f"/g/{there.edition.guideline.policy_id}/", "/search/?q=Zebrafinches")
    unnamed = make_person("A-098", "Max Unnamed", Role.MODERATOR, world.us, world.product)
    clients = [signed_in(there.reader), signed_in(unnamed)]
    for _round in range(2):
        for path, client in itertools.product(paths, clients if first_named else reversed(clients)):
            answer = told(client.get(path))
            if client is clients[1]:
                assert not leaks(path, answer), path
            elif path == "/guidelines/" or path.startswith("/g/"):
                assert CANARIES[0] in answer
    for page in (*shared._pages.kept(), *kept._pages.kept()):
        assert not leaks("", page.packed.filled(dict.fromkeys(page.packed.names, b"")).decode())


def test_of_two_who_are_named_the_one_that_no_longer_is_reads_nothing_at_once(world: World, there: Kept) -> None:
    address = f"/g/{there.edition.guideline.policy_id}/"
    other = make_person("A-097", "Noa Named", Role.MODERATOR, world.us, world.product)
    clearance = named(there.edition.guideline, other, world.ann)
    both = [signed_in(there.reader), signed_in(other)]
    assert [client.get(address).status_code for client in both] == [200, 200]
    services.end_clearance(clearance, by=world.ann)
    for path in (address, "/", "/guidelines/"):
        assert CANARIES[0] not in told(both[1].get(path))
    assert [client.get(address).status_code for client in both] == [200, 403]


def test_a_page_that_was_kept_before_is_gone_with_the_deed(world: World) -> None:
    edition = making.published(making.draft(world, title=CANARIES[0]), world)
    address, mo = f"/g/{edition.guideline.policy_id}/", signed_in(world.mo)
    for path in (address, "/", "/guidelines/"):
        assert CANARIES[0] in told(mo.get(path))
    tag = mo.get(address)["ETag"]
    assert mo.get(address, headers={"If-None-Match": tag}).status_code == 304
    restricted(edition, world.ann)
    assert mo.get(address, headers={"If-None-Match": tag}).status_code == 403
    for path in (address, "/", "/guidelines/", "/search/?q=Counterfeit"):
        assert CANARIES[0] not in told(mo.get(path))


def test_its_words_are_in_no_index_and_come_back_when_it_is_opened_again(world: World, there: Kept) -> None:
    guideline = there.edition.guideline
    assert not SearchRow.objects.filter(guideline=guideline).exists()
    services.class_guideline(guideline, audience="internal", by=world.bob, reason="The case is closed.")
    assert CANARIES[0] in told(signed_in(world.mo).get("/search/?q=zebrafinch"))
    assert CANARIES[0] in told(signed_in(world.mo).get(f"/g/{guideline.policy_id}/"))


def test_a_right_that_was_taken_away_does_not_linger_here(world: World, there: Kept) -> None:
    """A reading page otherwise knows its reader for half a minute."""
    from guidelines.people import services as people

    address, reader = f"/g/{there.edition.guideline.policy_id}/", signed_in(there.reader)
    assert reader.get(address).status_code == 200
    remembered = dict(sessions._kept)
    people.leave(there.reader, by=world.root)
    sessions._kept.update(remembered)  # as another process still has it
    response = reader.get(address)
    assert not leaks(address, told(response))
    assert response.status_code in (302, 404)


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
