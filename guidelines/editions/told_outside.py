"""What goes beyond the people inside: the checks of it before, and what partners will be told of an edition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.catalogue.models import LabelCode
from guidelines.editions.documents import Document, document
from guidelines.editions.drafts import DraftWords
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.telling import telling
from guidelines.text.audience import Audience
from guidelines.text.audience_of import Stretch, projected, stretches
from guidelines.text.checks import audiences
from guidelines.text.checks.finding import ADVICE, Finding
from guidelines.text.rendering import Rendered, render


def blockers(words: DraftWords, edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    """What nobody but a few named people may read has no place in a guideline that others read."""
    misread = {problem.line for problem in rendered.problems}
    guideline = Audience(edition.guideline.audience)
    yield from audiences.restricted_findings(stretches(words.source), guideline, misread)


def advice(words: DraftWords, edition: Edition, teams: set[str]) -> Iterator[Finding]:
    """Parts that are wider than their surroundings, and internal wording in what partners read."""
    parts = stretches(words.source)
    yield from audiences.wider_findings(parts)
    note_audience, guideline = Audience(words.note_audience), Audience(edition.guideline.audience)
    marked = any(part.said in (Audience.PUBLIC, Audience.PARTNER) for part in parts)
    if not (marked or words.partner_note.strip() or Audience.PARTNER.hears(note_audience)):
        return
    if not Audience.PARTNER.hears(guideline):
        sentence = _("Partners are told nothing of this guideline, whatever is written for them: it is %(audience)s.")
        name = edition.guideline.get_audience_display()
        yield Finding(sentence % {"audience": name}, mend=_("Its owner can change that in its settings."), kind=ADVICE)
    told = projected(words.source, Audience.PARTNER, guideline=guideline)
    beyond = _unknown_to_partners(f"{words.partner_note} {words.change_note} {told}")
    yield from audiences.naming_findings(_("The text for partners"), told, beyond)
    for name, text in _for_partners(words, note_audience):
        yield from audiences.wording_findings(text, name, _inside(text, parts, teams, beyond))


def _for_partners(words: DraftWords, note_audience: Audience) -> Iterator[tuple[str, str]]:
    yield _("Partner wording"), words.partner_note
    if Audience.PARTNER.hears(note_audience):
        yield _("Change note"), words.change_note


def _inside(text: str, parts: tuple[Stretch, ...], teams: set[str], beyond: list[str]) -> audiences.Inside:
    labels = LabelCode.objects.filter(code__in=audiences.codes_in(text)).values_list("code", flat=True)
    heard = [part for part in parts if Audience.PARTNER.hears(part.audience)]
    return audiences.Inside(
        teams=sorted(teams),
        labels=sorted(labels),
        rules={part.name for part in heard if part.kind == "rule"},
        terms=[part.name for part in parts if part.kind == "term" and part not in heard],
        guidelines=beyond,
    )


def _unknown_to_partners(text: str) -> list[str]:
    """The policy IDs in a text whose guidelines are not for partners."""
    named = Guideline.objects.filter(policy_id__in=audiences.policy_ids_in(text))
    heard = [audience.value for audience in Audience if Audience.PARTNER.hears(audience)]
    return sorted(named.exclude(audience__in=heard).values_list("policy_id", flat=True))


@dataclass(frozen=True)
class ToldPartners:
    """What partners will be told of an edition: its note and the text they may read, or nothing."""

    is_known: bool
    """Whether they may know of the guideline at all."""
    note: str | None = None
    text: Document | None = None
    to_public: bool = False
    """Whether the note goes to the public too."""


def told_partners(edition: Edition) -> ToldPartners | None:
    """As it will read; None where neither the guideline nor the edition says anything of partners."""
    guideline = edition.guideline
    if not Audience.PARTNER.hears(Audience(guideline.audience)):
        says = edition.partner_note or edition.note_audience != Audience.INTERNAL
        return ToldPartners(is_known=False) if says else None
    told = telling(edition, Audience.PARTNER)
    if told is None:
        return ToldPartners(is_known=True)
    rendered = render(told.source, language=guideline.language) if told.source else None
    text = document(rendered, language=guideline.language, policy_id=guideline.policy_id) if rendered else None
    to_public = telling(edition, Audience.PUBLIC) is not None
    return ToldPartners(is_known=True, note=told.note, text=text, to_public=to_public)
