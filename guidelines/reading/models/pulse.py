"""Pulse: when a deed last changed what binds in a market and domain. Derived; only open pages ask it."""

from __future__ import annotations

from django.db import models

from guidelines.catalogue.models import Domain, Market


class Pulse(models.Model):
    """The instant of the last deed, in one market and domain, that open pages must hear of."""

    market = models.ForeignKey(Market, models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("market", "domain", name="one_pulse_per_market_and_domain"),)

    def __str__(self) -> str:
        return f"{self.market_id}-{self.domain_id} at {self.at:%Y-%m-%d %H:%M}"
