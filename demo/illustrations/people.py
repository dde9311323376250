"""People: one way of drawing them for every picture.

A figure is drawn in units of one hundredth of its height, standing on (0, 0), then scaled and moved. Seven heads high,
arms and legs are strokes with round joints, the face is two eyes, a nose and a small smile.
"""

from dataclasses import dataclass, replace

from . import palette as p
from .shapes import circle, ellipse, group, line, n, path, rect, shadow

# Each pose gives, for the left and then the right arm, the elbow and the hand; shoulders are at (∓7.4, -76).
POSES: dict[
    str, tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
] = {
    "rest": ((-10.6, -63), (-9.6, -49), (10.6, -63), (9.6, -49)),
    "talk": ((-10.6, -63), (-9.6, -49), (12, -65), (19, -72)),
    "explain": ((-12, -65), (-17, -73), (12, -65), (17.5, -71)),
    "point": ((-10.6, -63), (-9.6, -49), (15, -77), (25, -83)),
    "wave": ((-10.6, -63), (-9.6, -49), (14.5, -76), (17, -92)),
    "hold": ((-11, -64), (-1, -60), (11, -64), (4.5, -59)),
    "think": ((-10.5, -63), (3, -63), (11, -65), (4.2, -80)),
    "offer": ((-10.6, -63), (-9.6, -49), (11, -62), (20, -61)),
    "desk": ((-12.5, -62), (-6, -53), (12.5, -62), (6, -53)),
    "phone": ((-10.5, -62), (-1, -57), (13.5, -73), (7.6, -88)),
    "hips": ((-14, -66), (-7.2, -54), (10.6, -63), (9.6, -49)),
    "stride": ((-12, -64), (-13, -50), (11, -63), (14.5, -51)),
    "pin": ((-10.6, -63), (-9.6, -49), (13, -80), (18, -93)),
}


@dataclass(frozen=True)
class Look:
    """How somebody looks; `hair` names a colour of the palette or is a colour itself (a scarf)."""

    skin: str = p.SKIN[0]
    hair: str = "brown"
    style: str = "short"  # short, bob, long, bun, bald, curly, scarf
    top: str = p.TEAL
    bottom: str = p.SLATE
    outfit: str = "trousers"  # trousers, skirt, coat
    glasses: bool = False
    beard: bool = False
    bag: str = ""


ANNA = Look(p.SKIN[0], "brown", "bob", p.ROOF, p.SLATE)
BRUNO = Look(p.SKIN[1], "grey", "short", p.TEAL_DARK, p.SLATE_MID, glasses=True)
CARLA = Look(p.SKIN[0], "white", "bun", p.PLUM, p.SLATE, "skirt", glasses=True)
DAVID = Look(p.SKIN[3], "dark", "short", p.MUSTARD, p.SLATE, beard=True)
ELENA = Look(p.SKIN[1], "dark", "long", p.TEAL, p.CREAM)
FATIMA = Look(p.SKIN[2], p.TEAL_PALE, "scarf", p.SLATE_MID, p.SLATE, "skirt")
GINO = Look(p.SKIN[0], "white", "bald", p.BLUE, p.EARTH)
HELEN = Look(p.SKIN[4], "dark", "curly", p.ROOF_LIGHT, p.TEAL_DARK)
IRENE = Look(p.SKIN[0], "blond", "long", p.BLUE, p.SLATE, "skirt")
LUCA = Look(p.SKIN[1], "auburn", "short", p.OLIVE, p.SLATE_MID)
MARTA = Look(p.SKIN[1], "brown", "bun", p.MUSTARD, p.TEAL_DARK)
DOCTOR = Look(p.SKIN[1], "dark", "bob", p.WHITE, p.TEAL_DARK, "coat")
NURSE = Look(p.SKIN[3], "dark", "curly", p.TEAL_PALE, p.TEAL)


def _hair_colour(look: Look) -> str:
    return p.HAIR.get(look.hair, look.hair)


def _arm(
    shoulder_x: float, elbow: tuple[float, float], hand: tuple[float, float], look: Look, near: bool
) -> str:
    colour = p.shade(look.top, 0.94 if near else 0.88)
    (ex, ey), (hx, hy) = elbow, hand
    return line(f"M{n(shoulder_x)},-76.2L{n(ex)},{n(ey)}L{n(hx)},{n(hy)}", colour, 5.4) + circle(
        hx + (hx - ex) * 0.16, hy + (hy - ey) * 0.16, 2.7, look.skin
    )


def _legs(look: Look, stride: bool) -> str:
    if look.outfit == "skirt":
        skin = p.shade(look.skin, 0.95)
        feet = ((-4, 0), (4, 0)) if not stride else ((-8, 0), (8, 0))
        legs = "".join(line(f"M{n(x * 0.7)},-34L{n(x)},-3", skin, 4.4) + _shoe(x, 0) for x, _ in feet)
        wide = 10.5 if not stride else 12.5
        return legs + path(f"M-7,-52Q-9,-38 {n(-wide)},-25Q0,-22 {n(wide)},-25Q9,-38 7,-52Z", look.bottom)
    dark = p.shade(look.bottom, 0.86)
    if stride:
        return (
            line("M3,-50L-4,-28L-12,-6", dark, 7)
            + _shoe(-12.5, -2, -12)
            + line("M-2.5,-50L7,-27L9.5,-4", look.bottom, 7.2)
            + _shoe(9.8, 0)
        )
    return (
        line("M3.6,-50L4.6,-5", dark, 7)
        + _shoe(4.8, 0)
        + line("M-3.6,-50L-4.4,-5", look.bottom, 7)
        + _shoe(-4.4, 0)
    )


def _shoe(x: float, y: float, turn: float = 0) -> str:
    return path(
        f"M{n(x - 3.4)},{n(y)}v-3q0,-2 2,-2h2q1.5,2.6 4.6,3q1.4,.4 1.4,2z",
        p.SLATE if turn == 0 else p.shade(p.SLATE, 0.9),
        transform=f"rotate({n(turn * -1)} {n(x)} {n(y)})",
    )


def _torso(look: Look) -> str:
    if look.outfit == "coat":
        return (
            path("M-8.8,-76Q-9,-81 -3.6,-82H3.6Q9,-81 8.8,-76L9.6,-34Q0,-31.5 -9.6,-34Z", look.top)
            + path("M3.4,-82Q9,-81 8.8,-76L9.6,-34Q6,-32.6 3,-32.4Z", p.shade(look.top, 0.93))
            + path("M-3.2,-82.2L0,-72L3.2,-82.2Z", p.TEAL)
            + line("M0,-72V-33", p.shade(look.top, 0.84), 0.6)
            + line("M-3.6,-82L0,-72L3.6,-82", p.shade(look.top, 0.84), 0.7)
            + rect(3.6, -69, 3.6, 4, p.shade(look.top, 0.86), rx=0.4)
        )
    return (
        path("M-8.8,-76Q-9,-81 -3.6,-82H3.6Q9,-81 8.8,-76L7.8,-50Q0,-47.6 -7.8,-50Z", look.top)
        + path("M4.2,-81.9Q9,-81 8.8,-76L7.8,-50Q6,-49 3.8,-48.7Q6.4,-66 4.2,-81.9Z", p.shade(look.top, 0.91))
        + path("M-3.4,-82.1Q0,-77.6 3.4,-82.1Z", p.shade(look.skin, 0.93))
    )


def _hair_behind(look: Look) -> str:
    colour = _hair_colour(look)
    if look.style == "long":
        return path(
            "M-7.6,-91Q-8.5,-100 0,-100Q8.5,-100 7.6,-91L8.4,-76Q0,-71.5 -8.4,-76Z", p.shade(colour, 0.9)
        )
    if look.style == "bob":
        return path("M-7.4,-91Q-8.4,-100 0,-100Q8.4,-100 7.4,-91L8,-83Q0,-80.4 -8,-83Z", p.shade(colour, 0.9))
    if look.style == "curly":
        spots = ((-6.6, -92), (6.6, -92), (-5, -97), (5, -97), (0, -99), (-7, -88), (7, -88))
        return "".join(circle(x, y, 3.9, colour) for x, y in spots)
    if look.style == "bun":
        return circle(-3.4, -100, 3.3, colour)
    return ""


def _hair_front(look: Look) -> str:
    colour = _hair_colour(look)
    if look.style == "bald":
        return path("M-6.8,-88Q-8.4,-93 -5.8,-95Q-5.4,-91 -5.9,-88Z", colour) + path(
            "M6.2,-90Q7.4,-93 5.6,-95Q5.2,-92 5.6,-89.4Z", colour
        )
    if look.style == "scarf":
        return path(
            "M-6.2,-88Q-8.4,-100.4 0,-100Q8.6,-100.4 7,-87Q6,-80 9,-77Q0,-73.5 -9,-77Q-6.4,-81 -6.2,-88Z"
            "M-4.4,-89Q-4,-82.6 .8,-82.8Q5.6,-83 5.6,-89Q5.4,-95.6 .6,-95.6Q-4.4,-95.4 -4.4,-89Z",
            colour,
            fill_rule="evenodd",
        ) + line("M-6.4,-80Q0,-76.6 6.6,-80.4", p.shade(colour, 0.86), 0.8)
    if look.style == "curly":
        return "".join(
            circle(x, y, 2.7, colour) for x, y in ((-4.4, -95.4), (-0.8, -96.8), (3, -96.6), (5.6, -94.4))
        )
    fringe = {
        "short": "M-7,-88.4Q-8.4,-99.8 .4,-99.4Q8.6,-99.4 6.9,-89.6Q6.4,-93.6 4.4,-95Q-.6,-93.6 -4.4,-95.2Q-6,-92.6 -5.9,-88.4Z",
        "bob": "M-7.2,-84Q-9,-100.2 .2,-99.8Q8.8,-99.8 7.3,-85Q6.6,-91.6 3.6,-95.6Q-1,-92.4 -5,-92Q-5.8,-88 -5.8,-84Z",
        "long": "M-7.2,-84Q-9,-100.2 .2,-99.8Q8.8,-99.8 7.3,-85Q7,-92 1,-96Q-3.4,-94 -5.6,-90.6Q-6,-88 -5.8,-84Z",
        "bun": "M-6.8,-89Q-8.2,-99.2 .2,-99Q8.2,-99 6.8,-90Q5.4,-94.8 .6,-95.8Q-4.6,-94.8 -5.8,-89Z",
    }[look.style]
    return path(fringe, colour)


def head(look: Look) -> str:
    """Neck, face and hair; the face looks a little to the right."""
    ink = "#3a2c2b"
    parts = [
        _hair_behind(look),
        path("M-2.7,-86H2.9L3.4,-81.6Q0,-79.4 -3.4,-81.6Z", p.shade(look.skin, 0.88)),
        ellipse(0, -90, 6.4, 7.4, look.skin),
    ]
    if look.style != "scarf":
        parts.append(circle(-6.2, -89.4, 1.5, p.shade(look.skin, 0.93)))
    if look.beard:
        colour = _hair_colour(look)
        parts.append(
            path(
                "M-6.2,-89Q-6,-82 .4,-82Q6.4,-82 6.3,-89Q5,-86.6 3.6,-87.4Q1.2,-88.2 -1.2,-87.4Q-4.6,-86.2 -6.2,-89Z",
                colour,
            )
        )
        parts.append(line("M-.2,-85.4Q1.2,-84.6 2.6,-85.4", p.shade(look.skin, 0.9), 0.9))
    else:
        parts.append(line("M-1,-85.9Q1.2,-84.2 3.4,-85.9", "#9c4f3f", 0.75))
    parts += [
        circle(-1.5, -90.3, 0.8, ink),
        circle(3.5, -90.3, 0.8, ink),
        line(
            "M-2.7,-92.5q1.2,-.7 2.3,-.2M2.5,-92.7q1.1,-.5 2.1,.2",
            p.shade(p.HAIR.get(look.hair, ink), 0.8) if look.style != "scarf" else ink,
            0.55,
        ),
        line("M1.2,-90q1,1.8 -.1,2.1", p.shade(look.skin, 0.8), 0.65),
    ]
    if look.glasses:
        parts.append(
            circle(-1.6, -90.3, 2, "none", stroke=p.SLATE, stroke_width=0.55)
            + circle(3.6, -90.3, 2, "none", stroke=p.SLATE, stroke_width=0.55)
            + line("M.4,-90.4q.6,-.5 1.2,0M-3.6,-90.6L-6,-90.2", p.SLATE, 0.55)
        )
    parts.append(_hair_front(look))
    return "".join(parts)


def _placed(x: float, y: float, height: float, facing: int, *parts: str) -> str:
    scale = height / 100
    return group(*parts, transform=f"translate({n(x)} {n(y)}) scale({scale * facing:.3f} {scale:.3f})")


def _bag(look: Look) -> str:
    if not look.bag:
        return ""
    return (
        line("M6,-80L-8,-50", p.shade(look.bag, 0.8), 1.3)
        + rect(-13.5, -52, 11, 10, look.bag, rx=1.6)
        + rect(-13.5, -52, 11, 4, p.shade(look.bag, 0.86), rx=1.4)
    )


def standing(
    x: float, y: float, height: float, look: Look, pose: str = "rest", facing: int = 1, extra: str = ""
) -> str:
    """Somebody on their feet at (x, y); `extra` is drawn over the body and under the nearer arm."""
    le, lh, re, rh = POSES[pose]
    return shadow(x, y, height * 0.13) + _placed(
        x,
        y,
        height,
        facing,
        _legs(look, pose == "stride"),
        _arm(7.4, re, rh, look, near=False),
        _torso(look),
        _bag(look),
        head(look),
        extra,
        _arm(-7.4, le, lh, look, near=True),
    )


def bust(
    x: float, y: float, height: float, look: Look, pose: str = "desk", facing: int = 1, extra: str = ""
) -> tuple[str, str]:
    """Somebody sitting behind a table whose far edge is at y: the body (drawn before the table) and the arms (after)."""
    le, lh, re, rh = POSES[pose]
    base = y + height * 0.54
    body = _placed(
        x,
        base,
        height,
        facing,
        _torso(replace(look, outfit="trousers") if look.outfit == "skirt" else look),
        head(look),
    )
    arms = _placed(
        x,
        base,
        height,
        facing,
        _arm(7.4, re, rh, look, near=False),
        extra,
        _arm(-7.4, le, lh, look, near=True),
    )
    return body, arms


def from_behind(
    x: float, y: float, height: float, look: Look, chair: str = p.WOOD, raised: bool = False
) -> str:
    """Somebody sitting with their back to us; y is the level of the seat."""
    hair = _hair_colour(look)
    base = y + height * 0.5
    skull = {
        "bald": ellipse(0, -90, 6.4, 7.4, look.skin)
        + path("M-6.6,-91Q-6,-83 0,-82.8Q6,-83 6.6,-91Q4,-87.6 0,-87.6Q-4,-87.6 -6.6,-91Z", hair),
        "long": path("M-7.6,-91Q-8.5,-100 0,-100Q8.5,-100 7.6,-91L8.4,-72Q0,-69 -8.4,-72Z", hair),
        "bob": path("M-7.4,-91Q-8.4,-100 0,-100Q8.4,-100 7.4,-91L8,-82Q0,-79.6 -8,-82Z", hair),
        "scarf": path(
            "M-7,-88Q-8.4,-100.4 0,-100Q8.4,-100.4 7,-88Q6.4,-80 9.4,-75Q0,-70 -9.4,-75Q-6.4,-80 -7,-88Z",
            hair,
        ),
        "curly": "".join(
            circle(a, b, 4, hair)
            for a, b in ((-5, -93), (5, -93), (0, -96.5), (-5.4, -88), (5.4, -88), (0, -86), (0, -91))
        ),
        "bun": ellipse(0, -90.5, 6.8, 8, hair) + circle(0, -99, 3.4, p.shade(hair, 0.9)),
        "short": path("M-6.9,-90Q-8,-99.6 0,-99.4Q8,-99.6 6.9,-90Q6.4,-84 0,-83.4Q-6.4,-84 -6.9,-90Z", hair),
    }[look.style]
    arms = line("M-8,-75L-11.5,-62L-9,-52", p.shade(look.top, 0.97), 5.4) + (
        line("M8,-75L15,-80L16.5,-95", p.shade(look.top, 0.86), 5.4) + circle(16.7, -97.4, 2.7, look.skin)
        if raised
        else line("M8,-75L11.5,-62L9,-52", p.shade(look.top, 0.86), 5.4)
    )
    return _placed(
        x,
        base,
        height,
        1,
        arms,
        path("M-9,-75Q-9,-81 -3.6,-82H3.6Q9,-81 9,-75L8.6,-50H-8.6Z", look.top),
        path("M4,-82Q9,-81 9,-75L8.6,-50H4Z", p.shade(look.top, 0.9)),
        rect(-2.7, -86, 5.4, 5.5, p.shade(look.skin, 0.9)),
        circle(-6.5, -89, 1.4, look.skin),
        circle(6.5, -89, 1.4, p.shade(look.skin, 0.92)),
        skull,
        rect(-10, -68, 20, 22, chair, rx=3),
        rect(-10, -68, 20, 3.2, p.shade(chair, 1.1), rx=1.6),
        line("M-7.6,-46V-24M7.6,-46V-24", p.shade(chair, 0.75), 2),
    )
