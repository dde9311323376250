import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0003_frame'),
    ]

    operations = [
        migrations.AddField(
            model_name='outboxmessage',
            name='link_seed',
            field=models.CharField(blank=True, max_length=43),
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=40)),
                ('key_hash', models.CharField(max_length=64)),
                ('about_hash', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['subject', 'key_hash', 'at'], name='attempt_lately')],
            },
        ),
    ]
