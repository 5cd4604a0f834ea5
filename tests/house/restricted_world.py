"""A restricted guideline that everybody lived with before, with words planted in it that stand nowhere else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from guidelines.editions import services
from guidelines.editions.models import Edition
from guidelines.insights.models import Question, Ruling
from guidelines.people.models import Assignment, Person, Team
from guidelines.people.roles import Role
from guidelines.reading import receipts
from guidelines.reading.services import acknowledge, brief, remind
from tests.editions import making
from tests.editions.clearing import named, restricted
from tests.editions.test_images import drawn
from tests.house.test_addresses import FOR_PROGRAMS, PATTERNS
from tests.insights import making as insights
from tests.people import World, make_person
from tests.reading.making import EVERYBODY

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


def lived_with(world: World) -> Kept:
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


def leaks(path: str, answer: str) -> list[str]:
    """The planted words in an answer, without those the question itself held."""
    return [word for word in CANARIES if word in answer.replace("Zebrafinches", "")]
