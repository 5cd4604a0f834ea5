"""Who is told of sessions and of requests for training, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.audit.models import AuditEvent
from guidelines.editions.clearances import only_open_to
from guidelines.frame.times import mine_and_market
from guidelines.learning.asking_rights import visible_training_requests
from guidelines.learning.models import Invitation, Session, Taught, TrainingRequest
from guidelines.learning.rights import open_sessions, visible_sessions
from guidelines.liaison.models import Kind
from guidelines.liaison.notifying import showing, telling
from guidelines.liaison.notifying.showing import Shown, Told
from guidelines.liaison.notifying.telling import News, these
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings, people_who_may

SESSION, SEAT, REQUEST = "session", "session_seat", "training_request"
"""Subjects: a session with which something was done, a seat that came free, and a request for training."""
INVITED = ("session.invited", "session.changed", "session.called_off", "session.taken_back")
"""Deeds that all the people in the event are told of."""
GIVE_SEATS = ("session.answered", "session.changed", "session.taken_back")
SENTENCES: dict[str, Promise] = {
    "session.invited": gettext_lazy("%(name)s invites you to a training session: %(topic)s."),
    "session.changed": gettext_lazy("The training session “%(topic)s” was changed."),
    "session.called_off": gettext_lazy("The training session “%(topic)s” is called off."),
    "session.taken_back": gettext_lazy("You are invited no longer to the training session “%(topic)s”."),
    "training.requested": gettext_lazy("%(name)s asks for training: %(topic)s."),
    "training.taken_up": gettext_lazy("%(name)s took up your request for training: %(topic)s."),
    "training.declined": gettext_lazy("%(name)s declined your request for training: %(topic)s."),
    "training.answered": gettext_lazy("A session answers your request for training: %(topic)s."),
}


def register() -> None:
    telling.register(of_session, *INVITED)
    telling.register(of_seat, *GIVE_SEATS)
    telling.register(of_request, "training.requested", "training.taken_up", "training.declined", "training.answered")
    showing.register(SESSION, sessions)
    showing.register(SEAT, seats)
    showing.register(REQUEST, requests)


def of_session(event: AuditEvent) -> Iterable[News]:
    """Everybody invited, and the trainer where it is another person than who did it."""
    people = set(event.data.get("people", []))
    if event.verb in ("session.changed", "session.called_off"):
        people.add(Session.objects.values_list("trainer_id", flat=True).get(pk=event.subject_id))
    yield News(Kind.TRAINING, (SESSION, event.subject_id), these(people))


def of_seat(event: AuditEvent) -> Iterable[News]:
    if seated := event.data.get("seated"):
        yield News(Kind.TRAINING, (SEAT, event.subject_id), these(seated), f"seat {event.pk}")


def of_request(event: AuditEvent) -> Iterable[News]:
    """A new one reaches the trainers there, all else whoever asked."""
    request = TrainingRequest.objects.select_related("guideline").get(pk=event.subject_id)
    people = these([request.asked_by_id])
    if event.verb == "training.requested":
        people = people_who_may(Capability.TEACH, request.market_id, request.domain_id)
        if request.guideline is not None:
            people = only_open_to(people, request.guideline)
    yield News(Kind.TRAINING, (REQUEST, request.pk), people)


def sessions(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    """Also of one to which they are invited no longer: they are told so."""
    found = _sessions(person, told)
    shown: dict[int, Shown] = {}
    for one in told:
        session = found.get(one.row.subject_id)
        if session and one.event:
            facts = {"name": one.name, "topic": session.topic}
            note = str(one.event.data.get("note", "")) or _when(person, session)
            shown[one.row.pk] = _shown(session, str(SENTENCES[one.event.verb]) % facts, note)
            if one.event.verb == "session.taken_back":
                shown[one.row.pk] = replace(shown[one.row.pk], url=reverse("training"), note="")
    return shown


def seats(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    found = _sessions(person, told)
    sentence = _("A seat came free for you: %(topic)s.")
    return {
        one.row.pk: _shown(session, sentence % {"topic": session.topic}, _when(person, session))
        for one in told
        if (session := found.get(one.row.subject_id))
    }


def requests(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    rows = visible_training_requests(person).filter(pk__in={one.row.subject_id for one in told})
    found = {request.pk: request for request in rows}
    shown = {}
    for one in told:
        request = found.get(one.row.subject_id)
        if request and one.event:
            facts = {"name": one.name, "topic": request.topic}
            note = str(one.event.data.get("note", "") or one.event.data.get("why", ""))
            shown[one.row.pk] = Shown(
                str(SENTENCES[one.event.verb]) % facts,
                request.get_absolute_url(),
                note=note[:300],
                is_restricted=bool(request.guideline and request.guideline.is_restricted),
            )
    return shown


def _sessions(person: Person, told: Sequence[Told]) -> dict[int, Session]:
    keys = {one.row.subject_id for one in told}
    ever = Invitation.objects.filter(session=OuterRef("pk"), person_id=person.pk)
    closed = Taught.objects.filter(session=OuterRef("pk"), edition__guideline__audience="restricted")
    invited = Q(Exists(ever)) & holdings(person).where(Capability.READ)
    mine = invited | Q(pk__in=visible_sessions(person).filter(pk__in=keys).values("pk"))
    rows = Session.objects.filter(mine, open_sessions(person), pk__in=keys).select_related("market")
    return {session.pk: session for session in rows.annotate(names_restricted=Exists(closed))}


def _shown(session: Session, sentence: str, note: str) -> Shown:
    restricted = bool(getattr(session, "names_restricted", False))
    return Shown(sentence, session.get_absolute_url(), note=note[:300], is_restricted=restricted)


def _when(person: Person, session: Session) -> str:
    return mine_and_market(session.starts_at, person.time_zone, session.market.time_zone)
