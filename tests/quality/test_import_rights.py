"""Who brings files in and sees what came of them; what nobody changes; the command; words, dates and targets."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from guidelines.editions.models import Edition
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people.models import Person
from guidelines.quality import services
from guidelines.quality.importing import working
from guidelines.quality.models import CheckedDecision, CheckImport, RowProblem, Source, Target
from guidelines.quality.queries.targets import target_book
from tests.editions import making as issued
from tests.people import World, make_person
from tests.people.beyond import lee, pam, quinn, tia
from tests.quality.making import brought, csv_of, row, source, uploaded, wrong


@pytest.fixture
def edition(world: World) -> Edition:
    return issued.published(issued.draft(world), world)


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.slow
def test_those_who_see_quality_read_figures_and_no_row(world: World, edition: Edition) -> None:
    found = brought(source(world), [row(), row(case="SECRET-9", rule="US-PR-0001 R9")])
    people = (quinn(world), tia(world), pam(world), lee(world), world.ann, world.bob, world.ada, world.joe)
    for person in people:
        client = client_of(person)
        page = client.get(found.get_absolute_url())
        assert page.status_code == 200, person
        assert ("SECRET-9" in page.content.decode()) is (person == quinn(world))
        file = client.get(reverse("import_problems", args=[found.pk]))
        assert file.status_code == (200 if person == quinn(world) else 403)
        list(file)  # to its end, as a browser reads it
    for person in (world.mo, world.lia, world.root):
        assert client_of(person).get(found.get_absolute_url()).status_code == 403, person
    for person in (world.vy, world.van, world.binh):
        assert client_of(person).get(found.get_absolute_url()).status_code in (403, 404), person


Deed = Callable[[World, Source, CheckImport, Person], object]
DEEDS: dict[str, Deed] = {
    "upload": lambda world, feed, one, by: services.upload(feed, by=by, file=csv_of([row(case="N")]), name="n.csv"),
    "confirm": lambda world, feed, one, by: services.confirm(one, by=by),
    "discard": lambda world, feed, one, by: services.discard(one, by=by),
    "make": lambda world, feed, one, by: source(world, by=by, name="Another"),
    "end": lambda world, feed, one, by: services.end_source(feed, by=by),
    "target": lambda world, feed, one, by: services.set_target(world.us, None, Decimal("0.05"), by=by),
}


@pytest.mark.parametrize(
    "deed", ["confirm", *(pytest.param(name, marks=pytest.mark.slow) for name in DEEDS if name != "confirm")]
)
def test_a_quality_analyst_of_the_market_alone_keeps_what_comes_in(world: World, deed: str) -> None:
    feed = source(world)
    one = uploaded(feed, [row()])
    others = [lee(world), tia(world), pam(world), *(getattr(world, name) for name in ("ann", "bob", "mo", "lia"))]
    for person in (*others, world.ada, world.joe, world.vy, world.van, world.root):
        with pytest.raises(Refused):
            DEEDS[deed](world, feed, one, person)
    DEEDS[deed](world, feed, one, quinn(world))


def test_an_analyst_of_one_domain_keeps_no_source_of_all(world: World) -> None:
    from guidelines.people.roles import Role

    qi = make_person("Q-002", "Qi Lin", Role.QUALITY_ANALYST, world.us, world.product)
    with pytest.raises(Refused, match="all its domains"):
        source(world, by=qi)
    assert source(world, by=qi, domain=world.product).pk
    with pytest.raises(Refused):
        services.set_target(world.us, None, Decimal("0.05"), by=qi)


def test_words_and_dates_of_a_feed_are_understood_its_way(world: World, edition: Edition) -> None:
    feed = source(
        world,
        date_form="day_first",
        time_zone="America/New_York",
        words={
            "action": {"Takedown": "remove"},
            "error_class": {"zu streng": "false_positive"},
            "outcome": {"ja": "upheld"},
        },
    )
    rows = [
        wrong(decided_action="TAKEDOWN", error_class="Zu streng", outcome="Ja", decided_at="31/12/2041 13:05"),
        row(case="C-2", decided_at="2026-13-01 10:00"),
        row(case="C-3", decided_at="08/03/2026 02:30"),
        row(case="C-4", decided_at="01/11/2026 01:30"),
        row(case="C-5", decided_action="shrug"),
        row(case="C-6", right_action="restrict"),
        row(case="C-7", error_class="odd"),
        row(case="C-8", outcome="odd"),
        row(case=""),
        row(case="C-10", moderator="M\x07"),
    ]
    found = services.confirm(uploaded(feed, rows), by=quinn(world))
    working.bring_in_due()
    codes = RowProblem.objects.filter(brought_by=found).order_by("line").values_list("code", flat=True)
    assert list(codes) == [
        *("future", "date", "no_such_time", "twice", "action", "class_missing", "error_class", "outcome"),
        *("missing", "unreadable"),
    ]


def test_a_target_holds_for_topics_below_and_keeps_its_history(world: World) -> None:
    from guidelines.catalogue.models import Topic

    by, counterfeit = quinn(world), Topic.objects.get(code="counterfeit")
    services.set_target(world.us, None, Decimal("0.05"), by=by)
    services.set_target(world.us, counterfeit, Decimal("0.03"), by=by)
    book = target_book()
    assert book.of(world.us.pk, "counterfeit.goods") == pytest.approx(0.03)
    assert book.of(world.us.pk, "regulated") == pytest.approx(0.05)
    assert book.of(world.vn.pk, "regulated") is None
    with pytest.raises(WrongState):
        services.set_target(world.us, counterfeit, Decimal("0.03"), by=by)
    services.set_target(world.us, counterfeit, None, by=by)
    assert target_book().of(world.us.pk, "counterfeit.goods") == pytest.approx(0.05)
    assert Target.objects.count() == 3
    with pytest.raises(Invalid):
        services.set_target(world.us, None, Decimal(1), by=by)


def test_checks_and_verdicts_are_never_changed_or_deleted(world: World, edition: Edition) -> None:
    feed, one = source(world), row()
    brought(feed, [one, row(case="C-2", rule="no.rule")])
    brought(feed, [{**one, "outcome": "overturned"}])
    from guidelines.quality.models import Subject, VerdictChange

    for table in (CheckedDecision, VerdictChange, RowProblem, Subject):
        for deed in (lambda rows: rows.update(id=F("id") + 900), lambda rows: rows._raw_delete("default")):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed(table._default_manager.all())


def test_the_command_takes_a_file_to_its_end(world: World, edition: Edition, tmp_path: object) -> None:
    from pathlib import Path

    feed, file = source(world), Path(str(tmp_path)) / "checks.csv"
    file.write_bytes(csv_of([row(), row(case="C-2")]).getvalue())
    out = io.StringIO()
    call_command("import_checks", "US:Austin audits", str(file), "--by", "Q-001", stdout=out)
    assert "Done: 2 new, 0 known" in out.getvalue()
    with pytest.raises(CommandError, match="was brought in before"):
        call_command("import_checks", feed.name, str(file), "--by", "Q-001")
    with pytest.raises(CommandError, match="No source is called"):
        call_command("import_checks", "Nothing", str(file), "--by", "Q-001")
    call_command("recount_checks", stdout=out)
    assert "2 checks" in out.getvalue()
