import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0002_media'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('worker_id', models.CharField(max_length=64, unique=True)),
                ('beaten_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='La stessa lettera non entra due volte.', max_length=120, unique=True, verbose_name='chiave')),
                ('message_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('recipient', models.EmailField(max_length=254, verbose_name='destinatario')),
                ('subject', models.CharField(max_length=255, verbose_name='oggetto')),
                ('body', models.TextField(verbose_name='testo')),
                ('link_kind', models.CharField(blank=True, max_length=60)),
                ('link_target', models.CharField(blank=True, max_length=60)),
                ('related_to', models.CharField(blank=True, db_index=True, help_text='Per esempio il codice della candidatura.', max_length=60, verbose_name='riferimento')),
                ('status', models.CharField(choices=[('pending', 'In attesa'), ('sent', 'Inviato'), ('failed', 'Non inviato')], default='pending', max_length=10, verbose_name='stato')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='tentativi')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='creato il')),
                ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='prossimo tentativo')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='inviato il')),
                ('last_error', models.CharField(blank=True, max_length=500, verbose_name='ultimo errore')),
            ],
            options={
                'verbose_name': 'messaggio',
                'verbose_name_plural': 'posta in uscita',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['status', 'next_attempt_at'], name='outbox_due')],
            },
        ),
        migrations.CreateModel(
            name='PortalSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parent_body', models.CharField(blank=True, help_text='Compare nella barra in alto.', max_length=120, verbose_name='ente di appartenenza')),
                ('parent_body_url', models.URLField(blank=True, verbose_name='sito dell’ente di appartenenza')),
                ('tagline', models.CharField(blank=True, help_text='Una riga sotto il nome del portale.', max_length=160, verbose_name='motto')),
                ('accessibility_url', models.URLField(blank=True, help_text='Indirizzo della dichiarazione pubblicata su form.agid.gov.it.', verbose_name='dichiarazione di accessibilità')),
                ('demo_notice', models.BooleanField(default=False, help_text='Mostra in ogni pagina che i contenuti sono inventati per la dimostrazione.', verbose_name='avviso «contenuti dimostrativi»')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='email')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='telefono')),
                ('contact_address', models.CharField(blank=True, max_length=200, verbose_name='indirizzo')),
                ('contacts_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='pagina dei contatti')),
                ('legal_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='note legali')),
                ('privacy_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='informativa privacy')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
                ('sitemap_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='mappa del sito')),
            ],
            options={
                'verbose_name': 'impostazioni del portale',
                'verbose_name_plural': 'impostazioni del portale',
            },
        ),
    ]
