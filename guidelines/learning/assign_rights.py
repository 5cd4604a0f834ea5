"""Who may see, assign and call off tasks, who may choose what an edition asks, and whose names a report shows.

What names a restricted guideline is seen by nobody whom the guideline does not name: no task, no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.editions.clearances import is_open_to, not_restricted, open_to
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Edition, Significance
from guidelines.editions.reasons import NotAllowed, NotNow, Reason
from guidelines.learning.models import Item, Task, TaskPerson, Taught
from guidelines.learning.quiz_rights import without_a_trace
from guidelines.people.models import Person, Team
from guidelines.people.roles import Capability, Role
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.queries.duties import ASKED_AS_READERS

Audience = Task.Audience
CAN_BE_CHOSEN = (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.PUBLISHED)
_RELATED = ("market", "domain", "quiz", "material", "session", "team", "assigned_by", "edition__guideline__market")


def no_trace(person: Anyone) -> Q:
    """The tasks that name no guideline which is closed to this person."""
    taught = Taught.objects.filter(session=OuterRef("session")).exclude(open_to(person, "edition__guideline"))
    return (
        (Q(edition=None) | open_to(person, "edition__guideline"))
        & (Q(quiz=None) | without_a_trace(person, "quiz"))
        & (Q(material=None) | open_to(person, "material__edition__guideline"))
        & (Q(session=None) | ~Q(Exists(taught)))
    )


def names_nothing_restricted() -> Q:
    """The tasks that may be told of to many at once, in files."""
    taught = Taught.objects.filter(session=OuterRef("session")).exclude(not_restricted("edition__guideline"))
    items = Item.objects.filter(quiz=OuterRef("quiz")).exclude(not_restricted("guideline"))
    return (
        (Q(edition=None) | not_restricted("edition__guideline"))
        & (Q(material=None) | not_restricted("material__edition__guideline"))
        & ~Q(Exists(taught))
        & ~Q(Exists(items))
    )


def asked_by(person: Anyone, edition: Edition) -> Task | None:
    """What an edition asks beyond being read, if this person may know of what it names."""
    rows = Task.objects.standing().filter(no_trace(person), edition=edition)
    return rows.select_related("quiz", "session", "market").first()


def tasks_for(person: Anyone) -> QuerySet[Task]:
    """The tasks that ask this person, as a reader of their market and domain."""
    named = Q(Exists(TaskPerson.objects.filter(task=OuterRef("pk"), person_id=person.pk or 0)))
    team = Q(audience=Audience.TEAM, team__members=person.pk or 0)
    asked = Q(pk__in=[])
    for holding in holdings(person).own.held:
        if holding.role in ASKED_AS_READERS:
            here = Q(market=holding.market_id) if holding.market_id else Q()
            here &= Q(domain=holding.domain_id) if holding.domain_id else Q()
            role = Q(audience=Audience.ROLE, role=holding.role)
            asked |= here & (Q(audience=Audience.READERS) | role | team | Q(audience=Audience.PEOPLE) & named)
    return _related(Task.objects.filter(asked, no_trace(person)))


def overseen_tasks(person: Anyone) -> QuerySet[Task]:
    """The tasks whose completion this person may see: of their market and domain, and those they assigned."""
    held = holdings(person)
    seen = held.where(Capability.SEE_TAUGHT) | held.where(Capability.TEACH) | Q(assigned_by=person.pk or 0)
    return _related(Task.objects.filter(seen, no_trace(person)))


def visible_tasks(person: Anyone) -> QuerySet[Task]:
    keys = (rows.order_by().values("pk") for rows in (tasks_for(person), overseen_tasks(person)))
    return _related(Task.objects.filter(Q(pk__in=next(keys)) | Q(pk__in=next(keys))))


def _related(tasks: QuerySet[Task]) -> QuerySet[Task]:
    return tasks.select_related(*_RELATED).defer("edition__source")


def oversees_tasks(person: object) -> bool:
    """Whether the list of tasks is for this person."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.SEE_TAUGHT)


def assigns(person: object) -> bool:
    """Whether this person may assign anything to anybody, as far as roles go."""
    if not isinstance(person, Anyone):
        return False
    held = holdings(person).own
    return held.may_somewhere(Capability.TEACH) or any(one.role == Role.TEAM_LEAD for one in held.held)


def led_teams(person: Anyone) -> QuerySet[Team]:
    """The teams of a team lead; none for anybody else."""
    leads = any(holding.role == Role.TEAM_LEAD for holding in holdings(person).own.held)
    return Team.objects.filter(lead=person.pk) if leads and person.pk else Team.objects.none()


def why_not_assign(
    person: Person, market_id: int, domain_id: int, *, audience: str, team: Team | None, people: QuerySet[Person] | None
) -> Reason | None:
    """Why this person may not assign something to them: a trainer may to everybody there, a lead to their own team."""
    held = holdings(person, fresh=True).own
    if held.may(Capability.TEACH, market_id, domain_id):
        return None
    own = set(led_teams(person).values_list("pk", flat=True))
    if not own:
        return NotAllowed(_("Only trainers of this market and domain, and the leads of teams, assign tasks."))
    to_own_team = audience == Audience.TEAM and team is not None and team.pk in own
    named_in_it = audience == Audience.PEOPLE and people is not None and not people.exclude(team__in=own).exists()
    if to_own_team or named_in_it:
        return None
    return NotAllowed(_("You can assign tasks to the people of the teams that you lead."))


def why_not_call_off(person: Person, task: Task, *, fresh: bool = False) -> Reason | None:
    """Why this person may not call it off: whoever assigned it may, and the trainers there; for an edition, those who
    may choose for it.
    """
    held, here = holdings(person, fresh=fresh).own, (task.market_id, task.domain_id)
    may = task.assigned_by_id == person.pk or held.may(Capability.TEACH, *here)
    if task.edition is not None:
        may = may or held.may(Capability.PUBLISH, *here)
    if not may:
        return NotAllowed(_("Only whoever assigned it, and the trainers of this market and domain, can call it off."))
    return NotNow(_("This task was called off.")) if task.called_off_at else None


def why_not_choose(person: Person, edition: Edition, *, fresh: bool = False) -> Reason | None:
    """Why this person may not choose what an edition asks of its readers."""
    held, guideline = holdings(person, fresh=fresh).own, edition.guideline
    here = (guideline.market_id, guideline.domain_id)
    may = any(held.may(one, *here) for one in (Capability.TEACH, Capability.PUBLISH, Capability.WRITE))
    if not may or not is_open_to(person, guideline):
        return NotAllowed(_("Only those who write, publish or teach here choose what an edition asks."))
    if guideline.is_restricted:
        return NotNow(
            _("A restricted guideline asks for nothing but acknowledgement: its words stay with those it names.")
        )
    if edition.significance == Significance.MINOR:
        return NotNow(_("A minor edition asks nothing: nobody decides differently."))
    if edition.state not in CAN_BE_CHOSEN:
        return NotNow(_("Edition %(number)d asks nothing any more.") % {"number": edition.number})
    return None


def names_for(person: Anyone) -> Callable[[Task], Collection[int] | None]:
    """Of each task, the teams whose people a report names to this person; None is everybody. One query.

    A trainer there sees all; a lead those of their teams; whoever else sees figures alone.
    """
    held, own = holdings(person).own, frozenset(led_teams(person).values_list("pk", flat=True))

    def teams(task: Task) -> Collection[int] | None:
        return None if held.may(Capability.TEACH, task.market_id, task.domain_id) else own

    return teams
