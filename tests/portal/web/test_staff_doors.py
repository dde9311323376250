"""Staff read the titles of what they work on, and of nothing else."""

from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, GroupPagePermission, Page

from home.models import StandardPage
from portal.models import PortalDocument, PortalImage, User
from portal.roles import ADMIN_ACCESS, Role
from portal.web.staff_doors import DOORS
from tests.candidature.factories import CallPageFactory, UserFactory
from tests.istruttoria.people import committee_member, member_of
from tests.page_factory import pages_in_the_indexes
from tests.portal.addresses import World, addresses, names

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]

SECRET = "Riservatissimo"
# Where Wagtail lets people look for pages, images and documents, with what a curious reader would ask.
CURIOUS = [
    "/admin/choose-page/",
    "/admin/choose-page/?page_type=wagtailcore.page&p=1",
    f"/admin/choose-page/search/?q={SECRET}",
    "/admin/choose-page/{page}/",
    "/admin/choose-page/{root}/",
    "/admin/choose-page/chosen-multiple/?id={page}",
    "/admin/choose-external-link/?parent_page_id={page}",
    "/admin/api/main/pages/",
    "/admin/api/main/pages/{page}/",
    f"/admin/api/main/pages/?search={SECRET}",
    "/admin/api/main/documents/",
    "/admin/api/main/documents/{document}/",
    f"/admin/api/main/documents/?search={SECRET}",
    f"/admin/api/main/documents/find/?id=1&title={SECRET}",
    "/admin/api/main/images/",
    "/admin/api/main/images/{image}/",
    f"/admin/api/main/images/?search={SECRET}",
    "/admin/documents/chooser/",
    f"/admin/documents/chooser/results/?q={SECRET}",
    "/admin/documents/chooser/chosen/{document}/",
    "/admin/documents/chooser/chosen-multiple/?id={document}",
    "/admin/images/chooser/",
    f"/admin/images/chooser/results/?q={SECRET}",
    "/admin/images/chooser/chosen/{image}/",
    "/admin/images/chooser/chosen-multiple/?id={image}",
    f"/admin/pages/search/?q={SECRET}",
    "/admin/pages/{page}/",
    "/admin/pages/{page}/history/",
    "/admin/pages/{page}/usage/",
    "/admin/pages/{page}/move/{root}/confirm/",
    "/admin/pages/{page}/revisions/",
    "/admin/reports/site-history/",
    "/admin/reports/site-history/?export=csv",
    "/admin/reports/aging-pages/",
    "/admin/reports/aging-pages/?export=csv",
    "/admin/reports/page-types-usage/",
    "/admin/reports/workflow/",
    "/admin/tag-autocomplete/?term=Riserv",
    "/admin/tag-autocomplete/taggit/tag/?term=Riserv",
    "/admin/",
]


@pytest.fixture(scope="module")
def secrets(module_db: None, module_files: Path) -> dict[str, int]:
    """A draft, and a document and a picture of a private collection, with a title that tells on them."""
    with pages_in_the_indexes():
        return _secrets()


def _secrets() -> dict[str, int]:
    root = Page.get_first_root_node()
    draft = root.add_child(instance=StandardPage(title=SECRET, slug="bozza", live=False))
    draft.save_revision(log_action=True)
    collection = Collection.get_first_root_node().add_child(name="Riservata")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    document = PortalDocument.objects.create(
        title=SECRET, file=ContentFile(b"prova", name="atto.txt"), collection=collection
    )
    document.tags.add(SECRET)
    image = PortalImage.objects.create(title=SECRET, file=get_test_image_file(), collection=collection)
    return {"page": draft.pk, "document": document.pk, "image": image.pk, "root": root.pk}


def reader(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(response: Any) -> str:
    """What an answer says, without the search that was asked for."""
    content = b"".join(response) if response.streaming else response.content
    said = content.decode(errors="replace")
    for echo in (
        f"<em>{SECRET}</em>",
        f'value="{SECRET}"',
        f"q={SECRET}",
        f"“{SECRET}”",
        f'"{SECRET}"</',
        f"&quot;{SECRET}&quot;",
    ):
        said = said.replace(echo, "")
    return said


@pytest.fixture(scope="module")
def editor(module_db: None) -> User:
    return member_of(Role.EDITORS)


@pytest.fixture(scope="module")
def reviewer(module_db: None) -> User:
    return committee_member()


@pytest.fixture(scope="module")
def section_editor(module_db: None, module_files: Path) -> User:
    """Somebody who writes the pages of one section, and has nothing to do with the rest."""
    with pages_in_the_indexes():
        section = CallPageFactory.create(parent=Page.get_first_root_node(), title="La mia sezione")
    group = Group.objects.create(name="Una sezione")
    group.permissions.add(Permission.objects.get(codename=ADMIN_ACCESS.split(".")[1]))
    for action in ("add_page", "change_page"):
        GroupPagePermission.objects.create(
            group=group, page=section, permission=Permission.objects.get(codename=action)
        )
    user = UserFactory.create()
    user.groups.add(group)
    return user


@pytest.mark.parametrize("address", CURIOUS)
def test_a_reviewer_reads_no_title_of_a_draft_or_of_a_private_file(
    secrets: dict[str, int], reviewer: User, address: str
) -> None:
    response = reader(reviewer).get(address.format(**secrets), follow=True)

    assert SECRET not in told(response)


@pytest.mark.parametrize("address", CURIOUS)
def test_whoever_writes_one_section_reads_no_title_of_another(
    secrets: dict[str, int], section_editor: User, address: str
) -> None:
    response = reader(section_editor).get(address.format(**secrets), follow=True)

    assert SECRET not in told(response)


@pytest.mark.parametrize(
    "address",
    [
        f"/admin/choose-page/search/?q={SECRET}",
        "/admin/choose-page/{root}/",
        "/admin/choose-page/chosen-multiple/?id={page}",
        "/admin/api/main/pages/",
        "/admin/api/main/documents/",
        "/admin/api/main/images/",
        "/admin/documents/chooser/",
        "/admin/images/chooser/",
        "/admin/reports/site-history/",
        "/admin/pages/{page}/history/",
    ],
)
def test_the_editors_find_what_they_work_on(secrets: dict[str, int], editor: User, address: str) -> None:
    response = reader(editor).get(address.format(**secrets))

    assert response.status_code == 200
    assert SECRET in told(response)


def test_the_table_of_doors_names_no_view_that_is_gone() -> None:
    known = names()
    gone = [
        view
        for door in DOORS
        for view in door.views.split()
        if not any(fnmatchcase(name, view) for name in known)
    ]

    assert gone == []


def test_a_reviewer_opens_no_chooser_and_no_api_at_all() -> None:
    client = reader(committee_member())
    opened = []

    for address in addresses(World()):
        if any(word in address.name for word in ("choose", "_api:", "tag_autocomplete", "embeds:")):
            response = client.get(address.path)
            if response.status_code not in (302, 403, 404, 405):
                opened.append(f"{response.status_code} {address.name}")

    assert opened == []


def test_the_home_of_a_reviewer_counts_no_pages_and_no_files(secrets: dict[str, int], reviewer: User) -> None:
    said = reader(reviewer).get("/admin/").content.decode()

    for address in ("/admin/pages/", "/admin/images/", "/admin/documents/"):
        assert f'href="{address}' not in said


@pytest.mark.parametrize("asked", ["id=abc", "id=" + "9" * 30, "target_pages[]=abc", "parent_page_id=x"])
@pytest.mark.parametrize("view", ["choose-page/", "choose-page/search/", "choose-page/chosen-multiple/"])
def test_a_page_that_is_no_number_is_a_bad_request(editor: User, view: str, asked: str) -> None:
    assert reader(editor).get(f"/admin/{view}?{asked}").status_code == 400


@pytest.mark.parametrize("account", ["nobody", "editor"])
def test_a_document_of_a_private_collection_is_kept_by_no_cache(
    secrets: dict[str, int], editor: User, account: str
) -> None:
    client = Client() if account == "nobody" else reader(editor)

    response = client.get(f"/documenti/{secrets['document']}/atto.txt")

    assert response.status_code == (302 if account == "nobody" else 200)
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_public_document_may_be_kept() -> None:
    document = PortalDocument.objects.create(title="Atto", file=ContentFile(b"prova", name="atto.txt"))

    response = Client().get(document.url)

    assert response.status_code == 200
    assert "no-store" not in response.get("Cache-Control", "")
