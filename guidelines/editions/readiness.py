"""What stops a draft from being submitted, and what could be better: one list for the page and the gate."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Action, EscalationTeam, LabelCode, Topic
from guidelines.editions import returning, told_outside
from guidelines.editions.drafts import DraftWords, words_of
from guidelines.editions.models import Edition, Guideline, GuidelineAlias, Significance, WatchWord
from guidelines.editions.queries import missing_attachments
from guidelines.frame.refusals import Invalid
from guidelines.text.checks import changes, links, prose
from guidelines.text.checks.finding import Finding
from guidelines.text.rendering import Rendered, Rule, render, sections
from guidelines.text.rendering.leading import leading

SCOPE_HEADINGS = {"scope", "pham-vi"}
NOBODY = {"none", "no one", "nobody", "không", "không ai"}
ALWAYS_THERE = {"decide", "main", "what-changed"}
"""Places of every guideline's page that its text does not make."""


class NotReady(Invalid):
    """A draft that is kept from review and from force; `blockers` has a sentence for each reason."""

    def __init__(self, found: list[Finding]) -> None:
        self.blockers = [str(blocker) for blocker in found]
        super().__init__(_("Not ready: %(blockers)s") % {"blockers": " ".join(self.blockers)})


def blockers(edition: Edition) -> list[Finding]:
    """Everything that blocks submission of what is saved, in the order of the page."""
    words = words_of(edition)
    return list(_blockers(words, edition, render(words.source, language=edition.guideline.language)))


def findings_in(words: DraftWords, edition: Edition) -> list[Finding]:
    """Blockers everywhere, then advice on what is new or changed, for words that may not be saved yet."""
    rendered = render(words.source, language=edition.guideline.language)
    return [*_blockers(words, edition, rendered), *_advice(words, edition, rendered)]


def _blockers(words: DraftWords, edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    yield from _details(words)
    yield from _text(rendered)
    yield from _lists(rendered.rules, edition)
    yield from _links(words, edition, rendered)
    yield from told_outside.blockers(words, edition, rendered)
    if edition.base is not None:
        yield from changes.note_findings(edition.base.source, words.source, words.change_note)
        if words.significance == Significance.MINOR:
            yield from changes.minor_findings(edition.base.source, words.source)


def _advice(words: DraftWords, edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    language = edition.guideline.language
    pieces = prose.changed_pieces(edition.base.source if edition.base else "", words.source)
    rows = WatchWord.objects.filter(language=language, ended_at=None).values_list("phrase", "instead")
    yield from told_outside.advice(words, edition, _teams(edition))
    yield from returning.returning_findings(words.source, rendered.rules, edition)
    yield from prose.rule_findings(pieces, rendered.rules, rendered.cases)
    yield from prose.prose_findings(pieces, language, dict(rows))


def _details(words: DraftWords) -> Iterator[Finding]:
    if not words.summary.strip():
        yield Finding(_("Write the summary: one or two sentences under the title."))
    if not words.change_note.strip():
        yield Finding(_("Write the change note: what changed, for those who decide by it."))
    if not words.topic_codes:
        yield Finding(_("Choose at least one topic."))
    known = set(Topic.objects.filter(code__in=words.topic_codes).values_list("code", flat=True))
    for code in sorted(set(words.topic_codes) - known):
        yield Finding(_("The topic “%(code)s” is not in the list.") % {"code": code})


def _text(rendered: Rendered) -> Iterator[Finding]:
    scope = next((section for section in sections(rendered) if _is_scope(section.heading)), None)
    if scope is None:
        yield Finding(_("Add a section “Scope”: what this guideline covers, and what it does not."))
    elif not scope.text.strip() and not _has_below(rendered):
        yield Finding(_("The section “Scope” is empty."), mend=_("Write what this guideline covers, and what not."))
    for problem in rendered.problems:
        yield Finding(str(problem.sentence), problem.line)


def _is_scope(heading: object) -> bool:
    return getattr(heading, "anchor", "") in SCOPE_HEADINGS


def _has_below(rendered: Rendered) -> bool:
    """Whether the section has its words under headings of its own."""
    levels = [(heading.anchor in SCOPE_HEADINGS, heading.level) for heading in rendered.outline]
    at = next(n for n, (is_scope, _level) in enumerate(levels) if is_scope)
    return at + 1 < len(levels) and levels[at + 1][1] > levels[at][1]


def _lists(rules: tuple[Rule, ...], edition: Edition) -> Iterator[Finding]:
    if not rules:
        return
    actions = set(Action.objects.in_use().values_list("code", flat=True))
    labels = set(
        LabelCode.objects.in_use().filter(code__in={rule.label for rule in rules}).values_list("code", flat=True)
    )
    teams = _teams(edition)
    for rule in rules:
        facts = {"rule": rule.id, "code": rule.action}
        if rule.action and rule.action not in actions:
            yield Finding(_("%(rule)s: the action “%(code)s” is not in the list.") % facts, rule.line)
        if rule.label and rule.label not in labels:
            named = {**facts, "code": rule.label}
            yield Finding(_("%(rule)s: the label “%(code)s” is not in the list.") % named, rule.line)
        team = rule.escalate_text.partition(",")[0].strip().rstrip(".").casefold()
        if teams and team and team not in NOBODY and team not in teams:
            named = {**facts, "code": rule.escalate_text.partition(",")[0].strip()}
            yield Finding(
                _("%(rule)s: the team “%(code)s” is not in the list.") % named,
                rule.line,
                _("Write the team first, then a comma and when."),
            )


def _teams(edition: Edition) -> set[str]:
    """The names of the teams that take cases of this market, in both languages."""
    here = Q(market=None) | Q(market=edition.guideline.market_id)
    names = EscalationTeam.objects.in_use().filter(here).order_by().values_list("name", "name_vi")
    return {name.casefold() for pair in names for name in pair if name}


def _links(words: DraftWords, edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    led = leading(rendered)
    named = links.guidelines_linked(led.links)
    known = set(Guideline.objects.filter(policy_id__in=named).values_list("policy_id", flat=True)) if named else set()
    if named - known:
        known |= {alias.upper() for alias in GuidelineAlias.objects.values_list("alias", flat=True)}
    yield from links.link_findings(words.source, led.links, ALWAYS_THERE | led.places, known)
    yield from links.image_findings(words.source, led.images, missing_attachments(edition, words.source))
