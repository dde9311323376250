import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('portal', '0003_frame'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('hero_title', models.CharField(blank=True, help_text='Se resta vuoto si usa il titolo della pagina.', max_length=120, verbose_name='titolo di apertura')),
                ('hero_text', models.TextField(blank=True, max_length=400, verbose_name='testo di apertura')),
                ('action_label', models.CharField(blank=True, help_text='Per esempio: Partecipa.', max_length=60, verbose_name='testo del pulsante')),
                ('highlights', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='in evidenza')),
                ('body', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='contenuto')),
                ('action_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='pagina del pulsante')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
            ],
            options={
                'verbose_name': 'pagina iniziale',
                'verbose_name_plural': 'pagine iniziali',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='SitemapPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
            ],
            options={
                'verbose_name': 'mappa del sito',
                'verbose_name_plural': 'mappe del sito',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('body', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='contenuto')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
            ],
            options={
                'verbose_name': 'pagina',
                'verbose_name_plural': 'pagine',
            },
            bases=('wagtailcore.page',),
        ),
    ]
