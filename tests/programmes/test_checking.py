"""Looking at a risk again, on its page: what is refused and where, and what the form proposes."""

from __future__ import annotations

import datetime as dt

import time_machine
from django.utils import timezone

from guidelines.programmes.models import Risk
from tests.people import World
from tests.people.beyond import pam
from tests.programmes import making
from tests.programmes.making import days
from tests.programmes.test_pages import browser, text


def test_a_second_click_on_check_counts_no_second_check(world: World) -> None:
    me, found = browser(pam(world)), making.risk(making.programme(world), pam(world))
    page, last = found.get_absolute_url(), found.scores.get()
    given = {"likelihood": last.likelihood, "impact": last.impact, "next_check": days(30)}
    assert me.post(page, given).status_code == 302
    again = me.post(page, given)
    assert (again.status_code, "You have checked this today already" in again.content.decode()) == (409, True)
    assert found.scores.count() == 2
    assert me.post(page, {**given, "next_check": days(40)}).status_code == 302, "another day is another check"
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        later = browser(pam(world))
        assert later.post(page, {**given, "next_check": days(40)}).status_code == 302, "and so is the next look"
    assert found.scores.count() == 4


def test_what_is_refused_of_a_check_stands_at_its_field(world: World) -> None:
    me, found = browser(pam(world)), making.risk(making.programme(world), pam(world))
    page, last = found.get_absolute_url(), found.scores.get()
    same = {"likelihood": last.likelihood, "impact": last.impact}
    for given, field in (
        ({"likelihood": 1, "impact": 1, "next_check": days(30)}, "id_why"),
        ({**same, "next_check": days(-1)}, "id_next_check"),
    ):
        answer = me.post(page, given)
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.content.decode()


def test_after_a_late_check_the_next_one_is_proposed_for_a_day_to_come(world: World) -> None:
    found = making.risk(making.programme(world), pam(world))
    page = found.get_absolute_url()
    assert f'value="{found.next_check}"' in text(browser(pam(world)), page)
    Risk.objects.filter(pk=found.pk).update(next_check=days(-4))
    assert f'value="{days(30)}"' in text(browser(pam(world)), page)
