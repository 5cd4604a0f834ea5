"""The rule card: one rule of the words in force, its place in the deciding order, and what changed in it when."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.editions.documents import Row
from guidelines.editions.models import Edition
from guidelines.frame.icons import SEVERITY_TONES
from guidelines.people.models import Person
from guidelines.reading import receipts
from guidelines.reading.addressing import at_query
from guidelines.reading.banners import Banner, Clock, Link, banners, clock_of, is_suspended
from guidelines.reading.card_changes import Chain, Changed, chain_of, last_change
from guidelines.reading.queries.guideline import KnownGuideline, precedence_of
from guidelines.reading.rule_words import document_of, row_of
from guidelines.reading.sheets import headline
from guidelines.text.rendering import RENDERER, Rendered, Term


@dataclass(frozen=True)
class CardText:
    """What a card shows of the words: the same for everybody who may know of the same editions."""

    row: Row | None
    terms: tuple[Term, ...]
    rules: tuple[str, ...]
    """The IDs of all rules, in deciding order."""
    changed: Changed | None


@dataclass(frozen=True)
class Card:
    """One rule before one person at one instant, without its words. From it the ETag is made."""

    policy_id: str
    language: str
    title: str
    number: int
    digest: str
    rule_id: str
    standing: str
    headline: str
    is_old: bool
    banners: tuple[Banner, ...]
    place: int
    count: int
    earlier: tuple[str, ...]
    before: Link | None
    after: Link | None
    page: str
    seconds: tuple[str, ...]
    firsts: tuple[str, ...]
    change: str
    change_link: Link | None
    code: str
    """The receipt; empty over words that are yet to come."""
    note: str
    """The line for the case note; empty where there is no receipt."""
    asks: bool
    """Whether a question may be asked on it: over words in force only."""
    market_zone: str

    @property
    def is_greyed(self) -> bool:
        """Nobody decides by these words now: old ones, and those of a suspended edition."""
        return self.is_old or self.standing == "suspended"


def text_of_rule(known: KnownGuideline, edition: Edition, rule_id: str) -> CardText:
    """The words of a card, kept in this process by the digests they follow from."""
    chain = chain_of(known, edition)
    named = repr(([one.digest for one in chain], rule_id, RENDERER))
    key = f"reading-card:{hashlib.sha256(named.encode()).hexdigest()}"
    text: CardText | None = cache.get(key)
    if text is None:
        text = _text(known, edition, chain, rule_id)
        cache.set(key, text, timeout=3600)
    return text


def _text(known: KnownGuideline, edition: Edition, chain: Chain, rule_id: str) -> CardText:
    guideline = known.guideline
    made = document_of(edition, guideline)
    used = _terms_of(made.rendered, rule_id)
    # Past or not, the page of the edition itself always has the passages that a rule points to.
    page = reverse("edition", args=[guideline.policy_id, edition.number])
    row = row_of(made, rule_id, page=page, here={term.anchor for term in used})
    return CardText(
        row=row,
        terms=used,
        rules=tuple(one.rule.id for one in made.rows),
        changed=last_change(chain, rule_id) if row else None,
    )


def _terms_of(rendered: Rendered, rule_id: str) -> tuple[Term, ...]:
    """The terms that the rule or one of its cases uses, in the order of the document."""
    rule = next((rule for rule in rendered.rules if rule.id == rule_id), None)
    passages = [rule.condition, rule.do, rule.escalate, rule.basis] if rule else []
    passages += [html for case in rendered.cases if case.rule == rule_id for html in (case.quote, case.why)]
    return tuple(term for term in rendered.terms if any(f'href="#{term.anchor}"' in html for html in passages))


def card_of(
    known: KnownGuideline, edition: Edition, text: CardText, rule_id: str, *, person: Person, at: dt.datetime | None
) -> Card:
    guideline, clock = known.guideline, clock_of(person, known)
    standing = known.standing(edition)
    place = text.rules.index(rule_id)
    code = _code(known, edition, rule_id, at)
    seconds, firsts = precedence_of(person, guideline)
    return Card(
        policy_id=guideline.policy_id,
        language=guideline.language,
        title=edition.title,
        number=edition.number,
        digest=edition.digest,
        rule_id=rule_id,
        standing="suspended" if standing in ("in_force", "emergency") and is_suspended(edition) else standing,
        headline=headline(known, edition, clock),
        is_old=standing in ("superseded", "withdrawn", "discarded"),
        banners=_banners(known, edition, person, at, rule_id),
        place=place + 1,
        count=len(text.rules),
        earlier=text.rules[:place],
        before=_neighbour(known, text.rules[place - 1], at) if place else None,
        after=_neighbour(known, text.rules[place + 1], at) if place + 1 < len(text.rules) else None,
        page=reverse("guideline", args=[guideline.policy_id]) + at_query(at),
        seconds=seconds,
        firsts=firsts,
        change=_told(text.changed, clock),
        change_link=_change_link(guideline.policy_id, text.changed),
        code=code,
        note=note_line(f"{guideline.policy_id} {rule_id}", edition, text, code),
        asks=standing in ("in_force", "emergency"),
        market_zone=guideline.market.time_zone,
    )


def _banners(
    known: KnownGuideline, edition: Edition, person: Person, at: dt.datetime | None, rule_id: str
) -> tuple[Banner, ...]:
    """The bars of the guideline; the way to what is in force now leads to the card there."""
    policy_id = known.guideline.policy_id
    page, card = reverse("guideline", args=[policy_id]), reverse("rule", args=[policy_id, rule_id])
    return tuple(
        replace(bar, links=tuple(replace(link, url=card) if link.url == page else link for link in bar.links))
        for bar in banners(known, edition, person, at)
    )


def _code(known: KnownGuideline, edition: Edition, rule_id: str, at: dt.datetime | None) -> str:
    moment = known.now if at is None else at
    if moment > known.now or not receipts.can_be_told(moment):
        return ""
    return receipts.shown(receipts.receipt_for(edition.pk, edition.digest, rule_id, moment))


def note_line(citation: str, edition: Edition, text: CardText, code: str) -> str:
    """“US-CC-0142 R3 · edition 4 · counterfeit.low_price · receipt 0WGT-7M2R-GQJZ”; a suspension comes first."""
    if not code:
        return ""
    label = text.row.rule.label if text.row else ""
    team = getattr(edition, "suspended_to", None) if is_suspended(edition) else None
    halted = _("suspended: escalate to %(team)s") % {"team": team} if team else ""
    parts = [
        citation,
        halted,
        _("edition %(number)d") % {"number": edition.number},
        label,
        _("receipt %(code)s") % {"code": code},
    ]
    return " · ".join(part for part in parts if part)


def note_of_nothing(known: KnownGuideline, at: dt.datetime | None) -> str:
    """The same for a moment at which nothing was in force: “US-CC-0142 · nothing in force · receipt …”"""
    moment = known.now if at is None else at
    if moment > known.now or not receipts.can_be_told(moment):
        return ""
    guideline = known.guideline
    code = receipts.shown(receipts.receipt_for_nothing(guideline.pk, guideline.policy_id, moment))
    return " · ".join((guideline.policy_id, _("nothing in force"), _("receipt %(code)s") % {"code": code}))


def _neighbour(known: KnownGuideline, rule_id: str, at: dt.datetime | None) -> Link:
    return Link(rule_id, reverse("rule", args=[known.guideline.policy_id, rule_id]) + at_query(at))


def _told(changed: Changed | None, clock: Clock) -> str:
    """What changed last, and when: “Changed in edition 4: was “Remove the content.” until 16 Jun 2026, 09:00 PT.”"""
    if changed is None:
        return ""
    since = clock.there(changed.since) if changed.since else ""
    facts = {"number": changed.number, "moment": since, "was": changed.was, "what": ", ".join(map(str, changed.fields))}
    forms = {
        "new": _("New in edition %(number)d, since %(moment)s."),
        "moved": _("Moved in the deciding order in edition %(number)d, since %(moment)s."),
        "same": _("In these words since edition %(number)d, %(moment)s."),
    }
    if changed.kind != "changed":
        return forms[changed.kind] % facts
    if changed.was:
        return _("Changed in edition %(number)d: was “%(was)s” until %(moment)s.") % facts
    return _("Changed in edition %(number)d, since %(moment)s: %(what)s.") % facts


def _change_link(policy_id: str, changed: Changed | None) -> Link | None:
    if changed is None or changed.before is None:
        return None
    facts = {"old": changed.before, "new": changed.number}
    address = reverse("compare", args=[policy_id]) + f"?from={changed.before}&to={changed.number}"
    return Link(_("Compare %(old)d with %(new)d") % facts, address)


def tone_of(text: CardText) -> str:
    """The tone of the instruction: that of the severity."""
    return SEVERITY_TONES.get(text.row.rule.severity, "neutral") if text.row else "neutral"
