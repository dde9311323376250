"""Who may open a register is known from the code: no page asks the database which permissions there are."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from pytest_django import DjangoAssertNumQueries

from portal.models import OutboxMessage, User
from portal.registers.base import KnownPermissionHelper, Register
from territori.models import Municipality
from tests.candidature.factories import UserFactory

pytestmark = pytest.mark.django_db


class MunicipalityRegister(Register):
    model = Municipality


@pytest.mark.parametrize("model", [Municipality, OutboxMessage])
def test_the_permissions_of_the_code_are_those_of_the_database(model: Any) -> None:
    of_model = Permission.objects.filter(
        content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name
    )

    known = KnownPermissionHelper(model).all_permission_codenames

    assert sorted(known) == sorted(of_model.values_list("codename", flat=True))


def test_a_menu_that_names_a_register_for_the_first_time_asks_nothing_of_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    user: User = UserFactory.create(is_superuser=True)
    helper = MunicipalityRegister().permission_helper

    with django_assert_num_queries(0):
        assert helper.user_can_list(user)
