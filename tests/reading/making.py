"""Guidelines for the reading room's tests, made through the services on top of tests/editions/making.py."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from guidelines.editions import services
from guidelines.editions.models import Audience, Edition, Guideline
from guidelines.people.models import Person
from tests.editions import making
from tests.people import World

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)

VIETNAMESE = """## Phạm vi

Mọi sản phẩm đăng bán tại thị trường Việt Nam. Xem [hàng chính hãng](term).

/// rule | R1
if: Người bán nói rõ không phải hàng thật.
do: **Gỡ** sản phẩm.
action: remove
severity: S2
label: counterfeit.declared
///

/// case | violating R1
“Giày rep 1:1.”

Người bán nói đây là bản sao.
///

## Giải thích từ ngữ

/// term | hàng chính hãng
Hàng do chủ nhãn hiệu sản xuất hoặc cho phép sản xuất.
///
"""


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def first(world: World, **changes: Any) -> Guideline:
    """A guideline with one edition in force."""
    return making.published(making.draft(world, **changes), world).guideline


def again(world: World, guideline: Guideline, **changes: Any) -> Edition:
    """A newer edition in force from now on."""
    return making.published(making.next_draft(guideline, world.ann, **changes), world)


def backdated(world: World, guideline: Guideline | None, since: dt.datetime, **changes: Any) -> Edition:
    """An edition in force from a moment in the past, as the importer makes it."""
    edition = making.next_draft(guideline, world.ann, **changes) if guideline else making.draft(world, **changes)
    return making.published(edition, world, effective_from=since, backdate=True)


def scheduled(world: World, guideline: Guideline, start: dt.datetime, **changes: Any) -> Edition:
    return making.published(making.next_draft(guideline, world.ann, **changes), world, effective_from=start)


def scheduled_after(world: World, edition: Edition, start: dt.datetime, **changes: Any) -> Edition:
    """One that begins after an edition that is scheduled itself."""
    draft = services.open_edition(edition.guideline, by=world.ann, words=making.words(**changes), on=edition)
    return making.published(draft, world, effective_from=start)


def withdrawn(world: World, guideline: Guideline) -> Edition:
    edition = guideline.editions.in_force(timezone.now()).get()
    return services.withdraw(edition, by=world.bob, note="The escalation table named the wrong team.")


def vietnamese(world: World, **changes: Any) -> Guideline:
    """A guideline of the Vietnamese market, in its language."""
    words = {
        "title": "Hướng dẫn kiểm duyệt sản phẩm giả mạo",
        "summary": "Gỡ sản phẩm mang nhãn hiệu của người khác.",
        "source": VIETNAMESE,
        "change_note": "R1 là quy tắc mới.",
    }
    draft = making.draft(world, by=world.van, market=world.vn, domain=world.product, **{**words, **changes})
    return making.published(draft, world, by=world.van, reviewer=world.binh).guideline


EVERYBODY = services.Acknowledging(Audience.READERS)


def asking(world: World, guideline: Guideline | None = None, **changes: Any) -> Edition:
    """An edition in force that asks everybody who reads it to acknowledge it, unless `wanted` says whom."""
    wanted = changes.pop("wanted", EVERYBODY)
    draft = making.next_draft(guideline, world.ann, **changes) if guideline else making.draft(world, **changes)
    return making.published(draft, world, acknowledging=wanted)
