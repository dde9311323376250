"""A row that is written or read by a statement made once is the row that its model would write or read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction
from django.db.models.signals import post_save, pre_save
from django.utils import timezone
from wagtail.models import Page

from candidature.actors import APPLICANT
from candidature.intake import drafts
from candidature.log.models import LogEntry
from candidature.models import Draft, Submission
from candidature.process import changes
from portal import rows
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from tests.candidature.factories import CallPageFactory, submitted

pytestmark = pytest.mark.django_db

# What is another of each row, whoever writes it.
_OWN = {"id", "token_hash", "reference", "key", "message_id", "protocol_number"}


def stored(instance: models.Model) -> dict[str, Any]:
    """What the database holds of a row that two ways of writing must agree on."""
    fields = [one for one in instance._meta.concrete_fields if not getattr(one, "auto_now", False)]
    names = [field.attname for field in fields if field.attname not in _OWN]
    return dict(type(instance)._default_manager.values(*names).get(pk=instance.pk))


def another(instance: models.Model, **own: str) -> Any:
    """The same row, not written yet, with keys of its own."""
    fields = [one for one in instance._meta.concrete_fields if not one.primary_key and not one.generated]
    return type(instance)(**{field.attname: getattr(instance, field.attname) for field in fields} | own)


@contextmanager
def told() -> Iterator[list[tuple[Any, ...]]]:
    """What is told of rows that are written meanwhile."""
    heard: list[tuple[Any, ...]] = []

    def before(sender: Any, instance: Any, update_fields: Any, **_more: Any) -> None:
        heard.append(("before", sender, instance.pk, update_fields))

    def after(sender: Any, instance: Any, created: bool, update_fields: Any, **_more: Any) -> None:
        heard.append(("after", sender, instance.pk, created, update_fields))

    pre_save.connect(before)
    post_save.connect(after)
    try:
        yield heard
    finally:
        pre_save.disconnect(before)
        post_save.disconnect(after)


def known() -> Iterator[tuple[models.Model, list[dict[str, str]]]]:
    """Rows of what a press writes, with two sets of keys for two more of each."""
    page = CallPageFactory.create()
    draft, _token = drafts.begin(page, answers={"q": ["una", "due"]}, typed={"first_name": "Ada"})
    Draft.objects.filter(pk=draft.pk).update(birth_date="2001-02-03", written_at=timezone.now())
    yield Draft.objects.get(pk=draft.pk), [{"token_hash": letter * 64} for letter in "ab"]
    submission = submitted(page, last_name="D’Àvila")
    references = [{"reference": f"CS-2026-AAAA-BBB{number}"} for number in (1, 2)]
    yield Submission.objects.get(pk=submission.pk), references
    entry = changes.record(submission, "prova", APPLICANT, details={"codice": "1"})
    yield LogEntry.objects.get(pk=entry.pk), [{}, {}]


def test_a_new_row_is_the_one_that_its_model_saves() -> None:
    for row, (keys, others) in known():
        by_statement, by_model = another(row, **keys), another(row, **others)

        rows.insert(by_statement)
        by_model.save()

        assert stored(by_statement) == stored(by_model), type(row)
        fresh: Any = type(row)._default_manager.get(pk=by_statement.pk)
        names = [field.attname for field in row._meta.concrete_fields]
        assert [getattr(by_statement, name) for name in names] == [getattr(fresh, name) for name in names]
        assert (by_statement._state.adding, by_statement._state.db) == (False, "default")


def test_who_listens_is_told_of_a_new_row_and_of_a_changed_one() -> None:
    draft, _token = drafts.begin(CallPageFactory.create())
    again = another(draft, token_hash="c" * 64)

    with told() as heard:
        rows.insert(again)
        rows.update(again, ["answers", "updated_at"])

    names = frozenset({"answers", "updated_at"})
    assert heard == [
        ("before", Draft, None, None),
        ("after", Draft, again.pk, True, None),
        ("before", Draft, again.pk, names),
        ("after", Draft, again.pk, False, names),
    ]


def test_only_the_columns_that_are_named_are_written() -> None:
    draft, _token = drafts.begin(CallPageFactory.create(), answers={"q": "prima"})
    before = Draft.objects.get(pk=draft.pk)
    draft.answers, draft.first_name, draft.municipality_id = {"q": "dopo"}, "Ada", None

    rows.update(draft, ["answers", "municipality_id", "updated_at"])

    after = Draft.objects.get(pk=draft.pk)
    assert (after.answers, after.first_name) == ({"q": "dopo"}, "")
    assert after.updated_at == draft.updated_at > before.updated_at


def test_what_cannot_be_written_so_is_refused() -> None:
    draft, _token = drafts.begin(CallPageFactory.create())
    with pytest.raises(ValueError, match="has a number already"):
        rows.insert(draft)
    with pytest.raises(ValueError, match="no columns"):
        rows.update(draft, ["answers", "nothing"])
    with pytest.raises(ValueError, match="no columns"):
        rows.update(draft, ["id"])
    with pytest.raises(ValueError, match="its own `save`"):
        rows.insert(CallPageFactory.build())
    with pytest.raises(ValueError, match="its own `save`"):
        rows.insert(Page(title="Una pagina"))


def test_a_row_that_is_gone_is_not_said_to_be_written() -> None:
    draft, _token = drafts.begin(CallPageFactory.create())
    Draft.objects.filter(pk=draft.pk).delete()

    with pytest.raises(DatabaseError, match="no longer there"):
        rows.update(draft, ["answers"])


def test_a_row_that_is_refused_ends_its_transaction() -> None:
    draft, _token = drafts.begin(CallPageFactory.create())

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert(another(draft))
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            rows.insert(another(draft))
        # As after a `save`: nothing of it is kept.
        assert transaction.get_rollback()


def test_a_letter_is_written_once_for_each_key_as_many_are() -> None:
    def letter(key: str, subject: str) -> OutboxMessage:
        return outbox.message(key=key, recipient="ada@example.org", subject=subject, body="Ciao.")

    outbox.enqueue_many([letter("una", "La prima"), letter("altra", "L’altra")])
    with told() as heard:
        outbox.enqueue_many([letter("sola", "La sola")])
        outbox.enqueue_many([letter("sola", "Ancora")])

    assert heard == []
    assert sorted(OutboxMessage.objects.values_list("key", "subject")) == [
        ("altra", "L’altra"),
        ("sola", "La sola"),
        ("una", "La prima"),
    ]
    alone, among = OutboxMessage.objects.get(key="sola"), OutboxMessage.objects.get(key="una")
    same = _OWN | {"subject", "created_at", "next_attempt_at"}
    names = [field.attname for field in OutboxMessage._meta.concrete_fields if field.attname not in same]
    assert [getattr(alone, name) for name in names] == [getattr(among, name) for name in names]


def test_what_a_statement_selects_besides_is_set_by_its_name() -> None:
    draft, _token = drafts.begin(CallPageFactory.create())
    table = Draft._meta.db_table

    found = rows.first(Draft, f'SELECT "id" * 2 AS "twice", * FROM "{table}" WHERE "id" = %s', [draft.pk])  # noqa: S608
    nobody = rows.first(Draft, f'SELECT * FROM "{table}" WHERE "id" = %s', [draft.pk + 1])  # noqa: S608

    assert found == draft
    assert found.twice == 2 * draft.pk  # type: ignore[attr-defined]
    assert nobody is None
