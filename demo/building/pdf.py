"""A one-page PDF of plain lines, to stand for the files that people attach."""

from collections.abc import Sequence


def plain_pdf(lines: Sequence[str]) -> bytes:
    """A valid A4 document with these lines; what Latin-1 cannot write becomes a question mark."""
    written = "".join(
        f"({line.replace(chr(92), ' ').replace('(', ' ').replace(')', ' ')}) Tj T*\n" for line in lines
    )
    content = f"BT /F1 12 Tf 16 TL 60 770 Td\n{written}ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (it-IT) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    document = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(document)
    return (
        document
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    )
