"""Synonyms: lists of ways to say the same, kept by the policy managers of a market, and what they add to a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Market
from guidelines.editions.reasons import NotAllowed, Reason
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.models import Synonym, SynonymList
from guidelines.reading.search import missed
from guidelines.reading.search.asking import Asked, Spoken, Swap, Unit
from guidelines.reading.search.known import Known
from guidelines.reading.search.words import folded_words
from guidelines.text.normal import one_line

FEWEST, MOST, MOST_WORDS, LONGEST = 2, 12, 4, 60
"""Expressions in a list, at least and at most; words and characters of one."""


def why_not_keep_synonyms(person: Person, market: Market, *, fresh: bool = False) -> Reason | None:
    """Why this person may not keep the synonyms of a market; None when they may."""
    markets = holdings(person, fresh=fresh).market_ids(Capability.WRITE)
    if markets is None or market.pk in markets:
        return None
    return NotAllowed(_("Only policy managers of %(market)s keep its synonyms.") % {"market": market.local_name})


def markets_kept_by(person: Person) -> QuerySet[Market]:
    """The markets whose synonyms this person keeps."""
    markets = holdings(person).market_ids(Capability.WRITE)
    found = Market.objects.in_use()
    return found if markets is None else found.filter(pk__in=markets)


def lists_shown_to(person: Person) -> QuerySet[SynonymList]:
    """The lists in use in the markets whose drafts this person reads."""
    markets = holdings(person).market_ids(Capability.READ_ALL)
    lists = SynonymList.objects.filter(ended_at=None).select_related("market", "added_by").prefetch_related("synonyms")
    return lists if markets is None else lists.filter(market__in=markets)


@transaction.atomic
def add_synonyms(market: Market, texts: Iterable[str], *, by: Person) -> SynonymList:
    """Let each of these be found by each other in this market from now on."""
    market = Market.objects.select_for_update(no_key=True).get(pk=market.pk)
    _refuse(by, market)
    expressions = _expressions_of(texts)
    taken = Synonym.objects.filter(list__market=market, list__ended_at=None, folded__in=expressions).first()
    if taken:
        raise Invalid(_("“%(text)s” is in a list already. End that list first.") % {"text": taken.text})
    now = audit.moment()
    made = SynonymList.objects.create(market=market, added_by=by, added_at=now)
    Synonym.objects.bulk_create(Synonym(list=made, text=text, folded=folded) for folded, text in expressions.items())
    missed.settled(market, expressions)
    audit.record("synonyms.added", by=by, subject=made, at=now, market=market.code, texts=list(expressions.values()))
    return made


@transaction.atomic
def end_synonyms(synonyms: SynonymList, *, by: Person) -> SynonymList:
    """Search by the typed words alone again."""
    synonyms = (
        SynonymList.objects.select_for_update(of=("self",), no_key=True).select_related("market").get(pk=synonyms.pk)
    )
    _refuse(by, synonyms.market)
    if synonyms.ended_at is not None:
        raise WrongState(_("This list was ended already."))
    synonyms.ended_at = audit.moment()
    synonyms.save(update_fields=["ended_at"])
    market, texts = synonyms.market.code, [synonym.text for synonym in synonyms.synonyms.all()]
    audit.record("synonyms.ended", by=by, subject=synonyms, at=synonyms.ended_at, market=market, texts=texts)
    return synonyms


def _refuse(by: Person, market: Market) -> None:
    reason = why_not_keep_synonyms(by, market, fresh=True)
    if reason:
        raise Refused(reason)


def _expressions_of(texts: Iterable[str]) -> dict[str, str]:
    """Folded → as written, each once."""
    found: dict[str, str] = {}
    for text in filter(None, map(one_line, texts)):
        words = folded_words(text)
        if not words or len(words) > MOST_WORDS or len(text) > LONGEST:
            sentence = _("“%(text)s”: write one to %(words)d words, %(letters)d characters at most.")
            raise Invalid(sentence % {"text": text[:LONGEST], "words": MOST_WORDS, "letters": LONGEST})
        found.setdefault(" ".join(words), text)
    if not FEWEST <= len(found) <= MOST:
        raise Invalid(
            _("A list holds %(few)d to %(many)d expressions that differ, each on a line of its own.")
            % {"few": FEWEST, "many": MOST}
        )
    return found


def with_synonyms(asked: Asked, person: Anyone, known: Known) -> Asked:
    """The question, with the other ways to say its parts in the markets that this person reads."""
    if not known.synonyms:
        return asked
    markets = holdings(person).market_ids(Capability.READ)
    return replace(asked, swaps=tuple(_swaps(asked.units, markets, known)))


def _parts(units: tuple[Unit, ...]) -> Iterator[tuple[str, tuple[Unit, ...]]]:
    """Runs of what was typed, the longest first; quotation marks ask for the very words."""
    for length in range(min(MOST_WORDS, len(units)), 0, -1):
        for start in range(len(units) - length + 1):
            run = units[start : start + length]
            if not any(unit.quoted for unit in run):
                yield " ".join(word for unit in run for word in unit.folded), run


def _swaps(units: tuple[Unit, ...], markets: set[int] | None, known: Known) -> Iterator[Swap]:
    """No word is swapped twice."""
    swapped: set[Unit] = set()
    for folded, run in dict(_parts(units)).items():
        lists = [one for one in known.synonyms.get(folded, ()) if markets is None or one.market in markets]
        if not lists or not swapped.isdisjoint(run):
            continue
        swapped.update(run)
        texts = {text: other for one in lists for text, other in one.texts}
        others = tuple(Spoken(text) for text, other in texts.items() if other != folded)
        yield Swap(run, others[:MOST])
