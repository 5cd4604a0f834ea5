"""Who may see, keep and take a quiz, and whose result may be seen.

A quiz about a restricted guideline is seen by nobody whom the guideline does not name, in whatever role: not its
title, not its questions, not its figures.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.editions.clearances import open_to
from guidelines.editions.reasons import NotAllowed, NotNow, Reason
from guidelines.frame import clock
from guidelines.learning.models import Attempt, Item, Quiz, Result
from guidelines.people.models import Person
from guidelines.people.roles import Capability, Role
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone


def visible_quizzes(person: Anyone) -> QuerySet[Quiz]:
    """What is open to those who read there, what they took, and for those who teach or see there what was opened;
    drafts for those who teach.
    """
    held = holdings(person)
    opened = ~Q(state=Quiz.State.DRAFT)
    mine = Q(pk__in=Attempt.objects.filter(person_id=person.pk or 0).values("quiz"))
    seen = (
        held.where(Capability.TEACH)
        | held.where(Capability.SEE_TAUGHT) & opened
        | held.where(Capability.READ) & Q(state=Quiz.State.OPEN)
        | mine & opened & held.where(Capability.READ)
    )
    return Quiz.objects.filter(seen, without_a_trace(person)).select_related("market", "domain")


def without_a_trace(person: Anyone, quiz: str = "pk") -> Q:
    """The rows whose quiz asks about no guideline that is closed to this person; `quiz` is the path to it."""
    closed = Item.objects.filter(quiz=OuterRef(quiz)).exclude(open_to(person, "guideline"))
    return ~Q(Exists(closed))


def teaches(person: object) -> bool:
    """Whether this person makes quizzes anywhere."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.TEACH)


def sees_taught(person: object) -> bool:
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.SEE_TAUGHT)


def reads(person: object) -> bool:
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.READ)


def sees_figures(person: Anyone, quiz: Quiz) -> bool:
    """Whether the figures of a quiz are theirs to see; none of them names anybody."""
    held, here = holdings(person), (quiz.market_id, quiz.domain_id)
    return held.may(Capability.SEE_TAUGHT, *here) or held.may(Capability.TEACH, *here)


def why_not_teach(person: Anyone, market_id: int, domain_id: int, *, fresh: bool = False) -> Reason | None:
    """Why this person may not make or keep quizzes there."""
    if holdings(person, fresh=fresh).may(Capability.TEACH, market_id, domain_id):
        return None
    return NotAllowed(_("Only a trainer of this market and domain can do this."))


def why_not_keep(person: Anyone, quiz: Quiz, *, fresh: bool = False) -> Reason | None:
    """Why this person may not change the questions: the quiz is theirs to keep, and a draft."""
    lacking = why_not_teach(person, quiz.market_id, quiz.domain_id, fresh=fresh)
    if lacking or quiz.state == Quiz.State.DRAFT:
        return lacking
    return NotNow(_("This quiz was opened: its questions stay as they are. Make a new quiz from them instead."))


def why_not_close(person: Anyone, quiz: Quiz, *, fresh: bool = False) -> Reason | None:
    lacking = why_not_teach(person, quiz.market_id, quiz.domain_id, fresh=fresh)
    if lacking or quiz.state == Quiz.State.OPEN:
        return lacking
    return NotNow(_("Only an open quiz can be closed."))


def why_not_take(person: Anyone, quiz: Quiz, *, fresh: bool = False) -> Reason | None:
    """Why this person may not begin another try. A try under way is gone on with instead."""
    held = holdings(person, fresh=fresh)
    if not held.may(Capability.READ, quiz.market_id, quiz.domain_id):
        return NotAllowed(_("This quiz is for those who read in its market and domain."))
    if quiz.state != Quiz.State.OPEN:
        return NotNow(_("This quiz is not open."))
    if Attempt.objects.filter(quiz=quiz, person_id=person.pk).count() >= quiz.tries:
        return NotNow(_("You have used all your tries at this quiz."))
    return None


def why_not_answer(person: Anyone, attempt: Attempt, at: dt.datetime | None = None) -> Reason | None:
    """Why this try takes no answer any more; whose it is was asked when it was fetched."""
    if Result.objects.filter(attempt=attempt).exists():
        return NotNow(_("This try has ended."))
    if attempt.is_over(at or clock.now()):
        return NotNow(_("The time for this try has run out. What you answered until then counts."))
    return None


def visible_attempts(person: Person) -> QuerySet[Attempt]:
    """One's own; those of the teams one leads; and in their market and domain those of everybody, for who teaches.

    Nobody else sees how somebody did, whatever they may see of the figures.
    """
    held = holdings(person)
    own = Q(person=person.pk)
    if any(holding.role == Role.TEAM_LEAD for holding in held.own.held):
        own |= Q(person__team__lead=person.pk)
    theirs = held.own.where(Capability.TEACH, "quiz__market", "quiz__domain")
    rows = Attempt.objects.filter(own | theirs, without_a_trace(person, "quiz"))
    return rows.select_related("quiz__market", "quiz__domain", "person", "result")
