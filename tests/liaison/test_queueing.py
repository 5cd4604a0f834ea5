"""The queue's page says whom a failed pack was for, to those who see that list, and never what stands in it."""

from __future__ import annotations

from guidelines.desk.background import failures
from guidelines.frame.jobs import JobState
from guidelines.liaison.models import Delivery, Pack
from tests.liaison.sending import a_list, mailbox, sent
from tests.people import World


def test_a_failed_pack_is_named_by_its_list_where_the_person_sees_it_and_else_by_its_number(world: World) -> None:
    agencies = a_list(world)
    mailbox(agencies)
    made = sent(agencies, "Canary title")
    for kind in (Pack, Delivery):
        kind.objects.update(state=JobState.FAILED, ended_at=made.at)
    assert _words(world.ada) == {f"Pack {made.pk} for Agencies, US", f"Delivery of pack {made.pk} to Agencies, US"}
    assert _words(world.root) == {f"Pack {made.pk}", f"Delivery of pack {made.pk}"}


def _words(person: object) -> set[str]:
    return {failure.shown for failure in failures(person)}  # type: ignore[arg-type]
