from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('istruttoria', '0007_opinions_that_do_not_come'),
    ]

    operations = [
        migrations.AddField(
            model_name='mention',
            name='named_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
