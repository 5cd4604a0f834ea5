"""`manage.py recount_checks`: the counts by the day anew, from the checks and their verdicts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from guidelines.quality.importing.counting import recount
from guidelines.quality.models import CheckedDecision, DailyCount


class Command(BaseCommand):
    help = "Count all checked decisions anew. Imports wait meanwhile; readers see the old counts until it is done."

    def handle(self, **options: Any) -> None:
        recount()
        self.stdout.write(f"{CheckedDecision.objects.count()} checks, {DailyCount.objects.count()} days of rules.")
