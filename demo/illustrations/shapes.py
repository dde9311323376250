"""SVG primitives and the parts of a landscape: hills, trees, houses, towers, clouds."""

import random
from collections.abc import Iterable, Sequence

from . import palette as p

WIDTH, HEIGHT = 1200, 800
Point = tuple[float, float]


def n(value: float) -> str:
    """A number as short as SVG allows."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def tag(name: str, **attributes: object) -> str:
    parts = []
    for key, value in attributes.items():
        text = n(value) if isinstance(value, int | float) else str(value)
        parts.append(f'{key.rstrip("_").replace("_", "-")}="{text}"')
    return f"<{name} {' '.join(parts)}/>"


def path(d: str, fill: str = "none", **attributes: object) -> str:
    return tag("path", d=d, fill=fill, **attributes)


def line(d: str, colour: str, width: float, **attributes: object) -> str:
    return tag(
        "path",
        d=d,
        fill="none",
        stroke=colour,
        stroke_width=width,
        stroke_linecap="round",
        stroke_linejoin="round",
        **attributes,
    )


def rect(x: float, y: float, w: float, h: float, fill: str, rx: float = 0, **attributes: object) -> str:
    return tag("rect", x=x, y=y, width=w, height=h, fill=fill, rx=rx, **attributes)


def circle(x: float, y: float, r: float, fill: str, **attributes: object) -> str:
    return tag("circle", cx=x, cy=y, r=r, fill=fill, **attributes)


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, **attributes: object) -> str:
    return tag("ellipse", cx=x, cy=y, rx=rx, ry=ry, fill=fill, **attributes)


def polygon(points: Iterable[Point], fill: str, **attributes: object) -> str:
    return tag("polygon", points=" ".join(f"{n(x)},{n(y)}" for x, y in points), fill=fill, **attributes)


def group(*parts: str, **attributes: object) -> str:
    opening = " ".join(f'{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<g {opening}>{''.join(parts)}</g>"


def smooth(points: Sequence[Point]) -> str:
    """A curve through the points (Catmull-Rom as Béziers), without the closing."""
    d = f"M{n(points[0][0])},{n(points[0][1])}"
    for i in range(len(points) - 1):
        before, start = points[max(i - 1, 0)], points[i]
        end, after = points[i + 1], points[min(i + 2, len(points) - 1)]
        c1 = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        c2 = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        d += f"C{n(c1[0])},{n(c1[1])} {n(c2[0])},{n(c2[1])} {n(end[0])},{n(end[1])}"
    return d


def hill(points: Sequence[Point], fill: str, bottom: float = HEIGHT, **attributes: object) -> str:
    """A rounded slope that fills everything below the curve."""
    return path(
        f"{smooth(points)}L{n(points[-1][0])},{n(bottom)}L{n(points[0][0])},{n(bottom)}Z", fill, **attributes
    )


def ridge(points: Sequence[Point], fill: str, bottom: float = HEIGHT) -> str:
    """A mountain line with edges."""
    return polygon([*points, (points[-1][0], bottom), (points[0][0], bottom)], fill)


def sky(colour: str = p.SKY, low: str = p.SKY_LOW, horizon: float = 330) -> str:
    return rect(0, 0, WIDTH, HEIGHT, colour) + hill(
        [
            (-20, horizon + 30),
            (260, horizon - 14),
            (620, horizon + 20),
            (940, horizon - 10),
            (1220, horizon + 16),
        ],
        low,
    )


def sun(x: float, y: float, r: float = 56) -> str:
    return circle(x, y, r * 1.45, p.SUN, opacity=0.35) + circle(x, y, r, p.SUN)


def cloud(x: float, y: float, w: float) -> str:
    h = w * 0.2
    return path(
        f"M{n(x)},{n(y)}h{n(w)}a{n(h * 0.7)},{n(h * 0.7)} 0 0 0 {n(-w * 0.16)},{n(-h * 1.1)}"
        f"a{n(h * 1.15)},{n(h * 1.15)} 0 0 0 {n(-w * 0.36)},{n(-h * 0.6)}a{n(h)},{n(h)} 0 0 0 {n(-w * 0.3)},{n(h * 0.8)}"
        f"a{n(h * 0.6)},{n(h * 0.6)} 0 0 0 {n(-w * 0.18)},{n(h * 0.9)}z",
        p.CLOUD,
        opacity=0.9,
    )


def cypress(x: float, y: float, h: float, colour: str = p.TEAL_DARK) -> str:
    """A cypress standing on (x, y)."""
    w = h * 0.13
    left = f"M{n(x)},{n(y - h)}C{n(x - w * 0.9)},{n(y - h * 0.7)} {n(x - w * 1.25)},{n(y - h * 0.2)} {n(x - w * 0.55)},{n(y - h * 0.05)}"
    right = f"M{n(x)},{n(y - h)}C{n(x + w * 0.9)},{n(y - h * 0.7)} {n(x + w * 1.25)},{n(y - h * 0.2)} {n(x + w * 0.55)},{n(y - h * 0.05)}"
    return (
        rect(x - h * 0.014, y - h * 0.08, h * 0.028, h * 0.08, p.WOOD_DARK)
        + path(
            f"{left}Q{n(x)},{n(y - h * 0.02)} {n(x + w * 0.55)},{n(y - h * 0.05)}C{n(x + w * 1.25)},{n(y - h * 0.2)} "
            f"{n(x + w * 0.9)},{n(y - h * 0.7)} {n(x)},{n(y - h)}Z",
            colour,
        )
        + path(
            f"{right}Q{n(x + w * 0.2)},{n(y - h * 0.03)} {n(x + w * 0.1)},{n(y - h * 0.04)}"
            f"C{n(x + w * 0.4)},{n(y - h * 0.3)} {n(x + w * 0.2)},{n(y - h * 0.7)} {n(x)},{n(y - h)}Z",
            p.shade(colour, 0.8),
        )
    )


def tree(x: float, y: float, h: float, colour: str = p.OLIVE) -> str:
    """A broad-leaved tree: a trunk with two boughs and a crown of three rounds, lit from the left."""
    r = h * 0.27
    top = y - h + r
    dark = p.shade(colour, 0.86)
    return (
        line(
            f"M{n(x)},{n(y)}L{n(x)},{n(y - h * 0.5)}M{n(x)},{n(y - h * 0.3)}L{n(x + r * 0.6)},{n(y - h * 0.48)}",
            p.WOOD_DARK,
            h * 0.05,
        )
        + circle(x + r * 0.62, top + r * 0.55, r * 0.85, dark)
        + circle(x - r * 0.62, top + r * 0.55, r * 0.85, colour)
        + circle(x, top + r * 0.05, r, colour)
        + path(
            f"M{n(x + r * 0.2)},{n(top - r * 0.9)}a{n(r)},{n(r)} 0 0 1 {n(r * 0.5)},{n(r * 1.6)}q{n(-r * 0.15)},{n(-r)} {n(-r * 0.5)},{n(-r * 1.6)}z",
            dark,
        )
    )


def bush(x: float, y: float, w: float, colour: str = p.OLIVE) -> str:
    return path(
        f"M{n(x - w / 2)},{n(y)}a{n(w * 0.25)},{n(w * 0.25)} 0 0 1 {n(w * 0.28)},{n(-w * 0.25)}"
        f"a{n(w * 0.27)},{n(w * 0.27)} 0 0 1 {n(w * 0.46)},{n(w * 0.02)}a{n(w * 0.22)},{n(w * 0.22)} 0 0 1 {n(w * 0.26)},{n(w * 0.23)}z",
        colour,
    )


def house(
    x: float, y: float, w: float, d: float, h: float, wall: str = p.WALL, roof: str = p.ROOF, lit: bool = True
) -> str:
    """A house standing on y: its gable end looks left (in light), its long side of depth d looks right."""
    r = w * 0.34
    side = p.shade(wall, 0.89)
    parts = [
        polygon([(x, y), (x, y - h), (x + w / 2, y - h - r), (x + w, y - h), (x + w, y)], wall),
        rect(x + w, y - h, d, h, side),
        polygon(
            [
                (x + w / 2, y - h - r),
                (x + w / 2 + d, y - h - r),
                (x + w + d + w * 0.06, y - h + w * 0.04),
                (x + w, y - h + w * 0.04),
            ],
            roof,
        ),
        line(
            f"M{n(x - w * 0.06)},{n(y - h + w * 0.05)}L{n(x + w / 2)},{n(y - h - r)}",
            p.shade(roof, 1.12),
            w * 0.07,
        ),
        line(
            f"M{n(x + w / 2)},{n(y - h - r)}L{n(x + w)},{n(y - h + w * 0.02)}", p.shade(roof, 0.85), w * 0.05
        ),
    ]
    if lit:
        s = w * 0.16
        rows = max(1, int(h / (s * 2.6)))
        for row in range(rows):
            wy = y - h + s * 0.7 + row * s * 2.5
            if wy + s * 1.4 < y:
                parts.append(rect(x + w * 0.22, wy, s, s * 1.35, p.SLATE_MID))
                parts.append(rect(x + w * 0.62, wy, s, s * 1.35, p.SLATE_MID))
                count = int(d / (s * 2.6))
                for c in range(count):
                    parts.append(rect(x + w + d / (count + 1) * (c + 1) - s / 2, wy, s, s * 1.35, p.SLATE))
    return "".join(parts)


def tower(x: float, y: float, w: float, h: float, wall: str = p.STONE, battlements: bool = True) -> str:
    """A square tower: two thirds of its front in light, the rest in shadow."""
    parts = [rect(x, y - h, w * 0.62, h, wall), rect(x + w * 0.62, y - h, w * 0.38, h, p.shade(wall, 0.86))]
    if battlements:
        step = w / 5
        parts.append(rect(x - w * 0.07, y - h, w * 1.14, w * 0.16, p.shade(wall, 0.94)))
        parts += [
            rect(
                x - w * 0.07 + i * step * 1.17,
                y - h - step * 0.9,
                step * 0.72,
                step,
                wall if i < 3 else p.shade(wall, 0.88),
            )
            for i in range(5)
        ]
    else:
        parts.append(
            polygon([(x - w * 0.1, y - h), (x + w * 0.5, y - h - w * 0.45), (x + w * 1.1, y - h)], p.ROOF)
        )
        parts.append(
            polygon(
                [(x + w * 0.62, y - h), (x + w * 0.5, y - h - w * 0.45), (x + w * 1.1, y - h)], p.ROOF_DARK
            )
        )
    parts.append(path(arch(x + w * 0.24, y - h * 0.82 + w * 0.1, w * 0.18, w * 0.36), p.SLATE_MID))
    return "".join(parts)


def arch(x: float, y: float, w: float, h: float) -> str:
    """The outline of an opening with a round head; (x, y) is its top left corner."""
    r = w / 2
    return f"M{n(x)},{n(y + h)}V{n(y + r)}A{n(r)},{n(r)} 0 0 1 {n(x + w)},{n(y + r)}V{n(y + h)}Z"


def village(x: float, y: float, scale: float, seed: int, count: int = 9) -> str:
    """A cluster of roofs with a bell tower, about 34 units of scale wide for each house."""
    chance = random.Random(seed)
    parts = []
    middle = count / 2
    parts.append(tower(x + middle * 26 * scale, y, 24 * scale, 130 * scale, p.WALL_WARM, battlements=False))
    for row in (1, 0):
        for i in range(count - row * 2):
            rise = (1 - abs(i + row - middle) / middle) * 30 * scale + row * 22 * scale
            h = chance.uniform(26, 46) * scale
            parts.append(
                house(
                    x + (i + row) * 27 * scale,
                    y - rise * 0.7 + chance.uniform(0, 6) * scale,
                    chance.uniform(19, 25) * scale,
                    chance.uniform(14, 24) * scale,
                    h + rise * 0.2,
                    chance.choice([p.WALL, p.WALL_WARM, p.STONE]),
                    chance.choice([p.ROOF, p.ROOF_DARK, p.ROOF_LIGHT]),
                )
            )
    return "".join(parts)


def rows(
    points: Sequence[tuple[Point, Point, Point]], colour: str, width: float, **attributes: object
) -> str:
    """Vineyard or field rows: one curve for each (start, bend, end)."""
    return "".join(
        line(f"M{n(a[0])},{n(a[1])}Q{n(b[0])},{n(b[1])} {n(c[0])},{n(c[1])}", colour, width, **attributes)
        for a, b, c in points
    )


def clipped(name: str, outline: str, *parts: str) -> str:
    """Parts cut by an outline; the name must be unique within the picture."""
    return f'<clipPath id="{name}"><path d="{outline}"/></clipPath>' + group(
        *parts, clip_path=f"url(#{name})"
    )


def shadow(x: float, y: float, rx: float, ry: float | None = None) -> str:
    """What a body throws on the ground, a little to the right."""
    return ellipse(x + rx * 0.18, y, rx, ry if ry is not None else rx * 0.2, p.SLATE, opacity=0.14)


def picture(title: str, *parts: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"<title>{title}</title>\n" + "\n".join(parts) + "\n</svg>\n"
    )
