"""The shapes of everything the API answers, each field with what it means. A field is only ever added."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

# Fields that several answers have alike.
MarketCode = Annotated[str, "The code of the market."]
DomainCode = Annotated[str, "The code of the domain."]
Language = Annotated[str, "The language of the words."]
EditionInForce = Annotated[int, "The number of the edition in force."]
Digest = Annotated[str, "The digest of the words of that edition: number of its recipe, colon, sha256."]
HowMuch = Annotated[Literal["minor", "major"], "Whether the edition made people decide differently."]
EffectiveFrom = Annotated[dt.datetime, "From when the edition binds."]
Unbroken = Annotated[dt.datetime, "From when it binds without a break: later than `effective_from` after an emergency."]
UntilOthers = Annotated[dt.datetime | None, "When other words, or none, take its place, as far as known; else null."]
PublishedAt = Annotated[dt.datetime, "When its words were published, by the portal's clock."]
TemporaryUntil = Annotated[dt.datetime | None, "When an emergency edition ends by itself; null for all others."]
TopicCodes = Annotated[tuple[str, ...], "The codes of its topics."]
EditionPage = Annotated[str, "The page of the edition, for people who may sign in."]
NextPart = Annotated[str | None, "The address of the next part; null in the last."]


@dataclass(frozen=True)
class CaseWords:
    """A worked example of a rule."""

    kind: Annotated[Literal["violating", "not_violating", "edge"], "What the example is an example of."]
    quote: Annotated[str, "The example itself, as plain text."]
    why: Annotated[str, "Why it is decided so, as plain text."]


@dataclass(frozen=True)
class RuleWords:
    """One rule of an edition. Rules are read from the top and the first that fits decides: order is meaning."""

    citation: Annotated[str, "How the rule is quoted in a case note: policy ID, space, rule ID."]
    rule: Annotated[str, "The ID of the rule. A name, not a position."]
    position: Annotated[int, "Its place in the deciding order, from 1."]
    condition: Annotated[str, "If you see this. Plain text, like all words here but `source`."]
    do: Annotated[str, "What to do."]
    action: Annotated[str, "The code of the action."]
    severity: Annotated[str, "S1 (worst) to S4; empty where the rule names none."]
    label: Annotated[str, "The label code to set in the case tool; empty where there is none."]
    escalation: Annotated[str, "To whom and when; empty for nobody."]
    basis: Annotated[str, "Law or policy it stands on; empty where none is named."]
    cases: Annotated[tuple[CaseWords, ...], "Worked examples of this rule."]
    source: Annotated[str, "The block exactly as it was approved, in Markdown."]


@dataclass(frozen=True)
class Pause:
    """“Do not enforce”: the words stay in force and readable, but nobody decides by them."""

    since: dt.datetime
    until: Annotated[dt.datetime | None, "When it ends by itself; null while it is open."]
    reason: str
    escalate_to: Annotated[str, "Where cases go meanwhile."]


@dataclass(frozen=True)
class InterimRuling:
    """How the rule was to be read meanwhile: it interprets, and never gives the rule another action."""

    text: str
    by: Annotated[str, "Who ruled."]
    since: dt.datetime
    until: Annotated[dt.datetime, "When it ends unless an edition adopts it, or its owner ends it, before."]


@dataclass(frozen=True)
class RuleInForce(RuleWords):
    """A rule as it bound at an instant, with the edition it stands in."""

    at: Annotated[dt.datetime | None, "The instant that was asked for; null for now."]
    policy_id: str
    market: MarketCode
    domain: DomainCode
    language: Language
    title: Annotated[str, "The title of the guideline."]
    edition: EditionInForce
    digest: Digest
    significance: HowMuch
    effective_from: EffectiveFrom
    since: Unbroken
    until: UntilOthers
    published_at: PublishedAt
    published_by_then: Annotated[bool, "Whether the words had been published at the instant asked for."]
    temporary_until: TemporaryUntil
    suspension: Annotated[Pause | None, "The suspension that ran at that instant, or null."]
    rulings: Annotated[tuple[InterimRuling, ...], "The interim rulings pinned on the rule at that instant."]
    receipt: Annotated[
        str | None, "The code that proves these words for a decision in that minute; null for times to come."
    ]
    url: Annotated[str, "The page of the rule, for people who may sign in."]


@dataclass(frozen=True)
class GuidelineInForce:
    """A guideline with the edition that bound at an instant, without its text."""

    policy_id: str
    market: MarketCode
    domain: DomainCode
    language: Language
    title: str
    summary: str
    topics: TopicCodes
    edition: EditionInForce
    digest: Digest
    significance: HowMuch
    effective_from: EffectiveFrom
    since: Unbroken
    until: UntilOthers
    published_at: PublishedAt
    temporary_until: TemporaryUntil
    suspended: Annotated[bool, "Whether nobody enforced it at that instant; each rule tells more."]
    rules_url: Annotated[str, "Where this API answers the rules of that edition."]
    url: Annotated[str, "The page of the guideline, for people who may sign in."]


@dataclass(frozen=True)
class Guidelines:
    """A part of a list, by policy ID."""

    items: tuple[GuidelineInForce, ...]
    next: Annotated[str | None, "The address of the next part; null in the last. All parts tell of one instant."]


@dataclass(frozen=True)
class Stretch:
    """A time in which an edition is in force; `until` is not part of it."""

    since: dt.datetime
    until: Annotated[dt.datetime | None, "Null while no end is known."]


@dataclass(frozen=True)
class EditionFacts:
    """One issue of a guideline, without its text."""

    number: int
    state: Annotated[
        Literal["scheduled", "in_force", "emergency", "superseded", "withdrawn"], "Where it stands at this moment."
    ]
    title: str
    significance: Annotated[Literal["minor", "major"], "Whether it made people decide differently."]
    change_note: Annotated[str, "What changed, in its author's words."]
    digest: Annotated[str, "The digest of its words: number of its recipe, colon, sha256."]
    effective_from: Annotated[dt.datetime, "From when it binds."]
    published_at: PublishedAt
    temporary_until: TemporaryUntil
    withdrawn_at: dt.datetime | None
    in_force: Annotated[tuple[Stretch, ...], "When it is, was or will be in force; several around an emergency."]
    url: EditionPage


@dataclass(frozen=True)
class Editions:
    """A part of the list of a guideline's editions, the newest first."""

    items: tuple[EditionFacts, ...]
    next: NextPart


@dataclass(frozen=True)
class EditionWords(EditionFacts):
    """One issue of a guideline with its words."""

    policy_id: str
    market: MarketCode
    domain: DomainCode
    language: Language
    summary: str
    topics: TopicCodes
    source: Annotated[str, "The whole text exactly as it was approved, in Markdown."]
    rules_url: Annotated[str, "Where this API answers the rules of this edition."]


@dataclass(frozen=True)
class EditionRules:
    """The rules of one edition, all of them, in deciding order."""

    policy_id: str
    edition: int
    digest: Annotated[str, "The digest of the words: number of its recipe, colon, sha256."]
    rules: Annotated[tuple[RuleWords, ...], "Read from the top: the first that fits decides."]


@dataclass(frozen=True)
class ReceiptResolved:
    """What a receipt stands for: the words of its minute, whether they bound and could be read, and what came after."""

    receipt: Annotated[str, "The code in its one spelling."]
    since: Annotated[dt.datetime, "The first instant of the minute of the decision."]
    until: Annotated[dt.datetime, "The first instant after that minute."]
    policy_id: str
    market: MarketCode
    domain: DomainCode
    language: Language
    edition: Annotated[int | None, "The number of the edition; null where the receipt says that nothing was in force."]
    digest: Annotated[str | None, "The digest of its words: number of its recipe, colon, sha256."]
    effective_from: Annotated[dt.datetime | None, "From when the edition binds."]
    published_at: Annotated[dt.datetime | None, "When its words were published, by the portal's clock."]
    was_in_force: Annotated[bool, "Whether these words bound in that minute."]
    published_by_then: Annotated[bool, "Whether they could be read by the end of that minute."]
    suspension: Annotated[Pause | None, "The suspension that ran in that minute, or null."]
    rule: Annotated[RuleWords | None, "The words of the rule; null for the receipt of a whole guideline."]
    edition_today: Annotated[int | None, "The number of the edition in force now; null where none is."]
    url: Annotated[str, "The page of the receipt, for people who may sign in."]


@dataclass(frozen=True)
class Moment:
    """An instant with the market's clock."""

    utc: dt.datetime
    local: Annotated[str, "The same by the clock of the market, with its offset."]
    time_zone: str


@dataclass(frozen=True)
class RuleChange:
    """One line of what decides differently."""

    rule: Annotated[str, "The ID of the rule."]
    kind: Literal["added", "removed", "moved", "changed"]
    field: Annotated[str, "if, do, action, severity, label, escalate, or order: the rule read just before."]
    old: str
    new: str


@dataclass(frozen=True)
class ChangeNote:
    """One change of what binds, with the members of the JSON file that a liaison exports."""

    kind: Annotated[
        Literal["in_force", "starts", "withdrawn", "ended", "called_off"],
        "An edition began, will begin, was withdrawn, ended by itself, or was told beforehand and does not begin.",
    ]
    policy_id: str
    edition: int
    citation: Annotated[str, "`US-CC-0142 edition 4`, the same in every language."]
    market: MarketCode
    domain: DomainCode
    topics: TopicCodes
    language: Annotated[str, "The language of the guideline, in which everything here is quoted."]
    title: str
    significance: Literal["minor", "major"]
    moment: Annotated[Moment, "When it happened or will happen."]
    do_not_share_before: Annotated[dt.datetime | None, "The embargo of what has not begun; null for all else."]
    temporary_until: TemporaryUntil
    edition_before: Annotated[int | None, "What was in force just before; null where nothing was."]
    edition_after: Annotated[int | None, "What is in force just after; null where nothing is."]
    compared_with: Annotated[int | None, "The edition that `decision_changes` compare with; null where with none."]
    change_note: Annotated[str, "What changed, in its author's words; empty for an end."]
    reason: Annotated[str, "Why it was withdrawn or called off; else empty."]
    corrected: Annotated[dt.datetime | None, "When the change note was last corrected; null where it never was."]
    decision_changes: tuple[RuleChange, ...]
    url: EditionPage


@dataclass(frozen=True)
class ChangeNotes:
    """A part of the notes of some days: by market, domain, moment and policy ID."""

    items: tuple[ChangeNote, ...]
    next: NextPart
    left_out: Annotated[int, "How many changes of these days start later and were not asked for (`later`)."]
