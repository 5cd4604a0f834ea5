"""What a slip of the hand might do to a programme."""

from __future__ import annotations

import datetime as dt

import pytest

from guidelines.frame.refusals import Invalid
from guidelines.programmes import services
from guidelines.programmes.models import Report
from tests.people import World
from tests.people.beyond import pam
from tests.programmes.making import days, programme, report


def test_no_report_begins_in_a_year_that_nobody_means(world: World) -> None:
    who, home = pam(world), programme(world)
    wrong = {"starts": dt.date(26, 6, 1), "ends": dt.date(26, 6, 7)}
    with pytest.raises(Invalid, match="within ten years"):
        services.begin_report(home, language="en", by=who, **wrong)
    assert not Report.objects.exists()
    found = report(home, who)
    with pytest.raises(Invalid, match="within ten years"):
        services.write_report(found, narrative="Words", seen=services.seen_of(found), by=who, **wrong)
    assert Report.objects.get().starts > days(-400)
