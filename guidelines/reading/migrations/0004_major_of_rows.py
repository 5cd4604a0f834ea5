from django.db import migrations


def fill(apps, schema_editor):
    """Each row's major edition: a minor one carries the decisions of the edition it stands on."""
    rows = apps.get_model("reading", "LibraryRow").objects
    issued = apps.get_model("editions", "Edition").objects.filter(state__in=("published", "withdrawn"))
    known = {pk: (significance, base) for pk, significance, base in issued.values_list("pk", "significance", "base_id")}
    for pk in rows.order_by().values_list("edition_id", flat=True).distinct():
        major = pk
        while known[major][0] == "minor" and known[major][1] in known:
            major = known[major][1]
        rows.filter(edition_id=pk).update(major_id=major)


class Migration(migrations.Migration):
    dependencies = [("reading", "0003_acknowledgement")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
