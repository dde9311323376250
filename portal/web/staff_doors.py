"""Closes those of Wagtail's staff views that ask nobody for a permission.

Wagtail takes whoever may enter the admin for an editor: its choosers, its API and its reports answer every
account. Here reviewers enter too, who have nothing to do with content, and titles of drafts and of private
documents are not theirs to read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from portal.accounts.models import User
from portal.pages.visibility import published
from portal.roles import ADMIN_ACCESS
from portal.web.malformed_requests import refuse

GetResponse = Callable[[HttpRequest], HttpResponse]
Account = User | AnonymousUser

PAGE_ACTIONS = frozenset({"add", "bulk_delete", "change", "lock", "publish", "unlock", "view"})
FILE_ACTIONS = frozenset({"add", "change", "choose", "delete"})
# The largest number of a row on every database of ours.
_LARGEST_NUMBER = 2**63 - 1


def works_on_pages(user: Account) -> bool:
    return bool(page_permission_policy.user_has_any_permission(user, PAGE_ACTIONS))


def works_on_images(user: Account) -> bool:
    return bool(image_policy.user_has_any_permission(user, FILE_ACTIONS))


def works_on_documents(user: Account) -> bool:
    return bool(document_policy.user_has_any_permission(user, FILE_ACTIONS))


def works_on_files(user: Account) -> bool:
    return works_on_images(user) or works_on_documents(user)


def works_on_every_page(user: Account) -> bool:
    """Whether what the account may do with pages begins at the root, as our roles' permissions do."""
    root = Page.get_first_root_node()
    return bool(page_permission_policy.user_has_any_permission_for_instance(user, PAGE_ACTIONS, root))


def works_on_content(user: Account) -> bool:
    return works_on_pages(user) or works_on_files(user)


def administers(user: Account) -> bool:
    return bool(user.is_active and user.is_superuser)


def nobody(_user: Account) -> bool:
    return False


@dataclass(frozen=True)
class Door:
    """Who may open the views of these names, which may hold `*`, beside what each asks for itself."""

    views: str
    opens_to: Callable[[Account], bool]


# The first line that matches counts; a view in no line asks for its own permission.
DOORS = (
    Door("wagtailadmin_api:pages:*", works_on_pages),
    Door("wagtailadmin_api:images:*", works_on_images),
    Door("wagtailadmin_api:documents:*", works_on_documents),
    Door("wagtailadmin_api:*", works_on_content),
    Door("wagtailadmin_choose_page wagtailadmin_choose_page_child", works_on_content),
    Door("wagtailadmin_choose_page_search wagtailadmin_choose_page_chosen_multiple", works_on_content),
    Door("wagtailadmin_choose_*", works_on_content),
    # Words of pictures and documents, those of private collections too.
    Door("wagtailadmin_tag_autocomplete", works_on_files),
    Door("wagtailadmin_tag_model_autocomplete", works_on_content),
    Door("wagtailadmin_block_preview", works_on_content),
    Door("wagtailadmin_pages:*", works_on_pages),
    Door("wagtailadmin_explore*", works_on_pages),
    # It names the page of each type that was edited last, whoever asks.
    Door("wagtailadmin_reports:page_types_usage*", works_on_every_page),
    Door("wagtailadmin_reports:*", works_on_pages),
    Door("wagtailadmin_workflows:task_cho*", administers),
    Door("wagtailembeds:*", works_on_content),
    Door("wagtailimages_chooser:*", works_on_images),
    Door("wagtaildocs_chooser:*", works_on_documents),
    # Topics and organisations have pages of their own to be made on; without a form this one fails.
    Door("wagtailsnippetchoosers_*:create", nobody),
    Door("wagtailsnippetchoosers_*", works_on_content),
)
_PAGE_CHOOSER = "wagtailadmin_choose_page"
_PAGE_VIEWS = ("wagtailadmin_pages:", "wagtailadmin_explore", _PAGE_CHOOSER)
# The parts of an address, and the parameters, that name pages.
_PAGE_PARTS = ("page_id", "parent_page_id", "page_to_move_id", "page_pk", "destination_id")
_PAGE_PARAMETERS = ("id", "target_pages[]", "parent_page_id")


class StaffDoorsMiddleware:
    """Asks `DOORS` before a staff view runs, and whether the pages it names may be seen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        door = _door_of(name or "")
        if door is None or not request.user.has_perm(ADMIN_ACCESS):
            # Whoever may not enter at all is sent to the login by Wagtail.
            return None
        names_tags_of_files = kwargs.get("app_name") == "taggit" and name.startswith("wagtailadmin_tag_")
        if not door.opens_to(request.user) or (names_tags_of_files and not works_on_files(request.user)):
            refused: HttpResponse | None = permission_denied(request)
            return refused
        if name.startswith(_PAGE_VIEWS):
            return _refuse_unseen_pages(request, name, kwargs)
        return None


@cache
def _door_of(name: str) -> Door | None:
    """By the name of a view, of which there are so many: each is compared once."""
    for door in DOORS:
        if any(fnmatchcase(name, view) for view in door.views.split()):
            return door
    return None


def _refuse_unseen_pages(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> HttpResponse | None:
    named = [str(kwargs[part]) for part in _PAGE_PARTS if part in kwargs]
    if name.startswith(_PAGE_CHOOSER):
        given = [value for one in _PAGE_PARAMETERS for value in request.GET.getlist(one) if value]
        if not all(_is_number(value) for value in given):
            return refuse(request, _("L’indirizzo indica una pagina con qualcosa che non è un numero."))
        named += given
    if all(_is_number(value) for value in named) and _all_seen(request.user, name, named):
        return None
    refused: HttpResponse | None = permission_denied(request)
    return refused


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and int(value) <= _LARGEST_NUMBER


def _all_seen(user: Account, name: str, numbers: Iterable[str]) -> bool:
    """Whether each page that exists may be seen; a chooser also shows what is public."""
    named = Page.objects.filter(pk__in={int(number) for number in numbers})
    existing = set(named.values_list("pk", flat=True))
    if not existing:
        return True
    explorable = page_permission_policy.explorable_instances(user)
    seen = set(explorable.filter(pk__in=existing).values_list("pk", flat=True))
    if name.startswith(_PAGE_CHOOSER) and not existing <= seen:
        seen |= set(published(named).values_list("pk", flat=True))
    return existing <= seen


@hooks.register("construct_page_chooser_queryset")
def only_pages_to_choose(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    """Offers what everybody may read and what the account works on: no draft of somebody else's section."""
    explorable = page_permission_policy.explorable_instances(request.user)
    return pages.filter(pk__in=published(Page.objects.all()).values("pk")) | pages.filter(
        pk__in=explorable.values("pk")
    )


class ChoosableImagesAPIViewSet(ImagesAdminAPIViewSet):
    """The admin's API of images, held to the collections the account works on."""

    def get_queryset(self) -> "QuerySet[Any]":
        mine = image_policy.instances_user_has_any_permission_for(self.request.user, FILE_ACTIONS)
        rows: QuerySet[Any] = mine.order_by("id")
        return rows


class ChoosableDocumentsAPIViewSet(DocumentsAdminAPIViewSet):
    """The admin's API of documents, held to the collections the account works on."""

    def get_queryset(self) -> "QuerySet[Any]":
        mine = document_policy.instances_user_has_any_permission_for(self.request.user, FILE_ACTIONS)
        rows: QuerySet[Any] = mine.order_by("id")
        return rows


# After Wagtail's own, which it replaces.
@hooks.register("construct_admin_api", order=100)
def hold_api_to_permissions(router: WagtailAPIRouter) -> None:
    router.register_endpoint("images", ChoosableImagesAPIViewSet)
    router.register_endpoint("documents", ChoosableDocumentsAPIViewSet)
