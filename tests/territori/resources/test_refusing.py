"""What an editor cannot write of an entry of the Carta; the form is shown once for all of it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from portal.models import User
from portal.roles import Role
from territori.models import ResourcePage
from tests.home.factories import make_home
from tests.istruttoria.people import member_of
from tests.territori.factories import (
    ResourceIndexPageFactory,
    ResourcePageFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
)
from tests.territori.resources.test_editing import post, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def form(module_db: None) -> tuple[ResourcePage, User, Any]:
    """An entry, who edits it, and what the form holds."""
    territory = TerritoryPageFactory.create(parent=TerritoryIndexPageFactory.create(parent=make_home()))
    page = ResourcePageFactory.create(parent=ResourceIndexPageFactory.create(parent=territory))
    editor = member_of(Role.EDITORS)
    client = Client()
    client.force_login(editor)
    return page, editor, shown(client, page)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"latitude": "11.24", "longitude": "43.77"}, "maggiore o uguale a 35"),
        ({"latitude": "4377925", "longitude": "11.2"}, "minore o uguale a 47.5"),
        ({"longitude": "112"}, "minore o uguale a 18.7"),
        ({"latitude": "nord"}, "numero"),
        ({"latitude": "nan"}, "numero"),
        ({"email": "ufficio"}, "email"),
        ({"phone": "055 000 111 / 338 123 4567"}, "un numero solo"),
        ({"phone": "055 000 111 338 123 4567"}, "un numero solo"),
        ({"phone": "112 (24 ore su 24)"}, "un numero solo"),
        ({"phone": "055 000 111 int. 5"}, "un numero solo"),
        ({"for_whom": ["marziani"]}, "marziani"),
        ({"checked_on": "ieri"}, "data"),
        ({"kind": "altro"}, "altro"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    client: Client, form: tuple[ResourcePage, User, Any], values: dict[str, Any], said: str
) -> None:
    page, editor, data = form
    client.force_login(editor)

    answer = post(client, page, data, **values)

    assert answer.status_code == 200
    assert said in " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())
    assert ResourcePage.objects.get().latest_revision is None
