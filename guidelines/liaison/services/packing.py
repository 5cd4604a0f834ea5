"""Asking for a pack. Holds the place of the packs' own module until that is merged: this one only writes the row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from guidelines.frame import clock
from guidelines.liaison.models import Pack, Stakeholder, Subscription
from guidelines.liaison.questions import Question
from guidelines.people.models import Person

_done: list[Callable[[Pack], None]] = []


def when_done(function: Callable[[Pack], None]) -> None:
    _done.append(function)


def ask_for_pack(
    question: Question,
    *,
    audience: str,
    formats: tuple[str, ...],
    by: Person,
    introduction: str = "",
    left_out: tuple[str, ...] = (),
    redline: bool = False,
    inside: bool = False,
    stakeholder: Stakeholder | None = None,
    subscription: Subscription | None = None,
    corrects: Pack | None = None,
    at: dt.datetime | None = None,
) -> Pack:
    now = clock.now()
    return Pack.objects.create(
        question=question.as_data(),
        audience=audience,
        formats=list(formats),
        introduction=introduction,
        left_out=list(left_out),
        redline=redline,
        inside=inside,
        stakeholder=stakeholder,
        subscription=subscription,
        corrects=corrects,
        at=at or now,
        asked_by=by,
        asked_at=now,
        due_at=now,
    )
