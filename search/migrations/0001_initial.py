import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('portal', '0003_frame'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
            ],
            options={
                'verbose_name': 'pagina di ricerca',
                'verbose_name_plural': 'pagine di ricerca',
            },
            bases=('wagtailcore.page',),
        ),
    ]
