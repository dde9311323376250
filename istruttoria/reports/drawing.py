"""Figures as a drawing: bars of an SVG whose looks are classes, because no page has styles of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from istruttoria.reports.figures import Bar

# Of the drawing's own units.
WIDTH, HEIGHT = 720, 160
THINNEST = 1
# How high the mark of a figure is that is not told.
UNTOLD = 10


@dataclass(frozen=True)
class Drawn:
    """One bar: where it stands and how large it is, and what it says when it is pointed at."""

    x: str
    y: str
    width: str
    height: str
    says: str
    is_told: bool = True


def lying(bar: Bar, most: int) -> str:
    """The length of a bar that lies in a row of a table, of a hundred."""
    return f"{100 * (bar.how_many or 0) / most:.1f}" if most else "0"


def standing(bars: Sequence[Bar]) -> list[Drawn]:
    """Bars beside each other; where nothing came there is none, and a mark where it is not told."""
    most = max((bar.how_many or 0 for bar in bars), default=0)
    if not most:
        return []
    step = WIDTH / len(bars)
    width = max(step * 0.8, THINNEST)
    return [_drawn(bar, number * step, width, most) for number, bar in enumerate(bars) if bar.how_many != 0]


def on_paper(drawn: Sequence[Drawn]) -> str:
    """The same bars as an SVG that brings its looks along, for a document."""
    given = {"drawn": drawn, "width": WIDTH, "height": HEIGHT}
    return render_to_string("istruttoria/report/days.svg", given)


def _drawn(bar: Bar, x: float, width: float, most: int) -> Drawn:
    is_told = bar.how_many is not None
    height = HEIGHT * (bar.how_many or 0) / most if is_told else UNTOLD
    says = bar.how_many if is_told else _("non indicato")
    return Drawn(
        x=f"{x:.1f}",
        y=f"{HEIGHT - height:.1f}",
        width=f"{width:.1f}",
        height=f"{height:.1f}",
        says=f"{bar.name}: {says}",
        is_told=is_told,
    )
