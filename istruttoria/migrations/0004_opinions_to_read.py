from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def those_that_came_before_are_read(apps, _schema_editor):
    apps.get_model("istruttoria", "Opinion").objects.filter(state="given").update(seen_at=F("given_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('candidature', '0009_counts_and_days_of_work'),
        ('istruttoria', '0003_when_letters_leave'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='opinion',
            name='seen_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(those_that_came_before_are_read, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(condition=models.Q(('seen_at__isnull', True), ('state', 'given')), fields=['submission'], name='opinion_to_read'),
        ),
    ]
