"""Reports: computed from the record, compared, frozen with their digest, written as files, sent, corrected."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.frame.refusals import Invalid, Outdated, WrongState
from guidelines.people.models import Person
from guidelines.programmes import services
from guidelines.programmes.composing import canonical, compose, digest_of, period_of
from guidelines.programmes.delivering import file_of
from guidelines.programmes.exports import FORMATS
from guidelines.programmes.figures import FIGURES, Period
from guidelines.programmes.models import Report
from guidelines.programmes.rights import visible_reports
from tests.editions.clearing import restricted
from tests.insights.making import in_force
from tests.people import World
from tests.people.beyond import pam
from tests.programmes import making
from tests.programmes.making import at, days, issued, programme, report, risk, written


def figures(report: Report) -> dict[str, Any]:
    return {one["code"]: one for one in report.said["figures"]}


def later(count: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=count)


def value(code: str, home: Any, first: int = -30, last: int = 30) -> float | None:
    period = Period(later(first), later(last))
    return FIGURES[code].compute(home, period, timezone.now()).value


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_an_issued_report_is_frozen_with_the_digest_of_its_content(world: World) -> None:
    who, home = pam(world), programme(world)
    risk(home, who)
    found = issued(home, who, words="On plan.\n\nTwo reviewers start.")
    assert found.digest == digest_of(found.content)
    assert json.loads(found.content)["narrative"] == "On plan.\n\nTwo reviewers start."
    assert canonical(found.said) == found.content
    event = AuditEvent.objects.get(verb="report.issued")
    assert event.digest == found.digest
    risk(home, who, title="Another")
    assert [one["code"] for one in Report.objects.get().said["risks"]] == ["K1"]
    for change in ({"content": "{}"}, {"narrative": "Other"}, {"issued_at": None, "issued_by": None}, {"digest": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Report.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.all().delete()
    with pytest.raises(WrongState, match="was issued"):
        services.issue_report(found, seen=services.seen_of(found), by=who)
    with pytest.raises(WrongState, match="was issued"):
        written(found, who, "Other words.")


def test_nobody_writes_over_or_issues_what_they_have_not_read(world: World) -> None:
    who, home = pam(world), programme(world)
    found = report(home, who)
    old = services.seen_of(found)
    written(found, who, "Late by two weeks.")
    with pytest.raises(Outdated):
        services.issue_report(found, seen=old, by=who)
    given = {"starts": found.starts, "ends": found.ends, "seen": old}
    with pytest.raises(Outdated):
        services.write_report(found, narrative="On plan, I think.", by=who, **given)
    assert Report.objects.get().narrative == "Late by two weeks."


def test_whoever_changes_words_alone_does_not_take_back_the_days_that_somebody_else_chose(world: World) -> None:
    who, home = pam(world), programme(world)
    found = report(home, who, words="On plan.")
    opened = {"starts": found.starts, "ends": found.ends, "seen": services.seen_of(found)}
    chosen = days(-20)
    services.write_report(found, narrative="On plan.", by=who, **{**opened, "starts": chosen})
    with pytest.raises(Outdated):
        services.write_report(found, narrative="On plan.", by=who, **opened)
    assert Report.objects.get().starts == chosen
    again = services.write_report(found, narrative="On plan.", by=who, **{**opened, "starts": chosen})
    assert again.starts == chosen, "the same sent twice is no conflict"


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [(-1, -8, "before the first"), (-8, 0, "days that are over"), (-900, -1, "two years")],
)
def test_a_report_is_of_days_that_are_over(world: World, first: int, last: int, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        report(programme(world), pam(world), first, last)


def test_one_report_is_under_way_at_a_time_and_none_is_issued_without_words(world: World) -> None:
    who, home = pam(world), programme(world)
    found = report(home, who, words="")
    with pytest.raises(WrongState, match="under way"):
        report(home, who)
    with pytest.raises(Invalid, match="what the owner says"):
        services.issue_report(found, seen=services.seen_of(found), by=who)


def test_its_days_are_those_of_its_owner_also_where_the_clocks_change(world: World) -> None:
    who = pam(world)
    Person.objects.filter(pk=who.pk).update(time_zone="America/Los_Angeles")
    who = Person.objects.get(pk=who.pk)
    made = report(programme(world, who), who, -10, -3)
    made.starts, made.ends = dt.date(2026, 3, 8), dt.date(2026, 3, 8)
    period = period_of(made)
    assert period.ends - period.starts == dt.timedelta(hours=23), "in March an hour is missing"
    assert period.starts == dt.datetime(2026, 3, 8, 8, tzinfo=dt.UTC)


def test_a_report_is_compared_with_the_one_before_and_never_with_one_that_was_corrected(world: World) -> None:
    who, home = pam(world), programme(world)
    first = issued(home, who, -20, -10)
    assert first.said["compared_with"] is None
    corrected = written(services.correct_report(first, by=who), who, "Corrected.")
    corrected = services.issue_report(corrected, seen=services.seen_of(corrected), by=who)
    assert (corrected.number, corrected.said["corrects"], corrected.said["compared_with"]) == (2, 1, None)
    second = issued(home, who)
    assert second.said["compared_with"] == 2
    in_force_now = figures(second)["in_force"]
    assert (in_force_now["before"], in_force_now["difference"]) == (0, 0)
    assert figures(second)["acknowledged"]["difference"] is None
    with pytest.raises(WrongState, match="corrected by another already"):
        services.correct_report(first, by=who)


@pytest.mark.parametrize(
    "form", ["html", *(pytest.param(form, marks=pytest.mark.slow) for form in ("pdf", "docx", "xlsx"))]
)
def test_the_same_report_gives_the_same_bytes(world: World, form: str) -> None:
    who, home = pam(world), programme(world, name="Một bộ hướng dẫn")
    making.services.add_action(risk(home, who), text="=cmd|x", owned_by=who, due=days(3), by=who)
    making.milestone(home, who)
    found = issued(home, who, words="Đúng kế hoạch & <b>on plan</b>.")
    once = bytes(file_of(found, form).content)
    with at(later(3)):
        again = bytes(file_of(Report.objects.get(), form).content)
    assert once == again
    assert len(once) > 1000
    if form == "html":
        page = once.decode()
        assert found.digest in page
        assert "&lt;b&gt;on plan&lt;/b&gt;" in page
        assert "<b>on plan" not in page


def test_a_preview_says_that_it_is_one_and_is_seen_by_those_who_steer(world: World) -> None:
    home, who = programme(world), pam(world)
    found = report(home, who)
    assert compose(found, timezone.now())["number"] == 1
    assert list(visible_reports(who)) == [found]
    assert not visible_reports(world.ann).exists()
    page = browser(who).get(found.get_absolute_url()).content.decode()
    assert "Preview, not issued" in page
    assert browser(world.ann).get(found.get_absolute_url()).status_code == 404
    assert browser(who).get(f"{found.get_absolute_url()}file.pdf").status_code == 404


@pytest.mark.slow
def test_a_report_lives_its_life_on_its_pages(world: World) -> None:
    edition = in_force(world)
    who, home = pam(world), programme(world)
    me, her = browser(who), browser(world.ann)
    page = me.post(f"{home.get_absolute_url()}reports/new/", {"starts": days(-8), "ends": days(-1), "language": "en"})
    address = page["Location"]
    found = Report.objects.get()
    empty = me.post(f"{address}issue/", {"seen": services.seen_of(found)})
    assert empty.status_code == 422
    given = {"starts": days(-8), "ends": days(-1), "narrative": "On plan.", "seen": services.seen_of(found)}
    assert me.post(address, given).status_code == 302
    wrong = me.post(address, {**given, "narrative": "Mine, typed late.", "starts": "tomorrow"})
    assert wrong.status_code == 422
    assert given["seen"] in str(wrong.context["write"]["seen"]), "nobody was told yet of what the other wrote"
    stale = me.post(address, {**given, "narrative": "Mine, typed late."})
    assert stale.status_code == 409
    assert "Mine, typed late." in stale.content.decode()
    assert services.seen_of(Report.objects.get()) in str(stale.context["write"]["seen"]), "sent again, it is kept"
    assert me.post(f"{address}issue/", {"seen": services.seen_of(Report.objects.get())}).status_code == 302
    shown = her.get(address).content.decode()
    for words in ("On plan.", "Guidelines in force", "Restricted guidelines are counted nowhere", found.programme.name):
        assert words in shown
    assert "no data" in shown
    for form, kind in FORMATS.items():
        answer = her.get(f"{address}file.{form}")
        assert (answer.status_code, answer["Content-Type"]) == (200, kind.content_type)
    rows = her.get(f"{address}figures/draft_to_force/").content.decode()
    assert "No rows to show" in rows, edition
    assert her.get(f"{address}figures/nothing/").status_code == 404
    assert her.post(f"{address}correct/").status_code == 403
    assert me.post(f"{address}correct/").status_code == 302


def test_the_rows_behind_a_figure_are_shown_to_who_may_read_them(world: World) -> None:
    edition = in_force(world)
    with at(later(3)):
        who, home = pam(world), programme(world)
        made = services.begin_report(home, starts=days(-1), ends=days(1), language="en", by=who)
        found = services.issue_report(written(made, who, "On plan."), seen=_seen(made), by=who)
        client = browser(world.ann)
        page = client.get(f"{found.get_absolute_url()}figures/in_force/").content.decode()
        assert "US-PR-0001 edition 1" in page
    restricted(edition, world.ann)
    with at(later(3)):
        page = browser(world.eve).get(f"{found.get_absolute_url()}figures/in_force/").content.decode()
        assert "US-PR-0001" not in page


def _seen(made: Report) -> str:
    return services.seen_of(Report.objects.get(pk=made.pk))
