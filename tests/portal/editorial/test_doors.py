"""Whatever publishes stops at a page with errors; what was typed is kept, and the list is shown."""

import html
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from candidature.models import CallPage
from home.models import StandardPage
from portal.editorial.doors import PublishingRefusedError
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, participation_index
from tests.home.factories import make_home
from tests.istruttoria.people import administrator, member_of
from tests.portal.pages.translating import translated

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "action-publish"}
EMPTY = {name: streamfield([]) for name in ("steps", "body", "outcome", "checks", "scoring")}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(member_of(Role.EDITORS))
    return client


def broken(**fields: Any) -> CallPage:
    """A call that lacks its office, never published."""
    made: CallPage = CallPageFactory.create(
        parent=make_home(), **{"office": "", "live": False, "first_published_at": None, **fields}
    )
    return made


def draft_of(page: CallPage) -> CallPage:
    made: CallPage = CallPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return made


def is_live(page: CallPage) -> bool:
    answer: bool = CallPage.objects.get(pk=page.pk).live
    return answer


def post(client: Client, address: str, **fields: Any) -> Any:
    data = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    data.update(nested_form_data(EMPTY))
    data.update(fields)
    return client.post(address, data, follow=True)


def edit(client: Client, page: CallPage, **fields: Any) -> Any:
    return post(client, reverse("wagtailadmin_pages:edit", args=[page.pk]), **fields)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def test_the_editor_keeps_what_was_typed_and_shows_the_list(editor: Client) -> None:
    page = broken()

    response = edit(editor, page, title="Un altro titolo", **PUBLISH)

    assert not is_live(page)
    assert draft_of(page).title == "Un altro titolo"
    assert response.redirect_chain[-1][0].endswith("?controlli=1")
    text = text_of(response)
    assert "«Un altro titolo» non è stata pubblicata" in text
    assert "data-findings-box" in text
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[page.pk])}#:w:contentpath=office"' in text


def test_what_is_public_stays_as_it_is_when_a_change_is_refused(editor: Client) -> None:
    page = broken(live=True, office="Ufficio", title="Come si legge")
    page.save_revision()

    edit(editor, page, title="Come si leggerebbe", office="", **PUBLISH)

    assert is_live(page)
    assert CallPage.objects.get(pk=page.pk).title == "Come si legge"
    assert draft_of(page).title == "Come si leggerebbe"


def test_a_new_page_is_refused_before_anybody_can_read_it(editor: Client) -> None:
    index = participation_index(make_home())
    address = reverse("wagtailadmin_pages:add", args=["candidature", "callpage", index.pk])

    response = post(editor, address, title="Avviso nuovo", slug="avviso-nuovo", **PUBLISH)

    page = CallPage.objects.get(title="Avviso nuovo")
    assert (page.live, page.first_published_at) == (False, None)
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").count() == 0
    assert "Mancano i termini" in text_of(response)


def test_a_new_page_without_errors_is_published_at_once(editor: Client) -> None:
    index = participation_index(make_home())
    address = reverse("wagtailadmin_pages:add", args=["candidature", "callpage", index.pk])

    response = post(
        editor, address, title="Avviso", slug="avviso", office="A", window_note="A giugno", **PUBLISH
    )

    assert CallPage.objects.get(title="Avviso").live
    assert "Pubblicata, ma da rivedere" in text_of(response)


def test_a_draft_is_saved_whatever_it_lacks(editor: Client) -> None:
    page = broken(privacy_notice=None)
    response = edit(editor, page, title="Ancora a metà")
    assert "data-findings-box" not in text_of(response)
    assert draft_of(page).title == "Ancora a metà"


def test_a_page_whose_address_nobody_wrote_has_one_of_its_title(editor: Client) -> None:
    index = participation_index(make_home())
    address = reverse("wagtailadmin_pages:add", args=["candidature", "callpage", index.pk])

    post(editor, address, title="Città e quartieri", slug="")

    assert CallPage.objects.get(title="Città e quartieri").slug == "città-e-quartieri"


def test_publishing_at_a_later_moment_is_refused_too(editor: Client) -> None:
    page = broken()
    later = timezone.localtime() + timedelta(days=2)

    edit(editor, page, go_live_at=f"{later:%d/%m/%Y %H:%M}", **PUBLISH)

    assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_the_clock_leaves_out_a_page_that_broke_meanwhile_and_publishes_the_others() -> None:
    soon = timezone.now() + timedelta(hours=1)
    good = broken(office="Ufficio", go_live_at=soon)
    bad = CallPageFactory.create(parent=good.get_parent(), live=False, go_live_at=soon)
    for page in (bad, good):
        page.save_revision().publish()
    assert not is_live(good)
    for page in (bad, good):
        revision = page.get_latest_revision()
        revision.content["go_live_at"] = revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        revision.content["go_live_at"] = revision.content["go_live_at"].isoformat()
        if page == bad:
            revision.content["office"] = ""
        revision.save()

    call_command("publish_scheduled")

    assert (is_live(bad), is_live(good)) == (False, True)
    assert not bad.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert PageLogEntry.objects.filter(page=bad.pk, action="wagtail.schedule.cancel").exists()


def test_an_approval_does_not_publish_a_broken_page(editor: Client) -> None:
    page = broken()
    page.save_revision()
    page.get_workflow().start(page, member_of(Role.EDITORS))
    state = page.current_workflow_state.current_task_state
    officer = Client()
    officer.force_login(member_of(Role.OFFICERS))
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])

    response = officer.post(address, follow=True)

    assert not is_live(page)
    assert "Manca l’ufficio competente" in text_of(response)
    # It can be approved once it is mended.
    state.refresh_from_db()
    assert state.status == "in_progress"


def test_who_asks_for_an_approval_hears_that_it_could_not_be_given(client: Client) -> None:
    client.force_login(administrator())
    response = edit(client, broken(), **{"action-submit": "1"})
    assert "così non si potrà pubblicare" in text_of(response)


def test_the_api_publishes_no_broken_page(client: Client) -> None:
    client.force_login(administrator())
    page = broken()

    response = client.post(f"/admin/api/main/pages/{page.pk}/action/publish/")

    assert response.status_code == 400
    assert "ufficio" in json.dumps(response.json(), ensure_ascii=False)
    assert not is_live(page)


def test_a_copy_by_the_api_is_a_draft_whatever_is_asked(client: Client) -> None:
    client.force_login(administrator())
    page = make_home().add_child(instance=StandardPage(title="Chi siamo", slug="chi-siamo"))

    response = client.post(f"/admin/api/main/pages/{page.pk}/action/copy/", {"keep_live": "true"})

    assert response.status_code == 201
    assert page.live
    assert not StandardPage.objects.get(pk=response.json()["id"]).live


@pytest.mark.parametrize("act", ["copy", "create_alias", "move"])
def test_the_api_puts_no_page_among_those_of_another_language(client: Client, act: str) -> None:
    client.force_login(administrator())
    home = make_home()
    page = translated(home.add_child(instance=StandardPage(title="Chi siamo", slug="chi-siamo")))

    address = f"/admin/api/main/pages/{page.pk}/action/{act}/"
    asked = {"destination_page_id": home.pk, "slug": "altro", "update_slug": "altro"}
    response = client.post(address, asked)

    # Who moves one is told by Wagtail itself.
    assert response.status_code == (403 if act == "move" else 400)
    said = json.dumps(response.json(), ensure_ascii=False)
    assert act == "move" or "è in un’altra lingua" in said
    assert StandardPage.objects.child_of(home).count() == 1


def test_the_form_that_copies_a_page_does_not_publish_it(editor: Client) -> None:
    parent = make_home()
    page = parent.add_child(instance=StandardPage(title="Chi siamo", slug="chi-siamo"))
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    asked = {"new_title": "Copia", "new_slug": "copia", "new_parent_page": parent.pk}

    editor.post(address, {**asked, "publish_copies": "on"})

    assert not StandardPage.objects.get(slug="copia").live


def test_a_program_hears_of_it_as_an_error() -> None:
    page = broken()
    with pytest.raises(PublishingRefusedError, match="ufficio competente"):
        page.save_revision().publish()
    assert not is_live(page)


def test_what_the_form_refuses_is_listed_with_its_place(editor: Client) -> None:
    page = broken(office="Ufficio")
    step = ("step", {"title": "", "intro": "", "questions": streamfield([("short_text", {"label": ""})])})

    response = edit(
        editor, page, **nested_form_data({"steps": streamfield([step])}), closes_at="non so", **PUBLISH
    )

    text = text_of(response)
    assert "La pagina non è stata pubblicata" in text
    assert 'data-finding-place="closes_at"' in text
    assert "Passi del modulo › Passo › Titolo del passo: " in text


def test_the_list_is_in_the_side_panel_at_any_time(editor: Client) -> None:
    page = broken()
    text = text_of(editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert 'data-finding-place="office"' in text
    assert "1 errore impedisce di pubblicare." in text


def test_a_page_that_was_never_saved_says_when_it_is_looked_at(editor: Client) -> None:
    index = participation_index(make_home())
    address = reverse("wagtailadmin_pages:add", args=["candidature", "callpage", index.pk])
    assert "I controlli compaiono quando la bozza è salvata." in text_of(editor.get(address))
