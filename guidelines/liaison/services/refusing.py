"""What no pack can be, each in a sentence."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from guidelines.frame.refusals import Invalid, Refused
from guidelines.liaison.directory import refuse_unless_teller
from guidelines.liaison.exports import FORMATS
from guidelines.liaison.models import Pack, Stakeholder
from guidelines.liaison.queries import exportable_domains, exportable_markets, how_many
from guidelines.liaison.questions import Question
from guidelines.people.models import Person
from guidelines.text.audience import Audience

MOST_NOTES = 1000
MOST_COUNTED = 5 * MOST_NOTES
"""More beginnings than this are not even looked through, whoever is to be told of how many of them."""
MOST_LEFT_OUT = 1000
MOST_LETTERS = 4000


def refuse_unfit(
    audience: str,
    formats: Collection[str],
    introduction: str,
    left_out: Collection[str],
    stakeholder: Stakeholder | None,
) -> None:
    """What no pack can be, in a sentence."""
    if audience not in (Audience.INTERNAL, Audience.PARTNER, Audience.PUBLIC):
        raise Invalid(_("“%(value)s” is no audience of a pack. Choose one from the list.") % {"value": audience[:40]})
    unknown = next((name for name in formats if name not in FORMATS), "" if formats else "-")
    if unknown:
        sentence = _("Change notes are not written as “%(value)s”. Choose one of: %(formats)s.")
        raise Invalid(sentence % {"value": unknown[:40], "formats": ", ".join(form.name for form in FORMATS.values())})
    if len(introduction) > MOST_LETTERS:
        sentence = _("The introduction has %(found)d characters. The limit is %(most)d.")
        raise Invalid(sentence % {"found": len(introduction), "most": MOST_LETTERS})
    if len(left_out) > MOST_LEFT_OUT:
        sentence = _("At most %(most)d notes can be left out by hand. Choose fewer days, or use the filters.")
        raise Invalid(sentence % {"most": MOST_LEFT_OUT})
    if stakeholder is not None and not Audience(stakeholder.audience).hears(Audience(audience)):
        raise Refused(_("This pack tells more than its list may be told."))


def refuse_places_beyond(question: Question, by: Person) -> None:
    """Only markets and domains that the person may export, asked now."""
    markets = set(exportable_markets(by).values_list("code", flat=True))
    domains = set(exportable_domains(by).values_list("code", flat=True))
    beyond = [code for code in question.markets if code not in markets]
    beyond += [code for code in question.domains if code not in domains]
    if beyond or not question.markets:
        sentence = _("“%(value)s” is not a market or domain you may export. Tick those you need.")
        raise Refused(sentence % {"value": ", ".join(beyond)[:60] or "–"})


def refuse_too_many(question: Question, by: Person, pack: Pack) -> None:
    """Said before any work: what begins in those days is counted and not read."""
    whole = pack.audience == Audience.INTERNAL and not pack.left_out
    found = how_many(by, question, pack.at)
    if found > (MOST_NOTES if whole else MOST_COUNTED):
        raise Invalid(too_many(found))


def too_many(found: int) -> str:
    sentence = _("A pack holds at most %(most)d changes and these are %(found)d. Choose fewer days or one market.")
    return sentence % {"most": MOST_NOTES, "found": found}


def refuse_unless_list_fits(stakeholder: Stakeholder, question: Question, by: Person) -> None:
    """A list of one market or domain is told of nothing else, by those who keep it."""
    refuse_unless_teller(by, stakeholder.market_id, stakeholder.domain_id)
    if stakeholder.ended_at:
        raise Invalid(_("This list was ended. Choose another."))
    if not fits(stakeholder, question):
        raise Invalid(_("This list is of one market or domain. Choose that one alone, or another list."))


def fits(stakeholder: Stakeholder, question: Question) -> bool:
    """Whether everything that is asked for is of the list's market and domain."""
    market, domain = stakeholder.market, stakeholder.domain
    return (market is None or set(question.markets) == {market.code}) and (
        domain is None or set(question.domains) == {domain.code}
    )
