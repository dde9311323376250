from django.db import migrations, models
from django.db.models import Count


def count_anew(apps, _schema_editor):
    """The counts that were there do not say who applied."""
    counts = apps.get_model("candidature", "SubmissionCount")
    counted_by = ("page_id", "zone_id", "kind", "applicant_kind", "status", "assigned_to_id")
    submissions = apps.get_model("candidature", "Submission").objects.order_by()
    counts.objects.all().delete()
    counts.objects.bulk_create(
        counts(
            page=page,
            zone=zone,
            kind=kind,
            applicant_kind=applicant_kind,
            status=status,
            assigned_to=account,
            how_many=how_many,
        )
        for page, zone, kind, applicant_kind, status, account, how_many in submissions.values_list(
            *counted_by
        ).annotate(how_many=Count("pk"))
    )


class Migration(migrations.Migration):

    dependencies = [
        ('candidature', '0008_indexes_of_what_waits'),
    ]

    operations = [
        migrations.AddField(
            model_name='submissioncount',
            name='applicant_kind',
            field=models.CharField(choices=[('citizen', 'Cittadina o cittadino'), ('organisation', 'Organizzazione o gruppo')], default='citizen', max_length=12),
            preserve_default=False,
        ),
        migrations.RunPython(count_anew, migrations.RunPython.noop),
        migrations.AddField(
            model_name='submission',
            name='work_by',
            field=models.DateField(editable=False, null=True, verbose_name='da valutare entro il'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('work_by__isnull', False)), fields=['work_by', 'id', 'status', 'page', 'zone', 'kind', 'assigned_to'], name='submission_by_work_day'),
        ),
        migrations.AddField(
            model_name='draft',
            name='written_steps',
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.PositiveBigIntegerField()),
                ('what', models.CharField(choices=[('begun', 'Cominciata'), ('reached', 'Passo raggiunto'), ('sent', 'Inviata')], max_length=7)),
                ('step', models.CharField(blank=True, max_length=40)),
                ('day', models.DateField(null=True)),
                ('at', models.DateTimeField(null=True)),
                ('how_many', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'passaggio',
                'verbose_name_plural': 'passaggi',
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('day__isnull', True)), fields=['page'], name='passages_to_fold')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('day__isnull', False)), fields=('page', 'what', 'step', 'day'), name='passages_of_a_day')],
            },
        ),
    ]
