"""Who wrote a report: from now on a row with the words; of reports there are, as the record says."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def from_the_record(apps: Any, schema_editor: Any) -> None:
    apps.get_model("programmes", "ReportWriter").objects.bulk_create(found_in_the_record(apps))


def found_in_the_record(apps: Any) -> list[Any]:
    """Whoever kept words in a report, or in the one that it corrects."""
    writer, written = apps.get_model("programmes", "ReportWriter"), apps.get_model("audit", "AuditEvent").objects
    by_report: dict[int, dict[int, Any]] = {}
    for report in apps.get_model("programmes", "Report").objects.order_by("pk"):
        rows = written.filter(verb="report.written", subject_kind="programme_report", subject_id=report.pk)
        own = dict(rows.order_by("-at").values_list("actor_id", "at"))
        by_report[report.pk] = {**by_report.get(report.corrects_id or 0, {}), **own}
    return [
        writer(report_id=report, person_id=person, at=at)
        for report, people in by_report.items()
        for person, at in people.items()
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0001_programmes"),
        ("audit", "0002_follower_cursors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportWriter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="writers", to="programmes.report"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("person"), models.F("report"), name="writes_once_in_a_report")
                ]
            },
        ),
        migrations.RunPython(from_the_record, migrations.RunPython.noop),
    ]
