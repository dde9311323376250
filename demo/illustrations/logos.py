"""The sign of an association that does not exist, as one would give it to a printer: whole, on white."""

from . import palette as p
from .shapes import HEIGHT, WIDTH, circle, line, path, rect


def association() -> str:
    """Two hands of different colours that hold a house."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        + rect(0, 0, WIDTH, HEIGHT, "#ffffff")
        + path("M600,110L860,330V560H340V330Z", p.TEAL_DARK)
        + circle(600, 400, 70, p.SUN)
        + line("M200,470C220,690 420,740 590,640", p.ROOF, 70)
        + line("M1000,470C980,690 780,740 610,640", p.MEADOW_DARK, 70)
        + "</svg>"
    )


SCENES = {"logo-associazione": association}
