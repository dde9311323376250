import candidature.models.submissions
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
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
            name='AnswerRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField()),
                ('replaced_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'risposte precedenti',
                'verbose_name_plural': 'risposte precedenti',
                'ordering': ['-replaced_at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='nome')),
            ],
            options={
                'verbose_name': 'commissione',
                'verbose_name_plural': 'commissioni',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('applicant_kind', models.CharField(choices=[('citizen', 'Cittadina o cittadino'), ('organisation', 'Organizzazione o gruppo')], default='citizen', max_length=12, verbose_name='chi si candida')),
                ('first_name', models.CharField(max_length=80, verbose_name='nome')),
                ('last_name', models.CharField(max_length=80, verbose_name='cognome')),
                ('organisation_name', models.CharField(blank=True, max_length=200, verbose_name='denominazione')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telefono')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('answers', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('expires_at', models.DateTimeField(db_index=True, default=candidature.models.submissions.draft_expiry)),
            ],
            options={
                'verbose_name': 'bozza',
                'verbose_name_plural': 'bozze',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('body', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='contenuto')),
                ('opens_at', models.DateTimeField(blank=True, null=True, verbose_name='si apre il')),
                ('closes_at', models.DateTimeField(blank=True, help_text='Giorno e ora, fuso di Roma. Da quel secondo in poi non si accetta più nulla.', null=True, verbose_name='si chiude il')),
                ('concluded', models.BooleanField(default=False, help_text='Per ciò che è finito e di cui non si conosce la data di chiusura: compare come chiuso.', verbose_name='concluso')),
                ('window_note', models.CharField(blank=True, help_text='Compare accanto alle date, per esempio se una data non è nota.', max_length=300, verbose_name='nota sui termini')),
                ('allowed_applicants', models.CharField(choices=[('citizen', 'Solo cittadine e cittadini'), ('organisation', 'Solo organizzazioni e gruppi'), ('both', 'Persone e organizzazioni')], default='both', max_length=12, verbose_name='chi può partecipare')),
                ('steps', wagtail.fields.StreamField([], blank=True, block_lookup={}, help_text='Il primo passo, «Chi sei», c’è sempre: nome, recapiti e comune non vanno chiesti qui.', verbose_name='passi del modulo')),
                ('retention_months', models.PositiveSmallIntegerField(default=24, help_text='Dopo la chiusura. Poi candidature e file vengono cancellati.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='mesi di conservazione')),
                ('office', models.CharField(blank=True, max_length=200, verbose_name='ufficio competente')),
                ('responsible_person', models.CharField(blank=True, max_length=200, verbose_name='responsabile del procedimento')),
                ('response_days', models.PositiveSmallIntegerField(blank=True, default=30, help_text='Dalla chiusura. La ricevuta dice entro quale giorno arriva una risposta. Vuoto: non è indicato.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='giorni per la risposta')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='email per informazioni')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='telefono per informazioni')),
                ('event_type', models.CharField(choices=[('lab', 'Laboratorio'), ('training', 'Formazione'), ('public_meeting', 'Incontro pubblico'), ('supervision', 'Supervisione')], default='lab', max_length=16, verbose_name='tipo di evento')),
                ('mode', models.CharField(choices=[('in_person', 'In presenza'), ('online', 'Online'), ('mixed', 'In presenza e online')], default='in_person', max_length=12, verbose_name='modalità')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='inizia il')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='finisce il')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='luogo')),
                ('address', models.CharField(blank=True, max_length=255, verbose_name='indirizzo')),
                ('online_url', models.URLField(blank=True, help_text='Non compare sulla pagina: lo riceve solo chi ha il posto confermato.', verbose_name='collegamento online')),
                ('costs', models.CharField(blank=True, default='Partecipazione gratuita', max_length=200, verbose_name='costi')),
                ('capacity', models.PositiveIntegerField(blank=True, help_text='Vuoto: senza limite. Aumentarli conferma subito chi è in lista d’attesa.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='posti')),
                ('admission', models.CharField(choices=[('automatic', 'Automatica: conferma subito finché ci sono posti'), ('moderated', 'Moderata: decide la commissione')], default='automatic', max_length=10, verbose_name='ammissione')),
            ],
            options={
                'verbose_name': 'evento',
                'verbose_name_plural': 'eventi',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='FollowLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'collegamento personale',
                'verbose_name_plural': 'collegamenti personali',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='quando')),
                ('reference', models.CharField(db_index=True, max_length=24, verbose_name='codice')),
                ('kind', models.CharField(choices=[('call', 'Candidatura'), ('event', 'Iscrizione')], max_length=8)),
                ('actor_label', models.CharField(max_length=200, verbose_name='da chi')),
                ('action', models.CharField(max_length=40, verbose_name='azione')),
                ('from_status', models.CharField(blank=True, choices=[('received', 'Ricevuta'), ('in_review', 'In istruttoria'), ('needs_info', 'Integrazione richiesta'), ('admissible', 'Ammissibile'), ('accepted', 'Accolta'), ('reserve', 'In riserva'), ('rejected', 'Non accolta'), ('withdrawn', 'Ritirata')], max_length=12)),
                ('to_status', models.CharField(blank=True, choices=[('received', 'Ricevuta'), ('in_review', 'In istruttoria'), ('needs_info', 'Integrazione richiesta'), ('admissible', 'Ammissibile'), ('accepted', 'Accolta'), ('reserve', 'In riserva'), ('rejected', 'Non accolta'), ('withdrawn', 'Ritirata')], max_length=12)),
                ('details', models.JSONField(default=dict, help_text='Codes and dates only.')),
            ],
            options={
                'verbose_name': 'voce del registro',
                'verbose_name_plural': 'registro',
                'ordering': ['at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ParticipationIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
            ],
            options={
                'verbose_name': 'indice di «Partecipa»',
                'verbose_name_plural': 'indici di «Partecipa»',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PrivacyNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='titolo')),
                ('version', models.CharField(help_text='Per esempio: 1.0 oppure 2026-11.', max_length=40, verbose_name='versione')),
                ('body', wagtail.fields.RichTextField(help_text='Una volta usata da una candidatura non si modifica più: crea una nuova versione.', verbose_name='testo')),
                ('published_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='in vigore dal')),
            ],
            options={
                'verbose_name': 'informativa privacy',
                'verbose_name_plural': 'informative privacy',
                'ordering': ['title', '-published_on'],
            },
        ),
        migrations.CreateModel(
            name='Reason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='motivazione')),
            ],
            options={
                'verbose_name': 'motivazione',
                'verbose_name_plural': 'motivazioni',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('applicant_kind', models.CharField(choices=[('citizen', 'Cittadina o cittadino'), ('organisation', 'Organizzazione o gruppo')], default='citizen', max_length=12, verbose_name='chi si candida')),
                ('first_name', models.CharField(max_length=80, verbose_name='nome')),
                ('last_name', models.CharField(max_length=80, verbose_name='cognome')),
                ('organisation_name', models.CharField(blank=True, max_length=200, verbose_name='denominazione')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telefono')),
                ('kind', models.CharField(choices=[('call', 'Candidatura'), ('event', 'Iscrizione')], max_length=8, verbose_name='tipo')),
                ('reference', models.CharField(max_length=24, unique=True, verbose_name='codice')),
                ('status', models.CharField(choices=[('received', 'Ricevuta'), ('in_review', 'In istruttoria'), ('needs_info', 'Integrazione richiesta'), ('admissible', 'Ammissibile'), ('accepted', 'Accolta'), ('reserve', 'In riserva'), ('rejected', 'Non accolta'), ('withdrawn', 'Ritirata')], default='received', max_length=12, verbose_name='stato')),
                ('version', models.PositiveIntegerField(default=1)),
                ('submitted_at', models.DateTimeField(verbose_name='inviata il')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='aggiornata il')),
                ('retention_months', models.PositiveSmallIntegerField(verbose_name='mesi di conservazione')),
                ('retain_until', models.DateField(db_index=True, verbose_name='conservata fino al')),
                ('respond_by', models.DateField(blank=True, null=True, verbose_name='risposta entro il')),
                ('info_due_at', models.DateTimeField(blank=True, null=True, verbose_name='integrazione entro')),
                ('seat_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='posto')),
                ('protocol_number', models.CharField(blank=True, max_length=60, verbose_name='numero di protocollo')),
                ('schema', models.JSONField()),
                ('answers', models.JSONField()),
            ],
            options={
                'verbose_name': 'candidatura o iscrizione',
                'verbose_name_plural': 'candidature e iscrizioni',
                'ordering': ['-submitted_at', '-pk'],
                'permissions': [('review_submission', 'Può istruire le candidature della propria commissione'), ('decide_submission', 'Può decidere sulle candidature che vede'), ('oversee_submission', 'Vede tutte le candidature e può riaprirle'), ('export_submission', 'Può esportare le candidature che vede')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='UploadedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('question_key', models.CharField(max_length=64)),
                ('original_name', models.CharField(max_length=200, verbose_name='nome del file')),
                ('content_type', models.CharField(max_length=100, verbose_name='tipo')),
                ('size', models.PositiveBigIntegerField(verbose_name='dimensione in byte')),
                ('sha256', models.CharField(max_length=64)),
                ('file', models.FileField(max_length=120, storage=candidature.models.submissions.private_storage, upload_to=candidature.models.submissions.private_name)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'file ricevuto',
                'verbose_name_plural': 'file ricevuti',
                'ordering': ['uploaded_at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='CallPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('abstract', models.TextField(blank=True, help_text='Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi.', max_length=300, verbose_name='sommario')),
                ('body', wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name='contenuto')),
                ('opens_at', models.DateTimeField(blank=True, null=True, verbose_name='si apre il')),
                ('closes_at', models.DateTimeField(blank=True, help_text='Giorno e ora, fuso di Roma. Da quel secondo in poi non si accetta più nulla.', null=True, verbose_name='si chiude il')),
                ('concluded', models.BooleanField(default=False, help_text='Per ciò che è finito e di cui non si conosce la data di chiusura: compare come chiuso.', verbose_name='concluso')),
                ('window_note', models.CharField(blank=True, help_text='Compare accanto alle date, per esempio se una data non è nota.', max_length=300, verbose_name='nota sui termini')),
                ('allowed_applicants', models.CharField(choices=[('citizen', 'Solo cittadine e cittadini'), ('organisation', 'Solo organizzazioni e gruppi'), ('both', 'Persone e organizzazioni')], default='both', max_length=12, verbose_name='chi può partecipare')),
                ('steps', wagtail.fields.StreamField([], blank=True, block_lookup={}, help_text='Il primo passo, «Chi sei», c’è sempre: nome, recapiti e comune non vanno chiesti qui.', verbose_name='passi del modulo')),
                ('retention_months', models.PositiveSmallIntegerField(default=24, help_text='Dopo la chiusura. Poi candidature e file vengono cancellati.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='mesi di conservazione')),
                ('office', models.CharField(blank=True, max_length=200, verbose_name='ufficio competente')),
                ('responsible_person', models.CharField(blank=True, max_length=200, verbose_name='responsabile del procedimento')),
                ('response_days', models.PositiveSmallIntegerField(blank=True, default=30, help_text='Dalla chiusura. La ricevuta dice entro quale giorno arriva una risposta. Vuoto: non è indicato.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='giorni per la risposta')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='email per informazioni')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='telefono per informazioni')),
                ('call_type', models.CharField(choices=[('partners', 'Manifestazione d’interesse per partner'), ('activators', 'Chiamata per attivatori di comunità'), ('other', 'Altro avviso')], default='partners', max_length=12, verbose_name='tipo di avviso')),
                ('eligible_subjects', wagtail.fields.RichTextField(blank=True, verbose_name='a chi è rivolto')),
                ('criteria', wagtail.fields.RichTextField(blank=True, verbose_name='criteri di valutazione')),
                ('outcome', wagtail.fields.StreamField([], blank=True, block_lookup={}, help_text='Codici delle candidature, mai nomi di persone.', verbose_name='esito')),
                ('image', models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine')),
            ],
            options={
                'verbose_name': 'avviso',
                'verbose_name_plural': 'avvisi',
            },
            bases=('wagtailcore.page',),
        ),
    ]
