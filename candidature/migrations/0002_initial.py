import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('candidature', '0001_initial'),
        ('portal', '0003_frame'),
        ('territori', '0001_initial'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='callpage',
            name='path_page',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='%(class)ss', to='territori.pathpage', verbose_name='percorso'),
        ),
        migrations.AddField(
            model_name='callpage',
            name='territories',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='%(class)ss', to='territori.territorypage', verbose_name='territori'),
        ),
        migrations.AddField(
            model_name='committee',
            name='members',
            field=models.ManyToManyField(blank=True, related_name='committees', to=settings.AUTH_USER_MODEL, verbose_name='componenti'),
        ),
        migrations.AddField(
            model_name='committee',
            name='pages',
            field=models.ManyToManyField(blank=True, help_text='La commissione vede tutto ciò che arriva per queste pagine.', related_name='committees', to='wagtailcore.page', verbose_name='avvisi ed eventi'),
        ),
        migrations.AddField(
            model_name='committee',
            name='zones',
            field=models.ManyToManyField(blank=True, help_text='La commissione vede tutto ciò che riguarda queste zone.', related_name='committees', to='territori.zone', verbose_name='zone-distretto'),
        ),
        migrations.AddField(
            model_name='draft',
            name='municipality',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territori.municipality', verbose_name='comune'),
        ),
        migrations.AddField(
            model_name='draft',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.page'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='image',
            field=models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='path_page',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='%(class)ss', to='territori.pathpage', verbose_name='percorso'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='territories',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='%(class)ss', to='territori.territorypage', verbose_name='territori'),
        ),
        migrations.AddField(
            model_name='logentry',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='participationindexpage',
            name='image',
            field=models.ForeignKey(blank=True, help_text='In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.portalimage', verbose_name='immagine'),
        ),
        migrations.AddConstraint(
            model_name='privacynotice',
            constraint=models.UniqueConstraint(fields=('title', 'version'), name='privacy_notice_version_unique'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='privacy_notice',
            field=models.ForeignKey(blank=True, help_text='Senza informativa il modulo non si apre.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='candidature.privacynotice', verbose_name='informativa privacy'),
        ),
        migrations.AddField(
            model_name='callpage',
            name='privacy_notice',
            field=models.ForeignKey(blank=True, help_text='Senza informativa il modulo non si apre.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='candidature.privacynotice', verbose_name='informativa privacy'),
        ),
        migrations.AddField(
            model_name='reason',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reason', to='candidature.logentry'),
        ),
        migrations.AddField(
            model_name='submission',
            name='municipality',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territori.municipality', verbose_name='comune'),
        ),
        migrations.AddField(
            model_name='submission',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='wagtailcore.page', verbose_name='avviso o evento'),
        ),
        migrations.AddField(
            model_name='submission',
            name='privacy_notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='candidature.privacynotice', verbose_name='informativa letta'),
        ),
        migrations.AddField(
            model_name='submission',
            name='zone',
            field=models.ForeignKey(blank=True, help_text='La zona dell’avviso o, se ne riguarda più d’una, quella del comune di chi si candida.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territori.zone', verbose_name='zona-distretto'),
        ),
        migrations.AddField(
            model_name='reason',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reasons', to='candidature.submission'),
        ),
        migrations.AddField(
            model_name='logentry',
            name='submission',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='log', to='candidature.submission'),
        ),
        migrations.AddField(
            model_name='followlink',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_links', to='candidature.submission'),
        ),
        migrations.AddField(
            model_name='answerrevision',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_revisions', to='candidature.submission'),
        ),
        migrations.AddField(
            model_name='uploadedfile',
            name='draft',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='candidature.draft'),
        ),
        migrations.AddField(
            model_name='uploadedfile',
            name='submission',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='candidature.submission'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['-submitted_at', '-id'], name='submission_recent'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['page', '-submitted_at'], name='submission_page_recent'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['status', '-submitted_at'], name='submission_status_recent'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['zone', '-submitted_at'], name='submission_zone_recent'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('page', 'seat_number'), name='seat_sold_once'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'event'), ('seat_number__isnull', False), ('status', 'accepted')), models.Q(models.Q(('kind', 'event'), ('status', 'accepted'), _negated=True), ('seat_number__isnull', True)), _connector='OR'), name='seat_held_only_when_confirmed'),
        ),
        migrations.AddConstraint(
            model_name='uploadedfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('draft__isnull', False), ('submission__isnull', True)), models.Q(('draft__isnull', True), ('submission__isnull', False)), _connector='OR'), name='file_has_one_owner'),
        ),
    ]
