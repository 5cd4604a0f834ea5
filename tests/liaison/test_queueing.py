"""The queue's page says whom a failed pack was for, to those who see that list, and never what stands in it."""

from __future__ import annotations

from guidelines.desk.background import failures
from guidelines.frame.jobs import JobState
from guidelines.liaison.models import Delivery, Pack
from guidelines.liaison.services.agreeing import decline
from guidelines.people.roles import Role
from tests.liaison.packing import pack
from tests.liaison.sending import a_list, mailbox, sent
from tests.people import World, make_person


def test_a_failed_pack_is_named_by_its_list_where_the_person_sees_it_and_else_by_its_number(world: World) -> None:
    agencies = a_list(world)
    mailbox(agencies)
    made = sent(agencies, "Canary title")
    for kind in (Pack, Delivery):
        kind.objects.update(state=JobState.FAILED, ended_at=made.at)
    assert _words(world.ada) == {f"Pack {made.pk} for Agencies, US", f"Delivery of pack {made.pk} to Agencies, US"}
    assert _words(world.root) == {f"Pack {made.pk}", f"Delivery of pack {made.pk}"}


def test_a_pack_that_a_second_person_declined_is_no_failure(world: World) -> None:
    asked = pack(world.lia, audience="partner", inside=True)
    decline(asked, by=make_person("A-071", "Noor Aziz", Role.LIAISON, world.us), answer="They have no contract.")
    assert _words(world.ada) == set()


def _words(person: object) -> set[str]:
    return {failure.shown for failure in failures(person)}  # type: ignore[arg-type]
