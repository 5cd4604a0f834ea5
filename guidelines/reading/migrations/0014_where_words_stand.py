"""Of every word search knows whether it stands in what a passage is called, and in what one belongs to."""

from django.db import migrations, models

TERMS = {
    "postgresql": "SELECT DISTINCT lexeme FROM reading_searchrow, unnest(terms) WHERE left(lexeme, 1) IN ('c', 'h')",
    "sqlite": "SELECT terms FROM reading_searchrow",
}
COLUMNS = {"c": "in_contexts", "h": "in_heads"}
BATCH = 400


def mark(apps, schema_editor):
    found = {place: set() for place in COLUMNS}
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(TERMS[schema_editor.connection.vendor])
        for (terms,) in cursor:
            for term in terms.split():
                if term[0] in found:
                    found[term[0]].add(term[1:])
    words = apps.get_model("reading", "SearchWord").objects
    for place, column in COLUMNS.items():
        held = sorted(found[place])
        for start in range(0, len(held), BATCH):
            words.filter(word__in=held[start : start + BATCH]).update(**{column: True})


class Migration(migrations.Migration):
    dependencies = [
        ("reading", "0013_search_places"),
    ]

    operations = [
        migrations.AddField("searchword", "in_heads", models.BooleanField(default=False)),
        migrations.AddField("searchword", "in_contexts", models.BooleanField(default=False)),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
