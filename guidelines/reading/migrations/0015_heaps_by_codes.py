"""Heaps tell the topics that passages are filed under from those above them, so that a topic may be put elsewhere.

For as long as the migration takes, all are taken for the first; after it the search rows are made anew (recipe 4).
"""

from django.db import migrations, models
from django.db.models import F


def same(apps, schema_editor):
    apps.get_model("reading", "SearchHeap").objects.update(codes=F("filing"))


class Migration(migrations.Migration):
    dependencies = [
        ("reading", "0014_where_words_stand"),
    ]

    operations = [
        migrations.AddField("searchheap", "codes", models.TextField(default=""), preserve_default=False),
        migrations.RunPython(same, migrations.RunPython.noop),
        migrations.RemoveConstraint("searchheap", "heap_once"),
        migrations.AddConstraint(
            "searchheap",
            models.UniqueConstraint(fields=("market", "domain", "codes"), name="heap_once"),
        ),
    ]
