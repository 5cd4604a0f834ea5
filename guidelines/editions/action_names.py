"""What actions are called: rules hold their codes, and people read their names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from guidelines.catalogue.models import Action


class ActionNames:
    """The names of all actions, retired ones too, asked for once and only where one is shown: one object for a page."""

    @cached_property
    def _actions(self) -> tuple[Action, ...]:
        return tuple(Action.objects.order_by("code"))

    def within(self, language: str) -> Mapping[str, str]:
        """Code → name, in the language of a guideline."""
        return {action.code: action.named_in(language[:2]) for action in self._actions}
