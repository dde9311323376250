import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidature', '0002_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='callpage',
            name='concluded',
            field=models.BooleanField(default=False, help_text='Per ciò che è finito e di cui non si conosce la data di chiusura: compare come chiuso.', verbose_name='concluso'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='concluded',
            field=models.BooleanField(default=False, help_text='Per ciò che è finito e di cui non si conosce la data di chiusura: compare come chiuso.', verbose_name='concluso'),
        ),
        migrations.AlterField(
            model_name='callpage',
            name='response_days',
            field=models.PositiveSmallIntegerField(blank=True, default=30, help_text='Dalla chiusura. La ricevuta dice entro quale giorno arriva una risposta. Vuoto: non è indicato.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='giorni per la risposta'),
        ),
        migrations.AlterField(
            model_name='eventpage',
            name='response_days',
            field=models.PositiveSmallIntegerField(blank=True, default=30, help_text='Dalla chiusura. La ricevuta dice entro quale giorno arriva una risposta. Vuoto: non è indicato.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='giorni per la risposta'),
        ),
    ]
