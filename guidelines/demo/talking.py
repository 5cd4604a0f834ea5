"""What is said about the words under review on the last day: a consultation, threads, a suggestion."""

from __future__ import annotations

import datetime as dt

from guidelines.demo.story.people import DANIEL, MAYA, PRIYA
from guidelines.editions import services
from guidelines.editions.models import Comment, Edition
from guidelines.people.models import Person
from guidelines.text.pieces import split

NOOR = "Noor Haddad"


def talk(edition: Edition, now: dt.datetime) -> None:
    """US-CC-0142 edition 5: one thread stops the approval, one is settled, one proposes other words."""
    maya, daniel, noor, priya = (Person.objects.get(name=name) for name in (MAYA, DANIEL, NOOR, PRIYA))
    _ask(edition, noor, by=maya, until=now + dt.timedelta(days=3))

    stops = _say(edition, "/// rule | R3", priya, "40% can be an outlet sale. How many did you see?", stops=True)
    services.reply(stops, by=maya, text="180 listings: 6 were outlet sales, and all 6 showed papers.")

    settled = _say(edition, "/// rule | R7", daniel, "Does “seconds” catch refurbished goods?")
    services.reply(settled, by=maya, text="No. They come with an invoice, and the last case of R7 shows one.")
    services.resolve(settled, by=daniel)


def _ask(edition: Edition, stakeholder: Person, *, by: Person, until: dt.datetime) -> None:
    """A question, and what was said to it: an answer, and other words for one paragraph."""
    question = "Can Brand Integrity answer R3 cases within 2 hours, at night too?"
    asked = services.consult(edition, by=by, person=stakeholder, until=until, question=question)
    guests = "A co-host or guest counts"
    words = split(edition.source)[_place(edition, guests)].source
    better = words.replace(guests, "A co-host, or a guest who speaks or shows goods, counts")
    _say(edition, guests, stakeholder, "Our reviewers ask who counts as a guest.", better=better)
    services.answer(asked, by=stakeholder, text="Yes. Two of us are on every night from the day this starts.")


def _say(
    edition: Edition, begins: str, by: Person, text: str, *, stops: bool = False, better: str | None = None
) -> Comment:
    """A thread about the block that begins with these words."""
    return services.comment(
        edition,
        by=by,
        text=text,
        seen=edition.digest,
        place=_place(edition, begins),
        blocks_approval=stops,
        suggestion=better,
    )


def _place(edition: Edition, begins: str) -> int:
    return next(n for n, piece in enumerate(split(edition.source)) if piece.source.lstrip("\n").startswith(begins))
