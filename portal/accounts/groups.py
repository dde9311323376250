"""Makes the groups of the roles and the workflow of pages. Running it again changes nothing.

The code is the truth about these three groups: what somebody adds to them by hand goes at the next
migration. Whoever needs something else gets a group of their own.
"""

import logging
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from operator import or_
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db import connections, transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from portal.roles import COLLECTION_GRANTS, PAGE_GRANTS, PAGE_WORKFLOW, Grants, Role

logger = logging.getLogger(__name__)

# What Wagtail's own migrations make, and this portal does not use.
WAGTAIL_GROUPS = ("Moderators", "Editors")
WAGTAIL_WORKFLOW = "Moderators approval"


def last_app_with_models() -> AppConfig:
    """The app whose `post_migrate` comes last, when every permission exists."""
    return [config for config in apps.get_app_configs() if config.models_module is not None][-1]


def collected_grants() -> dict[Role, set[str]]:
    """The model permissions of each role, from the `roles.py` of every app."""
    collected: dict[Role, set[str]] = {role: set() for role in Role}
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.roles") is None:
            continue
        grants: Grants = getattr(import_module(f"{config.name}.roles"), "GRANTS", {})
        for role, permissions in grants.items():
            collected[role] |= permissions
    return collected


def make_groups_after_migrate(using: str, **_kwargs: Any) -> None:
    """Receiver of `post_migrate`; waits while a partial migration leaves Wagtail without a root page."""
    tables = connections[using].introspection.table_names()
    needed = (Group, Page, GroupPagePermission, GroupCollectionPermission, WorkflowPage)
    if any(model._meta.db_table not in tables for model in needed):
        return
    if Page.get_first_root_node() is not None and Collection.get_first_root_node() is not None:
        make_groups()


@transaction.atomic
def make_groups() -> None:
    """Gives each role exactly the permissions it needs, and pages their workflow."""
    _remove_wagtail_defaults()
    grants = collected_grants()
    root = Page.get_first_root_node()
    collection = Collection.get_first_root_node()
    for role in Role:
        group, _created = Group.objects.get_or_create(name=role.value)
        group.permissions.set(_permissions(grants[role]))
        _grant_exactly(
            GroupPagePermission, {"group": group}, {"page": root}, PAGE_GRANTS.get(role, frozenset())
        )
        _grant_exactly(
            GroupCollectionPermission,
            {"group": group},
            {"collection": collection},
            COLLECTION_GRANTS.get(role, frozenset()),
        )
    _make_page_workflow(root)


def _permissions(names: frozenset[str] | set[str]) -> list[Permission]:
    """The permissions with these names; one that does not exist (yet) is skipped and reported."""
    if not names:
        return []
    wanted = [name.split(".") for name in sorted(names)]
    matching = reduce(
        or_, (Q(content_type__app_label=label, codename=codename) for label, codename in wanted)
    )
    found = list(Permission.objects.filter(matching).select_related("content_type"))
    missing = set(names) - {f"{one.content_type.app_label}.{one.codename}" for one in found}
    if missing:
        logger.warning("Permissions that no app has: %s", ", ".join(sorted(missing)))
    return found


def _grant_exactly(model: Any, group: dict[str, Any], place: dict[str, Any], names: frozenset[str]) -> None:
    wanted = _permissions(names)
    # Other places (a section, a collection) are the administrator's business; the root is ours.
    model.objects.filter(**group, **place).exclude(permission__in=wanted).delete()
    for permission in wanted:
        model.objects.get_or_create(**group, **place, permission=permission)


def _remove_wagtail_defaults() -> None:
    """Removes Wagtail's own groups, unless somebody is in them, and the workflow that names them."""
    unused = Group.objects.filter(name__in=WAGTAIL_GROUPS, user__isnull=True)
    if not unused:
        return
    Workflow.objects.filter(name=WAGTAIL_WORKFLOW).delete()
    GroupApprovalTask.objects.filter(name=WAGTAIL_WORKFLOW).delete()
    unused.delete()


def _make_page_workflow(root: Page) -> None:
    """Pages of whoever may not publish wait for an officer. A workflow already chosen for the root stays."""
    task, _created = GroupApprovalTask.objects.get_or_create(name=PAGE_WORKFLOW)
    task.groups.set(Group.objects.filter(name=Role.OFFICERS.value))
    workflow, _created = Workflow.objects.get_or_create(name=PAGE_WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
