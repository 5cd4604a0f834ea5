"""Reads about requests for training."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from guidelines.editions.rights import visible_guidelines
from guidelines.learning.asking_rights import handled, visible_training_requests
from guidelines.learning.models import TrainingRequest, TrainingRequestQuerySet
from guidelines.learning.rights import visible_sessions
from guidelines.people.sessions import Anyone


def training_requests_of(person: Anyone, *, who: str = "", state: str = "") -> TrainingRequestQuerySet:
    """The requests this person may see, as they asked for them."""
    rows = visible_training_requests(person)
    states = {"open": rows.open, "taken_up": rows.taken_up, "answered": rows.answered, "declined": rows.declined}
    if state in states:
        rows = states[state]()
    if who == "me":
        rows = rows.filter(asked_by=person.pk)
    if who == "wait":
        rows = rows.filter(Q(session=None, declined_at=None), handled(person))
    return rows


@dataclass(frozen=True)
class RequestLine:
    """A request for training in a list."""

    request: TrainingRequest
    shows_guideline: bool
    shows_session: bool


def request_lines(person: Anyone, requests: Iterable[TrainingRequest]) -> list[RequestLine]:
    """With what this person may read of what they name: two queries however many they are."""
    shown = list(requests)
    guidelines = {request.guideline_id for request in shown if request.guideline_id}
    sessions = {request.session_id for request in shown if request.session_id}
    read = set(visible_guidelines(person).filter(pk__in=guidelines).values_list("pk", flat=True)) if guidelines else ()
    seen = set(visible_sessions(person).filter(pk__in=sessions).values_list("pk", flat=True)) if sessions else ()
    return [RequestLine(one, one.guideline_id in read, one.session_id in seen) for one in shown]
