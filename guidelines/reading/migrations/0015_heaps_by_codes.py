"""Heaps tell the topics that passages are filed under from those above them, so that a topic may be put elsewhere."""

from collections import defaultdict

from django.db import migrations, models

BATCH = 400


def tell(apps, schema_editor):
    """Each heap is filed as the tree is now. Passages change heaps only where some of one heap are filed under a topic
    itself and others below it, or where a topic was put elsewhere between two publications."""
    heaps = apps.get_model("reading", "SearchHeap").objects
    taken, kept, before = {}, set(), {heap.pk: heap for heap in heaps.all()}
    above = dict(apps.get_model("catalogue", "Topic").objects.order_by().values_list("code", "parent__code"))
    for pk, lying in sorted(_lying(apps, above).items()):
        heap = before[pk]
        for codes, editions in sorted(lying.items(), key=lambda group: -len(group[1])):
            place = (heap.market_id, heap.domain_id, codes)
            told = {"codes": _between_spaces(codes), "filing": _between_spaces(_with_those_above(codes, above))}
            if place not in taken and pk not in kept:
                taken[place] = pk
                kept.add(pk)
                heaps.filter(pk=pk).update(**told)
            elif place not in taken:
                taken[place] = heaps.create(market_id=heap.market_id, domain_id=heap.domain_id, **told).pk
            _move(apps, pk, taken[place], sorted(editions))
    heaps.exclude(pk__in=set(taken.values())).delete()
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.connection.check_constraints()  # else they wait, and the table can't be altered meanwhile


def _lying(apps, above):
    """For each heap the editions whose passages lie there, by their codes."""
    rows = apps.get_model("reading", "SearchRow").objects.order_by()
    editions = apps.get_model("editions", "Edition").objects.order_by().filter(pk__in=rows.values("edition"))
    codes = {pk: tuple(sorted(above.keys() & set(found))) for pk, found in editions.values_list("pk", "topic_codes")}
    lying = defaultdict(lambda: defaultdict(set))
    for heap, edition in rows.values_list("heap", "edition").distinct():
        lying[heap][codes[edition]].add(edition)
    return lying


def _move(apps, old, new, editions):
    rows = apps.get_model("reading", "SearchRow").objects
    for start in range(0, len(editions) if old != new else 0, BATCH):
        rows.filter(heap=old, edition__in=editions[start : start + BATCH]).update(heap=new)


def _with_those_above(codes, above):
    found = set()
    for code in codes:
        while code and code not in found:
            found.add(code)
            code = above[code]
    return sorted(found)


def _between_spaces(codes):
    return f" {' '.join(codes)} " if codes else ""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_names_for_people"),
        ("editions", "0007_words_for_partners"),
        ("reading", "0014_where_words_stand"),
    ]

    operations = [
        migrations.RemoveConstraint("searchheap", "heap_once"),
        migrations.AddField("searchheap", "codes", models.TextField(default=""), preserve_default=False),
        migrations.RunPython(tell, migrations.RunPython.noop),
        migrations.AddConstraint(
            "searchheap",
            models.UniqueConstraint(fields=("market", "domain", "codes"), name="heap_once"),
        ),
    ]
