from django.db import migrations, models

# The mark of those whose answers are still to be read stays on no page.
_MARK = b"\x00"
_FILL = """
    UPDATE "candidature_submissionword" SET "page" = "sent"."page_id", "zone" = "sent"."zone_id"
    FROM "candidature_submission" AS "sent"
    WHERE "sent"."id" = "candidature_submissionword"."submission_id" AND "word" <> %s
"""


def fill(_apps, schema_editor):
    schema_editor.execute(_FILL, [_MARK])


class Migration(migrations.Migration):

    dependencies = [
        ('candidature', '0012_when_a_message_changed'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='submissionword',
            name='search_word_begins',
        ),
        migrations.AddField(
            model_name='submissionword',
            name='page',
            field=models.PositiveBigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='submissionword',
            name='zone',
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='submissionword',
            index=models.Index(fields=['page', 'word', 'submission'], name='search_word_by_page'),
        ),
        migrations.AddIndex(
            model_name='submissionword',
            index=models.Index(fields=['zone', 'word', 'submission'], name='search_word_by_zone'),
        ),
    ]
