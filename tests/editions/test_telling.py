"""What an audience is told of an edition: its change note or the partner wording, and the text it may hear."""

from __future__ import annotations

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidelines.editions.models import Edition, Guideline
from guidelines.editions.telling import Telling, note_told, telling
from guidelines.text.audience import Audience, narrowest
from tests.editions import making
from tests.people import World

PUBLIC, PARTNER, INTERNAL, RESTRICTED = Audience
NOTE, WORDING = "Internal words.", "Partner words."


def _edition(guideline: Audience, note: str, wording: str) -> Edition:
    return Edition(
        guideline=Guideline(audience=guideline.value), change_note=NOTE, note_audience=note, partner_note=wording
    )


@pytest.mark.parametrize(
    ("guideline", "note", "wording", "audience"),
    list(itertools.product(Audience, ["public", "partner", "internal"], ["", WORDING], Audience)),
)
def test_every_audience_is_told_the_note_it_hears_or_nothing(
    guideline: Audience, note: str, wording: str, audience: Audience
) -> None:
    expected = None
    if audience.hears(narrowest(guideline, Audience(note))):
        expected = NOTE
    elif wording and audience in (PARTNER, INTERNAL, RESTRICTED) and audience.hears(guideline):
        expected = WORDING
    assert note_told(_edition(guideline, note, wording), audience) == expected


def test_a_partner_is_told_the_wording_and_the_parts_for_partners(world: World) -> None:
    source = "## Scope {audience: partner}\n\nAll sellers.\n\n## Teams\n\nBrand Integrity.\n"
    draft = making.draft(world, source=source, partner_note=WORDING)
    assert telling(draft, PARTNER) is None
    Guideline.objects.filter(pk=draft.guideline_id).update(audience="partner")
    draft.guideline.refresh_from_db()
    assert telling(draft, PARTNER) == Telling(WORDING, "## Scope {audience: partner}\n\nAll sellers.")
    assert telling(draft, PUBLIC) is None
    assert telling(draft, INTERNAL) == Telling(draft.change_note, source)


def test_the_note_is_told_without_reading_the_text(world: World) -> None:
    making.draft(world, partner_note=WORDING)
    edition = Edition.objects.select_related("guideline").defer("source").get()
    with CaptureQueriesContext(connection) as asked:
        assert note_told(edition, INTERNAL)
    assert not asked.captured_queries
