"""Staff read the admin in the language they chose; what they cause for others stays Italian."""

from datetime import date, datetime
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language, override
from django_webtest import DjangoTestApp
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.users.models import UserProfile

from candidature.pages.participation import ParticipationPage
from portal.models import OutboxMessage, User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.home.factories import make_home
from tests.istruttoria.people import administrator, member_of

pytestmark = pytest.mark.django_db


def reads_english(user: User) -> Any:
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    return user


def language_of(page: ParticipationPage) -> str:
    text: str = page.html.find("html")["lang"]
    return text


def test_staff_choose_english_in_their_account(django_app: DjangoTestApp) -> None:
    user = member_of(Role.OFFICERS)
    account = django_app.get(reverse("wagtailadmin_account"), user=user)
    assert language_of(account) == "it"
    form = next(form for form in account.forms.values() if "locale-preferred_language" in form.fields)
    offered = {value for value, _selected, _label in form["locale-preferred_language"].options if value}
    assert offered == {"it", "en"}

    form["locale-preferred_language"] = "en"
    form.submit()

    home = django_app.get("/admin/", user=user)
    assert language_of(home) == "en"
    assert "Outgoing" in home.text or "outgoing" in home.text


def test_a_browser_that_asks_for_english_gets_italian(django_app: DjangoTestApp) -> None:
    response = Client().get(make_home().url, headers={"Accept-Language": "en"})
    admin = django_app.get("/admin/", user=member_of(Role.OFFICERS), headers={"Accept-Language": "en"})

    assert '<html lang="it"' in response.content.decode()
    assert "language" not in response.get("Vary", "").lower()
    assert "Content-Language" not in response
    assert language_of(admin) == "it"


def test_the_letter_of_a_decision_taken_in_english_is_italian(django_app: DjangoTestApp) -> None:
    page = CallPageFactory.create()
    officer = reads_english(member_of(Role.OFFICERS))
    submission = submitted(page)
    address = reverse("candidature_review:decide", args=[submission.pk, "accept"])
    shown = django_app.get(address, user=officer)
    assert language_of(shown) == "en"
    OutboxMessage.objects.all().delete()

    form = next(form for form in shown.forms.values() if "expected_version" in form.fields)
    form.submit()

    letter = OutboxMessage.objects.get(related_to=submission.reference)
    assert "La tua candidatura è stata selezionata" in letter.subject
    assert "Your" not in letter.body
    assert "Gentile" in letter.body


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_day_that_a_calendar_wrote_is_the_same_day_in_either_language(language: str) -> None:
    """5 June, and not the sixth of May."""
    with override(language):
        day, moment = AdminDateInput(), AdminDateTimeInput()
        written = day.format_value(date(2027, 6, 5)), moment.format_value(datetime(2027, 6, 5, 17, 30))

        assert written == ("05/06/2027", "05/06/2027 17:30")
        assert forms.DateField().clean(written[0]) == date(2027, 6, 5)
        assert forms.DateTimeField().clean(written[1]).strftime("%d %m %H:%M") == "05 06 17:30"
        assert forms.DateField().clean("2027-06-05") == date(2027, 6, 5)


def test_after_a_request_in_english_the_next_one_is_italian(client: Client) -> None:
    client.force_login(reads_english(administrator()))
    client.get("/admin/")

    assert get_language() == "it"
    assert '<html lang="it"' in Client().get("/admin/login/").content.decode()


def test_what_is_not_there_or_not_allowed_is_told_in_the_language_of_the_account(client: Client) -> None:
    make_home()
    client.force_login(reads_english(member_of(Role.REVIEWERS)))

    absent = client.get("/admin/candidature/999999/")
    refused = client.get(reverse("wagtailimages:index"), follow=True)

    assert absent.status_code == 404
    assert "This page is not here" in absent.content.decode() or "Error 404" in absent.content.decode()
    assert "Spiacente" not in refused.content.decode()
    assert "do not have permission" in refused.content.decode()
    assert "Errore 404" in Client().get("/non-esiste/").content.decode()


def test_the_preview_of_a_page_is_shown_as_the_public_reads_it(client: Client) -> None:
    page = make_home()
    published = Client().get(page.url).content.decode()
    client.force_login(reads_english(administrator()))

    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()

    assert '<html lang="it"' in preview
    assert "Vai al footer" in published
    assert "Vai al footer" in preview


def test_scripts_of_the_admin_speak_with_the_projects_corrections(client: Client) -> None:
    client.force_login(member_of(Role.EDITORS))
    words = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()

    assert '"Dashboard": "Pagina iniziale"' in words
    # Wagtail's own are still there.
    assert '"Edit": "Modifica"' in words or '"Cancel": "Annulla"' in words
