"""The figures in sentences: against a target, the rule or the person, and what may be said of an edition."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.frame.shares import percent, points, signed
from guidelines.quality.models import ErrorClass
from guidelines.quality.queries.areas import FEWEST
from guidelines.quality.queries.beside import Confusion
from guidelines.quality.queries.effects import Effect
from guidelines.quality.statistics import Concentration, Interval, Trend
from guidelines.quality.statistics.concentration import Cause


@dataclass(frozen=True)
class Said:
    """A verdict: how it looks, and its words."""

    tone: str
    icon: str
    text: str


def against(rate: Interval, target: float | None) -> Said:
    """A rate beside its target. Only an interval that lies wholly on one side says so plainly."""
    if target is None:
        return Said("neutral", "info", _("No target"))
    facts = {"target": percent(target)}
    if rate.low > target:
        return Said("danger", "warn", _("Above the %(target)s target") % facts)
    if rate.estimate > target:
        return Said("warn", "info", _("May be above the %(target)s target") % facts)
    if rate.high > target:
        return Said("neutral", "info", _("Near the %(target)s target") % facts)
    return Said("ok", "check", _("Under the %(target)s target") % facts)


def trending(trend: Trend) -> Said:
    return {
        Trend.RISING: Said("danger", "up", _("Rising")),
        Trend.FALLING: Said("ok", "down", _("Falling")),
        Trend.STEADY: Said("neutral", "right", _("Steady")),
        Trend.UNKNOWN: Said("neutral", "info", _("Too little to tell")),
    }[trend]


def confused(confusion: Confusion) -> str:
    """“Remove → Restrict”: what was done, and what was right."""
    if confusion.error_class == ErrorClass.TECHNICAL:
        return _("Technical: %(action)s") % {"action": confusion.right}
    if confusion.decided == confusion.right:
        return _("%(action)s, by the wrong rule") % {"action": confusion.right}
    return _("%(decided)s → %(right)s") % {"decided": confusion.decided, "right": confusion.right}


def rule_or_person(found: Concentration) -> Said:
    """Whose errors they are, in a sentence that says where to look first."""
    facts: dict[str, object] = {"people": found.people, "erring": found.with_errors, "few": len(found.worst)}
    facts |= {"share": percent(found.share, 0), "rate": percent(found.without.estimate)}
    if found.cause == Cause.RULE:
        return Said(
            "warn",
            "info",
            _("The rule: %(erring)d of %(people)d people made an error, spread as chance would spread them.") % facts,
        )
    if found.cause == Cause.FEW:
        told = ngettext(
            "The person: %(few)d of %(people)d people made %(share)s of the errors. Without them the rate is %(rate)s.",
            "The people: %(few)d of %(people)d people made %(share)s of the errors. Without them the rate is %(rate)s.",
            len(found.worst),
        )
        return Said("info", "users", told % facts)
    if found.cause == Cause.UNEVEN:
        told = _("Both: people differ by more than chance, but no few of them make most of the errors (%(share)s).")
        return Said("info", "users", told % facts)
    told = _("Too few people or errors to tell the rule from the person: %(erring)d of %(people)d made an error.")
    return Said("neutral", "info", told % facts)


def helped(effect: Effect, others: int) -> Said:
    """What the counts say of an edition, in one word or two; `others` is what else happened in those weeks."""
    difference = effect.changed.difference
    if not effect.is_known:
        return Said("neutral", "info", _("Not enough checks"))
    if difference.low <= 0 <= difference.high:
        return Said("neutral", "info", _("No clear change"))
    fell = difference.high < 0
    beyond = effect.beyond
    if beyond is not None and beyond.low <= 0 <= beyond.high:
        return Said("sched", "info", _no_more_than_the_others(effect, fell))
    if others:
        told = _("It fell; other things happened too") if fell else _("It rose; other things happened too")
        return Said("sched" if fell else "warn", "info", told)
    return Said("ok", "check", _("It fell")) if fell else Said("danger", "warn", _("It rose"))


def _no_more_than_the_others(effect: Effect, fell: bool) -> str:
    """The rules that did not change are said to have moved too only where chance alone would seldom move them so."""
    control = effect.control.difference if effect.control else None
    if control and (control.high < 0 if fell else control.low > 0):
        return _("It fell, and so did what did not change") if fell else _("It rose, and so did what did not change")
    if fell:
        return _("It fell, but not clearly more than what did not change")
    return _("It rose, but not clearly more than what did not change")


def explained(effect: Effect, others: int) -> list[str]:
    """The sentences under the verdict."""
    change, facts = effect.changed, _facts(effect)
    if not effect.is_known:
        told = _("%(before)d checks before and %(after)d after; %(fewest)d on each side are needed to say anything.")
        return [told % facts]
    found = [_("The rate went from %(was)s to %(is)s: %(difference)s (%(low)s to %(high)s).") % facts]
    if change.difference.low <= 0 <= change.difference.high:
        found.append(_("Chance alone explains a difference of this size."))
    found.append(_beside_control(effect))
    if others:
        told = ngettext(
            "%(count)d other thing happened in the same weeks.",
            "%(count)d other things happened in the same weeks.",
            others,
        )
        found.append(told % {"count": others})
    return found


def _facts(effect: Effect) -> dict[str, object]:
    change = effect.changed
    return {
        "before": change.checks_before,
        "after": change.checks_after,
        "fewest": FEWEST,
        "was": percent(change.before.estimate),
        "is": percent(change.after.estimate),
        "difference": points(change.difference.estimate),
        "low": signed(change.difference.low),
        "high": signed(change.difference.high),
    }


def _beside_control(effect: Effect) -> str:
    if effect.changes_nothing:
        return _("No rule decides differently by this edition, so all of them are looked at together.")
    if effect.control is None:
        return _("Every rule changed, so there is nothing to compare with.")
    if not effect.has_control:
        return _("The rules that did not change have too few checks to compare with.")
    facts = {"moved": points(effect.control.difference.estimate)}
    beyond = effect.beyond
    if beyond is not None and beyond.low <= 0 <= beyond.high:
        return _("The rules that did not change moved by %(moved)s: no clear difference between the two.") % facts
    return _("The rules that did not change moved by %(moved)s.") % facts
