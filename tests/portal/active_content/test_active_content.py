"""A document that runs something is refused whatever it is called; one that only shows itself is taken."""

import base64
import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from portal import active_content
from portal.active_content import ActiveContentError, UnreadableContentError
from portal.active_content import pdf as pdf_check
from portal.models import PortalDocument
from tests.portal.active_content.active_files import (
    MACRO_WORD,
    ODT,
    OLE,
    docx,
    object_stream,
    odt,
    package,
    pdf,
    relation,
    signed,
)  # fmt: skip

JAVASCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
MACRO = docx(word__vbaProject_bin=OLE)


def verdict(content: bytes, extension: str) -> str:
    try:
        active_content.check(io.BytesIO(content), extension)
    except ActiveContentError:
        return "runs"
    except UnreadableContentError:
        return "unreadable"
    return "shows"


def with_flag_of_encryption(content: bytes) -> bytes:
    """The package with every part marked as encrypted, in both of its directories."""
    marked = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(signature)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(signature, at + 4)
    return bytes(marked)


def with_two_parts_of_one_name() -> bytes:
    packed = io.BytesIO(docx())
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("word/Document.xml", b"<other/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        MACRO,
        docx(word__innocente_xml=OLE),
        docx(media__image1_png=OLE),
        docx(main=MACRO_WORD),
        docx(types='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
        docx(types='<Override PartName="/x" ContentType="application/VND.MS-OFFICE.vbaProject"/>'),
        docx(types='<Override PartName="/x" ContentType="application/vnd.ms-excel.macrosheet+xml"/>'),
        docx(word__activeX__activeX1_xml="<ax/>"),
        package({"[Content_Types].xml": "<Types/>", "word\\vbaProject.bin": b"any"}),
        docx(word__embeddings__oleObject1_bin=OLE),
        docx(word__embeddings__tabella_xlsx=MACRO),
        docx(word__embeddings__file_pdf=pdf(JAVASCRIPT)),
        docx(word__embeddings__programma_bin=b"MZ\x90\x00" + b"\x00" * 60),
        docx(relations=relation("attachedTemplate", "https://altrove.example/modello.dotm")),
        docx(relations=relation("attachedTemplate", "\\\\altrove\\modello.dotm")),
        docx(relations=relation("attachedTemplate", "file://altrove/modello.dotm")),
        docx(relations=relation("oleObject", "http://altrove.example/x")),
        docx(relations=relation("vbaProject", "innocente.xml", "Internal")),
        MACRO.replace(b"vbaProject.bin", b"innocentes.xml"),
    ],
)
def test_an_office_file_with_macros_or_objects_runs_under_any_name(content: Any) -> None:
    assert verdict(content, "docx") == "runs"


def test_the_types_of_a_package_are_read_in_any_encoding() -> None:
    types = f'<?xml version="1.0" encoding="utf-16"?><Types><Override ContentType="{MACRO_WORD}"/></Types>'
    assert verdict(package({"[Content_Types].xml": types.encode("utf-16")}), "docx") == "runs"


@pytest.mark.parametrize(
    "content",
    [
        docx(),
        docx(relations=relation("hyperlink", "https://www.example.org/")),
        docx(relations=relation("attachedTemplate", "file:///C:\\Users\\anna\\Normal.dotm")),
        docx(relations=relation("attachedTemplate", "Normal.dotm")),
        docx(word__embeddings__tabella_xlsx=docx()),
        docx(word__media__image1_png=b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_an_office_file_that_only_shows_itself_is_taken(content: Any) -> None:
    assert verdict(content, "docx") == "shows"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + docx(),
        b"\x00" + docx(),
        docx() + b"altro",
        with_flag_of_encryption(docx()),
        with_two_parts_of_one_name(),
        package({"[Content_Types].xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        package({"[Content_Types].xml": "<x"}),
        docx(word__embeddings__a_docx=docx(word__embeddings__b_docx=docx(word__embeddings__c_docx=docx()))),
        docx()[:200],
    ],
)
def test_a_package_made_to_be_read_in_two_ways_is_not_taken(content: Any) -> None:
    assert verdict(content, "docx") != "shows"


def test_a_package_that_bursts_when_it_is_opened_is_not_taken_and_a_large_text_is() -> None:
    assert verdict(docx(word__altro_xml=bytes(65 * 1024 * 1024)), "docx") == "unreadable"
    assert verdict(docx(word__altro_xml=bytes(63 * 1024 * 1024)), "docx") == "shows"


@pytest.mark.parametrize("extension", ["docx", "odt", "xlsx", "csv", "txt", "pdf", "rtf"])
def test_an_office_file_from_before_2007_runs_under_any_name(extension: str) -> None:
    assert verdict(OLE, extension) == "runs"


@pytest.mark.parametrize(
    "content",
    [
        odt(Basic__Standard__Modulo_xml="<x/>"),
        odt(Scripts__python__x_py="print(1)"),
        odt(Object__1=OLE),
        odt(content_xml='<a xlink:href="vnd.sun.star.script:Standard.Modulo?language=Basic"/>'),
        odt(content_xml='<a xlink:href="vnd.sun.star.script:x"/>'.encode("utf-16")),
        odt(content_xml='<a xlink:href="macro:Standard.Modulo.Avvia()"/>'),
    ],
)
def test_an_open_document_with_macros_runs(content: Any) -> None:
    assert verdict(content, "odt") == "runs"


def test_an_open_document_is_taken_unless_it_is_encrypted() -> None:
    manifest = "<manifest><manifest:encryption-data/></manifest>"
    assert verdict(odt(Pictures__a_png=b"\x89PNG"), "odt") == "shows"
    assert verdict(package({"mimetype": ODT, "META-INF/manifest.xml": manifest}), "odt") == "unreadable"


@pytest.mark.parametrize(
    "content",
    [
        pdf(b"<< /Type /Catalog /OpenAction 2 0 R >>", JAVASCRIPT),
        pdf(b"<< /S /J#61vaScript /JS (1) >>"),
        pdf(b"<< /S /#4a#61#76#61#53#63#72#69#70#74 /JS (1) >>"),
        pdf(b"<< /S/Launch/F(programma.exe) >>"),
        pdf(b"<</S/Launch>>"),
        pdf(b"<< /Names << /JavaScript 3 0 R >> >>"),
        pdf(object_stream(b"1 0 " + JAVASCRIPT)),
        pdf(object_stream(b"1 0 " + JAVASCRIPT, kind=b"/Obj#53tm")),
        pdf(object_stream(b"1 0 " + JAVASCRIPT, kind=b"5 0 R")),
        pdf(object_stream(b"1 0 " + JAVASCRIPT, filters=b"[ /Flate#44ecode ]")),
        pdf(b"<< >>\nstream\n" + JAVASCRIPT + b"\nendstream"),
        b"prima " + pdf(JAVASCRIPT),
    ],
)
def test_a_pdf_with_a_script_or_a_program_runs(content: Any) -> None:
    assert verdict(content, "pdf") == "runs"


@pytest.mark.parametrize(
    "content",
    [
        pdf(b"<< /Type /Catalog >>"),
        pdf(b"<< /OpenAction [3 0 R /FitH null] >>", b"<< /Title (JavaScript e /Launchpad) >>"),
        pdf(object_stream(b"1 0 << /Type /Page >>")),
        pdf(object_stream(b"1 0 << /Type /Page >>"), object_stream(b"2 0 << /Type /Page >>")),
        pdf(b"<< /Type /Outlines /First 4 0 R >>", b"<< /Length 4 >>\nstream\n1234\nendstream"),
        pdf(b"<< /Type /Page >>", trailer=b"/Encrypt 9 0 R "),
    ],
)
def test_a_pdf_that_only_shows_itself_is_taken(content: Any) -> None:
    assert verdict(content, "pdf") == "shows"


@pytest.mark.parametrize(
    "content",
    [
        pdf(object_stream(b"1 0 << /Type /Page >>"), trailer=b"/Encrypt 9 0 R "),
        pdf(object_stream(b"1 0 << /Type /Page >>", filters=b"[/ASCIIHexDecode /FlateDecode]")),
        pdf(object_stream(b"1 0 << /Type /Page >>", filters=b"7 0 R")),
        pdf(object_stream(b"1 0 " + JAVASCRIPT).replace(b"/Filter", b"/Pad (" + b"x" * 5000 + b") /Filter")),
        pdf(object_stream(b"1 0 " + JAVASCRIPT).replace(b"/Filter", b"/Pad (1 0 obj) /Filter")),
        pdf(object_stream(b" " * (33 * 1024 * 1024))),
        pdf(object_stream(b"1 0 << >>")).replace(b"\x78\x9c", b"\x00\x00"),
    ],
)
def test_a_pdf_whose_objects_cannot_be_seen_is_not_taken(content: Any) -> None:
    assert verdict(content, "pdf") == "unreadable"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"{\\rtf1 ciao}", "shows"),
        (b"{\\rtf1 {\\object\\objemb{\\*\\objdata 0105}}}", "runs"),
        (b"{\\rtf1 {\\obj\r\ndata 0105}}", "runs"),
        (b"{\\rtf1 {\\*\\template https://altrove.example/x}}", "runs"),
        (b"{\\rtf1 {\\*\\template C:\\\\Normal.dotm}}", "shows"),
        (b"{\\rtf1 {\\field{\\*\\fldinst DDEAUTO c:\\\\cmd.exe}}}", "runs"),
    ],
)
def test_a_rich_text_with_an_object_runs(content: bytes, expected: str) -> None:
    assert verdict(content, "rtf") == expected


@pytest.mark.parametrize(
    "wrapped",
    [
        signed(MACRO),
        signed(pdf(object_stream(b"1 0 " + JAVASCRIPT))),
        signed(pdf(JAVASCRIPT), pieces=7),
        signed(MACRO, outer=2),
        base64.encodebytes(signed(MACRO)),
        b"-----BEGIN PKCS7-----\n" + base64.encodebytes(signed(MACRO)) + b"-----END PKCS7-----\n",
    ],
)
def test_a_signature_hides_nothing(wrapped: Any) -> None:
    assert verdict(wrapped, "p7m") == "runs"


@pytest.mark.parametrize(
    "wrapped", [signed(docx()), signed(pdf(b"<< >>"), pieces=3), signed(docx(), outer=3)]
)
def test_a_signed_document_that_only_shows_itself_is_taken(wrapped: Any) -> None:
    assert verdict(wrapped, "p7m") == "shows"


def test_a_signature_cut_short_is_not_taken() -> None:
    assert verdict(signed(docx())[:40], "p7m") == "unreadable"
    assert verdict(b"non una firma", "p7m") == "unreadable"


def test_an_archive_is_looked_into() -> None:
    assert verdict(package({"atti/uno.pdf": pdf(b"<< >>"), "atti/due.docx": docx()}), "zip") == "shows"
    assert verdict(package({"atti/due.docx": MACRO}), "zip") == "runs"
    assert verdict(package({"setup.txt": b"MZ\x90\x00" + b"\x00" * 60}), "zip") == "runs"


def test_a_text_that_is_a_package_is_not_taken() -> None:
    assert verdict(docx(), "txt") == "unreadable"
    assert verdict("nome;età\nAnna;41\n".encode(), "csv") == "shows"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [("bando.docx", MACRO), ("bando.pdf", pdf(JAVASCRIPT)), ("bando.pdf.p7m", signed(MACRO)), ("a.rtf", OLE)],
)
def test_the_staff_publish_no_document_that_runs_anything(name: str, content: Any) -> None:
    document = PortalDocument(title="Bando", file=ContentFile(content, name=name))

    with pytest.raises(ValidationError, match="contiene macro"):
        document.clean()


@pytest.mark.django_db
def test_a_document_already_published_keeps_its_file_when_its_title_changes() -> None:
    document = PortalDocument.objects.create(title="Bando", file=ContentFile(MACRO, name="bando.docx"))
    document.title = "Bando 2026"

    PortalDocument.objects.get(pk=document.pk).clean()


def test_a_pdf_that_fills_the_bound_to_the_byte_unpacks_nothing_more() -> None:
    """To zlib a bound of zero is none: what follows would have been unpacked whole."""
    full = object_stream(b"5 0 " + bytes(pdf_check.MOST_UNPACKED - 4))
    assert verdict(pdf(full), "pdf") == "shows"
    assert verdict(pdf(full, object_stream(b"5 0 x")), "pdf") == "unreadable"


def test_a_pdf_of_very_many_streams_is_looked_through_or_refused_at_once() -> None:
    few = pdf(*[object_stream(b"5 0 << >>")] * 5_000, trailer=bytes(2_000_000))
    assert verdict(few, "pdf") == "shows"
    many = pdf(*[b"<< /Type /ObjStm >>\nstream\nendstream"] * 100_000)
    assert verdict(many, "pdf") == "unreadable"
