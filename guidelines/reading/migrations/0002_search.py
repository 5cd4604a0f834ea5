import django.db.models.deletion
from django.db import migrations, models

import guidelines.reading.search.field
from guidelines.reading.search import postgresql, sqlite

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}


def create_index(apps, schema_editor):
    schema_editor.execute(ENGINES[schema_editor.connection.vendor].CREATE)


def drop_index(apps, schema_editor):
    schema_editor.execute(ENGINES[schema_editor.connection.vendor].DROP)


def key(to, related_name, **options):
    return models.ForeignKey(to=to, related_name=related_name, on_delete=django.db.models.deletion.PROTECT, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("editions", "0002_initial"),
        ("reading", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                # What decides which rows are found, and in which order, stands before the texts: to filter and to
                # sort thousands of rows SQLite then reads only the beginning of each.
                ("guideline", key("editions.guideline", "search_rows")),
                ("edition", key("editions.edition", "search_rows", db_index=False)),
                ("market", key("catalogue.market", "+", db_index=False)),
                ("domain", key("catalogue.domain", "+", db_index=False)),
                ("policy_id", models.CharField(max_length=20)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("title", "Title"),
                            ("rule", "Rule"),
                            ("term", "Term"),
                            ("case", "Case"),
                            ("section", "Section"),
                        ],
                        max_length=7,
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("weight", models.PositiveSmallIntegerField()),
                ("rule", models.CharField(blank=True, max_length=10)),
                ("label", models.CharField(blank=True, max_length=60)),
                ("filing", models.TextField()),
                ("recipe", models.CharField(max_length=20)),
                ("anchor", models.CharField(blank=True, max_length=300)),
                ("action", models.CharField(blank=True, max_length=40)),
                ("severity", models.CharField(blank=True, max_length=2)),
                ("heading", models.TextField(blank=True)),
                ("text", models.TextField()),
                ("instruction", models.TextField(blank=True)),
                ("folded", models.TextField()),
                ("terms", guidelines.reading.search.field.TermsField()),
            ],
            options={
                "ordering": ("policy_id", "since", "place"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("guideline"), models.F("since"), models.F("place"), name="passage_once_per_period"
                    )
                ],
            },
        ),
        migrations.RunPython(create_index, drop_index),
    ]
