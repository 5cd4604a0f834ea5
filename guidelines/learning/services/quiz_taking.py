"""Taking a quiz: a try is begun, each answer is kept as it is given, and the end follows from the last or the clock."""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.clearances import open_to
from guidelines.editions.reasons import refuse
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.learning.models import GRACE, Answer, Attempt, Item, Pool, Quiz, Result
from guidelines.learning.quiz_rights import why_not_answer, why_not_take
from guidelines.people.models import Person


@transaction.atomic
def begin(quiz: Quiz, *, by: Person) -> Attempt:
    """A try: the one under way, or a new one. Questions whose words are no longer in force are not asked."""
    now = audit.moment()
    quiz = Quiz.objects.select_related("market", "domain").get(pk=quiz.pk)
    for running in Attempt.objects.filter(quiz=quiz, person=by, result=None).select_related("quiz", "person"):
        if not running.is_over(now):
            return running
        end(running, Result.End.TIME, now)
    refuse(why_not_take(by, quiz, fresh=True))
    seed = secrets.token_hex(8)
    asked = paper(askable(quiz, by, now), list(quiz.pools.all()), seed)
    if not asked:
        raise WrongState(_("All questions of this quiz are about words that are no longer in force. Tell its trainer."))
    attempt = Attempt.objects.create(
        quiz=quiz,
        person=by,
        number=Attempt.objects.filter(quiz=quiz, person=by).count() + 1,
        seed=seed,
        paper=asked,
        started_at=now,
        ends_at=now + dt.timedelta(minutes=quiz.minutes) if quiz.minutes else None,
    )
    audit.record("quiz.begun", by=by, subject=attempt, at=now, quiz=quiz.pk, number=attempt.number)
    return attempt


def askable(quiz: Quiz, person: Person, now: dt.datetime) -> list[Item]:
    """The questions that may be put to this person now, in the order they were made."""
    rows = quiz.items.kept().up_to_date(now).filter(open_to(person, "guideline"))
    return list(rows.order_by("pk"))


def paper(items: Sequence[Item], pools: Iterable[Pool], seed: str) -> list[list[object]]:
    """Which questions, and the order of their answers. The same items, pools and seed give the same paper."""
    chance = random.Random(seed)  # noqa: S311 - an order of questions, kept beside it, is no secret
    drawn: list[Item] = []
    for pool in pools:
        own = [item for item in items if item.pool_id == pool.pk]
        drawn += chance.sample(own, min(pool.draws, len(own))) if pool.draws else own
    chance.shuffle(drawn)
    return [[item.pk, _order(item, chance)] for item in drawn]


def _order(item: Item, chance: random.Random) -> list[int]:
    """Yes and no stay where people look for them."""
    order = list(range(len(item.choices)))
    if item.kind != Item.Kind.VIOLATING:
        chance.shuffle(order)
    return order


@transaction.atomic
def answer(attempt: Attempt, item_id: int, choice: int, *, by: Person) -> Answer:
    """Keep what was chosen; `choice` is the place among the answers as they were written. The last one ends the try."""
    now = audit.moment()
    attempt = Attempt.objects.select_related("quiz", "person").get(pk=attempt.pk, person=by)
    if item_id not in attempt.items:
        raise Invalid(_("This try does not ask that question."))
    before = attempt.answers.filter(item=item_id).first()
    if before is not None:
        return before
    refuse(why_not_answer(by, attempt, now))
    item = Item.objects.get(pk=item_id)
    if not 0 <= choice < len(item.choices):
        raise Invalid(_("Choose one of the answers."))
    made = Answer.objects.create(attempt=attempt, item=item, choice=choice, is_right=choice == item.right, at=now)
    if attempt.answers.count() == len(attempt.items):
        end(attempt, Result.End.ANSWERED, now)
    return made


def end(attempt: Attempt, why: str, now: dt.datetime) -> Result:
    """The result of a try, within the deed of the caller. The event names the words, and not how it went."""
    right, asked = attempt.answers.filter(is_right=True).count(), len(attempt.items)
    needed = attempt.quiz.needed(asked)
    items = Item.objects.filter(pk__in=attempt.items).select_related("edition__guideline")
    bound = {item.edition_id: item for item in items}
    editions = [
        {
            "policy_id": item.edition.guideline.policy_id,
            "edition": item.edition.number,
            "digest": item.digest,
            "major": item.major_id,
        }
        for _key, item in sorted(bound.items())
    ]
    made = Result.objects.create(
        attempt=attempt,
        at=now,
        end=why,
        right=right,
        asked=asked,
        needed=needed,
        passed=right >= needed,
        editions=editions,
    )
    named = [[one["policy_id"], one["edition"], one["digest"]] for one in editions]
    # Without an instant: several tries may end in one deed, and no two events share theirs.
    audit.record("quiz.finished", by=attempt.person, subject=attempt, quiz=attempt.quiz_id, editions=named)
    return made


def end_what_ran_out() -> int:
    """A sweep: tries whose time ran out while nobody looked. The number of them."""
    over = Attempt.objects.filter(result=None, ends_at__lt=clock.now() - GRACE)
    return sum(_ran_out(attempt) for attempt in over.order_by("ends_at")[:500])


@transaction.atomic
def _ran_out(attempt: Attempt) -> bool:
    """False where another worker was first."""
    now = audit.moment()
    attempt = Attempt.objects.select_related("quiz", "person").get(pk=attempt.pk)
    if not attempt.is_over(now) or Result.objects.filter(attempt=attempt).exists():
        return False
    end(attempt, Result.End.TIME, now)
    return True


def settle(attempt: Attempt) -> None:
    """Before a try is shown: end it if its time ran out."""
    if attempt.is_over(clock.now()) and not Result.objects.filter(attempt=attempt).exists():
        _ran_out(attempt)
