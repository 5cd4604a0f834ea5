"""The mark that `manage.py demo` leaves in a database it made."""

from django.db import models


class DemoWorld(models.Model):
    """One row in a database that holds the demo world and nothing else. It is written with the world's last deed."""

    built_at = models.DateTimeField()
    scenes = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"the demo world of {self.built_at:%Y-%m-%d}"
