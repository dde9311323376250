from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from candidature.models import CallPage
from portal.roles import Role
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.journey import form_of
from tests.home.factories import make_home
from tests.istruttoria.people import member_of
from tests.moduli.builders import block


def text(key: str, label: str = "", **options: Any) -> Any:
    return block("short_text", key, label=label or f"Domanda {key}", **{"required": False, **options})


@pytest.fixture(scope="module")
def published(module_db: None, module_files: Path) -> CallPage:
    made: CallPage = CallPageFactory.create(
        parent=make_home(), title="Partner per l’ascolto", steps=form_of([text("a"), text("b")])
    )
    made.save_revision().publish()
    return made


@pytest.fixture
def page(published: CallPage) -> CallPage:
    """A public call that asks two things, published by a program."""
    found: CallPage = CallPage.objects.get(pk=published.pk)
    return found


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(member_of(Role.EDITORS))
    return client
