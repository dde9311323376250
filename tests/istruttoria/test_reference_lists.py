"""Lists for questions, as editors load them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp
from webtest import Upload

from candidature.models import ReferenceList
from portal.roles import Role
from tests.candidature.factories import UserFactory
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Any:
    user = member_of(Role.EDITORS)
    client.force_login(user)
    return user


def file_of(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("scuole.csv", content.encode(), content_type="text/csv")


def test_an_editor_loads_a_list_and_then_a_new_version(client: Client, editor: Any) -> None:
    client.post(reverse("elenchi:add"), {"name": "Scuole", "file": file_of("codice;voce\nA1;Verdi\n")})
    made = ReferenceList.objects.get()
    address = reverse("elenchi:edit", args=[made.pk])
    shown = client.get(address).content.decode()
    client.post(address, {"name": "Scuole", "file": file_of("codice;voce\nA1;Verdi\nA2;Rossi\n")})

    assert "Adesso vale la versione 1 (voci: 1)." in shown
    assert [(one.number, one.pairs()) for one in made.versions.all()] == [
        (2, [("A1", "Verdi"), ("A2", "Rossi")]),
        (1, [("A1", "Verdi")]),
    ]
    listed = client.get(reverse("elenchi:index")).content.decode()
    assert "Scuole" in listed
    assert "Elenchi di riferimento" in listed


def test_only_the_name_may_be_changed_without_another_file(client: Client, editor: Any) -> None:
    made = ReferenceList.objects.create(name="Scuole")
    made.take([("A1", "Verdi")])
    client.post(reverse("elenchi:edit", args=[made.pk]), {"name": "Scuole toscane"})

    made.refresh_from_db()
    assert (made.name, made.versions.count()) == ("Scuole toscane", 1)


@pytest.mark.parametrize("content", ["", "nome\nVerdi", "voce\n=1+1\n"])
def test_a_file_that_is_wrong_makes_no_list(client: Client, editor: Any, content: str) -> None:
    response = client.post(reverse("elenchi:add"), {"name": "Scuole", "file": file_of(content)})

    assert response.status_code == 200
    assert "L’elenco non è stato creato" in response.content.decode()
    assert not ReferenceList.objects.exists()


def test_two_lists_have_two_names(client: Client, editor: Any) -> None:
    ReferenceList.objects.create(name="Scuole")
    response = client.post(reverse("elenchi:add"), {"name": "scuole", "file": file_of("voce\nA\n")})

    assert response.status_code == 200
    assert ReferenceList.objects.count() == 1


def test_no_list_is_deleted_whoever_asks(client: Client) -> None:
    made = ReferenceList.objects.create(name="Scuole")
    made.take([("A1", "Verdi")])
    client.force_login(UserFactory.create(is_superuser=True, is_staff=True))
    response = client.post(reverse("elenchi:delete", args=[made.pk]), follow=True)

    assert "Un elenco non si elimina" in response.content.decode()
    assert ReferenceList.objects.exists()
    with pytest.raises(ProtectedError):
        made.delete()


def test_where_there_is_none_the_list_says_what_one_is_for_and_its_form_makes_it(
    django_app: DjangoTestApp,
) -> None:
    django_app.set_user(member_of(Role.EDITORS))
    empty = django_app.get(reverse("elenchi:index"))
    assert "Nessun elenco: caricane uno da un file CSV" in empty
    assert "Nessun risultato" in django_app.get(reverse("elenchi:index"), {"q": "scuole"})

    form = empty.click("Nuovo elenco", index=0).forms["w-editor-form"]
    form["name"] = "Scuole"
    form["file"] = Upload("scuole.csv", b"codice;voce\nA1;Verdi\n", "text/csv")
    form.submit(status=302)

    [version] = ReferenceList.objects.get(name="Scuole").versions.all()
    assert version.pairs() == [("A1", "Verdi")]
