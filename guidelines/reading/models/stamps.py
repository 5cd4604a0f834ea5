"""When a guideline last became another to read."""

from __future__ import annotations

from django.db import models


class Stamp(models.Model):
    """The newest deed that may change what the pages of one guideline show, or (empty policy ID) those of all, or
    (`stamping.SEARCH`) what search finds.

    Written within the deed. A page that a process keeps is right as long as its two stamps are the same.
    """

    policy_id = models.CharField(max_length=40, primary_key=True)
    event = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.policy_id or 'all'} at {self.event}"
