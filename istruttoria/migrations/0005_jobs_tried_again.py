import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('istruttoria', '0004_opinions_to_read'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='bulkjob',
            options={'default_permissions': (), 'verbose_name': 'lavoro su molte candidature', 'verbose_name_plural': 'lavori su molte candidature'},
        ),
        migrations.AddField(
            model_name='bulkjob',
            name='again_of',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='istruttoria.bulkjob'),
        ),
        migrations.AlterField(
            model_name='bulkjob',
            name='state',
            field=models.CharField(choices=[('prepared', 'Da confermare'), ('running', 'In corso'), ('done', 'Finito'), ('undoing', 'Annullamento in corso'), ('undone', 'Annullato')], default='prepared', max_length=8),
        ),
    ]
