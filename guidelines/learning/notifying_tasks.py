"""Who is told of tasks: when one is assigned or begins, three days before its day, on it, and weekly while late."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.core.cache import caches
from django.db.models import BooleanField, ExpressionWrapper
from django.utils.translation import gettext as _

from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.frame.times import written_day
from guidelines.learning.assign_rights import names_nothing_restricted, visible_tasks
from guidelines.learning.models import Task
from guidelines.learning.task_queries import Line, lines_of_all, people_of, until
from guidelines.liaison.models import Kind, Notification
from guidelines.liaison.notifying import showing, telling
from guidelines.liaison.notifying.days import day_in, eight_in
from guidelines.liaison.notifying.showing import Shown, Told
from guidelines.liaison.notifying.telling import News, these, write
from guidelines.people.models import Person

TASK = "learning_task"
BEFORE = 3
"""Days before its last one on which a task is called to mind."""
_TOLD_FOR = 2 * 24 * 3600
ISSUED = ("published", "withdrawn")


def register() -> None:
    telling.register(assigned, "task.assigned")
    telling.register(called_off, "task.called_off")
    telling.register(published, "edition.published", "edition.enforced")
    telling.register(taken_back, "edition.cancelled")
    showing.register(TASK, shown)


def assigned(event: AuditEvent) -> Iterable[News]:
    yield from _news(Task.objects.select_related("edition__guideline").get(pk=event.subject_id))


def published(event: AuditEvent) -> Iterable[News]:
    """What an edition asks is told when it takes force."""
    for task in Task.objects.standing().filter(edition=event.subject_id).select_related("edition__guideline"):
        yield from _news(task)


def _news(task: Task) -> Iterable[News]:
    """An acknowledgement is told by the edition itself."""
    edition: Edition | None = task.edition
    if task.called_off_at or task.kind == Task.Kind.ACKNOWLEDGEMENT:
        return
    if edition is not None and (edition.state not in ISSUED or edition.effective_from is None):
        return
    start = edition.effective_from if edition else None
    about = f"task {task.pk} {start.isoformat() if start else ''}".strip()
    yield News(Kind.LEARNING, (TASK, task.pk), people_of(task), about, shown_from=start)


def called_off(event: AuditEvent) -> Iterable[News]:
    """Those who were told of it, and are not told of it any more; a choice for an edition is replaced in silence."""
    told = Notification.objects.filter(subject_kind=TASK, subject_id=event.subject_id)
    people = list(told.filter(shown_from__lte=event.at).values_list("person_id", flat=True))
    told.filter(seen_at=None).update(seen_at=event.at)
    yield News(Kind.LEARNING, (TASK, event.subject_id), these(people), f"task {event.subject_id} off")


def taken_back(event: AuditEvent) -> Iterable[News]:
    keys = Task.objects.filter(edition=event.subject_id).values("pk")
    Notification.objects.filter(subject_kind=TASK, subject_id__in=keys, seen_at=None).update(seen_at=event.at)
    return ()


def shown(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    """In the words of today: what was due is late by now."""
    rows = visible_tasks(person).filter(pk__in={one.row.subject_id for one in told})
    rows = rows.annotate(for_many=ExpressionWrapper(names_nothing_restricted(), BooleanField()))
    found, now = {task.pk: task for task in rows}, clock.now()
    return {one.row.pk: _shown(found[one.row.subject_id], person, now) for one in told if one.row.subject_id in found}


def _shown(task: Task, person: Person, now: dt.datetime) -> Shown:
    sentence, note = _sentence(task, person, now), task.why_off if task.called_off_at else task.reason
    policy_id = task.edition.guideline.policy_id if task.edition else ""
    title = task.edition.title if task.edition and task.kind == Task.Kind.NOTICE else str(task.thing)
    restricted = not getattr(task, "for_many", True)
    return Shown(
        sentence, task.get_absolute_url(), policy_id=policy_id, title=title, note=note, is_restricted=restricted
    )


def _sentence(task: Task, person: Person, now: dt.datetime) -> str:
    if task.called_off_at:
        return _("You need not do this any more: it was called off.")
    if task.kind == Task.Kind.NOTICE:
        return _("A new edition is in force. Look at what changed.")
    ends = until(task, person.joined_at)
    day = written_day((ends - dt.timedelta(microseconds=1)).astimezone(task.market.zone).date())
    if now >= ends:
        return _("This was due on %(day)s and is late.") % {"day": day}
    return _("This is expected of you, until %(day)s.") % {"day": day}


def remind() -> None:
    """A sweep: at eight in the morning of each time zone where somebody works. To run it twice tells nothing twice."""
    now, told = clock.now(), caches["shared"]
    tasks: list[Task] | None = None
    for zone in Person.objects.filter(is_active=True).order_by().values_list("time_zone", flat=True).distinct():
        key, at = f"tasks-told:{zone}:{day_in(zone, now)}", eight_in(zone, now)
        if at > now or told.get(key):
            continue
        tasks = _running(now) if tasks is None else tasks
        remind_of(tasks, zone, at, now)
        told.set(key, True, _TOLD_FOR)


def _running(now: dt.datetime) -> list[Task]:
    rows = Task.objects.running(now).exclude(kind__in=(Task.Kind.NOTICE, Task.Kind.ACKNOWLEDGEMENT))
    return list(rows.select_related("market", "domain", "edition__guideline").defer("edition__source"))


def remind_of(tasks: Sequence[Task], zone: str, at: dt.datetime, now: dt.datetime) -> None:
    today, people = day_in(zone, at), defaultdict[int, list[int]](list)
    for line in lines_of_all(tasks, now):
        if line.person.time_zone == zone and _falls(line, today):
            people[line.task.pk].append(line.person.pk)
    for task, asked in people.items():
        write(News(Kind.LEARNING, (TASK, task), these(asked), f"task {task} day {today.isoformat()}"), at)


def _falls(line: Line, today: dt.date) -> bool:
    """Whether somebody is called to mind on this day. Nobody is on leave."""
    if line.state not in ("due", "late"):
        return False
    over = (today - line.last_day).days
    return over in (-BEFORE, 0) or (over > 0 and over % 7 == 0)
