"""The fixture for tests that really commit leaves nothing behind and takes nothing away."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from wagtail.models import Locale, Page, Site

from candidature.log import triggers
from candidature.models import LogEntry
from tests.candidature.factories import CallPageFactory, submitted


@pytest.mark.parametrize("turn", [1, 2])
def test_each_turn_starts_with_what_migrations_made_and_an_empty_log(committed_db: None, turn: int) -> None:
    assert Page.objects.filter(depth=1).count() == 1
    assert Site.objects.count() == 1
    assert Locale.objects.exists()
    assert Group.objects.exists()
    assert not LogEntry.objects.exists()

    submitted(CallPageFactory.create())

    assert not connection.in_atomic_block
    with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
        LogEntry.objects.all().delete()
