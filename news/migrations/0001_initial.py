import django.db.models.deletion
import django.utils.timezone
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
            name='NewsTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'argomento della notizia',
                'verbose_name_plural': 'argomenti delle notizie',
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name='slug')),
            ],
            options={
                'verbose_name': 'argomento',
                'verbose_name_plural': 'argomenti',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ExperienceIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
            ],
            options={
                'verbose_name': 'indice delle esperienze',
                'verbose_name_plural': 'indici delle esperienze',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ExperiencePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('author', models.CharField(blank=True, max_length=160, verbose_name='autore della scheda')),
                ('promoter', models.CharField(blank=True, max_length=200, verbose_name='promotore')),
                ('region', models.CharField(blank=True, max_length=60, verbose_name='regione')),
                ('place', models.CharField(blank=True, max_length=160, verbose_name='luogo')),
                ('period', models.CharField(blank=True, help_text='Per esempio: 2021–2022, oppure in corso dal 2023.', max_length=120, verbose_name='periodo')),
                ('background', wagtail.fields.RichTextField(blank=True, verbose_name='contesto')),
                ('aims', wagtail.fields.RichTextField(blank=True, verbose_name='obiettivi')),
                ('process', wagtail.fields.RichTextField(blank=True, verbose_name='percorso')),
                ('outcome', wagtail.fields.RichTextField(blank=True, verbose_name='esiti')),
                ('sources', wagtail.fields.RichTextField(blank=True, help_text='Da dove vengono le informazioni.', verbose_name='fonti')),
                ('body', wagtail.fields.StreamField([], blank=True, block_lookup={}, help_text='Immagini, documenti, numeri.', verbose_name='approfondimenti')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
            ],
            options={
                'verbose_name': 'esperienza',
                'verbose_name_plural': 'esperienze',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='GuidelineIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('body', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='contenuto')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
            ],
            options={
                'verbose_name': 'indice delle linee guida',
                'verbose_name_plural': 'indici delle linee guida',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='GuidelinePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('version', models.CharField(blank=True, max_length=40, verbose_name='versione')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='data di pubblicazione')),
                ('curated_by', models.CharField(blank=True, max_length=200, verbose_name='a cura di')),
                ('chapters', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='capitoli')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portaldocument', verbose_name='documento da scaricare')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
            ],
            options={
                'verbose_name': 'linea guida',
                'verbose_name_plural': 'linee guida',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
            ],
            options={
                'verbose_name': 'indice delle novità',
                'verbose_name_plural': 'indici delle novità',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('date', models.DateField(default=django.utils.timezone.localdate, verbose_name='data')),
                ('category', models.CharField(choices=[('notizia', 'Notizia'), ('comunicato', 'Comunicato'), ('avviso', 'Avviso')], default='notizia', max_length=12, verbose_name='categoria')),
                ('body', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='contenuto')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
            ],
            options={
                'verbose_name': 'notizia',
                'verbose_name_plural': 'notizie',
            },
            bases=('wagtailcore.page',),
        ),
    ]
