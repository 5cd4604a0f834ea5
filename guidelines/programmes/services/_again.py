"""A second click makes nothing twice."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from guidelines.frame.refusals import WrongState


def refuse_again(made: Model, standing: QuerySet[Any], *names: str) -> None:
    """Refuse what the same person added before, the same in all these fields, where it still stands."""
    same = {name: getattr(made, name) for name in (*names, "made_by")}
    if standing.filter(**same).exists():
        raise WrongState(_("You have added exactly this already. Nothing is added twice."))
