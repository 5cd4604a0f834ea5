"""Of every word search knows whether it stands in what a passage is called, and in what one belongs to.

For as long as the migration takes, all are taken to stand in both; after it the search rows are made anew (recipe 4).
"""

from django.db import migrations, models


def everywhere(apps, schema_editor):
    apps.get_model("reading", "SearchWord").objects.update(in_heads=True, in_contexts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("reading", "0013_search_places"),
    ]

    operations = [
        migrations.AddField("searchword", "in_heads", models.BooleanField(default=False)),
        migrations.AddField("searchword", "in_contexts", models.BooleanField(default=False)),
        migrations.RunPython(everywhere, migrations.RunPython.noop),
    ]
