"""On PostgreSQL the index of search is made of three, so that a question that many passages fit need not gather all."""

from django.db import migrations

from guidelines.reading.search import postgresql


def part(apps, schema_editor):
    _execute(schema_editor, (postgresql.DROP, *postgresql.CREATE_LOTS))


def unite(apps, schema_editor):
    _execute(schema_editor, (*postgresql.DROP_LOTS, postgresql.CREATE))


def _execute(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("reading", "0011_numbers_with_points"),
    ]

    operations = [migrations.RunPython(part, unite)]
