"""The program that reads the text of one PDF: the file on standard input, the text on standard output.

It runs by itself (`search.documents.reading`), with nothing of the portal imported and with an end to its
time and memory: a PDF may be made so that whoever reads it never ends.
"""

import io
import resource
import sys
import unicodedata

CPU_SECONDS = 30
MEMORY_BYTES = 1024**3
# What is searched of a document, in characters, and of how many pages.
LONGEST_TEXT = 200_000
MOST_PAGES = 300


def text_of(content: bytes) -> str:
    """The text of the first pages, a page a paragraph; of a scanned document there is none.

    Raises:
        PyPdfError: it is no PDF, or one that is locked.
    """
    # Here, so that whoever only asks for a bound does not load it.
    from pypdf import PdfReader

    pages: list[str] = []
    length = 0
    for page in PdfReader(io.BytesIO(content)).pages[:MOST_PAGES]:
        # A typesetter ties letters together: as words are kept, «ﬃ» is «ffi».
        pages.append(" ".join(unicodedata.normalize("NFKC", page.extract_text()).split()))
        length += len(pages[-1])
        if length > LONGEST_TEXT:
            break
    return "\n".join(pages)[:LONGEST_TEXT]


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    text = text_of(sys.stdin.buffer.read())
    sys.stdout.buffer.write(text.encode(errors="replace"))


if __name__ == "__main__":
    main()
