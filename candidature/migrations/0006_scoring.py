import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidature', '0005_versions_of_own_sets'),
    ]

    operations = [
        migrations.AddField(
            model_name='callpage',
            name='scores_are_independent',
            field=models.BooleanField(default=True, help_text='Chi valuta vede i punti dei colleghi solo dopo aver dato i suoi, o quando la candidatura è conclusa. Chi decide li vede sempre.', verbose_name='ognuno valuta per conto suo'),
        ),
        migrations.AddField(
            model_name='callpage',
            name='scoring',
            field=wagtail.fields.StreamField([], blank=True, block_lookup={}, help_text='Chi valuta li trova nella scheda di ogni candidatura e dà i punti, da zero al massimo che scrivi. Chi ha inviato non li vede: ciò che deve sapere scrivilo tra i criteri di valutazione. I punti già dati restano com’erano anche se poi li cambi.', verbose_name='criteri con punteggio'),
        ),
    ]
