"""A pack holds nothing above its class, wherever somebody digs; and everything that its audience should read."""

from __future__ import annotations

import os
import random

import pytest
from django.utils import timezone

from guidelines.editions import services
from guidelines.editions.models import Edition
from guidelines.liaison.exports import FORMATS
from guidelines.liaison.keys import note_key
from guidelines.liaison.making import make
from guidelines.liaison.models import Pack
from guidelines.liaison.queries import answer
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.text.audience import Audience
from tests.liaison.canaries import Cage, drawn, plant
from tests.liaison.making import NOW, asked, page
from tests.liaison.opening import hidden, plainly
from tests.liaison.packing import agreed, contents, made, pack
from tests.people import World, make_person

AUDIENCES = (Audience.INTERNAL, Audience.PARTNER, Audience.PUBLIC)
QUICK, MANY = ("json", "md", "html", "csv"), ("pdf", "docx", "xlsx")


@pytest.fixture
def cage(world: World) -> Cage:
    return plant(world)


def found(pack: Pack) -> str:
    """Everything in all files of a pack, in its rows and in the names of its files."""
    texts = [hidden(extension, content) for extension, content in contents(pack).items()]
    names = list(pack.files.values_list("name", flat=True))
    return plainly("\n".join([*texts, *names, pack.title, str(pack.notes)]))


@pytest.mark.slow
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_pack_of_everything_holds_all_that_its_audience_may_read_and_no_more(
    world: World, cage: Cage, audience: Audience
) -> None:
    whole = made(world.lia, asked(later=True), tuple(FORMATS), audience=audience.value)
    for extension, content in contents(whole).items():
        text = plainly(hidden(extension, content))
        assert cage.leaks(text, audience) == set(), extension
        assert cage.missing(text, audience) == set(), extension
    assert len(whole.notes) > 3


@pytest.mark.slow
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_preview_holds_no_more_than_the_pack(world: World, cage: Cage, audience: Audience) -> None:
    for number in range(1, 6):
        html = page(world.lia, audience=audience.value, later="on", redline="on", page=str(number))
        article = html[html.index("<article") : html.index("</article>")]
        assert cage.leaks(plainly(article), audience) == set()


@pytest.mark.slow
def test_nothing_leaks_into_packs_drawn_by_chance(world: World, cage: Cage) -> None:
    """60 packs; with SOP_PORTAL_CANARY_PACKS=3000 thousands."""
    second = make_person("A-081", "Noor Aziz", Role.LIAISON, world.us)
    chance = random.Random("canaries")
    notes = 0
    for number in range(int(os.environ.get("SOP_PORTAL_CANARY_PACKS", "60"))):
        one = by_chance(world, second, chance, number)
        heard = Audience.INTERNAL if one.inside else Audience(one.audience)
        assert cage.leaks(found(one), heard) == set(), (one.question, one.audience, one.formats)
        notes += len(one.notes)
    assert notes > 0


@pytest.mark.slow
def test_what_is_called_off_tells_no_audience_more_than_it_heard_beforehand(world: World, cage: Cage) -> None:
    for audience in AUDIENCES:
        made(world.lia, asked(later=True), audience=audience.value)
    for edition in Edition.objects.scheduled(timezone.now()):
        reason = cage.word(Audience.INTERNAL)
        services.cancel(edition, by=world.bob, note=f"Why: {reason}.")
    met = dict.fromkeys(AUDIENCES, 0)
    for audience in AUDIENCES:
        whole = made(world.lia, asked(later=True), tuple(FORMATS), audience=audience.value)
        for extension, content in contents(whole).items():
            assert cage.leaks(plainly(hidden(extension, content)), audience) == set(), extension
        met[audience] = sum(key.endswith("called_off") for key in whole.notes)
    assert met[Audience.INTERNAL] > met[Audience.PARTNER] > met[Audience.PUBLIC] > 0


def by_chance(world: World, second: Person, chance: random.Random, number: int) -> Pack:
    """A pack of any audience, filters and formats, with notes left out; agreed to where it must be."""
    audience, question = chance.choice(AUDIENCES), asked(**drawn(chance))
    told = [note_key(one) for one in answer(world.lia, question, NOW, audience).happenings]
    formats = chance.choice(MANY) if number % 8 == 0 else chance.choice(QUICK)
    wanted = pack(
        world.lia,
        question,
        (formats,),
        audience=audience.value,
        left_out=chance.sample(told, len(told) // 3) if chance.random() < 0.3 else (),
        redline=chance.random() < 0.4,
        inside=chance.random() < 0.1,
    )
    if wanted.is_waiting:
        agreed(wanted, by=second)
    make(wanted.pk)
    wanted.refresh_from_db()
    assert wanted.state == "done", wanted.error
    return wanted


@pytest.mark.slow
def test_the_canaries_are_met_where_they_should_be(world: World, cage: Cage) -> None:
    """Of the quick suite: one format for partners, and that the test itself would notice a leak."""
    partners = found(made(world.lia, asked(later=True), ("json",), audience="partner", redline=False))
    assert cage.leaks(partners, Audience.PARTNER) == set()
    assert cage.missing(partners, Audience.PARTNER) == set()
    internal = found(made(world.lia, asked(later=True), ("json",)))
    assert cage.leaks(internal, Audience.PARTNER) != set()
