"""Attachments: what is taken, what is refused and in which words."""

import base64
import hashlib
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from moduli import StepForm
from moduli.files.checking import CONTENT_TYPES, NAME_LENGTH, check, clean_name, readable_size
from tests.moduli.builders import (
    P7M,
    PDF,
    PNG,
    StoredFile,
    ask,
    attach,
    package,
    posted,
    step,
    upload,
)  # fmt: skip

DOCX = package({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
XLSX = package({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
ODS = package({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})
ODT = package({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})
ALL = list(CONTENT_TYPES)


def refusal(name: str, content: bytes, extensions: list[str] = ALL, max_bytes: int = 10_000) -> str:
    try:
        check(upload(name, content), extensions=extensions, max_bytes=max_bytes)
    except ValidationError as error:
        return error.messages[0]
    return ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("A.PDF", PDF),
        ("conti.xlsx", XLSX),
        ("conti.ods", ODS),
        ("foto.png", PNG),
        ("lettera.docx", DOCX),
        ("lettera.odt", ODT),
        ("statuto.pdf.p7m", P7M),
        ("statuto.pdf.p7m", base64.b64encode(P7M)),
        ("statuto.pdf.p7m", b"\r\n".join(re.findall(b".{1,20}", base64.b64encode(P7M)))),
        ("statuto.pdf.p7m", b"-----BEGIN PKCS7-----\n" + base64.encodebytes(P7M) + b"-----END PKCS7-----\n"),
    ],
)
def test_a_file_whose_content_is_what_its_name_says_is_taken(name: str, content: Any) -> None:
    assert refusal(name, content) == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.pdf", b"MZ\x90\x00" + b"\x00" * 100),
        ("pagina.pdf", b"<html><script>alert(1)</script></html>"),
        ("foto.png", PDF),
        ("lettera.docx", ODT),
        ("lettera.odt", DOCX),
        ("lettera.odt", ODS),
        ("lettera.odt", package({"content.xml": b"<x/>"})),
        ("conti.xlsx", DOCX),
        ("lettera.docx", package({"word/document.xml": b"<x/>"})),
        ("lettera.docx", package({"[Content_Types].xml": b"<x/>", "altro/word/x": b""})),
        ("lettera.docx", b"PK\x03\x04 broken"),
        ("firma.p7m", PDF),
        ("firma.p7m", b"non \xe8 base64"),
        ("firma.p7m", b"<!>" + base64.b64encode(P7M)),
        # A DER sequence of something else.
        ("firma.p7m", b"\x30\x82" + b"\x00" * 100),
        ("firma.p7m", base64.b64encode(b"\x30\x82" + b"\x00" * 100)),
    ],
)
def test_a_file_that_is_something_else_inside_is_refused(name: str, content: Any) -> None:
    extension = name.rpartition(".")[2].upper()
    said = f"«{name}» non è un vero file {extension}: forse è danneggiato o ha cambiato nome."
    assert refusal(name, content) == said


def test_a_file_that_runs_something_is_refused_with_what_to_do() -> None:
    parts = {
        "[Content_Types].xml": b"<x/>",
        "word/x": b"",
        "word/altro.xml": bytes.fromhex("d0cf11e0a1b11ae1"),
    }
    said = refusal("macro.docx", package(parts))
    assert said.startswith("«macro.docx» contiene macro, programmi o oggetti incorporati")
    assert "nuovo PDF" in said


def test_a_file_that_cannot_be_looked_into_is_refused_with_what_to_do() -> None:
    assert "Togli la protezione" in refusal("lettera.docx", b"#!/bin/sh\n" + DOCX)


def test_a_type_that_was_not_asked_for_is_refused_with_the_list_of_those_allowed() -> None:
    said = refusal("foto.png", PNG, ["pdf", "p7m"])
    assert said == "Il file «foto.png» non è di un tipo ammesso. Tipi ammessi: PDF, P7M."
    assert "tipo ammesso" in refusal("senza-estensione", PDF)


def test_size_has_a_floor_and_a_ceiling() -> None:
    assert refusal("a.pdf", b"") == "Il file «a.pdf» è vuoto."
    assert refusal("a.pdf", PDF, max_bytes=10) == "Il file «a.pdf» è troppo grande: il massimo è 1 KB."


def test_the_portal_decides_the_type_and_not_the_browser() -> None:
    sent = upload("a.pdf", PDF)
    sent.content_type = "text/html"
    assert check(sent, extensions=ALL, max_bytes=1000).content_type == "application/pdf"


def test_a_file_is_found_out_about_and_handed_on_whole() -> None:
    content = PDF + b"x" * 100_000
    sent = upload("C:\\documenti\\statuto.pdf", content)
    sent.read(10)
    checked = check(sent, extensions=ALL, max_bytes=200_000)
    assert (checked.name, checked.size, checked.content_type) == (
        "statuto.pdf",
        len(content),
        "application/pdf",
    )
    assert checked.sha256 == hashlib.sha256(content).hexdigest()
    # Whoever stores it reads on from where it is left.
    assert checked.upload.read() == content


@pytest.mark.parametrize("name", ["", " ", "\u202e", "doc/"])
def test_a_file_without_a_name_is_called_something(name: str) -> None:
    assert clean_name(name) == "file"


def test_a_file_that_was_sent_without_a_name_is_refused_by_the_one_it_is_given() -> None:
    sent = upload("x", PDF)
    sent.name = None
    with pytest.raises(ValidationError, match="«file» non è di un tipo ammesso"):
        check(sent, extensions=ALL, max_bytes=1000)


@given(st.text())
def test_a_file_name_can_always_be_shown(name: str) -> None:
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= NAME_LENGTH
    assert cleaned.isprintable()
    assert "/" not in cleaned
    assert "\\" not in cleaned


def test_a_long_file_name_keeps_its_extension() -> None:
    cut = clean_name("a" * 300 + ".pdf")
    assert cut == "a" * (NAME_LENGTH - 4) + ".pdf"
    whole = "a" * (NAME_LENGTH - 4) + ".pdf"
    assert clean_name(whole) == whole
    # What only looks like an extension takes no more room than one.
    assert clean_name("a" * 200 + "." + "b" * 200) == "a" * (NAME_LENGTH - 10) + ".bbbbbbbbb"


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("C:\\Utenti\\Ada\\statuto.pdf", "statuto.pdf"),
        ("/home/ada/statuto.pdf", "statuto.pdf"),
        (" statuto\u202efdp.exe ", "statutofdp.exe"),
        ("a b\x00c.pdf", "a bc.pdf"),
    ],
)
def test_a_file_name_loses_its_folders_and_what_would_disguise_it(sent: str, name: str) -> None:
    assert clean_name(sent) == name


def test_sizes_read_in_italian() -> None:
    assert [readable_size(size) for size in (10, 640 * 1024, 2_500_000, 10 * 1024 * 1024)] == [
        "1 KB", "640 KB", "2,4 MB", "10 MB",
    ]  # fmt: skip


def test_the_first_megabyte_is_called_so() -> None:
    assert [readable_size(1024 * 1024 - 1), readable_size(1024 * 1024)] == ["1024 KB", "1 MB"]


def test_good_files_are_taken_even_when_one_beside_them_is_not() -> None:
    form = attach(ask("file", max_files=3), upload("a.pdf"), upload("b.exe", b"MZ"), upload("c.pdf"))
    assert not form.is_valid()
    assert [checked.name for _key, checked in form.new_files()] == ["a.pdf", "c.pdf"]


def test_more_files_than_asked_for_are_refused() -> None:
    form = attach(ask("file", max_files=2), upload("a.pdf"), upload("b.pdf"), upload("c.pdf"))
    assert form.errors["q-a"] == ["Si possono allegare al massimo 2 file."]


def test_a_required_file_must_be_there_once() -> None:
    assert attach(ask("file")).errors["q-a"] == ["Rispondi a «Domanda a»: allega almeno un file."]
    stored = StoredFile()
    form = StepForm(
        step(ask("file")),
        posted(),
        MultiValueDict(),
        answers={"a": [str(stored.public_id)]},
        uploads=[stored],
    )
    assert form.is_valid()
    assert form.answers() == {"a": [str(stored.public_id)]}


def test_a_file_already_stored_counts_towards_the_limit() -> None:
    stored = StoredFile()
    form = StepForm(
        step(ask("file")),
        posted(),
        MultiValueDict({"q-a": [upload("b.pdf")]}),
        answers={"a": [str(stored.public_id)]},
        uploads=[stored],
    )
    said = "Si può allegare un solo file: per cambiarlo, rimuovi prima quello già allegato."
    assert form.errors["q-a"] == [said]


@pytest.mark.parametrize("most", [1, 2])
def test_the_very_file_that_is_attached_is_not_attached_again(most: int) -> None:
    """Without a script a browser that goes back still holds the file, and the next press sends it again."""
    stored = StoredFile(name="statuto.pdf", content=PDF)
    again = [upload("statuto.pdf"), upload("statuto.pdf")]
    form = StepForm(
        step(ask("file", max_files=most)),
        posted(),
        MultiValueDict({"q-a": again}),
        answers={"a": [str(stored.public_id)]},
        uploads=[stored],
    )

    assert form.is_valid()
    assert list(form.new_files()) == []
    # Another file of the same name is another file.
    other = MultiValueDict({"q-a": [upload("statuto.pdf", PDF + b"%")]})
    form = StepForm(step(ask("file", max_files=2)), posted(), other, uploads=[stored])
    assert form.is_valid()
    assert len(list(form.new_files())) == 1


def test_too_many_files_attached_in_two_windows_are_for_the_person_to_choose_from() -> None:
    stored = [StoredFile(), StoredFile(), StoredFile()]
    for most, is_valid in ((2, False), (3, True)):
        answers = {"a": [str(one.public_id) for one in stored]}
        form = StepForm(step(ask("file", max_files=most)), posted(), answers=answers, uploads=stored)
        assert form.is_valid() is is_valid
        assert form.errors.get("q-a", []) == ([] if is_valid else ["Si possono allegare al massimo 2 file."])


def test_a_file_dropped_for_its_size_is_reported_at_its_question() -> None:
    form = StepForm(step(ask("file")), posted(), MultiValueDict(), dropped={"q-a": ["enorme.pdf"]})
    assert form.errors["q-a"] == ["Il file «enorme.pdf» è troppo grande: il massimo è 1 MB."]
