"""A list as it arrives: looked into before anything of it is taken."""

import pytest

from candidature.reference_lists.reading import LARGEST_FILE, MOST_ENTRIES, MalformedListError, read


def problems(content: bytes) -> list[str]:
    with pytest.raises(MalformedListError) as refused:
        read(content)
    return refused.value.problems


@pytest.mark.parametrize(
    "content",
    [
        b"codice;voce\nA1;Scuola Verdi\nA2;Scuola Rossi\n",
        "\ufeffVoce,Codice\r\n Scuola   Verdi ,A1\r\n\r\nScuola Rossi,A2".encode(),
        b'codice,voce,note\nA1,"Scuola Verdi",x\n"A2","Scuola\nRossi"\n',
    ],
)
def test_columns_are_found_by_name_with_comma_or_semicolon(content: bytes) -> None:
    assert read(content) == [("A1", "Scuola Verdi"), ("A2", "Scuola Rossi")]


def test_without_codes_the_entry_is_its_own_code() -> None:
    assert read("voce\nForlì\n".encode()) == [("Forlì", "Forlì")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "La prima riga deve dire le colonne: «voce», e se c’è «codice». Manca la colonna «voce»."),
        (
            b"nome\nA",
            "La prima riga deve dire le colonne: «voce», e se c’è «codice». Manca la colonna «voce».",
        ),
        (b"voce\n", "Il file non contiene voci."),
        (
            "voce\nForlì".encode("cp1252"),
            "Il file non è in codifica UTF-8: nel foglio di calcolo scegli «CSV UTF-8» quando lo salvi.",
        ),
        (b"voce\nA\x00", "Il file non è un testo: serve un file CSV."),
        (b"codice;voce\nA1;\n", "Riga 2: manca la voce o il suo codice."),
        (b"codice;voce\nA1\n", "Riga 2: manca la voce o il suo codice."),
        (b"codice;voce\nA;x\nB;X\n", "Riga 3: «X» è già alla riga 2."),
        (b"codice;voce\nA;x\nA;y\n", "Riga 3: «A» è già alla riga 2."),
        (b"voce\n=1+1\n", "Riga 2: «=1+1» comincia come una formula di un foglio di calcolo."),
        (b"codice;voce\n@A;x\n", "Riga 2: «@A» comincia come una formula di un foglio di calcolo."),
        ("voce\nA\u202eB\n".encode(), "Riga 2: ci sono caratteri che non si vedono."),
        (b"codice;voce\nA;" + b"x" * 201, "Riga 2: la voce supera 200 caratteri, o il codice 40."),
    ],
)
def test_what_is_wrong_is_said_with_its_line(content: bytes, said: str) -> None:
    assert problems(content) == [said]


def test_of_a_file_that_is_wrong_all_over_the_first_mistakes_are_said() -> None:
    said = problems(b"codice;voce\n" + b"A;\n" * 30)

    assert len(said) == 11
    assert said[-1] == "… e altri 20 errori."


def test_a_list_may_be_so_long_and_no_longer() -> None:
    longest = b"voce\n" + b"".join(b"%d\n" % number for number in range(MOST_ENTRIES))

    assert len(read(longest)) == MOST_ENTRIES
    assert problems(longest + b"uno di troppo\n") == [
        f"Le voci sono {MOST_ENTRIES + 1}: il massimo è {MOST_ENTRIES}."
    ]
    assert "1 MB" in problems(b"voce\n" + b"x" * LARGEST_FILE)[0]
