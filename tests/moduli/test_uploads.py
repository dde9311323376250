"""Files on their way in: what the control offers, what is dropped while it is still arriving."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import SkipFile
from django.utils.datastructures import MultiValueDict

from moduli import SkipOversizedFiles, StepForm
from moduli.files import checking
from moduli.files.checked_once import check as check_once
from moduli.files.checking import check
from moduli.files.upload import named_uploads
from tests.moduli.builders import PDF, StoredFile, ask, block, frozen, step, upload


def arriving(handler: Any, field: str, name: str) -> Any:
    handler.new_file(field, name, "application/pdf", None)
    return handler


def test_a_file_of_exactly_the_size_allowed_is_taken_and_one_byte_more_is_not() -> None:
    assert check(upload("a.pdf", PDF), extensions=["pdf"], max_bytes=len(PDF)).size == len(PDF)
    with pytest.raises(ValidationError, match="troppo grande"):
        check(upload("a.pdf", PDF), extensions=["pdf"], max_bytes=len(PDF) - 1)


def test_a_file_is_dropped_as_soon_as_it_is_too_large_and_named_at_its_field() -> None:
    handler = arriving(SkipOversizedFiles(10), "q-a", "C:\\doc\\enorme.pdf")
    assert handler.receive_data_chunk(b"x" * 10, 0) == b"x" * 10
    assert handler.dropped == {}
    with pytest.raises(SkipFile):
        handler.receive_data_chunk(b"x", 10)
    assert handler.dropped == {"q-a": ["enorme.pdf"]}


def test_each_file_of_a_request_has_the_whole_size_for_itself() -> None:
    handler = arriving(SkipOversizedFiles(10), "q-a", "a.pdf")
    handler.receive_data_chunk(b"x" * 10, 0)
    assert handler.file_complete(10) is None
    arriving(handler, "q-a", "b.pdf").receive_data_chunk(b"x" * 10, 0)
    with pytest.raises(SkipFile):
        handler.receive_data_chunk(b"x", 10)
    with pytest.raises(SkipFile):
        arriving(handler, "q-a", "c.pdf").receive_data_chunk(b"x" * 11, 0)
    assert handler.dropped == {"q-a": ["b.pdf", "c.pdf"]}


@pytest.mark.parametrize(("most", "takes_several"), [(1, False), (2, True)])
def test_the_control_offers_as_many_files_as_are_asked_and_only_their_kinds(
    most: int, takes_several: bool
) -> None:
    control = str(StepForm(step(ask("file", max_files=most)))["q-a"])
    assert ("multiple" in control) is takes_several
    assert 'accept=".pdf,.p7m"' in control


def test_a_file_is_looked_into_once_however_often_its_form_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_into: list[str] = []
    real = checking.check

    def counted(sent: Any, **rules: Any) -> Any:
        looked_into.append(sent.name)
        return real(sent, **rules)

    monkeypatch.setattr(checking, "check", counted)
    good, bad = upload("a.pdf"), upload("b.exe", b"MZ")
    for _form in range(2):
        assert check_once(good, extensions=["pdf"], max_bytes=1000).name == "a.pdf"
        with pytest.raises(ValidationError, match="tipo ammesso"):
            check_once(bad, extensions=["pdf"], max_bytes=1000)
    assert looked_into == ["a.pdf", "b.exe"]
    # Another question has other rules.
    with pytest.raises(ValidationError, match="troppo grande"):
        check_once(good, extensions=["pdf"], max_bytes=5)
    with pytest.raises(ValidationError, match="tipo ammesso"):
        check_once(good, extensions=["png"], max_bytes=1000)


def test_a_request_without_files_is_no_file() -> None:
    assert StepForm(step(ask("file", required=False)), MultiValueDict()).is_valid()


def test_answers_name_their_files_and_nobody_elses() -> None:
    mine, unnamed, other = StoredFile("a"), StoredFile("a"), StoredFile("b")
    answers = {"a": [str(mine.public_id), str(other.public_id)]}
    assert named_uploads(answers, [mine, unnamed, other]) == {"a": [mine]}
    assert named_uploads({"a": str(mine.public_id)}, [mine]) == {}


def test_the_key_of_a_question_is_the_id_of_its_block() -> None:
    whole = "0b8f7c52-7a31-4f0f-9a55-5d7f0c9e1a2b"
    asked = frozen(
        block("email", whole, label="A"),
        block("email", whole + "-9", label="B"),
        block("email", "a.b/c", label="C"),
        block("email", whole, label="D"),
        {"type": "email", "value": {"label": "E"}},
        {"type": "email", "value": {"label": "F"}},
    )
    assert [question["key"] for question in asked] == [
        whole,
        f"{whole}-2",
        "a-bc",
        f"{whole}-3",
        "new",
        "new-2",
    ]


def test_a_file_that_the_page_shows_counts_where_the_answers_say_nothing_of_its_question() -> None:
    shown, removed, foreign = StoredFile("a"), StoredFile("b"), StoredFile("c", "altro.pdf")
    ids = [str(shown.public_id), str(removed.public_id)]

    named = named_uploads({"a": None, "b": [], "c": "testo"}, [shown, removed, foreign], ids)

    # Of what was taken away the answer says so: a page that still shows it brings nothing back.
    assert named == {"a": [shown]}
    assert named_uploads({"a": ids[0]}, [shown], []) == {}
