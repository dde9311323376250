"""The three roles hold exactly what they need."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page, Workflow

from portal.accounts import groups
from portal.roles import COLLECTION_GRANTS, PAGE_GRANTS, PAGE_WORKFLOW, Role

pytestmark = pytest.mark.django_db

EXPECTED = {
    "Redazione": """
        candidature.add_ownset candidature.change_startingvalues
        candidature.add_referencelist candidature.change_referencelist candidature.view_referencelist
        news.add_topic news.change_topic news.delete_topic news.view_topic
        search.view_unansweredsearch
        portal.add_announcement portal.change_announcement
        portal.delete_announcement portal.view_announcement
        portal.change_editorialsettings
        patti.change_signature patti.view_signature
        portal.change_portalsettings
        riscontri.change_pagerating riscontri.view_pagerating
        riscontri.change_problemreport riscontri.view_problemreport
        simple_translation.submit_translation
        territori.add_organisation territori.change_organisation
        territori.delete_organisation territori.view_organisation
        wagtailadmin.access_admin
        wagtailredirects.add_redirect wagtailredirects.change_redirect
        wagtailredirects.delete_redirect wagtailredirects.view_redirect
    """,
    "Revisori": """
        candidature.enter_submission candidature.propose_submission candidature.review_submission
        wagtailadmin.access_admin
    """,
    "Responsabili": """
        candidature.change_startingvalues
        candidature.add_committee candidature.add_privacynotice
        candidature.change_committee candidature.change_privacynotice
        candidature.decide_submission
        candidature.delete_committee candidature.delete_privacynotice
        candidature.enter_submission
        candidature.export_submission candidature.oversee_submission candidature.reverse_submission
        candidature.review_submission
        candidature.view_committee candidature.view_privacynotice
        patti.change_signature patti.delete_signature patti.view_signature
        portal.change_outboxmessage portal.view_outboxmessage
        riscontri.change_pagerating riscontri.view_pagerating
        riscontri.change_problemreport riscontri.view_problemreport
        territori.change_municipality territori.view_municipality
        wagtailadmin.access_admin
    """,
}


def names(permissions: Any) -> Any:
    return {f"{one.content_type.app_label}.{one.codename}" for one in permissions}


@pytest.mark.parametrize("role", EXPECTED)
def test_a_role_has_the_listed_permissions_and_no_other(role: Role) -> None:
    group = Group.objects.get(name=role)

    assert names(group.permissions.select_related("content_type")) == set(EXPECTED[role].split())


@pytest.mark.parametrize("role", Role)
def test_a_role_has_its_permissions_on_pages_and_files_and_no_other(role: Role) -> None:
    group = Group.objects.get(name=role)
    on_pages = GroupPagePermission.objects.filter(group=group).select_related("permission__content_type")
    on_files = GroupCollectionPermission.objects.filter(group=group).select_related(
        "permission__content_type"
    )

    assert names(one.permission for one in on_pages) == PAGE_GRANTS.get(role, frozenset())
    assert names(one.permission for one in on_files) == COLLECTION_GRANTS.get(role, frozenset())


def test_reviewers_touch_neither_pages_nor_files() -> None:
    group = Group.objects.get(name=Role.REVIEWERS)

    assert not GroupPagePermission.objects.filter(group=group).exists()
    assert not GroupCollectionPermission.objects.filter(group=group).exists()


def test_there_is_no_other_group() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(EXPECTED)


def test_pages_wait_for_the_approval_of_the_officers() -> None:
    workflow = Page.get_first_root_node().get_workflow()

    assert workflow.name == PAGE_WORKFLOW
    assert [group.name for task in workflow.tasks for group in task.specific.groups.all()] == ["Responsabili"]
    assert list(Workflow.objects.values_list("name", flat=True)) == [PAGE_WORKFLOW]


def test_making_the_groups_again_changes_nothing_and_takes_back_what_was_added_by_hand() -> None:
    editors = Group.objects.get(name="Redazione")
    officers_permissions = set(Group.objects.get(name="Responsabili").permissions.all())
    editors.permissions.add(*officers_permissions)

    groups.make_groups()
    groups.make_groups()

    assert names(editors.permissions.select_related("content_type")) == set(EXPECTED["Redazione"].split())
    assert Group.objects.count() == len(EXPECTED)
    assert GroupApprovalTask.objects.count() == 1


def test_a_group_that_people_are_in_is_not_removed(django_user_model: Any) -> None:
    group = Group.objects.create(name="Editors")
    user = django_user_model.objects.create_user("chi@example.org")
    user.groups.add(group)

    groups.make_groups()

    assert user.groups.get() == group
