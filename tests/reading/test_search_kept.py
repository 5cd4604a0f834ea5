"""What searches keep in a process: lists, heaps, synonyms, and the frame of the page. A deed shows at once."""

from __future__ import annotations

import pytest

from guidelines.catalogue.models import Action
from guidelines.catalogue.services import change
from guidelines.editions import services
from guidelines.people.models import Person, Site
from guidelines.people.roles import Role
from guidelines.people.services import end_role
from guidelines.people.sessions import forget_everybody
from guidelines.reading.search import known
from guidelines.reading.search.querying import search
from guidelines.reading.search.synonyms import add_synonyms, end_synonyms
from tests.people import World, make_person
from tests.reading import making

pytestmark = pytest.mark.django_db


def page(person: Person, query: str = "mirror") -> str:
    response = making.signed_in(person).get("/search/", {"q": query})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.slow
def test_a_new_market_and_a_renamed_one_show_in_the_next_search(world: World) -> None:
    making.first(world)
    assert [choice.name for choice in search(world.joe, "mirror").facets.markets] == ["United States"]
    world.us.name = "The States"
    change(world.us, by=world.ada, fields=["name"])
    assert [choice.name for choice in search(world.joe, "mirror").facets.markets] == ["The States"]
    assert "The States" in page(world.mo)


@pytest.mark.slow
def test_the_first_guideline_under_a_topic_is_found_by_those_who_searched_before(world: World) -> None:
    making.first(world, title="Whales")
    assert search(world.mo, "dolphins").total == 0
    making.first(world, title="Dolphins", topic_codes=("regulated",))
    assert search(world.mo, "dolphins").total == search(world.joe, "dolphins").total > 0


def test_a_list_of_synonyms_holds_from_its_deed_to_its_end(world: World) -> None:
    making.first(world, title="Whales")
    assert search(world.mo, "orcas").total == 0
    made = add_synonyms(world.us, ["orcas", "whales"], by=world.ann)
    assert search(world.mo, "orcas").total > 0
    assert search(world.vy, "orcas").also == []
    end_synonyms(made, by=world.ann)
    assert search(world.mo, "orcas").total == 0


@pytest.mark.slow
def test_two_people_alike_see_the_same_results_each_under_their_own_name(world: World) -> None:
    making.first(world)
    other = make_person("Z-001", "Zoe Quill", Role.MODERATOR, world.us, world.product)
    assert world.mo.name in page(world.mo)
    html = page(other)
    assert other.name in html
    assert world.mo.name not in html
    assert "<mark>mirror</mark>" in html


@pytest.mark.slow
def test_who_loses_the_role_finds_nothing_from_the_next_search_on(world: World) -> None:
    making.first(world)
    client = making.signed_in(world.mo)
    assert b"<mark>mirror</mark>" in client.get("/search/", {"q": "mirror"}).content
    end_role(world.mo.assignments.get(), by=world.ada)
    assert b"<mark>mirror</mark>" not in client.get("/search/", {"q": "mirror"}).content


@pytest.mark.slow
def test_a_page_drawn_for_one_person_alone_says_the_same_as_one_from_a_kept_frame(world: World) -> None:
    """Whoever sits at a shared computer gets a page drawn for them alone."""
    making.first(world)
    kept = page(world.mo)
    Site.objects.filter(teams=world.mo.team).update(forbids_staying=True)
    forget_everybody()
    alone = page(world.mo)
    assert "data-shared" in alone
    assert "data-shared" not in kept
    assert "<mark>mirror</mark>" in middle(kept)
    assert middle(alone) == middle(kept)


def middle(html: str) -> str:
    return html.split("<main", 1)[1].split("</main>", 1)[0]


def test_a_word_that_was_looked_for_in_vain_is_found_as_soon_as_a_guideline_says_it(world: World) -> None:
    making.first(world, title="Whales")
    assert search(world.mo, "dolph").total == 0
    making.first(world, title="Dolphins")
    assert search(world.mo, "dolph").total > 0


def test_where_too_much_fits_to_be_counted_each_person_is_offered_the_filters_of_what_they_may_read(
    too_much: World,
) -> None:
    mo, vy = too_much.mo, too_much.vy
    for person, text, market in ((mo, "mirror", "US"), (vy, "sản phẩm", "VN"), (mo, "mirror", "US")):
        found = search(person, text)
        assert found.uncounted
        assert [choice.code for choice in found.facets.markets] == [market]
    chosen = search(mo, "mirror", markets=("US",)).facets.markets
    assert [choice.chosen for choice in chosen] == [True]


def lines_anew(person: Person) -> str:
    """The results as a process draws them that drew none before."""
    known.clear()
    return lines(person)


def lines(person: Person) -> str:
    return page(person).partition('<ol class="ledger hits">')[2].partition("</ol>")[0]


def test_lines_that_were_drawn_before_tell_of_a_suspension_another_name_and_the_language_of_who_reads(
    world: World,
) -> None:
    guideline = making.first(world)
    before = lines(world.mo)
    assert "Suspended" not in before
    services.suspend(guideline.editions.get(), by=world.bob, reason="The law changed.", escalate_to="Policy duty lead")
    suspended = lines(world.mo)
    assert "Suspended" in suspended
    assert suspended == lines_anew(world.mo)
    action = Action.objects.get(code="remove")
    action.name = "Take away"
    change(action, by=world.ada, fields=["name"])
    renamed = lines(world.mo)
    assert "Take away" in renamed
    assert renamed == lines_anew(world.mo)
    Person.objects.filter(pk=world.mo.pk).update(language="vi")
    forget_everybody()
    translated = lines(Person.objects.get(pk=world.mo.pk))
    assert "Suspended" not in translated
    assert translated == lines_anew(Person.objects.get(pk=world.mo.pk))
