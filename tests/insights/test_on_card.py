"""What the floor has to do with a rule card: the rulings on its rule, and the way to ask."""

from __future__ import annotations

import pytest
from django.utils import timezone

from guidelines.insights import services
from tests.insights import making
from tests.people import World
from tests.reading.making import DAY, signed_in

pytestmark = pytest.mark.django_db


def test_a_ruling_stands_on_the_card_of_its_rule_until_it_is_ended(world: World) -> None:
    ruling = making.ruled(making.in_force(world), world.ann)
    mo = signed_in(world.mo)
    mo.get("/g/US-PR-0001/R2/")  # sets the cookie of the forms, once in a session
    card = mo.get("/g/US-PR-0001/R2/")
    assert "Interim ruling" in card.content.decode()
    assert making.RULING in card.content.decode()
    assert making.RULING not in mo.get("/g/US-PR-0001/R1/").content.decode()
    services.end_ruling(ruling, by=world.ann, reason="It is wrong.")
    again = mo.get("/g/US-PR-0001/R2/", headers={"if-none-match": card.headers["ETag"]})
    assert again.status_code == 200
    assert making.RULING not in again.content.decode()


def test_a_ruling_is_marked_with_the_language_of_its_guideline(world: World) -> None:
    world.mo.language = "vi"
    world.mo.save()
    making.ruled(making.in_force(world), world.ann)
    mo = signed_in(world.mo)
    for page in ("/g/US-PR-0001/", "/g/US-PR-0001/R2/", "/g/US-PR-0001/ask/?rule=R2"):
        html = mo.get(page).content.decode()
        assert '<html lang="vi"' in html
        assert f'<span lang="en">{making.RULING}</span>' in html, page


@pytest.mark.slow
def test_the_card_leads_to_a_question_on_its_rule_while_it_binds(world: World) -> None:
    making.in_force(world)
    mo = signed_in(world.mo)
    html = mo.get("/g/US-PR-0001/R2/").content.decode()
    assert 'href="/g/US-PR-0001/ask/?rule=R2" data-key="e"' in html
    assert mo.get("/g/US-PR-0001/ask/?rule=R2").status_code == 200
    making.next_edition(making.in_force(world), world, begins=timezone.now() + 2 * DAY)
    to_come = mo.get("/g/US-PR-0002/R2/", {"at": (timezone.now() + 3 * DAY).isoformat()})
    assert 'data-key="e"' not in to_come.content.decode()
