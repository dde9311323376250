"""Small but real documents, harmless and not: the packages, objects and signatures that programs read."""

import io
import zipfile
import zlib

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 504
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
NAMESPACE = "http://schemas.openxmlformats.org/package/2006/"
ODT = "application/vnd.oasis.opendocument.text"


def package(parts: dict[str, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def docx(
    *, main: str = f"{WORD}document.main+xml", types: str = "", relations: str = "", **parts: object
) -> bytes:
    """A text of Word; `parts` are further ones by their path, with `__` for `/` and `_` for `.`."""
    more = {name.replace("__", "/").replace("_", "."): content for name, content in parts.items()}
    return package(
        {
            "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{NAMESPACE}content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"'
            "/>"
            f'<Override PartName="/word/document.xml" ContentType="{main}"/>{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{NAMESPACE}relationships"><Relationship Id="r1" '
            f'Type="{RELATIONS}officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": "<w:document xmlns:w='urn:w'><w:body/></w:document>",
            "word/_rels/settings.xml.rels": f'<Relationships xmlns="{NAMESPACE}relationships">'
            f"{relations}</Relationships>",
            **more,  # type: ignore[dict-item]
        }
    )


def relation(kind: str, target: str, mode: str = "External") -> str:
    return f'<Relationship Id="r9" Type="{RELATIONS}{kind}" Target="{target}" TargetMode="{mode}"/>'


def odt(**parts: bytes | str) -> bytes:
    more = {name.replace("__", "/").replace("_", "."): content for name, content in parts.items()}
    return package({"mimetype": ODT, "content.xml": "<office:document-content/>", **more})


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, 1))
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + body + b"trailer\n<< /Root 1 0 R " + trailer + b">>\n%%EOF\n"


def object_stream(content: bytes, *, kind: bytes = b"/ObjStm", filters: bytes = b"/FlateDecode") -> bytes:
    packed = zlib.compress(content)
    head = b"<< /Type %s /N 1 /First 4 /Filter %s /Length %d >>" % (kind, filters, len(packed))
    return head + b"\nstream\n" + packed + b"\nendstream"


def signed(content: bytes, *, pieces: int = 1, outer: int = 1) -> bytes:
    """CMS signed data around a file, in DER, or in BER with the file in pieces."""
    if pieces == 1:
        octets = _element(0x04, content)
    else:
        size = len(content) // pieces + 1
        cut = b"".join(_element(0x04, content[at : at + size]) for at in range(0, len(content), size))
        octets = b"\x24\x80" + cut + b"\x00\x00"
    data = _element(0x30, bytes.fromhex("06092a864886f70d010701") + _element(0xA0, octets))
    body = _element(0x30, bytes.fromhex("020101") + _element(0x31, b"") + data + _element(0x31, b""))
    whole = _element(0x30, bytes.fromhex("06092a864886f70d010702") + _element(0xA0, body))
    return whole if outer == 1 else signed(whole, outer=outer - 1)


def _element(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content
