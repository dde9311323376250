"""What must not be deleted is not: pages with answers, notices that were read; and it is said why."""

from typing import Any

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page

from candidature.intake import drafts
from candidature.models import CallPage, Committee, Draft, LogEntry, PrivacyNotice, Submission
from candidature.privacy import kept_pages
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, PrivacyNoticeFactory, draft_token, submitted
from tests.istruttoria.people import administrator, member_of

pytestmark = pytest.mark.django_db

WRITTEN_AT = timezone.now()
REFUSED = "ha ricevuto candidature o iscrizioni"


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(parent=Page.get_first_root_node())
    return made


@pytest.fixture
def admin(client: Client) -> User:
    user = administrator()
    client.force_login(user)
    return user


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_with_submissions_is_not_deleted(
    client: Client, admin: User, page: CallPage, method: str
) -> None:
    submitted(page)

    response = getattr(client, method)(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)

    assert REFUSED in response.content.decode()
    assert CallPage.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nor_is_a_page_above_it(client: Client, admin: User, method: str) -> None:
    parent = CallPageFactory.create(parent=Page.get_first_root_node())
    submitted(CallPageFactory.create(parent=parent))

    response = getattr(client, method)(reverse("wagtailadmin_pages:delete", args=[parent.pk]), follow=True)

    assert REFUSED in response.content.decode()
    assert CallPage.objects.count() == 2


def test_nor_in_bulk(client: Client, admin: User, page: CallPage) -> None:
    submitted(page)
    other = CallPageFactory.create(parent=Page.get_first_root_node())
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    response = client.post(f"{address}?id={other.pk}&id={page.pk}", follow=True)

    assert REFUSED in response.content.decode()
    assert CallPage.objects.count() == 2


def test_nor_is_a_notice_that_an_open_call_uses(client: Client, page: CallPage) -> None:
    client.force_login(member_of(Role.OFFICERS))

    response = client.post(reverse("informative:delete", args=[page.privacy_notice_id]), follow=True)

    assert "non si elimina" in response.content.decode()
    assert PrivacyNotice.objects.filter(pk=page.privacy_notice_id).exists()


def test_a_page_without_submissions_is_deleted(client: Client, admin: User, page: CallPage) -> None:
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not CallPage.objects.exists()


def notice_values(notice: Any, **changes: Any) -> Any:
    return {
        "title": notice.title,
        "version": notice.version,
        "published_on": notice.published_on.isoformat(),
        "body": '{"blocks": [{"key": "a", "type": "unstyled", "text": "Nuovo testo", "depth": 0, '
        '"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
        **changes,
    }


def test_a_notice_that_somebody_read_is_not_edited_but_a_new_version_is_offered(
    client: Client, page: CallPage
) -> None:
    client.force_login(member_of(Role.OFFICERS))
    submitted(page)
    notice = page.privacy_notice
    assert notice is not None
    edit = reverse("informative:edit", args=[notice.pk])

    shown = client.get(edit, follow=True)
    client.post(edit, notice_values(notice))

    assert shown.redirect_chain[-1][0] == reverse("informative:copy", args=[notice.pk])
    assert "Crea una nuova versione" in shown.content.decode()
    notice.refresh_from_db()
    assert "Nuovo testo" not in notice.body


def test_the_new_version_is_another_row(client: Client, page: CallPage) -> None:
    client.force_login(member_of(Role.OFFICERS))
    submitted(page)
    notice = page.privacy_notice
    assert notice is not None

    client.post(reverse("informative:copy", args=[notice.pk]), notice_values(notice, version="2.0"))

    assert set(PrivacyNotice.objects.values_list("version", flat=True)) == {"1.0", "2.0"}
    assert Submission.objects.get().privacy_notice == notice


def test_a_notice_nobody_read_is_edited(client: Client) -> None:
    client.force_login(member_of(Role.OFFICERS))
    notice = PrivacyNoticeFactory.create()

    client.post(reverse("informative:edit", args=[notice.pk]), notice_values(notice))

    notice.refresh_from_db()
    assert "Nuovo testo" in notice.body


@pytest.mark.parametrize("action", ["edit", "copy", "delete"])
def test_a_notice_that_does_not_exist_is_not_found(client: Client, action: str) -> None:
    client.force_login(member_of(Role.OFFICERS))

    assert client.get(f"/admin/informative/{action}/99999999999999999999999/").status_code == 404


def test_a_notice_in_use_is_not_deleted_and_it_is_said_why(client: Client, page: CallPage) -> None:
    client.force_login(member_of(Role.OFFICERS))
    submitted(page)

    response = client.post(reverse("informative:delete", args=[page.privacy_notice_id]), follow=True)

    assert response.status_code == 200
    assert "non si elimina" in response.content.decode()
    assert PrivacyNotice.objects.filter(pk=page.privacy_notice_id).exists()


def test_deleting_an_account_in_the_admin_keeps_what_it_did_in_the_log(
    client: Client, admin: User, page: CallPage
) -> None:
    submission = submitted(page)
    user = member_of(Role.OFFICERS)
    label = str(user)
    client.force_login(user)
    client.post(reverse("candidature_review:decide", args=[submission.pk, "accept"]), {"expected_version": 1})
    client.force_login(admin)

    response = client.post(reverse("wagtailusers_users:delete", args=[user.pk]))

    assert response.status_code == 302
    assert not User.objects.filter(pk=user.pk).exists()
    entry = LogEntry.objects.get(action="accept")
    assert (entry.actor, entry.actor_label) == (None, label)


def test_an_officer_makes_changes_and_dissolves_a_committee(client: Client, page: CallPage) -> None:
    client.force_login(member_of(Role.OFFICERS))
    reviewer, editor = member_of(Role.REVIEWERS), member_of(Role.EDITORS)

    form = client.get(reverse("commissioni:add")).context["form"]
    client.post(reverse("commissioni:add"), {"name": "Partner", "members": [reviewer.pk], "pages": [page.pk]})

    assert reviewer in form.fields["members"].queryset
    assert editor not in form.fields["members"].queryset
    committee = Committee.objects.get()
    assert list(committee.members.all()) == [reviewer]
    assert [assigned.pk for assigned in committee.pages.all()] == [page.pk]

    client.post(reverse("commissioni:edit", args=[committee.pk]), {"name": "Partner", "pages": [page.pk]})
    assert not committee.members.exists()

    client.post(reverse("commissioni:delete", args=[committee.pk]))
    assert not Committee.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITORS, Role.REVIEWERS])
@pytest.mark.parametrize(
    "name", ["commissioni:index", "commissioni:add", "informative:index", "informative:add"]
)
def test_nobody_else_keeps_committees_and_notices(client: Client, role: Role, name: str) -> None:
    client.force_login(member_of(role))

    assert client.get(reverse(name)).status_code == 302


WRITING = "bozza che qualcuno sta scrivendo"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_on_which_somebody_is_writing_is_not_deleted_and_the_way_out_is_said(
    client: Client, admin: User, page: CallPage, method: str
) -> None:
    draft_token(page)

    response = getattr(client, method)(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)

    said = response.content.decode()
    assert WRITING in said
    assert "annullarne la pubblicazione" in said
    assert date_format(timezone.localtime(Draft.objects.get().expires_at), "j F Y") in said
    assert CallPage.objects.filter(pk=page.pk).exists()
    assert Draft.objects.exists()


def test_nor_in_bulk_while_somebody_is_writing(client: Client, admin: User, page: CallPage) -> None:
    draft_token(page)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    response = client.post(f"{address}?id={page.pk}", follow=True)

    assert WRITING in response.content.decode()
    assert CallPage.objects.exists()


def sentence_in(response: Any) -> Any:
    """What staff read at the top of the page, once they were sent away."""
    [message] = response.context["messages"]
    return str(message).strip()


@pytest.mark.parametrize(
    ("drafts", "beginning", "stays"),
    [
        (1, "c’è 1 bozza che qualcuno sta scrivendo", "la bozza resta. Se nessuno la riprende"),
        (2, "ci sono 2 bozze che qualcuno sta scrivendo", "le bozze restano. Se nessuno le riprende"),
    ],
)
def test_who_may_not_delete_reads_how_many_drafts_there_are_and_until_when(
    client: Client, admin: User, drafts: int, beginning: str, stays: str
) -> None:
    """The day is that of the draft that lives longest, as the calendar on the wall has it."""
    above = CallPageFactory.create(parent=Page.get_first_root_node())
    page = CallPageFactory.create(title="Avviso scritto a metà", parent=above)
    for number in range(drafts):
        draft_token(page)
        # Half past eleven in the evening of Greenwich is the next day in Rome.
        until = timezone.now().replace(year=2031, month=3, day=5 - number, hour=23, minute=30)
        Draft.objects.filter(pk=Draft.objects.latest("pk").pk).update(expires_at=until)

    response = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)

    assert sentence_in(response) == (
        f"Su «Avviso scritto a metà» {beginning}, perciò non si elimina. Puoi annullarne la "
        f"pubblicazione: la pagina sparisce dal sito e {stays}, dopo il 6 marzo 2031 la pagina si potrà "
        "eliminare."
    )
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_explore", args=[above.pk])


def test_who_may_not_delete_what_was_answered_reads_what_to_do_instead(client: Client, admin: User) -> None:
    above = CallPageFactory.create(parent=Page.get_first_root_node())
    page = CallPageFactory.create(title="Avviso concluso", parent=above)
    submitted(page)

    response = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)

    assert sentence_in(response) == (
        "«Avviso concluso» ha ricevuto candidature o iscrizioni, perciò non si elimina. Puoi annullarne la "
        "pubblicazione: la pagina sparisce dal sito, ciò che è arrivato resta."
    )
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_explore", args=[above.pk])


def test_in_bulk_every_page_counts_whichever_comes_last(page: CallPage) -> None:
    submitted(page)
    other = CallPageFactory.create(parent=Page.get_first_root_node())

    assert kept_pages.first_answered([page, other]) == page.page_ptr
    assert kept_pages.first_answered([other, page]) == page.page_ptr
    assert kept_pages.first_answered([other]) is None


def test_what_was_answered_can_be_unpublished_in_bulk(client: Client, admin: User, page: CallPage) -> None:
    submitted(page)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])

    client.post(f"{address}?id={page.pk}")

    assert not CallPage.objects.get().live


def test_deleting_a_page_forgets_no_expired_draft_of_another(
    client: Client, admin: User, page: CallPage
) -> None:
    """Those are pruned by the worker, which counts what it forgets."""
    other = CallPageFactory.create()
    draft_token(page)
    draft_token(other)
    Draft.objects.update(expires_at=timezone.now())

    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert Draft.objects.get().page_id == other.pk


def test_a_draft_that_expired_keeps_no_page(client: Client, admin: User, page: CallPage) -> None:
    draft_token(page)
    Draft.objects.update(expires_at=timezone.now())

    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not CallPage.objects.exists()
    assert not Draft.objects.exists()


def test_whatever_deletes_a_page_takes_no_draft_with_it(page: CallPage) -> None:
    draft_token(page)

    with pytest.raises(ProtectedError):
        page.delete()


def test_a_draft_that_was_begun_and_left_empty_keeps_no_page(
    client: Client, admin: User, page: CallPage
) -> None:
    drafts.begin(page)
    elsewhere, _token = drafts.begin(CallPageFactory.create())

    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not CallPage.objects.filter(pk=page.pk).exists()
    assert Draft.objects.get() == elsewhere


@pytest.mark.parametrize(
    "written", [{"answers": {"a": "x"}, "written_at": WRITTEN_AT}, {"applicant_typed": {"first_name": "Ada"}}]
)
def test_a_draft_without_an_address_in_which_something_is_written_does(
    client: Client, admin: User, page: CallPage, written: Any
) -> None:
    drafts.begin(page)
    Draft.objects.update(**written)

    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)

    assert CallPage.objects.filter(pk=page.pk).exists()
    assert Draft.objects.exists()
