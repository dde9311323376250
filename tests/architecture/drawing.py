"""Draws the rooms as `docs/rooms.svg`: `python -m tests.architecture.drawing`.

An app is a box, its storey a row; inside stand its rooms, each above those that it imports. Arrows lead from
an app to the apps it imports, save where others lead there by way of a third. The picture is made from
the imports alone, so a test can say that it is true.
"""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.architecture.rooms import ROOT, STOREYS, Graph, depths, modules, rooms

PICTURE = ROOT / "docs" / "rooms.svg"

ROOM_HEIGHT, ROOM_GAP, LETTER = 26, 8, 7.6
APP_PADDING, APP_TITLE, APP_GAP, STOREY_GAP = 14, 30, 30, 46
MOST_IN_A_ROW = 7
STYLE = """
  text { font-family: sans-serif; font-size: 12px; fill: #17324d; }
  .app { fill: #f2f7fc; stroke: #5b6f82; } .title { font-size: 15px; font-weight: bold; }
  .room { fill: #ffffff; stroke: #a4b4c4; } .import { stroke: #06c; fill: none; stroke-opacity: .55; }
"""


@dataclass
class Box:
    """An app on the sheet: its place, size and the rows of its rooms, top row first."""

    app: str
    rows: list[list[str]]
    x: float = 0
    y: float = 0

    @property
    def width(self) -> float:
        widest = max(sum(_width(name) + ROOM_GAP for name in row) - ROOM_GAP for row in self.rows)
        return max(widest, len(self.app) * 10) + 2 * APP_PADDING

    @property
    def height(self) -> float:
        return APP_TITLE + len(self.rows) * (ROOM_HEIGHT + ROOM_GAP) + APP_PADDING - ROOM_GAP


def _width(name: str) -> float:
    return len(name.partition(".")[2]) * LETTER + 18


def boxes(graph: Graph) -> list[list[Box]]:
    """The apps by storey, top first, with their rooms in rows of equal depth."""
    found = []
    for storey in STOREYS:
        row = []
        for app in storey:
            own = [name for name in graph if name.startswith(f"{app}.")]
            depth = depths(graph, own)
            levels = [[name for name in own if depth[name] == level] for level in set(depth.values())]
            rows = [
                level[start : start + MOST_IN_A_ROW]
                for level in reversed(levels)
                for start in range(0, len(level), MOST_IN_A_ROW)
            ]
            row.append(Box(app, rows or [[]]))
        found.append(row)
    return found


def draw(graph: Graph) -> str:
    """The sheet as SVG text."""
    sheet = boxes(graph)
    width = max(sum(box.width + APP_GAP for box in row) for row in sheet) + APP_GAP
    y = float(APP_GAP)
    for row in sheet:
        x = (width - sum(box.width + APP_GAP for box in row) + APP_GAP) / 2
        for box in row:
            box.x, box.y = x, y
            x += box.width + APP_GAP
        y += max(box.height for box in row) + STOREY_GAP
    by_app = {box.app: box for row in sheet for box in row}
    parts = [_arrow(by_app[a], by_app[b]) for a, b in sorted(_between_apps(graph))]
    parts += [_box(box) for box in by_app.values()]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {y:.0f}" role="img"'
            ' aria-label="The rooms of the code and the imports between them">',
            f"<style>{STYLE}</style>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"'
            ' orient="auto"><path d="M0 0 8 4 0 8z" fill="#06c"/></marker></defs>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _between_apps(graph: Graph) -> set[tuple[str, str]]:
    pairs = {(a.partition(".")[0], b.partition(".")[0]) for a, targets in graph.items() for b in targets}
    pairs = {(a, b) for a, b in pairs if a != b}
    reach = set(pairs)
    while more := {(a, d) for a, b in reach for c, d in pairs if b == c} - reach:
        reach |= more
    return {(a, c) for a, c in pairs if not any((a, b) in reach and (b, c) in reach for b in _named(pairs))}


def _named(pairs: set[tuple[str, str]]) -> set[str]:
    return {app for pair in pairs for app in pair}


def _arrow(above: Box, below: Box) -> str:
    x1, y1 = above.x + above.width / 2, above.y + above.height
    x2, y2 = below.x + below.width / 2, below.y
    bend = (y2 - y1) / 2
    return (
        f'<path class="import" marker-end="url(#tip)" d="M{x1:.0f} {y1:.0f} C{x1:.0f} {y1 + bend:.0f}'
        f' {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"/>'
    )


def _box(box: Box) -> str:
    parts = [
        f'<rect class="app" x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}"'
        f' height="{box.height:.0f}" rx="6"/>',
        f'<text class="title" x="{box.x + APP_PADDING:.0f}" y="{box.y + 20:.0f}">{escape(box.app)}</text>',
    ]
    y = box.y + APP_TITLE
    for row in box.rows:
        x = box.x + APP_PADDING
        for name in row:
            parts.append(
                f'<rect class="room" x="{x:.0f}" y="{y:.0f}" width="{_width(name):.0f}"'
                f' height="{ROOM_HEIGHT}" rx="4"/>'
                f'<text x="{x + 9:.0f}" y="{y + 17:.0f}">{escape(name.partition(".")[2])}</text>'
            )
            x += _width(name) + ROOM_GAP
        y += ROOM_HEIGHT + ROOM_GAP
    return "\n".join(parts)


def main() -> None:
    PICTURE.write_text(draw(rooms(modules())), encoding="utf-8")


if __name__ == "__main__":
    main()
