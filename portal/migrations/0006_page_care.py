import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("portal", "0005_languages"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="portalsettings",
            name="review_after_months",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text="Contati dall’ultima pubblicazione, per le pagine senza una data propria. Con 0 si rileggono solo quelle che ne hanno una.",
                validators=[django.core.validators.MaxValueValidator(120)],
                verbose_name="mesi dopo i quali rileggere una pagina",
            ),
        ),
        migrations.CreateModel(
            name="PageCare",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="care",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("review_on", models.DateField(blank=True, null=True)),
                ("needs_no_review", models.BooleanField(default=False)),
                ("reread_at", models.DateTimeField(editable=False, null=True)),
                ("told_for", models.DateField(editable=False, null=True)),
                ("told_on", models.DateField(editable=False, null=True)),
                ("times_told", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "cura di una pagina", "verbose_name_plural": "cura delle pagine"},
        ),
    ]
