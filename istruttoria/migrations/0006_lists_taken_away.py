import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('istruttoria', '0005_jobs_tried_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TakenList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor_label', models.CharField(max_length=200)),
                ('format', models.CharField(choices=[('csv', 'CSV, con la virgola'), ('csv-semicolon', 'CSV, con il punto e virgola'), ('xlsx', 'XLSX (Excel, LibreOffice)'), ('json', 'JSON, per un programma'), ('zip', 'ZIP: ricevute e file')], max_length=16)),
                ('personal', models.BooleanField()),
                ('how_many', models.PositiveIntegerField()),
                ('lowest', models.PositiveBigIntegerField()),
                ('highest', models.PositiveBigIntegerField()),
                ('numbers', models.BinaryField()),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['highest', 'lowest'], name='taken_lists_by_span')],
            },
        ),
    ]
