"""An editor makes the English page of an Italian one, on screens that speak Italian."""

import pytest
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp
from wagtail.models import Page

from portal.roles import Role
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import administrator, member_of
from tests.portal.english import english_in
from tests.portal.pages.translating import english, translated

pytestmark = pytest.mark.django_db


def test_an_editor_translates_a_page_and_reads_italian(django_app: DjangoTestApp) -> None:
    home = make_home()
    page = StandardPageFactory.create(parent=home, title="Il programma", slug="programma")
    translated(home, title="Benvenuti")
    editor = member_of(Role.EDITORS)
    edit = django_app.get(reverse("wagtailadmin_pages:edit", args=[page.pk]), user=editor)
    address = reverse("simple_translation:submit_page_translation", args=[page.pk])
    assert address in edit.text

    asked = django_app.get(address, user=editor)
    form = next(form for form in asked.forms.values() if "locales" in form.fields)
    form["locales"] = [str(english().pk)]
    made = form.submit().follow()

    assert english_in(asked.text, frozenset({"English", "Benvenuti"})) == []
    assert english_in(made.text, frozenset({"English", "Benvenuti"})) == []
    copy = Page.objects.get(translation_key=page.translation_key, locale=english())
    assert (copy.live, copy.slug) == (False, "programma")
    assert address not in django_app.get(reverse("wagtailadmin_pages:edit", args=[page.pk]), user=editor).text


@pytest.mark.parametrize("role", [Role.REVIEWERS, Role.OFFICERS])
def test_nobody_else_translates(role: Role, client: Client) -> None:
    page = StandardPageFactory.create(parent=make_home())
    english()
    client.force_login(member_of(role))

    answer = client.post(reverse("simple_translation:submit_page_translation", args=[page.pk]))

    assert answer.status_code in (302, 403)
    assert Page.objects.filter(translation_key=page.translation_key).count() == 1


def test_the_languages_are_the_administrators(client: Client) -> None:
    address = reverse("wagtaillocales:index")
    client.force_login(member_of(Role.EDITORS))
    assert client.get(address).status_code in (302, 403)
    client.force_login(administrator())
    listed = client.get(address)
    assert listed.status_code == 200
    assert english_in(listed.content.decode(), frozenset({"English"})) == []
