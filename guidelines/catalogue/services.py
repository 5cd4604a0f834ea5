"""Deeds on the controlled lists: adding a row, changing it, retiring it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from guidelines.audit import services as audit
from guidelines.catalogue.models import ListRow


@dataclass(frozen=True)
class _Subject:
    """A row of a list, as the record names it."""

    row: ListRow

    def audit_subject(self) -> audit.Subject:
        return audit.Subject(self.row._meta.model_name or "", self.row.pk)


@transaction.atomic
def add(row: ListRow, *, by: audit.Named | None) -> None:
    """Put a row into its list."""
    row.save(force_insert=True)
    audit.record("list.added", by=by, subject=_Subject(row), **_facts(row))


@transaction.atomic
def change(row: ListRow, *, by: audit.Named | None, fields: Iterable[str]) -> None:
    """Save the named fields of a row. Retiring it, and taking it back, are deeds of their own name."""
    changed = sorted(fields)
    if not changed:
        return
    row.save(update_fields=changed)
    verb = "list.changed"
    if "retired" in changed:
        verb = "list.retired" if row.retired else "list.restored"
    audit.record(verb, by=by, subject=_Subject(row), fields=changed, **_facts(row))


def _facts(row: ListRow) -> dict[str, Any]:
    return {"code": str(getattr(row, "code", "")), "name": row.name}
