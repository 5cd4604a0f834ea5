"""Django's sessions in the database, and when each ends: to know it must not take another query."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """The stock store; `ends_at` is set once the session was loaded."""

    ends_at: dt.datetime | None = None

    def _get_session_from_db(self) -> Any:
        """Where the stock store takes the row and keeps the words alone."""
        row = super()._get_session_from_db()  # type: ignore[misc]  # the stubs leave it out
        self.ends_at = row.expire_date if row else None
        return row
