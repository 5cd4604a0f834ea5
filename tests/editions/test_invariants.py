"""The invariants under attack: random deeds by random people, at random times, and after each the record must hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from guidelines.audit.verify import verify
from guidelines.editions import services
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Approval, Contribution, Edition, Guideline
from guidelines.editions.queries import periods
from guidelines.editions.services import Fate
from guidelines.frame.refusals import Refusal
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.people.services import grant
from tests.editions import making
from tests.people import World, the_world

START = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(days=1)
"""After every deed that made the people."""


class LifeOfAGuideline(RuleBasedStateMachine):
    """Four people, two of whom hold both roles, do whatever comes to mind to one guideline."""

    world: World
    guideline: Guideline
    people: list[Person]
    sentences: list[str]
    """What was said to those who were refused."""

    @initialize()
    def open(self) -> None:
        self.traveller = time_machine.travel(START, tick=False)
        self.clock = self.traveller.start()
        self.sentences = []
        self.world = the_world()
        for person, role in ((self.world.art, Role.POLICY_REVIEWER), (self.world.eve, Role.POLICY_MANAGER)):
            grant(person, role, by=None, market=self.world.us, domain=self.world.product)
        self.people = [self.world.ann, self.world.art, self.world.bob, self.world.eve]
        self.guideline = making.draft(self.world).guideline

    def teardown(self) -> None:
        if hasattr(self, "traveller"):
            self.traveller.stop()

    def _try(self, deed: Any) -> None:
        """A deed either happens or is refused with a sentence; whatever else it raises is a fault."""
        try:
            deed()
        except Refusal as refusal:
            self.sentences.append(refusal.sentence)

    def _edition(self, pick: int) -> Edition:
        editions = list(self.guideline.editions.order_by("number"))
        return editions[pick % len(editions)]

    def _person(self, pick: int) -> Person:
        return Person.objects.get(pk=self.people[pick % len(self.people)].pk)

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        self.clock.shift(dt.timedelta(hours=hours))

    @rule(who=st.integers(0, 3))
    def open_edition(self, who: int) -> None:
        if self.guideline.editions.count() < 8:
            self._try(lambda: services.open_edition(self.guideline, by=self._person(who), words=making.words()))

    @rule(who=st.integers(0, 3), which=st.integers(0, 7), text=st.integers(0, 3))
    def save(self, who: int, which: int, text: int) -> None:
        edition = self._edition(which)
        new = making.words(summary=f"Words {text}.")
        self._try(lambda: services.save_draft(edition, by=self._person(who), seen=edition.digest, words=new))

    @rule(
        who=st.integers(0, 3), which=st.integers(0, 7), move=st.sampled_from(["submit", "approve", "ratify", "rebase"])
    )
    def sign_or_submit(self, who: int, which: int, move: str) -> None:
        edition, person = self._edition(which), self._person(who)
        if move == "approve":
            self._try(lambda: making.approve(edition, person))
        else:
            self._try(lambda: getattr(services, move)(edition, by=person, seen=edition.digest))

    @rule(who=st.integers(0, 3), which=st.integers(0, 7), move=st.sampled_from(["recall", "cancel", "discard"]))
    def take_back(self, who: int, which: int, move: str) -> None:
        self._try(lambda: getattr(services, move)(self._edition(which), by=self._person(who)))

    @rule(who=st.integers(0, 3), which=st.integers(0, 7), move=st.sampled_from(["request_changes", "withdraw"]))
    def say_no(self, who: int, which: int, move: str) -> None:
        self._try(lambda: getattr(services, move)(self._edition(which), by=self._person(who), note="A reason."))

    @rule(who=st.integers(0, 3), which=st.integers(0, 7), hours=st.integers(1, 72))
    def enforce(self, who: int, which: int, hours: int) -> None:
        edition = self._edition(which)
        self._try(
            lambda: services.enforce_now(edition, by=self._person(who), seen=edition.digest, note="Alert.", hours=hours)
        )

    @rule(who=st.integers(0, 3), which=st.integers(0, 7), days=st.integers(0, 5), fate=st.sampled_from(list(Fate)))
    def publish(self, who: int, which: int, days: int, fate: Fate) -> None:
        edition = self._edition(which)
        start = self.clock_now() + dt.timedelta(days=days) if days else None
        fates = dict.fromkeys(self.guideline.editions.values_list("number", flat=True), fate)
        schedule_before = self._schedule()

        def deed() -> None:
            services.publish(
                edition,
                by=self._person(who),
                seen=edition.digest,
                why_sooner=making.SOONER,
                effective_from=start,
                fates=fates,
                note="Why.",
            )
            if fate is Fate.KEEP:
                assert schedule_before.items() <= self._schedule().items()

        self._try(deed)

    def clock_now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    def _schedule(self) -> dict[int, dt.datetime]:
        later = Edition.objects.filter(guideline=self.guideline).scheduled(self.clock_now())
        return {edition.number: edition.effective_from for edition in later if edition.effective_from}

    @invariant()
    def every_refusal_says_why(self) -> None:
        assert all(getattr(self, "sentences", []))

    @invariant()
    def one_edition_at_most_is_in_force_at_any_instant(self) -> None:
        if not hasattr(self, "guideline"):
            return
        editions = list(Edition.objects.filter(guideline=self.guideline))
        for period in periods(editions):
            for instant in (period.since, period.until - dt.timedelta(microseconds=1)):
                found = list(Edition.objects.filter(guideline=self.guideline).in_force(instant))
                assert len(found) <= 1
                assert (found[0] if found else None) == period.edition

    @invariant()
    def no_text_binds_without_other_eyes(self) -> None:
        """Written without the product's own four-eyes query: from the raw rows."""
        if not hasattr(self, "guideline"):
            return
        for edition in Edition.objects.filter(guideline=self.guideline, state__in=(State.PUBLISHED, State.WITHDRAWN)):
            if edition.expires_at is not None:
                assert edition.expires_at - edition.effective_from <= dt.timedelta(hours=72)
                continue
            signatures = Approval.objects.filter(edition=edition, digest=edition.digest)
            writers = set(Contribution.objects.filter(edition=edition).values_list("person_id", flat=True))
            assert any(signature.person_id not in writers for signature in signatures)

    @invariant()
    def the_record_is_whole(self) -> None:
        if hasattr(self, "guideline"):
            assert [finding.sentence for finding in verify() if finding.broken] == []


@pytest.mark.slow
class TestTheInvariants(TestCase):
    def test_whatever_people_do_the_invariants_hold(self) -> None:
        run_state_machine_as_test(
            lambda: Isolated(),
            settings=settings(max_examples=6, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
        )


class Isolated(LifeOfAGuideline):
    """One run in a transaction of its own, rolled back at the end."""

    def __init__(self) -> None:
        from django.db import transaction

        self._atomic = transaction.atomic()
        self._atomic.__enter__()
        super().__init__()

    def teardown(self) -> None:
        from django.db import transaction

        super().teardown()
        transaction.set_rollback(True)
        self._atomic.__exit__(None, None, None)
