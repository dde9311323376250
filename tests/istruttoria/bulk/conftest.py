"""Who works on many at once, and the call that they are of."""

import pytest
from django_webtest import DjangoTestApp

from candidature.models import CallPage
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory
from tests.istruttoria.people import member_of


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def officer(django_app: DjangoTestApp) -> User:
    user = member_of(Role.OFFICERS)
    django_app.set_user(user)
    return user
