"""Make the library's rows and pages anew from the editions."""

from typing import Any

from django.core.management.base import BaseCommand

from guidelines.reading import services


class Command(BaseCommand):
    """Nothing is lost by it: what it makes is derived from the editions alone."""

    help = "Make the library's rows and the pages of all published editions anew."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Made the library rows and pages of {services.rebuild()} guidelines anew.")
