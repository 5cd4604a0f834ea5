"""What the database refuses about moves, signatures, numbers and save points, whoever asks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, models, transaction

from guidelines.editions import save_points, services
from guidelines.editions.models import Approval, Edition, PolicyNumber
from guidelines.frame.refusals import Frozen
from tests.editions import making
from tests.people import World


def _refused(edition: Edition, match: str, **values: Any) -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        models.QuerySet(Edition).filter(pk=edition.pk).update(**values)


def _refused_sql(match: str, statement: str, *values: int) -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def _sign(edition: Edition, world: World, **fields: Any) -> None:
    given = {"person": world.bob, "digest": edition.digest, "at": edition.saved_at}
    Approval.objects.create(edition=edition, **{**given, **fields})


def test_nobody_approves_without_a_signature_on_these_words(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    _refused(edition, "nobody has signed", state="approved")
    _sign(edition, world, digest="1:other")
    _refused(edition, "nobody has signed", state="approved")
    _sign(edition, world)
    models.QuerySet(Edition).filter(pk=edition.pk).update(state="approved")


def test_an_emergency_is_not_made_to_last_without_a_signature(world: World) -> None:
    draft = making.draft(world)
    edition = services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall alert.")
    _refused(edition, "nobody has signed", expires_at=None)
    _sign(edition, world, person=world.eve, kind="ratified")
    models.QuerySet(Edition).filter(pk=edition.pk).update(expires_at=None, last_move="ratify")


def test_what_has_begun_is_not_cancelled_as_if_it_had_never_bound(world: World) -> None:
    edition = making.published(making.draft(world), world)
    _refused(edition, "has begun", state="approved", effective_from=None, published_at=None)


@pytest.mark.slow
def test_what_is_yet_to_begin_can_be_cancelled_also_with_the_clock_set_back(world: World) -> None:
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=900), tick=False) as clock:
        start = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
        edition = making.published(making.draft(world), world, effective_from=start)
        clock.shift(dt.timedelta(days=2))
        assert services.cancel(edition, by=world.ann).state == "approved"


def test_the_moment_of_a_withdrawal_never_changes(world: World) -> None:
    edition = making.published(making.draft(world), world)
    edition = services.withdraw(edition, by=world.bob, note="Wrong market.")
    assert edition.withdrawn_at
    _refused(edition, "withdrawal", withdrawn_at=edition.withdrawn_at - dt.timedelta(hours=1))


def test_only_a_draft_is_put_on_another_base(world: World) -> None:
    first = making.published(making.draft(world), world)
    edition = making.submitted(making.next_draft(first.guideline, world.ann, summary="New."), world.ann)
    _refused(edition, "another base", base=None)


@pytest.mark.slow
@pytest.mark.parametrize(
    "values",
    [
        {"last_move": "recall"},
        {"moved_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
        {"moved_by": None},
        {"move_note": "I never said that."},
    ],
    ids=lambda values: next(iter(values)),
)
def test_who_moved_an_edition_and_why_changes_with_a_move_only(world: World, values: dict[str, Any]) -> None:
    edition = making.published(making.draft(world), world)
    _refused(edition, "with a move only", **values)


@pytest.mark.parametrize(
    "field",
    ["expires_at", "withdrawn_at", "base", "base_id", "move_note", "last_move", "moved_at", "moved_by", "moved_by_id"],
)
def test_a_queryset_refuses_to_update_what_a_move_sets(world: World, field: str) -> None:
    making.draft(world)
    with pytest.raises(Frozen, match=field):
        Edition.objects.update(**{field: None})


def test_a_policy_number_is_never_given_twice(world: World) -> None:
    making.draft(world)
    _refused_sql("never given twice", "UPDATE editions_policynumber SET last = last - 1")
    _refused_sql("never deleted", "DELETE FROM editions_policynumber")
    PolicyNumber.objects.update(last=models.F("last") + 1)


@pytest.mark.parametrize("table", ["reversion_version", "reversion_revision"])
def test_save_points_are_only_ever_added(world: World, table: str) -> None:
    draft = making.draft(world)
    _refused_sql("append-only", f"DELETE FROM {table}")
    _refused_sql("append-only", f"UPDATE {table} SET id = id + 1000")
    saved = services.save_draft(draft, by=world.ann, seen=draft.digest, words=making.words(summary="Other."))
    assert len(save_points.history(saved.edition)) == 2


@pytest.mark.slow
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_no_edition_takes_the_place_of_another_on_sqlite(world: World, recursive: str) -> None:
    """OFF is what a connection that is not ours begins with."""
    if connection.vendor != "sqlite":
        pytest.skip("OR REPLACE is SQLite's.")
    first = making.published(making.draft(world), world)
    second = making.approved(making.next_draft(first.guideline, world.ann, summary="New."), world)
    names = ", ".join(str(field.column) for field in Edition._meta.concrete_fields)
    copy = names.replace("id,", "900,", 1).replace("state", "'draft'").replace("effective_from", "NULL")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
    begin = "UPDATE OR REPLACE editions_edition SET state = 'published', published_at = opened_at, effective_from ="
    same_instant = "(SELECT effective_from FROM editions_edition WHERE id = %s)"
    try:
        _refused_sql(
            "never replaced",
            f"INSERT OR REPLACE INTO editions_edition ({names}) SELECT {copy} FROM editions_edition WHERE id = %s",
            first.pk,
        )
        _refused_sql("never replaced", f"{begin} {same_instant} WHERE id = %s", first.pk, second.pk)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")
    assert Edition.objects.filter(pk=first.pk, state="published").exists()
