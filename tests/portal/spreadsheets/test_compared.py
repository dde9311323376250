"""What of a sheet counts as the same as in a CSV, where all rows of an export are compared."""

import pytest

from tests.load.export_read import Sheet, compared, is_same


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("Zenobia", "Zenobia"),
        ("=1+1", "'=1+1"),
        ("riga\ndopo", "riga\r\ndopo"),
        ("07/01/2026 12:30:05", "2026-07-01 12:30:05"),
        ("03/01/2026", "2026-03-01"),
        ("1500.5", "1500.50"),
        ("", ""),
    ],
)
def test_the_same_is_known_in_either_way_of_writing(read: str, written: str) -> None:
    assert is_same(read, written)


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("Zenobi", "Zenobia"),
        ("12", "00012"),
        ("07/01/2026 12:30:04", "2026-07-01 12:30:05"),
        ("01/03/2026", "2026-03-01"),
        ("2", "=1+1"),
        ("1500.5", "1500.51"),
        ("", "0"),
        ("testo", ""),
    ],
)
def test_what_differs_is_seen(read: str, written: str) -> None:
    assert not is_same(read, written)


def test_cells_and_lines_that_one_file_lacks_differ() -> None:
    read, written = [["a", "b"], ["c"]], [["a", "b", "x"], ["c"], ["d", ""]]

    found = compared([Sheet("Foglio", read, written, is_same)])

    assert (found["cells"], found["filled"], found["differing"]) == (6, 5, 2)
    assert found["told"] == ["Foglio, 1:3: '', not 'x'", "Foglio, 3:1: '', not 'd'"]
