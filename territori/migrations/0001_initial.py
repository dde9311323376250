import django.db.models.deletion
import modelcluster.fields
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
            name='Municipality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='comune')),
                ('province', models.CharField(help_text='Sigla di due lettere.', max_length=2, verbose_name='provincia')),
                ('cadastral_code', models.CharField(max_length=4, unique=True, verbose_name='codice catastale')),
            ],
            options={
                'verbose_name': 'comune',
                'verbose_name_plural': 'comuni',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Zone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='nome')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='abbreviazione per gli indirizzi')),
            ],
            options={
                'verbose_name': 'zona-distretto',
                'verbose_name_plural': 'zone-distretto',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='CommunityHousePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='indirizzo')),
                ('opening_state', models.CharField(blank=True, choices=[('planned', 'In programma'), ('under_construction', 'In costruzione'), ('partly_open', 'Aperta in parte'), ('open', 'Aperta'), ('suspended', 'Chiusa temporaneamente')], help_text='Se non è noto, lascia vuoto: la pagina dirà che il dato non è disponibile.', max_length=20, verbose_name='stato di apertura')),
                ('opening_note', models.CharField(blank=True, help_text='Per esempio: apertura prevista nel 2027.', max_length=200, verbose_name='nota sull’apertura')),
                ('opening_hours', models.TextField(blank=True, verbose_name='orari')),
                ('services', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='servizi')),
                ('body', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='contenuto')),
                ('contacts', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='contatti')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
                ('municipalities', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='community_houses', to='territori.municipality', verbose_name='comuni serviti')),
            ],
            options={
                'verbose_name': 'Casa della Comunità',
                'verbose_name_plural': 'Case della Comunità',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='nome')),
                ('website', models.URLField(blank=True, verbose_name='sito')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='logo')),
            ],
            options={
                'verbose_name': 'soggetto',
                'verbose_name_plural': 'soggetti coinvolti',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='PathPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('goals', wagtail.fields.RichTextField(blank=True, verbose_name='obiettivi')),
                ('body', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='contenuto')),
                ('documents', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='documenti')),
                ('results', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='risultati')),
                ('community_house', models.ForeignKey(blank=True, help_text='Se il percorso riguarda una casa in particolare.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='path_pages', to='territori.communityhousepage', verbose_name='Casa della Comunità')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
            ],
            options={
                'verbose_name': 'percorso',
                'verbose_name_plural': 'percorsi',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PathParticipant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('role', models.CharField(choices=[('promoter', 'Promotore'), ('coordinator', 'Coordinamento'), ('technical_support', 'Supporto tecnico'), ('partner', 'Partner')], default='partner', max_length=20, verbose_name='ruolo')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territori.organisation', verbose_name='soggetto')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='territori.pathpage')),
            ],
            options={
                'verbose_name': 'soggetto coinvolto',
                'verbose_name_plural': 'soggetti coinvolti',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('start', models.DateField(blank=True, null=True, verbose_name='inizio')),
                ('start_precision', models.CharField(choices=[('day', 'giorno'), ('month', 'mese'), ('unknown', 'non nota')], default='day', help_text='Con «mese» si mostrano solo mese e anno.', max_length=8, verbose_name='precisione dell’inizio')),
                ('end', models.DateField(blank=True, null=True, verbose_name='fine')),
                ('end_precision', models.CharField(choices=[('day', 'giorno'), ('month', 'mese'), ('unknown', 'non nota')], default='day', max_length=8, verbose_name='precisione della fine')),
                ('date_note', models.CharField(blank=True, help_text='Per esempio: «in maggio», se la fonte non dice l’anno.', max_length=120, verbose_name='nota sulle date')),
                ('title', models.CharField(max_length=160, verbose_name='titolo')),
                ('description', wagtail.fields.RichTextField(blank=True, verbose_name='descrizione')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='territori.pathpage')),
            ],
            options={
                'verbose_name': 'fase',
                'verbose_name_plural': 'fasi',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TerritoryIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('body', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='contenuto')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
            ],
            options={
                'verbose_name': 'indice dei territori',
                'verbose_name_plural': 'indici dei territori',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='TerritoryPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('asl', models.CharField(blank=True, max_length=160, verbose_name='azienda sanitaria (ASL)')),
                ('sds', models.CharField(blank=True, help_text='Solo se nella zona esiste: non è un altro nome della zona.', max_length=160, verbose_name='Società della Salute')),
                ('body', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='contenuto')),
                ('committee', wagtail.fields.RichTextField(blank=True, verbose_name='Comitato di Partecipazione')),
                ('contacts', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='contatti')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
                ('zone', models.OneToOneField(help_text='I comuni elencati nella pagina sono quelli della zona.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='page', to='territori.zone', verbose_name='zona-distretto')),
            ],
            options={
                'verbose_name': 'territorio',
                'verbose_name_plural': 'territori',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.AddField(
            model_name='pathpage',
            name='territories',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Il percorso compare anche nelle pagine di questi territori.', related_name='path_pages', to='territori.territorypage', verbose_name='territori'),
        ),
        migrations.AddField(
            model_name='municipality',
            name='zone',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='municipalities', to='territori.zone', verbose_name='zona-distretto'),
        ),
        migrations.AddConstraint(
            model_name='municipality',
            constraint=models.UniqueConstraint(fields=('name', 'province'), name='municipality_unique_in_province'),
        ),
    ]
