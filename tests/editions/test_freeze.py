"""Frozen words: the model, the queryset and the database each refuse to change them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, models, transaction

from guidelines.editions import services
from guidelines.editions.models import Approval, Contribution, Edition, Guideline
from guidelines.frame.refusals import Frozen, WrongState
from tests.editions import making
from tests.people import World

WORDS = {
    "title": "Other",
    "summary": "Other",
    "source": "Other",
    "topic_codes": ["other"],
    "change_note": "Other",
    "significance": "minor",
    "note_audience": "partner",
    "partner_note": "Other",
}


@pytest.fixture
def frozen(world: World) -> Edition:
    return making.submitted(making.draft(world), world.ann)


@pytest.mark.parametrize("field", sorted(WORDS))
def test_the_model_refuses_other_words_once_submitted(frozen: Edition, field: str) -> None:
    edition = Edition.objects.get(pk=frozen.pk)
    setattr(edition, field, WORDS[field])
    with pytest.raises(Frozen):
        edition.save()


def test_a_topic_added_in_place_is_noticed_too(frozen: Edition) -> None:
    edition = Edition.objects.get(pk=frozen.pk)
    edition.topic_codes.append("other")
    with pytest.raises(Frozen):
        edition.save()


@pytest.mark.parametrize("field", sorted(WORDS))
def test_a_queryset_refuses_to_update_words(frozen: Edition, field: str) -> None:
    with pytest.raises(Frozen):
        Edition.objects.filter(pk=frozen.pk).update(**{field: WORDS[field]})


@pytest.mark.parametrize("field", sorted(WORDS))
def test_the_database_refuses_other_words_once_submitted(frozen: Edition, field: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(Edition).filter(pk=frozen.pk).update(**{field: WORDS[field]})


def test_the_database_refuses_to_change_words_in_the_step_to_review(world: World) -> None:
    edition = making.draft(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(Edition).filter(pk=edition.pk).update(state="in_review", title="Other")


@pytest.mark.parametrize("state", ["approved", "published", "withdrawn"])
def test_the_database_refuses_to_jump_from_draft(world: World, state: str) -> None:
    edition = making.draft(world)
    times = {"effective_from": edition.opened_at, "published_at": edition.opened_at} if state != "approved" else {}
    if state == "withdrawn":
        times["withdrawn_at"] = edition.opened_at
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(Edition).filter(pk=edition.pk).update(state=state, **times)


def test_the_database_refuses_an_emergency_longer_than_72_hours(world: World) -> None:
    edition = making.draft(world)
    start = edition.opened_at
    times = {"effective_from": start, "published_at": start}
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(Edition).filter(pk=edition.pk).update(
            state="published", expires_at=start + dt.timedelta(hours=72, seconds=1), **times
        )
    models.QuerySet(Edition).filter(pk=edition.pk).update(
        state="published", expires_at=start + dt.timedelta(hours=72), **times
    )


def test_the_database_refuses_to_move_a_moment_in_force(world: World) -> None:
    edition = making.published(making.draft(world), world)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(Edition).filter(pk=edition.pk).update(
            effective_from=edition.effective_from - dt.timedelta(days=1)
        )


def test_nobody_deletes_an_edition_a_guideline_or_its_evidence(world: World) -> None:
    edition = making.published(making.draft(world), world)
    with pytest.raises(Frozen):
        edition.delete()
    with pytest.raises(Frozen):
        Edition.objects.all().delete()
    for model in (Edition, Guideline, Approval, Contribution):
        table = connection.ops.quote_name(model._meta.db_table)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("model", [Approval, Contribution])
def test_evidence_is_never_signed_over_to_somebody_else(world: World, model: type[models.Model]) -> None:
    making.published(making.draft(world), world)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(model).update(person=world.art)


def test_a_guideline_never_changes_its_market(world: World) -> None:
    guideline = making.draft(world).guideline
    guideline.market = world.vn
    with pytest.raises(IntegrityError), transaction.atomic():
        guideline.save()


def test_an_edition_cannot_be_born_published(world: World) -> None:
    edition = making.draft(world)
    fields = {"guideline": edition.guideline, "opened_by": world.ann, "opened_at": edition.opened_at}
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(
            number=9, state="in_review", title="T", digest="1:0", saved_at=edition.opened_at, **fields
        )


def test_a_save_on_a_submitted_edition_is_refused_with_a_sentence(frozen: Edition, world: World) -> None:
    with pytest.raises(WrongState, match="In review"):
        services.save_draft(frozen, by=world.ann, seen=frozen.digest, words=making.words(summary="Other."))
