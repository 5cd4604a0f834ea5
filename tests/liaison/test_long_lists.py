"""What is long: a pack with many notes, many packs that wait, and a worker that has more to do than packs."""

from __future__ import annotations

from django.urls import reverse

from guidelines.frame.jobs import JobState
from guidelines.liaison.making import make_due
from guidelines.liaison.models import NEVER, Pack, PackNote
from guidelines.people.roles import Role
from tests.liaison.making import at, first, signed_in
from tests.liaison.packing import made, pack
from tests.liaison.test_jobs import a_job
from tests.people import World, make_person


def test_a_worker_makes_packs_for_some_seconds_and_then_looks_at_its_other_work(world: World) -> None:
    for _number in range(3):
        pack(world.lia)
    assert make_due(seconds=0) == 1
    assert Pack.objects.filter(state=JobState.QUEUED).count() == 2
    assert make_due() == 2


def test_what_a_pack_holds_is_shown_a_page_at_a_time(world: World) -> None:
    edition, found = first(world, at(9)), made(world.lia)
    PackNote.objects.bulk_create(PackNote(pack=found, edition=edition, kind=f"of {n}") for n in range(25))
    client, address = signed_in(world.lia), found.get_absolute_url()
    start, end = (client.get(address, {"page": number}).content.decode() for number in (1, 2))
    note = f'href="{reverse("correct_note", args=[edition.guideline.policy_id, 1])}"'
    assert (start.count(note), end.count(note)) == (25, 1)
    assert "1 to 25 of 26" in start


def test_the_list_says_how_many_more_packs_wait(world: World) -> None:
    for _number in range(27):
        a_job(world, due_at=NEVER)
    html = signed_in(make_person("A-061", "Ian Wu", Role.LIAISON)).get(reverse("packs")).content.decode()
    assert "And 2 more, asked for later." in html
