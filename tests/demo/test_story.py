"""The story as a plan, without a database: it fits any day on which somebody may build it."""

import datetime as dt
from collections import defaultdict
from itertools import pairwise

import pytest

from guidelines.demo.dates import ZONES, MarketDays, holiday_peak, is_worked, tet
from guidelines.demo.scenes import Deed, Scene
from guidelines.demo.sources import CAST as CAST_FOLDER
from guidelines.demo.sources import TEXTS, rows
from guidelines.demo.story import PRECEDENCE, story_until
from guidelines.editions.lifecycle import MOVES, State

NIGHT_DEEDS = {("US-PR-0175", 3), ("US-CC-0156", 4), ("US-CC-0142", 1)}
"""The two emergencies, and the edition that was withdrawn nine hours after its morning."""

SPECIAL_DAYS = [
    dt.datetime(2028, 2, 29, 12, 0, tzinfo=dt.UTC),
    dt.datetime(2027, 1, 1, 0, 0, 1, tzinfo=dt.UTC),
    dt.datetime(2026, 3, 8, 10, 30, tzinfo=dt.UTC),  # the clocks of the US go forward
    dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC),  # and back
    dt.datetime(2026, 2, 18, 3, 0, tzinfo=dt.UTC),  # the second day of Tết
    dt.datetime(2027, 5, 31, 23, 59, tzinfo=dt.UTC),  # a day that half of the months lack
    dt.datetime(2041, 6, 15, 12, 0, tzinfo=dt.UTC),  # beyond the table of Tết
]
MANY_DAYS = [
    dt.datetime(2026, 1, 1, 4 * (day % 6), 17, tzinfo=dt.UTC) + dt.timedelta(days=day) for day in range(0, 1100, 17)
]


def faults(now: dt.datetime) -> list[str]:
    """What is wrong with the story that ends at this moment."""
    scenes = story_until(now).scenes
    found = [f"{scene.deed} of {scene.policy_id} {scene.number} lies ahead" for scene in scenes if scene.at >= now]
    found += [f"{a.at} before {b.at}" for a, b in pairwise(scenes) if a.at > b.at]
    by_guideline: dict[str, list[Scene]] = defaultdict(list)
    for scene in scenes:
        by_guideline[scene.policy_id].append(scene)
    for policy_id, played in by_guideline.items():
        found += [f"{now:%Y-%m-%d} {policy_id}: {fault}" for fault in _faults_of(played)]
        found += [f"{scene.at} of {policy_id} is no working time" for scene in played if not _in_working_hours(scene)]
    return found


def _faults_of(scenes: list[Scene]) -> list[str]:
    """The scenes of one guideline, walked through the table of moves."""
    states: dict[int, str] = {}
    found, highest = [], 0
    for scene in scenes:
        if scene.deed is Deed.OPEN:
            if highest and scene.number != highest + 1:
                found.append(f"{scene.number} is opened after {highest}")
            highest, states[scene.number] = scene.number, State.DRAFT
        elif scene.deed in (Deed.SAVE, Deed.REBASE):
            if states.get(scene.number) != State.DRAFT:
                found.append(f"{scene.number} is saved while {states.get(scene.number)}")
        else:
            move = MOVES[scene.deed]
            if states.get(scene.number) not in move.sources:
                found.append(f"{scene.number} {scene.deed} from {states.get(scene.number)}")
            states[scene.number] = move.target
        for number, fate in scene.fates.items():
            states[number] = State.DRAFT if fate == "rebase" else State.APPROVED
        if scene.begins and scene.begins <= scene.at:
            found.append(f"{scene.number} begins before it is published")
    return found


def _in_working_hours(scene: Scene) -> bool:
    if (scene.policy_id, scene.number) in NIGHT_DEEDS:
        return True
    market = scene.policy_id[:2]
    local = scene.at.astimezone(ZONES[market])
    return is_worked(local.date(), market) and 7 <= local.hour < 18


@pytest.mark.parametrize("now", SPECIAL_DAYS, ids=lambda now: f"{now:%Y-%m-%d}")
def test_the_story_fits_a_special_day(now: dt.datetime) -> None:
    assert faults(now) == []


@pytest.mark.slow
def test_the_story_fits_three_years_of_days() -> None:
    assert [fault for now in MANY_DAYS for fault in faults(now)] == []


def test_the_planted_fault_is_seen() -> None:
    now = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    scenes = [scene for scene in story_until(now).scenes if scene.policy_id == "US-CC-0142"]
    without_approval = [scene for scene in scenes if not (scene.deed is Deed.APPROVE and scene.number == 3)]
    assert _faults_of(without_approval) == ["3 publish from in_review"]


@pytest.mark.parametrize("now", [*SPECIAL_DAYS[:5], *MANY_DAYS[::8]], ids=lambda now: f"{now:%Y-%m-%d}")
def test_seasons_keep_their_place_in_the_real_year(now: dt.datetime) -> None:
    begins = {
        (scene.policy_id, scene.number): scene.at.astimezone(ZONES[scene.policy_id[:2]]).date()
        for scene in story_until(now).scenes
        if scene.deed is Deed.PUBLISH
    }
    before_tet, before_peak = begins["VN-SE-0031", 2], begins["US-SE-0033", 3]
    assert 7 < (tet(before_tet.year) - before_tet).days < 35
    assert 7 < (holiday_peak(before_peak.year) - before_peak).days < 35


def test_the_month_offsets_are_kept() -> None:
    now = dt.datetime(2026, 6, 18, 20, tzinfo=dt.UTC)
    days = MarketDays("US", now)
    scenes = story_until(now).scenes
    first = {(scene.policy_id, scene.number, scene.deed): scene.at.astimezone(ZONES["US"]) for scene in scenes}
    assert first["US-CC-0142", 1, Deed.PUBLISH].date() == dt.date(2025, 6, 18)
    nine_hours = first["US-CC-0142", 1, Deed.WITHDRAW] - first["US-CC-0142", 1, Deed.PUBLISH]
    assert abs(nine_hours - dt.timedelta(hours=9)) < dt.timedelta(minutes=1)
    assert f"{first['US-PR-0175', 3, Deed.ENFORCE_NOW]:%Y-%m-%d %H:%M}" == "2025-10-17 02:10"
    assert f"{first['US-PR-0175', 3, Deed.RATIFY]:%Y-%m-%d %H:%M}" == "2025-10-17 21:10"
    assert days.today == dt.date(2026, 6, 18)


def test_every_scene_has_a_text_and_every_text_a_scene() -> None:
    scenes = story_until(dt.datetime(2026, 6, 18, 20, tzinfo=dt.UTC)).scenes
    told = {(scene.policy_id, scene.text) for scene in scenes if scene.text}
    assert told == {(path.parent.name, path.stem) for path in TEXTS.glob("*/*.md")}


def test_everybody_in_the_story_is_in_the_cast_and_every_role_is_held_by_two_or_more() -> None:
    cast = rows(CAST_FOLDER, "people.csv")
    names = [row["name"] for row in cast]
    assert len(set(names)) == len(names)
    story = story_until(dt.datetime(2026, 6, 18, 20, tzinfo=dt.UTC))
    assert {scene.by for scene in story.scenes} | {entry.owner for entry in story.entries.values()} <= set(names)
    roles = [row["role"] for row in cast]
    assert len(set(roles)) == 11
    assert all(roles.count(role) >= 2 for role in roles)


def test_nobody_decides_before_itself() -> None:
    assert all(first not in later for first, later in PRECEDENCE.items())
    named = {*PRECEDENCE, *(policy_id for later in PRECEDENCE.values() for policy_id in later)}
    assert named <= {path.name for path in TEXTS.iterdir()}
