

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_names_for_people'),
        ('editions', '0007_words_for_partners'),
        ('insights', '0003_queue_and_requirements'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnalysedRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('policy_id', models.CharField(max_length=20)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('place', models.PositiveIntegerField()),
                ('rule', models.CharField(max_length=10)),
                ('title', models.CharField(max_length=200)),
                ('language', models.CharField(max_length=5)),
                ('recipe', models.CharField(max_length=20)),
                ('condition', models.TextField()),
                ('instruction', models.TextField(blank=True)),
                ('action', models.CharField(blank=True, max_length=40)),
                ('severity', models.CharField(blank=True, max_length=2)),
                ('label', models.CharField(blank=True, max_length=60)),
                ('escalation', models.TextField(blank=True)),
                ('basis', models.TextField(blank=True)),
                ('cases', models.PositiveIntegerField(default=0)),
                ('digest', models.CharField(max_length=64)),
                ('words_since', models.DateTimeField()),
                ('domain', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.domain')),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='editions.edition')),
                ('guideline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='editions.guideline')),
                ('market', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.market')),
            ],
            options={
                'indexes': [models.Index(fields=['market', 'domain', 'until', 'since'], name='insights_rule_place'), models.Index(fields=['label', 'until'], name='insights_rule_label')],
                'constraints': [models.UniqueConstraint(models.F('guideline'), models.F('since'), models.F('place'), name='analysed_rule_once')],
                'ordering': ('policy_id', 'place'),
            },
        ),
        migrations.CreateModel(
            name='LookedAt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('one_rule', models.CharField(max_length=10)),
                ('one_digest', models.CharField(max_length=64)),
                ('two_rule', models.CharField(max_length=10)),
                ('two_digest', models.CharField(max_length=64)),
                ('reason', models.TextField(max_length=1000)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('market', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.market')),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='editions.edition')),
                ('two', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='editions.edition')),
            ],
            options={
                'indexes': [models.Index(fields=['one_digest', 'two_digest'], name='insights_looked_at')],
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('policy_id', models.CharField(max_length=20)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('kind', models.CharField(choices=[('label', 'Label'), ('action', 'Action'), ('term', 'Term'), ('team', 'Team'), ('rule', 'Rule'), ('basis', 'Basis')], max_length=6)),
                ('key', models.CharField(max_length=200)),
                ('words', models.CharField(max_length=200)),
                ('passage', models.CharField(max_length=4)),
                ('anchor', models.CharField(blank=True, max_length=300)),
                ('excerpt', models.TextField(blank=True)),
                ('domain', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.domain')),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='editions.edition')),
                ('guideline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='editions.guideline')),
                ('market', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.market')),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='insights.analysedrule')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'key'], name='insights_mention_key')],
                'ordering': ('policy_id', 'pk'),
            },
        ),
    ]
