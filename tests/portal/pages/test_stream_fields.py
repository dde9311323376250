"""What blocks are made of stays out of the migrations."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from wagtail.blocks import CharBlock, StreamBlock
from wagtail.fields import StreamField as WagtailStreamField

from portal.pages.fields import StreamField

MIGRATIONS = sorted(Path(settings.BASE_DIR).glob("*/migrations/[0-9]*.py"))
OURS = {path.parent.parent.name for path in MIGRATIONS}


def stream_fields() -> Any:
    return [
        field
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.local_fields
        if isinstance(field, WagtailStreamField)
    ]


@pytest.mark.django_db
def test_relabelling_a_block_makes_no_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = stream_fields()
    assert len(fields) >= 15
    for field in fields:
        reworded = StreamBlock([("reworded", CharBlock(label="Con altre parole"))])
        monkeypatch.setitem(field.__dict__, "stream_block", reworded)
    # Exits with an error when there is something to write.
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_no_migration_names_a_block(path: Any) -> None:
    source = path.read_text()
    assert not re.search(r"wagtail\.blocks|\.blocks\.|block_lookup=\{[^}]", source)
    assert "StreamField([(" not in source


def test_a_migrated_model_knows_its_column_and_the_running_one_its_blocks() -> None:
    field = apps.get_model("candidature", "CallPage")._meta.get_field("steps")
    assert list(field.stream_block.child_blocks) == ["step", "eligibility"]
    assert list(field.clone().stream_block.child_blocks) == []
    assert isinstance(field, StreamField)
