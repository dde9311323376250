"""The program that makes one PDF: an order in JSON on standard input, the document on standard output.

It runs by itself (`press`), with nothing of the portal imported and with an end to its time and memory.
"""

import json
import re
import resource
import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

STAND_IN = "¤"
# The portal's own, then those with the letters that it lacks, which the typesetter brings along: Greek,
# Cyrillic and Hebrew; Arabic and signs; mathematics.
FACES = [
    "Titillium Web",
    "Libertinus Serif",
    "DejaVu Sans Mono",
    "New Computer Modern",
    "New Computer Modern Math",
]
CPU_SECONDS = 25
MEMORY_BYTES = 1024**3
# Of several characters together it is found out only when they are set; after so many times all unusual ones
# have a stand-in.
ATTEMPTS = 2
# So many different unusual characters are tried one by one; of a text with more, none.
MOST_UNUSUAL = 4000
# Latin, Greek and Cyrillic letters and the punctuation of texts: one of the fonts has them.
_USUAL = re.compile(
    "[\t\n -~\u00a0-\u017f\u0391-\u03a1\u03a3-\u03c9\u0410-\u044f\u2010-\u201f\u2022\u2026\u20ac]"
)
# What the typesetter says of text for which no font has a shape, or which PDF/UA forbids.
_REFUSED = re.compile(r'text (?:contains the disallowed codepoint )?`"(.+?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# Embeddings, overrides and isolates turn around what stands beside an answer; they have no shape themselves.
_DIRECTION_MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

_PROBE = """
#set document(title: "-")
#set text(font: json(bytes(sys.inputs.faces)), fallback: false)
#for one in json(bytes(sys.inputs.characters)) [ #par(one) ]
"""


class RefusedError(Exception):
    """The typesetter made no document."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        document = typeset(json.load(sys.stdin.buffer))
    except RefusedError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(document)


def typeset(order: dict[str, Any]) -> bytes:
    """Makes the document of an order, see `press.make`.

    Raises:
        RefusedError: the template is wrong, or the document is not as PDF/UA asks.
    """
    # Here, so that whoever only asks for the stand-in does not load it.
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[order["fonts"]])
    content = _mapped({name: order[name] for name in ("title", "frame", "data")}, plain)
    content = _mapped(content, _showing_only_what_can_be(content, fonts))
    for _attempt in range(ATTEMPTS):
        try:
            return _compiled(order, content, fonts)
        except typst.TypstError as error:
            refused = refused_characters(error.diagnostic)
            if not refused:
                raise RefusedError(without_quotations(error.message)) from error
            content = _mapped(content, _without(refused))
    try:
        return _compiled(order, _mapped(content, only_usual), fonts)
    except typst.TypstError as error:
        raise RefusedError(without_quotations(error.message)) from error


def plain(text: str) -> str:
    """Text without what no typesetter takes: a stand-in for controls and halves of characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(
        STAND_IN if character != "\n" and unicodedata.category(character) in ("Cc", "Cs") else character
        for character in text
        if character not in _DIRECTION_MARKS
    )


def only_usual(text: str) -> str:
    """Text in which whatever is not certain to have a shape has a stand-in."""
    return "".join(character if _USUAL.match(character) else STAND_IN for character in text)


def refused_characters(diagnostic: str) -> set[str]:
    """The characters that a refusal names: of those that stand together, the unusual ones."""
    refused: set[str] = set()
    for written in _REFUSED.findall(diagnostic):
        cluster = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), written)
        refused |= {one for one in cluster if not _USUAL.match(one)} or set(cluster)
    return refused - {STAND_IN}


def without_quotations(message: str) -> str:
    """What the typesetter says without the words of the document in it: it ends in the log."""
    return re.sub(r"`[^`]*`|\"[^\"]*\"", "…", message)[:300]


def _showing_only_what_can_be(content: Any, fonts: "typst.Fonts") -> Callable[[str], str]:
    """What puts stand-ins into the texts of a content, for the characters that no font has.

    Each is tried once, in a small document of its own: a long answer full of them is then set only once.
    """
    import typst

    characters = set().union(*map(set, _texts(content)))
    unusual = sorted(one for one in characters if not _USUAL.match(one))
    if not unusual:
        return str
    if len(unusual) > MOST_UNUSUAL:
        return only_usual
    try:
        typst.compile(
            _PROBE.encode(),
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"faces": json.dumps(FACES), "characters": json.dumps(unusual)},
        )
    except typst.TypstError as error:
        return _without(refused_characters(error.diagnostic))
    return str


def _without(characters: set[str]) -> Callable[[str], str]:
    table = str.maketrans(dict.fromkeys(characters, STAND_IN))
    return lambda text: text.translate(table)


def _compiled(order: dict[str, Any], content: dict[str, Any], fonts: "typst.Fonts") -> bytes:
    import typst

    inputs = {
        "title": content["title"],
        "faces": json.dumps(FACES),
        "frame": json.dumps(content["frame"]),
        "data": json.dumps(content["data"]),
    }
    if any(STAND_IN in text for text in _texts(content)):
        inputs["stand_in_note"] = order["stand_in_note"]
    return typst.compile(
        f"{order['root']}/{order['template']}",
        root=order["root"],
        font_paths=fonts,
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs=inputs,
        timestamp=order["moment"],
    )


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text changed; keys are the template's own."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(item, change) for item in value]
    if isinstance(value, dict):
        return {key: _mapped(item, change) for key, item in value.items()}
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


if __name__ == "__main__":
    main()
