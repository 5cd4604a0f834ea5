"""Changes at known moments, made through the services, and the questions that ask for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines.catalogue.models import Domain
from guidelines.editions.models import Edition, Guideline
from guidelines.liaison.briefs import FOR_US, Brief
from guidelines.liaison.documents import Document, document
from guidelines.liaison.exports import FORMATS
from guidelines.liaison.making import make
from guidelines.liaison.models import Pack
from guidelines.liaison.queries import answer
from guidelines.liaison.questions import Question
from guidelines.liaison.seen import sign
from guidelines.people import services as people
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.people import World

NOW = dt.datetime(2037, 6, 22, 12, tzinfo=dt.UTC)
JUNE = {"from": "2037-06-01", "until": "2037-06-30"}
STRICTER = making.SOURCE.replace("less than 30%", "less than 40%").replace("action: restrict", "action: remove")


def at(day: int, hour: int = 16, minute: int = 0) -> dt.datetime:
    """An instant in June 2037, in UTC. At 16:00 it is 09:00 in Los Angeles."""
    return dt.datetime(2037, 6, day, hour, minute, tzinfo=dt.UTC)


def first(world: World, since: dt.datetime, **changes: Any) -> Edition:
    """The first edition of a new US product guideline, in force since then."""
    return making.published(making.draft(world, **changes), world, effective_from=since, backdate=True)


def again(world: World, guideline: Guideline, since: dt.datetime, **changes: Any) -> Edition:
    """A newer edition, in force since a moment in the past."""
    draft = making.next_draft(guideline, world.ann, **{"source": STRICTER, **changes})
    return making.published(draft, world, effective_from=since, backdate=True)


def coming(world: World, guideline: Guideline, start: dt.datetime, **changes: Any) -> Edition:
    """An edition that is published and has not begun."""
    draft = making.next_draft(guideline, world.ann, **{"source": STRICTER, **changes})
    return making.published(draft, world, effective_from=start)


def vietnamese(world: World, since: dt.datetime, **changes: Any) -> Edition:
    words = {"title": "Hàng giả và hàng nhái", "change_note": "R1 và R2 là quy tắc mới.", **changes}
    draft = making.draft(world, by=world.van, market=world.vn, domain=world.product, **words)
    return making.published(draft, world, by=world.van, reviewer=world.binh, effective_from=since, backdate=True)


def elsewhere(world: World, domain: Domain, since: dt.datetime, **changes: Any) -> Edition:
    """A US guideline of another domain."""
    for person, role in ((world.ann, Role.POLICY_MANAGER), (world.bob, Role.POLICY_REVIEWER)):
        people.grant(person, role, by=None, market=world.us, domain=domain)
    return making.published(making.draft(world, domain=domain, **changes), world, effective_from=since, backdate=True)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: Person, status: int = 200, **question: Any) -> str:
    """The page that answers a question, as text."""
    response = signed_in(person).get(reverse("change_notes"), {**JUNE, **question})
    assert response.status_code == status
    return response.content.decode()


def looked(person: Person) -> str:
    """What the preview of this moment would have handed them."""
    return sign(timezone.now(), person)


def ask(person: Person, extension: str, client: Client | None = None, **question: Any) -> Any:
    """The answer to the form that asks for a pack."""
    data = {**JUNE, "format": extension, "at": looked(person), **question}
    return (client or signed_in(person)).post(reverse("ask_for_notes"), data)


def export(person: Person, extension: str, client: Client | None = None, **question: Any) -> Any:
    """The file of a pack that was asked for with the form and made; or the answer that there is none."""
    client = client or signed_in(person)
    answer = ask(person, extension, client, **question)
    if answer.status_code != 302:
        return answer
    made = Pack.objects.latest("pk")
    make(made.pk)
    return client.get(reverse("pack_file", args=[made.pk, extension]))


def files(person: Person, **question: Any) -> dict[str, bytes]:
    """The file of every format."""
    answers = {extension: export(person, extension, **question) for extension in FORMATS}
    assert {response.status_code for response in answers.values()} == {200}
    return {extension: response.content for extension, response in answers.items()}


def asked(*markets: str, **changes: Any) -> Question:
    facts: dict[str, Any] = {"since": dt.date(2037, 6, 1), "until": dt.date(2037, 6, 30), "markets": markets or ("US",)}
    return Question(**{**facts, **changes})


def notes(person: Person, question: Question, brief: Brief = FOR_US) -> Document:
    now = timezone.now()
    return document(person, question, answer(person, question, now), now, brief)


def told(person: Person, question: Question | None = None) -> list[tuple[str, str, int]]:
    """Kind, policy ID and edition of every note, in order."""
    return [(note.kind.value, note.policy_id, note.edition) for note in notes(person, question or asked()).notes]
