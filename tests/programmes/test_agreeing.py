"""Who agrees that a report goes to partners: neither who issued it nor who wrote in it, also in the one it corrects."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from guidelines.frame.refusals import Refused, WrongState
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.programmes import services
from guidelines.programmes.models import Report, ReportWriter
from tests.people import World, make_person
from tests.people.beyond import pam
from tests.programmes.making import programme, report, written
from tests.programmes.test_pages import browser

WORDS = "You helped to write"


def manager(world: World, number: int) -> Person:
    return make_person(f"P-10{number}", f"Manager {number}", Role.PROGRAMME_MANAGER, world.us)


def issued(found: Report, by: Person) -> Report:
    found = Report.objects.get(pk=found.pk)
    return services.issue_report(found, seen=services.seen_of(found), by=by)


def test_whoever_wrote_words_of_a_report_does_not_agree_to_it(world: World) -> None:
    """Not even where their words were all written over since, and somebody else issued it."""
    writer, second, issuer, other = (manager(world, number) for number in range(4))
    found = report(programme(world), writer, words="Late.")
    found = issued(written(found, second, "On plan."), issuer)
    for person in (writer, second):
        with pytest.raises(Refused, match=WORDS):
            services.agree_to_partners(found, by=person)
        assert "Agree that it goes to partners" not in browser(person).get(found.get_absolute_url()).content.decode()
        with pytest.raises(DatabaseError, match="helped to write"), transaction.atomic():
            Report.objects.update(agreed_by=person, agreed_at=found.issued_at)
    with pytest.raises(Refused, match="You issued"):
        services.agree_to_partners(found, by=issuer)
    assert "Agree that it goes to partners" in browser(other).get(found.get_absolute_url()).content.decode()
    assert services.agree_to_partners(found, by=other).agreed_by == other
    with pytest.raises(WrongState, match="agreed already"):
        services.agree_to_partners(found, by=manager(world, 5))


def test_who_moved_its_days_alone_wrote_nothing(world: World) -> None:
    writer, issuer, mover = manager(world, 0), manager(world, 1), manager(world, 2)
    found = issued(written(report(programme(world), writer, words="On plan."), mover, "On plan."), issuer)
    assert services.agree_to_partners(found, by=mover).agreed_by == mover


def test_the_words_of_a_corrected_report_are_words_of_the_correction(world: World) -> None:
    writer, issuer, corrector = manager(world, 0), pam(world), manager(world, 1)
    wrong = issued(report(programme(world), writer), issuer)
    found = issued(services.correct_report(wrong, by=corrector), issuer)
    with pytest.raises(Refused, match=WORDS):
        services.agree_to_partners(found, by=writer)
    services.agree_to_partners(found, by=corrector)


def test_who_wrote_stays_written_down(world: World) -> None:
    report(programme(world), pam(world))
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportWriter.objects.update(person=world.ann)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportWriter.objects.all()._raw_delete("default")


def test_the_writers_of_reports_there_are_come_from_the_record(world: World) -> None:
    writer, issuer, corrector = manager(world, 0), pam(world), manager(world, 1)
    wrong = issued(report(programme(world), writer), issuer)
    written(services.correct_report(wrong, by=corrector), corrector, "Corrected.")
    there = sorted(ReportWriter.objects.values_list("report__number", "person"))
    assert there == [(1, writer.pk), *sorted([(2, writer.pk), (2, corrector.pk)])]
    migration = importlib.import_module("guidelines.programmes.migrations.0002_who_wrote_a_report")
    assert sorted((row.report.number, row.person_id) for row in migration.found_in_the_record(apps)) == there
