"""One scene for a whole row of a table: what a cell does to the database is undone before the next cell."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is rolled back at the end, also when it fails."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
