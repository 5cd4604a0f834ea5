"""Make what analysis reads anew from the editions."""

from typing import Any

from django.core.management.base import BaseCommand

from guidelines.insights.analysis import deriving


class Command(BaseCommand):
    """Nothing is lost by it: what it makes is derived from the editions alone."""

    help = "Make the rules and mentions that analysis reads anew from the editions in force and to come."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Made {deriving.rebuild()} rules of analysis anew.")
