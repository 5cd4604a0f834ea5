"""Rules whose questions fail across the group go into the queue of insights by themselves, once for their words."""

from __future__ import annotations

from django.core.cache import caches
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.insights.models import Source
from guidelines.insights.services import Reference, Signal, open_insight
from guidelines.learning.models import Quiz, Result, RuleTold
from guidelines.learning.quiz_queries import RuleLine, figures_of

_LOOKED_FOR = 7 * 24 * 3600


def tell_what_fails() -> int:
    """A sweep: every quiz with results since it was looked at. The number of rules that were told."""
    looked, told = caches["shared"], 0
    newest = Result.objects.order_by().values("attempt__quiz").annotate(newest=Max("pk"))
    for quiz_id, result_id in newest.values_list("attempt__quiz", "newest"):
        key = f"quiz-looked:{quiz_id}"
        if looked.get(key) != result_id:
            told += len(tell_of(Quiz.objects.select_related("market", "domain").get(pk=quiz_id)))
            looked.set(key, result_id, _LOOKED_FOR)
    return told


def tell_of(quiz: Quiz) -> list[RuleTold]:
    """The rules of one quiz that fail and were not told yet. What is no longer in force needs no telling."""
    failing = [rule for rule in figures_of(quiz).rules if rule.fails and rule.items[0].item.is_up_to_date]
    return [made for rule in failing if (made := _told(quiz, rule))]


@transaction.atomic
def _told(quiz: Quiz, rule: RuleLine) -> RuleTold | None:
    now = audit.moment()
    item = rule.items[0].item
    named = {"guideline": item.guideline, "rule_id": item.rule_id, "major_id": item.major_id}
    if RuleTold.objects.filter(**named).exists():
        return None
    made = RuleTold.objects.create(**named, quiz=quiz, at=now)
    reference = Reference("failing_rule", made.pk, "quiz_figures", (quiz.pk,))
    signal = Signal(
        source=Source.QUIZ,
        market=quiz.market,
        domain=quiz.domain,
        guideline=item.guideline,
        rule_id=item.rule_id,
        words=_words(quiz, rule),
        reference=reference,
    )
    open_insight(signal, by=None)
    return made


def _words(quiz: Quiz, rule: RuleLine) -> str:
    """In the language of the guideline: those who write it read them."""
    right = sum(line.figures.right for line in rule.items)
    facts = {
        "quiz": quiz.title,
        "rule": rule.rule_id,
        "number": rule.items[0].item.edition.number,
        "right": right,
        "answers": sum(line.figures.answers for line in rule.items),
    }
    with translation.override(rule.items[0].item.guideline.language):
        return (
            _(
                "Quiz “%(quiz)s”: people who know the other rules well fail the questions on %(rule)s too "
                "(edition %(number)d, %(right)d of %(answers)d right). Its words may be what is unclear."
            )
            % facts
        )
