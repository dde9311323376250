"""Every address of the resolver, filled with the numbers of things that exist."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import wagtail_factories
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Page, Site, Task, Workflow

from candidature.models import ReferenceList, Submission
from news.models import Topic
from portal.models import Announcement, PortalDocument
from portal.outbox import sending as outbox
from portal.owners import views
from territori.models import Organisation
from tests.candidature.factories import (
    CallPageFactory,
    CommitteeFactory,
    PrivacyNoticeFactory,
    UserFactory,
    submitted,
)
from tests.istruttoria.people import received_file
from tests.patti.factories import patto, signed
from tests.riscontri.factories import told
from tests.territori.factories import MunicipalityFactory


@dataclass(frozen=True)
class Address:
    """One view: its name with namespaces (its pattern where it has none) and an example of its path."""

    name: str
    path: str


def names() -> set[str]:
    """The name of every view of the project."""
    return {name for name, _route in views()}


def addresses(world: "World") -> list[Address]:
    return [Address(name, "/" + _filled(name, route, world)) for name, route in views()]


class World:
    """One of each thing that an address may name."""

    def __init__(self) -> None:
        root = Page.get_first_root_node()
        self.page = CallPageFactory.create(parent=root)
        self.page.save_revision().publish()
        self.submission: Submission = submitted(self.page)
        self.file = received_file(self.submission)
        municipality = MunicipalityFactory.create()
        collection = Collection.get_first_root_node()
        image = wagtail_factories.ImageFactory(collection=collection)
        document = PortalDocument.objects.create(title="Atto", file=ContentFile(b"prova", name="atto.txt"))
        message = outbox.enqueue(key="prova", recipient="a@example.org", subject="Prova", body="Prova")
        topic = Topic.objects.create(name="Prova", slug="prova")
        announcement = Announcement.objects.create(
            title="Prova", shown_until=timezone.now() + timedelta(days=1)
        )
        organisation = Organisation.objects.create(name="Ente")
        self.by_family = {
            "candidature_review": self.submission.pk,
            "commissioni": CommitteeFactory.create().pk,
            "informative": PrivacyNoticeFactory.create().pk,
            "elenchi": ReferenceList.objects.create(name="Scuole").pk,
            "portal_outboxmessage": message.pk,
            "outbox_act": message.pk,
            "outbox_edit": message.pk,
            "outbox_preview": message.pk,
            "riscontri_problemreport": told().pk,
            "patti_signature": signed(patto()).pk,
            "territori_municipality": municipality.pk,
            "territori_zone": municipality.zone_id,
            "wagtailsnippets_territori_organisation": organisation.pk,
            "wagtailsnippetchoosers_territori_organisation": organisation.pk,
            "wagtailsnippets_portal_announcement": announcement.pk,
            "wagtailsnippetchoosers_portal_announcement": announcement.pk,
            "wagtailsnippets_news_topic": topic.pk,
            "wagtailsnippetchoosers_news_topic": topic.pk,
            "wagtailadmin_collections": collection.add_child(name="Raccolta").pk,
            "wagtailadmin_workflows:edit_task": Task.objects.get().pk,
            "wagtailadmin_workflows": Workflow.objects.get().pk,
            "wagtailsites": Site.objects.get().pk,
            "wagtailusers_users": UserFactory.create().pk,
            "wagtailusers_groups": Group.objects.all()[0].pk,
            "wagtaillocales": Locale.objects.all()[0].pk,
            "wagtailimages": image.pk,
            "wagtaildocs": document.pk,
        }
        redirect = Redirect.objects.create(old_path="/vecchio", redirect_link="/nuovo")
        self.by_argument: dict[str, Any] = {
            **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk"), self.page.pk),
            "destination_id": root.pk,
            "public_id": self.file.public_id,
            "action": "take",
            "image_id": image.pk,
            "document_id": document.pk,
            "redirect_id": redirect.pk,
            "collection_id": self.by_family["wagtailadmin_collections"],
            "revision_id": self.page.latest_revision_id,
            "content_type_app_name": "candidature",
            "content_type_model_name": "callpage",
            "app_label": "candidature",
            "model_name": "callpage",
            "app_name": "portal",
            "token": "A" * 22,
            "uidb64": "MQ",
            "filter_spec": "max-100x100",
            "path": "robots.txt",
            "number": 1,
            "workflow_pk": self.by_family["wagtailadmin_workflows"],
        }

    def argument(self, name: str, view: str) -> Any:
        """The example for one part of an address: the view's own, the part's own, or the family's thing."""
        own = _OWN_ARGUMENTS.get(view, {})
        if name in own:
            return own[name]
        if name in self.by_argument:
            return self.by_argument[name]
        families = sorted((one for one in self.by_family if view.startswith(one)), key=len, reverse=True)
        return self.by_family[families[0]] if families else 1


_SETTINGS = {"app_name": "portal", "model_name": "portalsettings"}
_OWN_ARGUMENTS = {
    "wagtail_bulk_action": {"app_label": "wagtailcore", "model_name": "page", "action": "delete"},
    "wording:of_page": {"letter": "rejected"},
    "wording:for_all": {"letter": "rejected", "kind": "call"},
    "wagtailsettings:edit": _SETTINGS,
    "wagtailsettings:preview_on_edit": _SETTINGS,
    "wagtailadmin_tag_model_autocomplete": {"app_name": "news", "model_name": "topic"},
    "wagtailadmin_workflows:add_task": {"app_label": "wagtailcore", "model_name": "groupapprovaltask"},
}
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def _filled(view: str, route: str, world: World) -> str:
    path = _ARGUMENT.sub(lambda found: str(world.argument(found[1] or found[2], view)), route)
    for written, example in (
        ("(live|earliest|\\d+)\\.\\.\\.(live|latest|\\d+)", "earliest...live"),
        ("((?:[\\w\\-]+/)*)", ""),
        ("(\\d+)/(.*)", f"{world.by_family['wagtaildocs']}/atto.txt"),
        ("(\\d+)", str(world.page.pk)),
        (".*", "qualcosa"),
    ):
        path = path.replace(written, example)
    return path.replace("^", "").replace("$", "")
