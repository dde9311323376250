import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidature', '0006_scoring'),
        ('istruttoria', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=36)),
                ('asked', models.CharField(max_length=200, verbose_name='criterio')),
                ('most', models.PositiveSmallIntegerField(verbose_name='punti al massimo')),
                ('points', models.PositiveSmallIntegerField(verbose_name='punti')),
                ('reason', models.TextField(blank=True, max_length=500, verbose_name='perché')),
                ('by_label', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='candidature.submission')),
            ],
            options={
                'verbose_name': 'punteggio',
                'verbose_name_plural': 'punteggi',
                'ordering': ['pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('submission', 'by', 'key'), name='scored_once_by_each'), models.CheckConstraint(condition=models.Q(('points__lte', models.F('most'))), name='points_within_their_most')],
            },
        ),
    ]
