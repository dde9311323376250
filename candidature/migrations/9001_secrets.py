import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidature', '0002_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_hash', models.CharField(max_length=64, unique=True)),
                ('seed', models.CharField(max_length=43)),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='form_keys', to='candidature.draft')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ReceiptHandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('seed', models.CharField(max_length=43)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('link', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='hand_over', to='candidature.followlink')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='EndedDraftLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('ended_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='ended_links', to='candidature.draft')),
                ('submission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='ended_draft_links', to='candidature.submission')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('draft__isnull', False), ('submission__isnull', True)), models.Q(('draft__isnull', True), ('submission__isnull', False)), _connector='OR'), name='draft_link_ended_for_one_reason')],
            },
        ),
    ]
