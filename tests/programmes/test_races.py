"""Real transactions at the same time: a report is issued once, and goes to a contact once, however many let it out."""

from __future__ import annotations

import pytest

from guidelines.audit.verify import verify
from guidelines.frame.refusals import Refused, WrongState
from guidelines.people.roles import Role
from guidelines.programmes import services
from guidelines.programmes.models import Action, Milestone, Report, ReportDelivery, Risk
from tests.editions.test_races import at_once
from tests.people import World, make_person, the_world
from tests.people.beyond import pam
from tests.programmes.making import days, issued, milestone, programme, report, risk
from tests.programmes.test_sending import lists

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def committed(transactional_db: None) -> World:
    return the_world()


def test_a_report_that_is_issued_twice_at_once_goes_to_a_subscriber_once(committed: World) -> None:
    who, home = pam(committed), programme(committed)
    desk, *_others = lists(committed)
    services.subscribe(home, desk.pk, form="pdf", by=who)
    made = report(home, who)
    results = at_once(*[lambda: services.issue_report(made, seen=services.seen_of(made), by=who)] * 3)
    assert sum(isinstance(result, WrongState) for result in results) == 2
    assert ReportDelivery.objects.count() == 1
    assert not [finding for finding in verify() if finding.broken]


def test_a_partner_gets_one_copy_when_two_agree_and_a_third_sends_at_once(committed: World) -> None:
    who, home = pam(committed), programme(committed)
    *_inside, brand = lists(committed)
    services.subscribe(home, brand.pk, form="pdf", by=who)
    found = issued(home, who)
    one, two = (make_person(f"P-{n}", f"Pat {n}", Role.PROGRAMME_MANAGER, committed.us) for n in (20, 21))
    agreed, again, sent = at_once(
        lambda: services.agree_to_partners(found, by=one),
        lambda: services.agree_to_partners(found, by=two),
        lambda: services.send_report(found, [brand.pk], form="docx", by=who),
    )
    assert {type(agreed), type(again)} == {Report, WrongState}
    assert sent == 1 or isinstance(sent, Refused | WrongState)
    assert ReportDelivery.objects.count() == 1
    assert not [finding for finding in verify() if finding.broken]


def test_what_is_added_twice_at_once_is_added_once(committed: World) -> None:
    who, home = pam(committed), programme(committed)
    worry = risk(home, who)
    act = {"text": "Recruit", "owned_by": who, "due": days(5), "by": who}
    for deed, rows in (
        (lambda: risk(home, who, title="Peak"), Risk.objects.filter(title="Peak")),
        (lambda: services.add_action(worry, **act), Action.objects.all()),
        (lambda: milestone(home, who), Milestone.objects.all()),
    ):
        results = at_once(*[deed] * 3)
        assert sum(isinstance(result, WrongState) for result in results) == 2, results
        assert rows.count() == 1
