from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("candidature", "0011_messages_with_files_at_once"),
    ]

    operations = [
        migrations.RenameField("message", "created_at", "changed_at"),
    ]
