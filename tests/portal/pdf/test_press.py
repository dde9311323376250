"""Documents come of whatever anybody typed, in bounded time; where one does not, the log says so."""

import io
import logging
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from portal.pdf import press, typesetting
from tests.reading_pdf import (
    flaws_of,
    language_of,
    plain,
    tags_of,
    text_of,
    title_of,
    words_of_page,
)

MOMENT = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
NOTE = "al posto di un carattere"
LOOK = '#import "/portal/pdf/look.typ": *\n#show: paper\n'
TEMPLATE = f"""{LOOK}
= #fit(data.heading)
#for text in data.texts [ #par(fit(text)) ]
"""


@pytest.fixture
def set_in_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets texts in type, by the look that every document has."""
    (tmp_path / "portal").symlink_to(press.TEMPLATES / "portal")
    monkeypatch.setattr(press, "TEMPLATES", tmp_path)

    def make(*texts: str, template: str = TEMPLATE, heading: str = "Titolo") -> bytes:
        (tmp_path / "texts.typ").write_text(template)
        data = {"heading": heading, "texts": texts}
        return press.make("texts.typ", data, title=heading, running_head="Prova", moment=MOMENT)

    return make


def test_a_document_is_tagged_and_has_a_title_and_a_language(set_in_type: Any) -> None:
    document = set_in_type("Un paragrafo.", heading="Ricevuta di prova")

    assert flaws_of(document) == []
    assert title_of(document) == "Ricevuta di prova"
    assert language_of(document) == "it"
    assert [tag for tag in tags_of(document) if tag in ("H1", "P")] == ["H1", "P"]


SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
PICTURE = '#image(bytes(data.heading), format: "svg", alt: "Un quadrato.")'


@pytest.mark.parametrize(
    ("content", "is_made"),
    [
        (PICTURE, True),
        ('#image(bytes(data.heading), format: "svg")', False),
        ("=== Due gradini sotto il titolo", False),
    ],
)
def test_what_no_reader_of_screens_would_follow_is_not_made(
    set_in_type: Any, content: str, is_made: bool
) -> None:
    template = f"{LOOK}\n= Titolo\n{content}"

    if is_made:
        assert flaws_of(set_in_type(template=template, heading=SQUARE)) == []
    else:
        with pytest.raises(press.NotMadeError):
            set_in_type(template=template, heading=SQUARE)


@pytest.mark.parametrize(
    ("taken_away", "flaw"),
    [
        ("/Lang", "has no language"),
        ("/ViewerPreferences", "does not show its title"),
        ("/Tabs", "page 1 is not walked through in the order of its structure"),
        ("/Contents", "page 1 has a link without words"),
        ("/Alt", "/Figure without an alternative"),
        ("/ToUnicode", "page 1 has a font that is not embedded, or letters that cannot be read aloud"),
        ("marks", "page 1 shows something that is neither tagged nor an artifact (TJ)"),
    ],
)
def test_what_a_document_lacks_is_seen(set_in_type: Any, taken_away: str, flaw: str) -> None:
    """Of the check that every document in these tests goes through."""
    template = f'{LOOK}\n= Titolo\n{PICTURE}\n#link("https://example.org")[Una via]'
    document = set_in_type(template=template, heading=SQUARE)

    assert flaws_of(document) == []
    assert flaw in flaws_of(without(document, taken_away))


def without(document: bytes, taken_away: str) -> bytes:
    """A document without what has this name, wherever it stands."""
    writer = PdfWriter(clone_from=io.BytesIO(document))
    for one in list(writer._objects):
        held: Any = one.get_object() if one is not None else None
        if taken_away == "marks" and isinstance(held, StreamObject) and b"BDC" in held.get_data():
            held.set_data(held.get_data().replace(b"BDC", b"DP").replace(b"EMC", b""))
        elif isinstance(held, dict) and not (taken_away == "/Contents" and held.get("/Type") == "/Page"):
            held.pop(NameObject(taken_away), None)
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()


def test_the_same_data_gives_the_same_bytes(set_in_type: Any) -> None:
    assert set_in_type("Uno", "due") == set_in_type("Uno", "due")


@pytest.mark.parametrize(
    "typed",
    [
        '#panic(1) #read("/etc/passwd") *forte* _corsivo_ = titolo $x$ \\u{41} @nota <segno> // commento',
        '"} ; #import "@preview/cetz:0.3.0"',
        "{{ 7|add:7 }} {% now %} <script>alert(1)</script>",
        "Ελλάδα Россия עברית العربية",
        "e\u0301 combinata, nbsp\u00a0, trattino-\u2011, virgolette «» “” ‘’ …",
        "tab\tdue\nrighe\n\nvuota",
        "zalgo Z\u0335\u0321\u034d\u0489\u20dd",
    ],
)
def test_what_is_typed_is_text_and_never_markup(set_in_type: Any, typed: str) -> None:
    words = unicodedata.normalize("NFC", text_of(set_in_type(typed)))

    for word in typed.split():
        if not any(unicodedata.bidirectional(character) in ("R", "AL") for character in word):
            assert unicodedata.normalize("NFC", plain(word)) in words
    assert plain(NOTE) not in words


@pytest.mark.parametrize(
    "typed",
    [
        "👩‍👩‍👧 emoji 😀",
        "日本語 ไทย हिन्दी",
        "nullo \x00 campanello \x07 elimina \x7f \x85",
        "metà di un carattere \ud83d sola",
        "non caratteri \ufffe \uffff \U0010ffff, uso privato \ue000 \ufeff",
    ],
)
def test_a_character_without_a_shape_has_a_stand_in_and_a_sentence(set_in_type: Any, typed: str) -> None:
    words = text_of(set_in_type(typed, "Resta leggibile."))

    assert typesetting.STAND_IN in words
    assert plain(NOTE) in words
    assert "Restaleggibile." in words
    for word in typed.split():
        if word.isascii() and word.isalpha():
            assert word in words


def test_every_character_there_is_gives_a_document(set_in_type: Any) -> None:
    # With surrogates, controls and what stands for nothing; few enough to be tried one by one, and too many.
    for step in (96, 16):
        some = [chr(number) for number in [*range(0x400), *range(0x400, 0x110000 // 4, step)]]
        assert (len(some) > typesetting.MOST_UNUSUAL) == (step == 16)
        assert flaws_of(set_in_type(" ".join(some))) == []


def test_a_mark_that_turns_text_around_turns_nothing_around(set_in_type: Any) -> None:
    assert "abcdef" in text_of(set_in_type("\u202eabc\u2066def"))


def test_a_word_longer_than_a_line_is_broken_and_lost_nowhere(set_in_type: Any) -> None:
    word = "".join(chr(ord("a") + number % 26) for number in range(20_000))

    assert word in text_of(set_in_type(word))


def test_a_heading_may_hold_what_nothing_can_show(set_in_type: Any) -> None:
    document = set_in_type("Testo", heading="Titolo 😀 \x00")

    assert title_of(document).startswith(f"Titolo {typesetting.STAND_IN}")


def test_sixty_four_answers_of_twenty_thousand_characters_are_all_there(set_in_type: Any) -> None:
    document = set_in_type(*[f"inizio{number} " + "parola " * 2855 + "😀 fine" for number in range(64)])

    assert "inizio0" in words_of_page(document, 0)
    assert "inizio63" in words_of_page(document, -5) + words_of_page(document, -6) + words_of_page(
        document, -7
    )
    assert f"parola{typesetting.STAND_IN}fine" in words_of_page(document, -1)


def test_a_template_that_is_wrong_is_told_in_the_log_without_what_it_would_hold(
    set_in_type: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(press.NotMadeError):
        set_in_type(
            "Ada Segreta", template='#import "/portal/pdf/look.typ": *\n#show: paper\n#panic(data.texts)'
        )

    assert "texts.typ" in caplog.text
    assert "panicked" in caplog.text
    assert "Segreta" not in caplog.text


def test_a_document_that_is_not_accessible_is_not_made(set_in_type: Any) -> None:
    picture = (
        "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"), format: \"svg\")"
    )
    template = f'#import "/portal/pdf/look.typ": *\n#show: paper\n= Titolo\n{picture}'

    with pytest.raises(press.NotMadeError):
        set_in_type(template=template)


def test_no_package_is_fetched_and_nothing_outside_the_templates_is_read(set_in_type: Any) -> None:
    for line in ('#import "@preview/cetz:0.3.0"', '#read("/../../etc/passwd")'):
        with pytest.raises(press.NotMadeError):
            set_in_type(template=line)


def test_what_takes_for_ever_is_ended(set_in_type: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "SECONDS", 1)

    with pytest.raises(press.NotMadeError):
        set_in_type(template="#let x = 0\n#while x < 1e18 { x += 1e-9 }\n")


def test_what_takes_all_memory_is_ended_and_the_portal_goes_on(set_in_type: Any) -> None:
    hungry = "#let x = range(1000000000)"

    with pytest.raises(press.NotMadeError):
        set_in_type(template=hungry)
    assert flaws_of(set_in_type("Ancora qui.")) == []


def test_more_at_once_than_there_is_room_for_are_told_to_come_again(
    set_in_type: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "SECONDS_TO_WAIT", 0.01)
    for _place in range(press.AT_ONCE):
        assert press._places.acquire(timeout=1)
    try:
        with pytest.raises(press.NotMadeError):
            set_in_type("Uno di troppo")
    finally:
        for _place in range(press.AT_ONCE):
            press._places.release()
    assert set_in_type("C’è di nuovo posto")


def test_what_a_refusal_names_is_replaced_and_nothing_else() -> None:
    diagnostic = (
        'error: PDF/UA-1 error: the text `"e\\u{20dd}"` could not be displayed with font `"Titillium Web"`\n'
        'error: PDF/UA-1 error: the text contains the disallowed codepoint `"\\u{feff}"`\n'
    )

    assert typesetting.refused_characters(diagnostic) == {"\u20dd", "\ufeff"}


def test_text_of_which_nothing_is_certain_keeps_its_letters() -> None:
    assert typesetting.only_usual("Città: 10 €\n日本") == f"Città: 10 €\n{typesetting.STAND_IN * 2}"
