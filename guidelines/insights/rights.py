"""Who may ask, answer, rule and end: `why_not_*` for buttons, gates and messages; `visible_*` for all that fetches."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from guidelines.editions.clearances import open_to, why_not_open_to
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.reasons import NotAllowed, NotNow, Reason
from guidelines.editions.rights import visible_editions, visible_guidelines
from guidelines.frame import clock
from guidelines.insights.models import Asker, Question, Ruling
from guidelines.insights.models import QuestionQuerySet as Questions
from guidelines.insights.models import RulingQuerySet as Rulings
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone

_PATHS = ("guideline__market", "guideline__domain")


def reads_somewhere(person: object) -> bool:
    """Whether questions are for this person at all."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.READ)


def visible_questions(person: Anyone) -> Questions:
    """Those on guidelines the person reads: all of their markets and domains, their own elsewhere."""
    asks = Asker.objects.filter(question=OuterRef("pk"), person_id=person.pk)
    here = holdings(person).where(Capability.READ, *_PATHS)
    rows = Question.objects.filter(here | Q(Exists(asks)), guideline__in=visible_guidelines(person).values("pk"))
    return rows.select_related("guideline__market", "guideline__domain", "edition", "answered_in")


def read_now(person: Anyone, guideline: Guideline, now: dt.datetime, *, fresh: bool = False) -> Edition | None:
    """The words in force, for somebody who reads them."""
    if fresh:
        holdings(person, fresh=True)
    return visible_editions(person, now).in_force(now).filter(guideline=guideline).first()


def visible_rulings(person: Anyone) -> Rulings:
    """Those on the guidelines of the person's markets and domains, and on words in force elsewhere that they read."""
    now = clock.now()
    reads = visible_editions(person, now).in_force(now).filter(guideline=OuterRef("guideline"))
    here = holdings(person).where(Capability.READ, *_PATHS) | Q(Exists(reads))
    rows = Ruling.objects.filter(here, open_to(person, "guideline"))
    return rows.select_related("guideline__market", "guideline__domain", "edition", "made_by")


def answerable(person: Anyone) -> Q:
    """The questions that this person may answer, as a condition on their rows."""
    held = holdings(person)
    owned = Q(guideline__owner_id=person.pk) & held.where(Capability.READ, *_PATHS)
    return (held.where(Capability.ANSWER, *_PATHS) | owned) & open_to(person, "guideline")


def answers_somewhere(person: Anyone) -> bool:
    """Whether questions can wait for this person: by a role, or by a guideline of their own."""
    held = holdings(person)
    return held.may_somewhere(Capability.ANSWER) or (
        held.may_somewhere(Capability.READ) and Guideline.objects.filter(owner_id=person.pk).exists()
    )


def why_not_ask(guideline: Guideline, binding: Edition | None) -> Reason | None:
    """Why nobody can ask now. Whoever reads the guideline may."""
    if binding is not None:
        return None
    facts = {"policy_id": guideline.policy_id, "owner": guideline.owner.name}
    return NotNow(_("Nothing of %(policy_id)s is in force. Ask %(owner)s before you decide a case.") % facts)


def why_not_join(person: Person, question: Question, now: dt.datetime) -> Reason | None:
    """Why this person can't say “I ask this too”."""
    if question.askers.filter(person_id=person.pk).exists():
        return NotNow(_("You ask this already. You are told when it is answered."))
    if question.standing(now) == Question.Standing.EDITION:
        return NotNow(_("An edition in force answers this question. Ask anew what it leaves open."))
    return None


def why_not_answer(person: Person, guideline: Guideline, *, fresh: bool = False) -> Reason | None:
    """Why this person may not answer questions on the guideline, nor rule on its rules."""
    held, here = holdings(person, fresh=fresh), (guideline.market_id, guideline.domain_id)
    if held.may(Capability.ANSWER, *here) or (guideline.owner_id == person.pk and held.may(Capability.READ, *here)):
        return why_not_open_to(person, guideline)
    return NotAllowed(
        _("Only the owner, policy managers, policy reviewers and team leads of this market and domain answer.")
    )


def why_not_end(person: Person, ruling: Ruling, now: dt.datetime, *, fresh: bool = False) -> Reason | None:
    """Why this person may not end a ruling before its time: its guideline's owner and policy reviewers may."""
    held, guideline = holdings(person, fresh=fresh), ruling.guideline
    here = (guideline.market_id, guideline.domain_id)
    owns = guideline.owner_id == person.pk and held.may(Capability.READ, *here)
    if lacking := why_not_open_to(person, guideline):
        return lacking
    if not owns and not held.may(Capability.REVIEW, *here):
        return NotAllowed(_("Only the owner of the guideline and its policy reviewers end a ruling."))
    if ruling.ended_at is not None or ruling.until <= now:
        return NotNow(_("This ruling is over already."))
    return None


def why_not_link(person: Person, edition: Edition, *, fresh: bool = False) -> Reason | None:
    """Why this person may not say which questions and rulings an edition answers."""
    guideline = edition.guideline
    if not holdings(person, fresh=fresh).may(Capability.WRITE, guideline.market_id, guideline.domain_id):
        return NotAllowed(_("Only a policy manager of this market and domain says what an edition answers."))
    if edition.state in (State.DISCARDED, State.WITHDRAWN):
        return NotNow(_("Edition %(number)d answers nothing any more.") % {"number": edition.number})
    return None
