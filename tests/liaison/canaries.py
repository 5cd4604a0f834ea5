"""A marketplace with a canary word in every place at every class, and for each word who may meet it."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, field
from typing import Any

from guidelines.catalogue.models import Domain, EscalationTeam
from guidelines.editions import services
from guidelines.editions.models import Edition
from guidelines.liaison.services import correcting
from guidelines.people import services as people
from guidelines.people.roles import Role
from guidelines.text.audience import Audience, narrowest
from tests.editions import making
from tests.liaison.making import at
from tests.people import World


@dataclass
class Cage:
    """The words that were let out so far: to whom each may be told at the widest, and where it must be met."""

    numbers: itertools.count[int] = field(default_factory=itertools.count)
    told: dict[str, Audience] = field(default_factory=dict)
    must: dict[str, set[Audience]] = field(default_factory=dict)
    """The audiences whose packs of everything must hold the word."""

    def word(self, told: Audience, must: set[Audience] | None = None) -> str:
        name = f"canary{next(self.numbers)}x"
        self.told[name] = told
        self.must[name] = must or set()
        return name

    def leaks(self, text: str, audience: Audience) -> set[str]:
        return {name for name, told in self.told.items() if name in text and not audience.hears(told)}

    def missing(self, text: str, audience: Audience) -> set[str]:
        return {name for name, told in self.must.items() if audience in told and name not in text}


def hearers(told: Audience) -> set[Audience]:
    return {one for one in (Audience.PUBLIC, Audience.PARTNER, Audience.INTERNAL) if one.hears(told)}


@dataclass(frozen=True)
class Wording:
    """Of which classes a guideline and its change note are, and whether there is a partner wording."""

    guideline: Audience
    note: str
    partner: bool

    @property
    def says(self) -> tuple[str, ...]:
        """The classes of its parts: what is restricted stands in restricted guidelines alone."""
        return tuple(Audience)[: 4 if self.guideline is Audience.RESTRICTED else 3]

    @property
    def rules(self) -> str:
        return " ".join(f"R{number}" for number in range(1, len(self.says) + 1))

    @property
    def edition(self) -> set[Audience]:
        """Who may know of its editions."""
        told = hearers(narrowest(self.guideline, Audience(self.note)))
        return told | (hearers(narrowest(self.guideline, Audience.PARTNER)) if self.partner else set())

    @property
    def note_told(self) -> Audience:
        return narrowest(self.guideline, Audience(self.note))


def widest(told: set[Audience]) -> Audience:
    return min(told, key=lambda one: one.rank) if told else Audience.RESTRICTED


def source(cage: Cage, wording: Wording) -> str:
    """A text with sections and rules of every class, and a canary in each."""
    lines = ["# Scope {audience: public}", ""]
    for said in wording.says:
        told = narrowest(wording.guideline, Audience(said), widest(wording.edition))
        lines += [f"## Of {said} {{audience: {said}}}", "", f"{cage.word(told)} is written here.", ""]
    lines += ["# Rules {audience: public}", ""]
    for number, said in enumerate(wording.says, start=1):
        told = narrowest(wording.guideline, Audience(said), widest(wording.edition))
        met = {one for one in wording.edition if one.hears(narrowest(wording.guideline, Audience(said)))}
        lines += [
            f"/// rule | R{number}",
            f"audience: {said}",
            f"if: A seller writes {cage.word(told, met)} in a title.",
            f"do: Remove it and name {cage.word(told, met)}.",
            "action: remove",
            "severity: S2",
            "label: counterfeit.declared",
            f"escalate: Brand Integrity, for {cage.word(told, met)}",
            "///",
            "",
        ]
    return "\n".join(lines)


def words(cage: Cage, wording: Wording, **more: Any) -> dict[str, Any]:
    """What an edition is made of."""
    internal = {Audience.INTERNAL} & wording.edition
    noted = hearers(wording.note_told)
    wordings = hearers(narrowest(wording.guideline, Audience.PARTNER)) - noted if wording.partner else set()
    for_partners = narrowest(wording.guideline, Audience.PARTNER)
    partner = f"Wording {cage.word(for_partners, wordings)}." if wording.partner else ""
    known = widest(wording.edition)
    return {
        "title": f"Title {cage.word(known, wording.edition)}",
        "summary": f"Summary {cage.word(Audience.RESTRICTED)}.",
        "source": source(cage, wording),
        "change_note": f"{wording.rules}: {cage.word(wording.note_told, noted | internal)}.",
        "note_audience": wording.note,
        "partner_note": partner,
        **more,
    }


def plant(world: World) -> Cage:
    """Everything through the services."""
    cage, domains = Cage(), (world.product, world.creator, world.seller)
    for domain in domains[1:]:
        people.grant(world.ann, Role.POLICY_MANAGER, by=None, market=world.us, domain=domain)
        people.grant(world.bob, Role.POLICY_REVIEWER, by=None, market=world.us, domain=domain)
    combinations = itertools.product(Audience, ("public", "partner", "internal"), (True, False))
    for number, (guideline, note, partner) in enumerate(combinations):
        _life(world, cage, Wording(guideline, note, partner), domains[number % 3], number)
    return cage


def _life(world: World, cage: Cage, wording: Wording, domain: Domain, number: int) -> None:
    """Two editions, one to come, a withdrawal here and a correction there."""
    draft = making.draft(world, domain=domain, **words(cage, wording))
    if wording.guideline is not Audience.INTERNAL:
        _class(world, draft, wording.guideline)
    start = at(1 + number % 8, hour=7 + number % 12)
    first = making.published(making_again(draft), world, effective_from=start, backdate=True)
    if wording.guideline is Audience.RESTRICTED:
        return
    second = making.next_draft(first.guideline, world.ann, **words(cage, wording, significance="major"))
    second = making.published(second, world, effective_from=at(10 + number % 5), backdate=True)
    if number % 3 == 0:
        reason = cage.word(Audience.INTERNAL, {Audience.INTERNAL})
        services.withdraw(second, by=world.bob, note=f"Why: {reason}.", backdate_to=at(18))
    elif number % 3 == 1:
        coming = making.next_draft(first.guideline, world.ann, **words(cage, wording))
        making.published(coming, world, effective_from=at(26))
    else:
        _corrected(world, cage, wording, second)


def _corrected(world: World, cage: Cage, wording: Wording, edition: Edition) -> None:
    noted = hearers(wording.note_told)
    told_wording = narrowest(wording.guideline, Audience.PARTNER)
    note = f"{wording.rules}, better: {cage.word(wording.note_told, noted)}."
    partner = f"Better {cage.word(told_wording, hearers(told_wording) - noted)}." if wording.partner else ""
    for old in (edition.change_note, edition.partner_note):
        for name in cage.must:
            if name in old.replace(".", " ").split():
                cage.must[name], cage.told[name] = set(), Audience.RESTRICTED  # said no more
    reason = f"It was {cage.word(Audience.RESTRICTED)}."
    seen = correcting.seen_of(edition)
    correcting.correct(edition, note=note, partner_note=partner, reason=reason, by=world.ann, seen=seen)


def _class(world: World, draft: Edition, audience: Audience) -> None:
    team = EscalationTeam.objects.first() if audience is Audience.RESTRICTED else None
    services.class_guideline(draft.guideline, audience=audience.value, by=world.ann, reason="By its kind.", team=team)
    if audience is Audience.RESTRICTED:
        services.give_clearance(draft.guideline, person=world.bob, by=world.ann, reason="Reviews it.")


def making_again(draft: Edition) -> Edition:
    """The row as it is now, with its guideline's class."""
    return Edition.objects.select_related("guideline__market", "guideline__domain").get(pk=draft.pk)


def drawn(chance: random.Random) -> dict[str, Any]:
    """A question by chance."""
    return {
        "later": chance.random() < 0.5,
        "significance": chance.choice(["", "", "major", "minor"]),
        "domains": tuple(sorted(chance.sample(["CC", "PR", "SE"], chance.randint(0, 3)))),
        "language": chance.choice(["en", "vi"]),
    }
