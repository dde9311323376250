from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('istruttoria', '0002_scores'),
    ]

    operations = [
        migrations.AlterField(
            model_name='bulkjob',
            name='letters',
            field=models.CharField(choices=[('after', 'Partono da sole dopo qualche minuto'), ('hour', 'Partono da sole dopo un’ora'), ('morning', 'Partono da sole domattina alle 8'), ('release', 'Aspettano finché non le lascio partire')], default='after', max_length=8),
        ),
    ]
