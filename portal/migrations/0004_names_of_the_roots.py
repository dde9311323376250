"""Wagtail calls the root of the pages and that of the collections “Root”, which editors read at every step."""

from django.db import migrations

PAGES, FILES = "Portale", "Archivio"


def in_italian(apps, schema_editor):
    pages = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title="Root")
    pages.update(title=PAGES, draft_title=PAGES)
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name="Root").update(name=FILES)


def as_before(apps, schema_editor):
    pages = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title=PAGES)
    pages.update(title="Root", draft_title="Root")
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name=FILES).update(name="Root")


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_frame")]

    operations = [migrations.RunPython(in_italian, as_before)]
