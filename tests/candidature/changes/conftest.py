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


@pytest.fixture
def page() -> CallPage:
    """A public call that asks two things, published by a program."""
    found = CallPageFactory.create(
        parent=make_home(), title="Partner per l’ascolto", steps=form_of([text("a"), text("b")])
    )
    found.save_revision().publish()
    made: CallPage = CallPage.objects.get(pk=found.pk)
    return made


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(member_of(Role.EDITORS))
    return client
