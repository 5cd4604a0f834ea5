"""The light index tells market and domain of a passage, by which rights and filters are asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_names_for_people"),
        ("editions", "0007_words_for_partners"),
        ("reading", "0012_search_lots"),
    ]

    operations = [
        migrations.RemoveIndex("searchrow", "reading_searchlight"),
        migrations.AddIndex(
            "searchrow",
            models.Index(
                fields=["id", "heap", "market", "domain", "until", "since", "weight", "key", "place"],
                name="reading_searchlight",
            ),
        ),
    ]
