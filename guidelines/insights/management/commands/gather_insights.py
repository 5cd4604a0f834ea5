"""Take up into the queue of insights what says that a guideline should change and is not in it yet."""

from typing import Any

from django.core.management.base import BaseCommand

from guidelines.insights import services


class Command(BaseCommand):
    """The worker does the same every hour. To run it twice takes nothing up twice."""

    help = "Take up open questions, requests and searches that found nothing into the queue of insights."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Took up {services.gather()} insights.")
