"""Quizzes: made, filled with questions, opened, closed. An opened quiz keeps its questions as they are."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.clearances import RESTRICTED
from guidelines.editions.models import Edition
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import SOON, visible_guidelines
from guidelines.frame.refusals import Invalid, NotFound, Outdated, WrongState
from guidelines.learning.drawing_up import Drafted, drawn_up
from guidelines.learning.models import MOST_CHOICES, Attempt, Item, Pool, Quiz, Result
from guidelines.learning.quiz_rights import why_not_close, why_not_keep, why_not_teach
from guidelines.learning.services._words import said
from guidelines.learning.services.quiz_taking import end
from guidelines.people.models import Person
from guidelines.reading.models import LibraryRow
from guidelines.reading.queries.guideline import page_of
from guidelines.text.rendering import Rendered

MOST_ITEMS, MOST_POOLS = 300, 20
LONGEST, LONGEST_CHOICE = 2000, 300


@dataclass(frozen=True)
class Terms:
    """How a quiz is taken. `minutes` None is without a limit."""

    title: str
    pass_percent: int = 75
    tries: int = 2
    minutes: int | None = None


@transaction.atomic
def make(terms: Terms, *, market: Market, domain: Domain, by: Person) -> Quiz:
    """A new draft, with one pool that asks all its questions."""
    now = audit.moment()
    refuse(why_not_teach(by, market.pk, domain.pk, fresh=True))
    quiz = Quiz(market=market, domain=domain, made_by=by, made_at=now)
    _set(quiz, terms)
    _refuse_again(quiz)
    quiz.save(force_insert=True)
    Pool.objects.create(quiz=quiz, name=_("All questions"))
    audit.record("quiz.made", by=by, subject=quiz, at=now, title=quiz.title)
    return quiz


def _refuse_again(quiz: Quiz) -> None:
    """A second click makes nothing twice: this person has a draft of these terms there."""
    there = {"market": quiz.market, "domain": quiz.domain, "made_by": quiz.made_by, "state": Quiz.State.DRAFT}
    if Quiz.objects.filter(**there, **asdict(terms_of(quiz))).exists():
        raise WrongState(_("You have made exactly this quiz already. It is a draft in the list of quizzes."))


@transaction.atomic
def change(quiz: Quiz, terms: Terms, *, by: Person, seen: str) -> Quiz:
    """Other terms for a draft. `seen` is what was opened of them: nobody writes over another."""
    now, quiz = _held(quiz, by)
    theirs, kept = terms_of(quiz), seen_of(quiz)
    _set(quiz, terms)
    if seen != kept and terms_of(quiz) != theirs:
        raise _outdated(theirs)
    quiz.save()
    facts: dict[str, Any] = {"pass_percent": quiz.pass_percent, "tries": quiz.tries, "minutes": quiz.minutes}
    audit.record("quiz.changed", by=by, subject=quiz, at=now, title=quiz.title, **facts)
    return quiz


def terms_of(quiz: Quiz) -> Terms:
    return Terms(quiz.title, quiz.pass_percent, quiz.tries, quiz.minutes)


def seen_of(quiz: Quiz) -> str:
    """What the form of the terms says that it was opened on."""
    return f"sha256:{hashlib.sha256(json.dumps(astuple(terms_of(quiz))).encode()).hexdigest()}"


def _outdated(theirs: Terms) -> Outdated:
    sentence = _(
        "Somebody else saved “How it is taken” meanwhile: “%(title)s”, pass mark %(pass_percent)d percent, tries "
        "%(tries)d, minutes %(minutes)s. Yours is in the form; save it again if it shall stand instead."
    )
    facts = {"title": theirs.title, "pass_percent": theirs.pass_percent, "tries": theirs.tries}
    return Outdated(sentence % (facts | {"minutes": theirs.minutes or "–"}))


def _set(quiz: Quiz, terms: Terms) -> None:
    quiz.title = said(terms.title, most=160, missing=_("Give the quiz a title."))
    if not 1 <= terms.pass_percent <= 100:
        raise Invalid(_("The pass mark is between 1 and 100 percent."))
    if not 1 <= terms.tries <= 20:
        raise Invalid(_("Between 1 and 20 tries can be given."))
    if terms.minutes is not None and not 1 <= terms.minutes <= 240:
        raise Invalid(_("The time is between 1 and 240 minutes, or without a limit."))
    quiz.pass_percent, quiz.tries, quiz.minutes = terms.pass_percent, terms.tries, terms.minutes


@transaction.atomic
def set_pool(quiz: Quiz, name: str, draws: int, *, by: Person) -> Pool:
    """Make a pool of this name, or change how many of its questions a try asks. 0 asks all."""
    now, quiz = _held(quiz, by)
    name = said(name, most=80, missing=_("Give the pool a name."))
    if not 0 <= draws <= MOST_ITEMS:
        raise Invalid(_("A pool asks between 0 and 300 questions; 0 asks all of them."))
    pool = quiz.pools.filter(name=name).first()
    if pool is None and quiz.pools.count() >= MOST_POOLS:
        raise Invalid(_("A quiz has at most %(most)d pools.") % {"most": MOST_POOLS})
    pool = pool or Pool(quiz=quiz, name=name)
    pool.draws = draws
    pool.save()
    audit.record("quiz.pool_set", by=by, subject=quiz, at=now, pool=name, draws=draws)
    return pool


@transaction.atomic
def draw_up(quiz: Quiz, edition: Edition, kinds: Sequence[str], *, pool: Pool, by: Person) -> list[Item]:
    """Questions from the cases and rules of an edition. One that is in the quiz already is not made twice."""
    now, quiz = _held(quiz, by)
    row = _words_of(quiz, edition, by, now)
    rendered = Rendered.from_json(page_of(edition).rendered)
    drafted = drawn_up(rendered, kinds, edition.guideline.language)
    there = set(quiz.items.kept().filter(edition=edition).values_list("kind", "rule_id", "case_number"))
    new = [one for one in drafted if (one.kind, one.rule_id, one.case_number) not in there]
    if not new:
        raise Invalid(_("These words give no further question: no case of a rule fits, or all are in the quiz."))
    if quiz.items.kept().count() + len(new) > MOST_ITEMS:
        raise Invalid(_("A quiz has at most %(most)d questions.") % {"most": MOST_ITEMS})
    made = Item.objects.bulk_create(_item(quiz, pool, row, one, by, now) for one in new)
    audit.record("quiz.drawn_up", by=by, subject=quiz, at=now, digest=row.digest, edition=str(edition), n=len(made))
    return made


@transaction.atomic
def write_item(quiz: Quiz, edition: Edition, drafted: Drafted, *, pool: Pool, by: Person) -> Item:
    """One question in somebody's own words, about a rule of an edition."""
    now, quiz = _held(quiz, by)
    if quiz.items.kept().count() >= MOST_ITEMS:
        raise Invalid(_("A quiz has at most %(most)d questions.") % {"most": MOST_ITEMS})
    item = _written(quiz, edition, drafted, pool, by, now)
    if quiz.items.kept().written_like(item).exists():
        raise WrongState(_("You have added exactly this question already. It is in the list."))
    audit.record("quiz.item_written", by=by, subject=quiz, at=now, digest=item.digest, item=item.pk, rule=item.rule_id)
    return item


@transaction.atomic
def change_item(item: Item, edition: Edition, drafted: Drafted, *, pool: Pool, by: Person) -> Item:
    """A written question in other words: a new one in place of the old, which stays with the digest it was bound to."""
    now, quiz = _held(item.quiz, by)
    item = quiz.items.get(pk=item.pk)
    refuse_unless_written(item)
    made = _written(quiz, edition, drafted, pool, by, now)
    _take_out(item, by, now)
    facts = {"item": made.pk, "instead_of": item.pk, "rule": made.rule_id}
    audit.record("quiz.item_changed", by=by, subject=quiz, at=now, digest=made.digest, **facts)
    return made


def refuse_unless_written(item: Item) -> None:
    """Drawn up ones follow the words of their guideline; one that was taken out is changed no more."""
    if item.removed_at:
        raise WrongState(_("This question is out already."))
    if item.kind != Item.Kind.WRITTEN:
        raise WrongState(_("This question was drawn up from the guideline. Take it out, and write one of your own."))


def _written(quiz: Quiz, edition: Edition, drafted: Drafted, pool: Pool, by: Person, now: dt.datetime) -> Item:
    row = _words_of(quiz, edition, by, now)
    rendered = Rendered.from_json(page_of(edition).rendered)
    if drafted.rule_id not in {rule.id for rule in rendered.rules}:
        facts = {"edition": edition, "rule": drafted.rule_id}
        raise Invalid(_("%(edition)s has no rule %(rule)s.") % facts)
    item = _item(quiz, pool, row, _checked(drafted), by, now)
    item.save(force_insert=True)
    return item


def _take_out(item: Item, by: Person, now: dt.datetime) -> None:
    item.removed_by, item.removed_at = by, now
    item.save(update_fields=["removed_by", "removed_at"])


def _checked(drafted: Drafted) -> Drafted:
    choices = tuple(said(one, most=LONGEST_CHOICE, missing="") for one in drafted.choices)
    choices = tuple(one for one in choices if one)
    if not 2 <= len(choices) <= MOST_CHOICES:
        raise Invalid(_("Write between two and six answers."))
    if len({one.casefold() for one in choices}) < len(choices):
        raise Invalid(_("Two answers are the same. Write different ones."))
    if not 0 <= drafted.right < len(choices):
        raise Invalid(_("Say which answer is right."))
    return Drafted(
        kind=Item.Kind.WRITTEN,
        rule_id=drafted.rule_id,
        passage=said(drafted.passage, most=LONGEST, missing=""),
        text=said(drafted.text, most=LONGEST, missing=_("Write the question.")),
        choices=choices,
        right=drafted.right,
        why=said(drafted.why, most=LONGEST, missing=_("Write why: whoever answers wrongly reads it.")),
    )


@transaction.atomic
def remove_item(item: Item, *, by: Person) -> Item:
    """Take a question out of a draft."""
    now, quiz = _held(item.quiz, by)
    item = quiz.items.get(pk=item.pk)
    if item.removed_at:
        raise WrongState(_("This question is out already."))
    _take_out(item, by, now)
    audit.record("quiz.item_removed", by=by, subject=quiz, at=now, item=item.pk)
    return item


@transaction.atomic
def open_quiz(quiz: Quiz, *, by: Person) -> Quiz:
    """Let those who read there take it. From now on its questions stay as they are."""
    now, quiz = _held(quiz, by)
    items = quiz.items.kept()
    if not items.exists():
        raise WrongState(_("This quiz has no question yet."))
    if items.filter(guideline__audience=RESTRICTED).exists():
        raise WrongState(_("A question is about a restricted guideline. Take it out first."))
    quiz.state, quiz.opened_by, quiz.opened_at = Quiz.State.OPEN, by, now
    quiz.save()
    audit.record("quiz.opened", by=by, subject=quiz, at=now, title=quiz.title, n=items.count())
    return quiz


@transaction.atomic
def close(quiz: Quiz, *, by: Person) -> Quiz:
    """Nobody begins another try. Those under way end with what was answered."""
    now = audit.moment()
    quiz = Quiz.objects.select_related("market", "domain").get(pk=quiz.pk)
    refuse(why_not_close(by, quiz, fresh=True))
    quiz.state, quiz.closed_by, quiz.closed_at = Quiz.State.CLOSED, by, now
    quiz.save()
    for attempt in Attempt.objects.filter(quiz=quiz, result=None).select_related("quiz", "person"):
        end(attempt, Result.End.CLOSED, now)
    audit.record("quiz.closed", by=by, subject=quiz, title=quiz.title)
    return quiz


def _held(quiz: Quiz, by: Person) -> tuple[dt.datetime, Quiz]:
    """The instant of the deed, and the quiz as it is now, a draft that is theirs to keep."""
    now = audit.moment()
    quiz = Quiz.objects.select_related("market", "domain").get(pk=quiz.pk)
    refuse(why_not_keep(by, quiz, fresh=True))
    return now, quiz


def _words_of(quiz: Quiz, edition: Edition, by: Person, now: dt.datetime) -> LibraryRow:
    """The stretch in which the edition is in force, or will be within seven days."""
    guideline = visible_guidelines(by).filter(pk=edition.guideline_id).first()
    if guideline is None or (guideline.market_id, guideline.domain_id) != (quiz.market_id, quiz.domain_id):
        raise NotFound(_("There is no such guideline of this market and domain that you can read."))
    if guideline.is_restricted:
        raise Invalid(_("A restricted guideline is in no quiz: its words stay with those it names."))
    rows = LibraryRow.objects.filter(edition=edition, until__gt=now, since__lte=now + SOON)
    row = rows.order_by("since").first()
    if row is None:
        raise Invalid(_("These words are not in force, and begin not within seven days. Choose another edition."))
    return row


def _item(quiz: Quiz, pool: Pool, row: LibraryRow, one: Drafted, by: Person, now: dt.datetime) -> Item:
    return Item(
        quiz=quiz,
        pool=pool,
        kind=one.kind,
        guideline_id=row.guideline_id,
        edition_id=row.edition_id,
        major_id=row.major_id or row.edition_id,
        digest=row.digest,
        rule_id=one.rule_id,
        case_number=one.case_number,
        passage=one.passage,
        text=one.text,
        choices=list(one.choices),
        right=one.right,
        why=one.why,
        made_by=by,
        made_at=now,
    )
