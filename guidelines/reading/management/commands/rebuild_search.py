"""Make the search rows anew from the editions."""

from typing import Any

from django.core.management.base import BaseCommand

from guidelines.reading.search import indexing


class Command(BaseCommand):
    """Nothing is lost by it: what it makes is derived from the editions alone."""

    help = "Make the search rows of all published editions anew, and the database's index over them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Made {indexing.rebuild()} search rows anew.")
