import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from territori.models import Municipality, Zone
from territori.zones.municipalities import DEFAULT_FILE

pytestmark = pytest.mark.django_db

HEADER = "comune,provincia,codice_catastale,zona_distretto\n"


def load(path: Path | None = None) -> str:
    out = io.StringIO()
    call_command("load_municipalities", *([str(path)] if path else []), stdout=out)
    return out.getvalue()


def write(folder: Path, text: str) -> Path:
    path = folder / "comuni.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_projects_own_file_holds_every_municipality_and_the_seven_zones() -> None:
    assert "273 nuovi" in load()
    assert Municipality.objects.count() == 273
    assert Zone.objects.count() == 7


def test_loading_again_changes_nothing() -> None:
    load()
    assert "0 nuovi, 0 aggiornati, 273 invariati" in load()


def test_a_newer_file_updates_by_cadastral_code(tmp_path: Path) -> None:
    load()
    report = load(write(tmp_path, HEADER + "Agliana Nuova,PT,A071,Pistoiese\nPaese Nuovo,FI,Z999,\n"))
    agliana = Municipality.objects.get(cadastral_code="A071")
    assert (agliana.name, agliana.zone and agliana.zone.name) == ("Agliana Nuova", "Pistoiese")
    assert "1 nuovi, 1 aggiornati" in report
    assert Municipality.objects.count() == 274


def test_an_empty_cell_does_not_empty_a_zone_that_staff_filled(tmp_path: Path) -> None:
    load()
    zone = Zone.objects.create(name="Scritta a mano", slug="scritta-a-mano")
    Municipality.objects.filter(cadastral_code="A071").update(zone=zone)
    load()
    assert Municipality.objects.get(cadastral_code="A071").zone == zone


def test_semicolons_and_a_byte_order_mark_are_read_too(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeff" + HEADER.replace(",", ";") + "Prova;fi;a001;Zona\n")
    load(path)
    assert Municipality.objects.get().cadastral_code == "A001"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "è vuoto"),
        (HEADER, "non contiene comuni"),
        ("comune,provincia\nA,FI\n", "Mancano le colonne: codice_catastale, zona_distretto"),
        (HEADER + "Prova,Firenze,A001,\n", "Riga 2: la provincia «FIRENZE»"),
        (HEADER + "Prova,FI,12,\n", "Riga 2: il codice catastale «12»"),
        (HEADER + ",FI,A001,\n", "Riga 2: il nome del comune manca"),
        (HEADER + "Uno,FI,A001,\nDue,FI,A001,\n", "Riga 3: il codice catastale A001 è già alla riga 2"),
        (HEADER + "Uno,FI,A001,\nUno,FI,A002,\n", "Riga 3: il comune Uno (FI) è già alla riga 2"),
        (HEADER + "Uno,FI,A001,???\n", "Riga 2: il nome della zona «???» non ha lettere"),
        (HEADER + "U" * 200_000 + ",FI,A001,\n", "non è un CSV"),
        (HEADER + "U\x00no,FI,A001,\n", "non è un testo"),
    ],
)
def test_a_malformed_file_is_refused_in_words_and_changes_nothing(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(CommandError, match="Nessun comune è stato cambiato") as error:
        load(write(tmp_path, text))
    assert sentence in str(error.value)
    assert not Municipality.objects.exists()


def test_one_wrong_row_keeps_the_right_ones_out_too(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        load(write(tmp_path, HEADER + "Prova,FI,A001,Zona\nSbagliata,FI,9,\n"))
    assert not Municipality.objects.exists()
    assert not Zone.objects.exists()


def test_a_missing_file_and_one_that_is_no_text_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="non si può leggere"):
        load(tmp_path / "manca.csv")
    picture = tmp_path / "foto.csv"
    picture.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(CommandError, match="UTF-8"):
        load(picture)


def test_a_file_that_contradicts_the_register_changes_nothing(tmp_path: Path) -> None:
    Municipality.objects.create(name="Prova", province="FI", cadastral_code="A001")
    with pytest.raises(CommandError, match="contraddice il registro"):
        load(write(tmp_path, HEADER + "Nuovo,FI,A003,\nProva,FI,A002,\n"))
    assert Municipality.objects.count() == 1


def test_the_committed_table_is_plain_text() -> None:
    assert DEFAULT_FILE.read_text(encoding="utf-8").count("\n") == 274
