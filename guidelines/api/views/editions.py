"""The editions of a guideline, one of them with its words, and its rules."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from guidelines.api.answers import EditionFacts, EditionRules, Editions, EditionWords, Stretch
from guidelines.api.endpoints import Answer, Ask, endpoint
from guidelines.api.models import Resource
from guidelines.api.paging import cursor_of, key_of, next_address
from guidelines.api.parameters import CURSOR, LIMIT
from guidelines.api.queries.guidelines import Known, known_editions
from guidelines.api.queries.rules import rules_of
from guidelines.api.views.guidelines import POLICY_ID
from guidelines.editions.models import Edition

NUMBER = ("number", "The number of the edition.", "4")


@endpoint("/guidelines/{policy_id}/editions", Resource.GUIDELINES, Editions, LIMIT, CURSOR, places=(POLICY_ID,))
def editions(ask: Ask, policy_id: str) -> Answer:
    """The editions of a guideline that readers know of, the newest first: past ones, and what begins within a week."""
    (before,) = key_of(ask["cursor"], int) if ask["cursor"] else (None,)
    known = known_editions(ask.access.reader, policy_id, ask.now)
    rest = [edition for edition in known.editions if before is None or edition.number < before]
    shown, more = rest[: ask["limit"]], len(rest) > ask["limit"]
    following = next_address(ask.request, cursor=cursor_of(shown[-1].number)) if more else None
    items = tuple(EditionFacts(**_facts(ask, known, edition)) for edition in shown)
    return Answer(lambda: Editions(items, following), next=following or "")


@endpoint("/guidelines/{policy_id}/editions/{number}", Resource.GUIDELINES, EditionWords, places=(POLICY_ID, NUMBER))
def edition(ask: Ask, policy_id: str, number: int) -> Answer:
    """One edition with its whole text."""
    known = known_editions(ask.access.reader, policy_id, ask.now)
    found = known.numbered(number)
    guideline, facts = found.guideline, _facts(ask, known, found)
    return Answer(
        lambda: EditionWords(
            **facts,
            policy_id=guideline.policy_id,
            market=guideline.market.code,
            domain=guideline.domain.code,
            language=guideline.language,
            summary=found.summary,
            topics=tuple(sorted(found.topic_codes)),
            source=found.source,
            rules_url=ask.request.build_absolute_uri(reverse("api_edition_rules", args=[guideline.policy_id, number])),
        ),
        made_from=(found.digest, tuple(facts.items())),
    )


@endpoint(
    "/guidelines/{policy_id}/editions/{number}/rules", Resource.GUIDELINES, EditionRules, places=(POLICY_ID, NUMBER)
)
def edition_rules(ask: Ask, policy_id: str, number: int) -> Answer:
    """Every rule of one edition, in deciding order."""
    found = known_editions(ask.access.reader, policy_id, ask.now).numbered(number)
    return Answer(
        lambda: EditionRules(
            policy_id=found.guideline.policy_id,
            edition=found.number,
            digest=found.digest,
            rules=rules_of(found.pk, found.digest),
        ),
        made_from=(found.digest,),
    )


def _facts(ask: Ask, known: Known, edition: Edition) -> dict[str, Any]:
    return {
        "number": edition.number,
        "state": known.standing(edition),
        "title": edition.title,
        "significance": edition.significance,
        "change_note": edition.change_note,
        "digest": edition.digest,
        "effective_from": edition.effective_from,
        "published_at": edition.published_at,
        "temporary_until": edition.expires_at,
        "withdrawn_at": edition.withdrawn_at,
        "in_force": tuple(Stretch(since, until) for since, until in known.stretches(edition)),
        "url": ask.request.build_absolute_uri(edition.get_absolute_url()),
    }
