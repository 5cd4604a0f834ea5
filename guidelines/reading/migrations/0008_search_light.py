"""Search rows get what counting and ordering need of them. They are derived: those there are go, and come back anew
after the migration."""

import django.db.models.deletion
from django.db import migrations, models


def empty(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("INSERT INTO reading_searchindex (reading_searchindex) VALUES ('delete-all')")
    schema_editor.execute("DELETE FROM reading_searchrow")


def key(to):
    return models.ForeignKey(to=to, related_name="+", on_delete=django.db.models.deletion.PROTECT)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_market_times"),
        ("reading", "0007_leading"),
    ]

    operations = [
        migrations.RunPython(empty, empty),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("length", models.PositiveSmallIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="SearchHeap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filing", models.TextField()),
                ("market", key("catalogue.market")),
                ("domain", key("catalogue.domain")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("market", "domain", "filing"), name="heap_once")],
            },
        ),
        migrations.RemoveField("searchrow", "filing"),
        migrations.AddField("searchrow", "key", models.BigIntegerField(), preserve_default=False),
        migrations.AddField(
            "searchrow",
            "heap",
            models.ForeignKey(
                to="reading.searchheap",
                related_name="+",
                on_delete=django.db.models.deletion.PROTECT,
                db_index=False,
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "searchrow",
            models.Index(
                fields=["id", "heap", "until", "since", "weight", "key", "place"], name="reading_searchlight"
            ),
        ),
    ]
