"""The tokens of the demo: one that runs, whose secret nobody knows, and a trial that was ended."""

from __future__ import annotations

import datetime as dt

from guidelines.api.models import Resource
from guidelines.api.services import end_token, make_token
from guidelines.catalogue.models import Market
from guidelines.people.models import Person

GLORIA = "Gloria Watkins"


def keep_tokens(now: dt.datetime) -> None:
    """By a market administrator of the US. Whoever tries the API makes a token of their own."""
    gloria, us = Person.objects.get(name=GLORIA), Market.objects.get(code="US")
    trial = make_token(
        by=gloria,
        name="Case desk, trial",
        purpose="Showed Austin’s first shift the rule beside the case. Looked after by Tools, Austin.",
        places=[(us, None)],
        resources=[Resource.RULES],
        expires_at=now + dt.timedelta(days=30),
    )
    end_token(trial.token, by=gloria)
    make_token(
        by=gloria,
        name="Case desk",
        purpose="Shows the rule beside the case and keeps its receipt. Looked after by Tools, Austin.",
        places=[(us, None)],
        resources=[Resource.RULES, Resource.RECEIPTS],
        expires_at=now + dt.timedelta(days=180),
    )
