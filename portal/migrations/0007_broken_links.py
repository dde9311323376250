import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("portal", "0006_page_care"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("url", models.CharField(max_length=500, unique=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("failed_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="BrokenLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("place", models.CharField(max_length=500)),
                ("where", models.CharField(max_length=255, verbose_name="dove")),
                (
                    "fault",
                    models.CharField(
                        choices=[
                            ("page_gone", "La pagina collegata non esiste più"),
                            ("page_hidden", "La pagina collegata non è pubblicata"),
                            ("document_gone", "Il documento collegato non esiste più"),
                            ("outside", "L’altro sito non risponde, o lì non c’è più nulla"),
                        ],
                        max_length=16,
                        verbose_name="che cosa non va",
                    ),
                ),
                ("target", models.CharField(max_length=500)),
                ("target_title", models.CharField(blank=True, max_length=500, verbose_name="dove portava")),
                ("found_at", models.DateTimeField(auto_now_add=True, verbose_name="trovato il")),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="pagina",
                    ),
                ),
            ],
            options={
                "verbose_name": "collegamento interrotto",
                "verbose_name_plural": "collegamenti interrotti",
                "ordering": ["page__title", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "place", "fault", "target"), name="broken_link_once_in_a_place"
                    )
                ],
            },
        ),
    ]
