"""A search after the database was started again, in a process that still holds its old connection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import close_old_connections, connection

from guidelines.frame.plain_sql import rows

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server that could be started again"),
]


@pytest.fixture
def kept_connections() -> Iterator[None]:
    """As in production; tests close theirs."""
    before = connection.settings_dict["CONN_MAX_AGE"]
    connection.close()
    connection.settings_dict["CONN_MAX_AGE"] = 60
    connection.ensure_connection()
    yield
    connection.settings_dict["CONN_MAX_AGE"] = before
    connection.close()


@pytest.mark.usefixtures("kept_connections")
def test_the_first_question_of_a_request_finds_a_lost_connection_and_makes_a_new_one() -> None:
    ((lost,),) = rows("SELECT pg_backend_pid()")
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s)", [lost])
        other.connection.close()
    close_old_connections()  # as each request begins
    ((now,),) = rows("SELECT pg_backend_pid()")
    assert now != lost
