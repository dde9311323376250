"""Pictures of people who meet: laboratory, conversation, square, training, walk, online."""

from . import palette as p
from .people import (
    ANNA,
    BRUNO,
    CARLA,
    DAVID,
    DOCTOR,
    ELENA,
    FATIMA,
    GINO,
    HELEN,
    IRENE,
    LUCA,
    MARTA,
    NURSE,
    Look,
    bust,
    from_behind,
    standing,
)
from .shapes import (
    arch,
    bush,
    circle,
    cloud,
    cypress,
    ellipse,
    group,
    hill,
    house,
    line,
    path,
    picture,
    polygon,
    rect,
    shadow,
    sky,
    sun,
    tower,
    tree,
)

NOTES = (p.MUSTARD, p.ROOF_LIGHT, p.TEAL_PALE, p.MEADOW, p.BLUE, p.ROSE)


def room(wall: str = p.CREAM, floor: str = p.WALL_SHADE, level: float = 560) -> str:
    """A room: wall, skirting, floor."""
    return (
        rect(0, 0, 1200, level, wall)
        + rect(0, level - 12, 1200, 12, p.shade(wall, 0.93))
        + rect(0, level, 1200, 800 - level, floor)
    )


def window(x: float, y: float, w: float, h: float) -> str:
    """A window on the hills, with the light that it throws."""
    return (
        rect(x - 12, y - 12, w + 24, h + 24, p.WHITE, rx=4)
        + rect(x, y, w, h, p.SKY)
        + path(
            f"M{x},{y + h * 0.66}Q{x + w * 0.3},{y + h * 0.46} {x + w * 0.55},{y + h * 0.62}T{x + w},{y + h * 0.56}V{y + h}H{x}Z",
            p.TEAL_PALE,
        )
        + path(
            f"M{x},{y + h * 0.84}Q{x + w * 0.4},{y + h * 0.64} {x + w},{y + h * 0.82}V{y + h}H{x}Z", p.MEADOW
        )
        + cypress(x + w * 0.2, y + h * 0.84, h * 0.3)
        + cypress(x + w * 0.31, y + h * 0.82, h * 0.24)
        + rect(x + w / 2 - 4, y, 8, h, p.WHITE)
        + rect(x - 20, y + h + 10, w + 40, 14, p.shade(p.WHITE, 0.93), rx=3)
    )


def plant(x: float, y: float, h: float) -> str:
    pot = h * 0.3
    leaves = "".join(
        path(
            f"M{x},{y - pot}Q{x + dx * 0.2},{y - pot - dy * 0.9} {x + dx},{y - pot - dy}Q{x + dx * 0.9},{y - pot - dy * 0.4} {x},{y - pot}Z",
            colour,
        )
        for dx, dy, colour in (
            (-h * 0.32, h * 0.5, p.TEAL),
            (h * 0.34, h * 0.46, p.TEAL_DARK),
            (-h * 0.14, h * 0.68, p.TEAL_DARK),
            (h * 0.15, h * 0.7, p.TEAL),
            (-h * 0.4, h * 0.26, p.OLIVE),
            (h * 0.4, h * 0.24, p.OLIVE),
        )
    )
    return (
        shadow(x, y, h * 0.2)
        + leaves
        + polygon(
            [(x - h * 0.17, y - pot), (x + h * 0.17, y - pot), (x + h * 0.12, y), (x - h * 0.12, y)], p.ROOF
        )
    )


def note(x: float, y: float, size: float, colour: str, turn: float = 0) -> str:
    return group(
        rect(x, y, size, size, colour, rx=2)
        + line(
            f"M{x + size * 0.18},{y + size * 0.34}h{size * 0.62}M{x + size * 0.18},{y + size * 0.56}h{size * 0.44}",
            p.shade(colour, 0.72),
            size * 0.06,
        ),
        transform=f"rotate({turn} {x + size / 2} {y + size / 2})",
    )


def laboratory() -> str:
    seats = [
        bust(250, 566, 400, BRUNO, "think"),
        bust(425, 548, 390, ELENA, "desk"),
        bust(605, 540, 395, DAVID, "explain"),
        bust(790, 548, 390, CARLA, "desk", -1),
        bust(960, 564, 400, NURSE, "think", -1),
    ]
    wall_notes = "".join(
        note(410 + c * 66, 112 + r * 66, 48, NOTES[(c * 2 + r * 3 + c * r) % 6], (-4, 3, -2, 5)[(c + r) % 4])
        for r in range(2)
        for c in range(6)
        if (c, r) not in ((4, 1), (1, 1))
    )
    papers = "".join(
        note(x, y, 40, NOTES[i % 6], turn)
        for i, (x, y, turn) in enumerate(
            (
                (500, 600, -12),
                (448, 640, 6),
                (672, 594, -4),
                (716, 640, 14),
                (760, 600, -8),
                (390, 606, 8),
                (830, 622, 10),
            )
        )
    )
    return picture(
        "Un laboratorio: persone attorno a un tavolo con foglietti colorati",
        room(),
        window(70, 110, 200, 220),
        rect(370, 80, 460, 190, p.WHITE, rx=6),
        rect(370, 80, 460, 190, "none", rx=6, stroke=p.WOOD, stroke_width=8),
        wall_notes,
        plant(1120, 566, 230),
        *(body for body, _ in seats),
        path("M150,560Q600,470 1050,560L1150,680Q600,730 50,680Z", p.WOOD),
        path("M50,680Q600,730 1150,680L1146,708Q600,760 54,708Z", p.WOOD_DARK),
        *(arms for _, arms in seats),
        papers,
        path("M548,600l104,-4l8,40l-118,4z", p.PAPER),
        line("M562,614l76,-3M560,626l56,-2", p.SLATE_PALE, 3),
        path("M300,590h34v30q-17,10 -34,0z", p.TEAL) + ellipse(317, 590, 17, 5, p.shade(p.TEAL, 0.7)),
        path("M896,594h34v30q-17,10 -34,0z", p.ROOF) + ellipse(913, 594, 17, 5, p.shade(p.ROOF, 0.7)),
        from_behind(270, 760, 380, HELEN),
        from_behind(600, 776, 380, FATIMA, p.TEAL),
        from_behind(930, 760, 380, LUCA),
    )


def conversation() -> str:
    folder = rect(-7, -66, 13, 10, p.MUSTARD, rx=1)
    return picture(
        "Una medica e un infermiere in conversazione con due cittadini",
        room(p.shade(p.SKY, 1.02), p.WALL_SHADE, 600),
        window(985, 130, 170, 220),
        rect(120, 130, 190, 250, p.WHITE, rx=6),
        rect(142, 156, 146, 60, p.TEAL_PALE, rx=4),
        line("M142,250h146M142,280h146M142,310h100", p.SLATE_PALE, 7),
        rect(400, 140, 300, 460, p.WALL),
        rect(400, 140, 300, 460, "none", stroke=p.WHITE, stroke_width=16),
        rect(420, 160, 260, 440, p.TEAL_PALE),
        rect(456, 196, 188, 150, p.SKY_LOW, rx=4),
        circle(648, 410, 9, p.MUSTARD),
        rect(60, 560, 250, 34, p.TEAL, rx=10),
        rect(70, 470, 230, 96, p.TEAL, rx=14),
        rect(190, 470, 110, 96, p.shade(p.TEAL, 0.92), rx=14),
        line("M84,594v50M286,594v50", p.WOOD_DARK, 10),
        plant(1110, 640, 240),
        standing(350, 720, 470, NURSE, "hold", 1, folder),
        standing(545, 748, 500, DOCTOR, "explain"),
        standing(760, 750, 470, CARLA, "talk", -1),
        standing(905, 728, 500, GINO, "rest", -1),
    )


def square() -> str:
    def row(y: float, height: float, people: list[tuple[float, Look]]) -> str:
        return "".join(
            from_behind(x, y, height, look, (p.WOOD, p.TEAL)[i % 2], raised=look is LUCA)
            for i, (x, look) in enumerate(people)
        )

    facade = (
        rect(60, 170, 250, 400, p.WALL_WARM)
        + rect(310, 210, 170, 360, p.WALL)
        + rect(740, 190, 190, 380, p.WALL)
        + rect(930, 150, 230, 420, p.WALL_WARM)
        + polygon([(46, 170), (90, 130), (290, 130), (324, 170)], p.ROOF)
        + polygon([(306, 210), (330, 180), (460, 180), (486, 210)], p.ROOF_DARK)
        + polygon([(732, 190), (760, 158), (910, 158), (936, 190)], p.ROOF_DARK)
        + polygon([(922, 150), (960, 110), (1140, 110), (1174, 150)], p.ROOF)
        + "".join(
            rect(x, y, 34, 56, p.TEAL, rx=2) + rect(x + 17, y, 17, 56, p.TEAL_DARK)
            for x, y in (
                (100, 210),
                (168, 210),
                (236, 210),
                (100, 310),
                (168, 310),
                (236, 310),
                (346, 250),
                (412, 250),
                (346, 340),
                (412, 340),
                (776, 236),
                (852, 236),
                (776, 330),
                (852, 330),
                (970, 200),
                (1040, 200),
                (1104, 200),
                (970, 300),
                (1040, 300),
                (1104, 300),
            )
        )
        + "".join(
            path(arch(x, 430, 62, 140), p.SLATE_MID) for x in (88, 168, 248, 346, 420, 770, 850, 962, 1042)
        )
    )
    bunting = line("M310,240Q520,320 740,220", p.SLATE_PALE, 3) + "".join(
        polygon([(x - 14, y), (x + 14, y), (x, y + 30)], NOTES[i % 6])
        for i, (x, y) in enumerate(
            ((360, 259), (420, 276), (480, 282), (540, 281), (600, 271), (660, 254), (712, 234))
        )
    )
    return picture(
        "Un incontro pubblico in piazza: le persone siedono e ascoltano chi parla",
        sky(),
        sun(560, 130, 46),
        cloud(590, 170, 110),
        tower(560, 570, 80, 340, p.WALL, battlements=False),
        hill([(470, 470), (600, 440), (760, 470)], p.MEADOW, 570),
        facade,
        bunting,
        rect(0, 560, 1200, 240, p.WALL_SHADE),
        *(
            line(f"M{x},{y}h{w}", p.STONE_SHADE, 3)
            for x, y, w in ((40, 600, 100), (1000, 606, 120), (60, 690, 80), (1090, 700, 80))
        ),
        tree(30, 580, 200),
        tree(1180, 584, 210),
        standing(470, 606, 240, MARTA, "explain"),
        standing(560, 600, 244, BRUNO, "hold", 1, rect(-5, -66, 10, 12, p.PAPER, rx=1)),
        standing(720, 604, 236, NURSE, "talk", -1),
        row(640, 230, [(180, IRENE), (310, GINO), (880, FATIMA), (1010, DAVID)]),
        row(
            740,
            280,
            [(110, HELEN), (280, LUCA), (450, CARLA), (620, BRUNO), (790, ELENA), (960, ANNA), (1110, GINO)],
        ),
    )


def training() -> str:
    chart = (
        rect(420, 90, 420, 260, p.WHITE, rx=6)
        + rect(420, 90, 420, 260, "none", rx=6, stroke=p.SLATE_PALE, stroke_width=6)
        + circle(500, 180, 34, p.TEAL_PALE)
        + circle(630, 150, 34, p.MUSTARD)
        + circle(640, 262, 34, p.ROOF_LIGHT)
        + circle(766, 200, 34, p.MEADOW)
        + line(
            "M534,172L596,158M528,200L612,244M664,156L734,186M672,252L738,220M634,184L638,228",
            p.SLATE_PALE,
            5,
        )
    )
    return picture(
        "Un incontro di formazione: una formatrice davanti a una lavagna e il gruppo che ascolta",
        room(p.CREAM, p.WALL_SHADE, 540),
        window(80, 120, 220, 230),
        chart,
        plant(1110, 552, 220),
        standing(930, 590, 380, MARTA, "point", -1),
        standing(330, 580, 360, DAVID, "hold", 1, rect(-6, -67, 11, 13, p.PAPER, rx=1)),
        *(
            from_behind(x, 630, 260, look, p.WOOD)
            for x, look in ((420, GINO), (560, FATIMA), (700, IRENE), (840, BRUNO))
        ),
        *(
            from_behind(x, 740, 330, look, p.TEAL, raised=look is ANNA)
            for x, look in ((150, CARLA), (340, LUCA), (530, ANNA), (720, HELEN), (910, ELENA), (1090, GINO))
        ),
    )


def activators() -> str:
    leaflet = polygon([(12, -56), (20, -60), (22, -51), (14, -47)], p.PAPER)
    return picture(
        "Attivatori di comunità camminano per il paese con una cartellina e i volantini",
        sky(),
        sun(180, 150, 50),
        cloud(460, 130, 170),
        cloud(880, 180, 150),
        hill([(-20, 430), (260, 370), (620, 430), (960, 360), (1220, 410)], p.HAZE),
        hill([(-20, 500), (300, 450), (620, 500), (900, 440), (1220, 480)], p.TEAL_PALE),
        hill([(-20, 580), (400, 540), (800, 560), (1220, 540)], p.MEADOW),
        house(70, 590, 130, 150, 170, p.WALL_WARM),
        house(1000, 584, 120, 120, 150, p.WALL, p.ROOF_LIGHT),
        house(380, 574, 90, 100, 110, p.WALL, p.ROOF_DARK),
        *(cypress(x, 580, h) for x, h in ((620, 150), (652, 180), (910, 160))),
        tree(760, 584, 130),
        tree(345, 590, 110),
        path("M-20,640C300,590 900,590 1220,640V800H-20Z", p.CREAM),
        path("M-20,780C400,740 800,740 1220,780V800H-20Z", p.shade(p.CREAM, 0.94)),
        *(bush(x, 628, w, p.OLIVE) for x, w in ((40, 120), (520, 90), (1150, 130))),
        standing(250, 742, 390, ELENA, "stride"),
        standing(
            430,
            758,
            430,
            Look(DAVID.skin, "dark", "short", p.MUSTARD, p.SLATE, beard=True, bag=p.TEAL_DARK),
            "stride",
        ),
        standing(
            610,
            752,
            400,
            Look(CARLA.skin, "white", "bun", p.PLUM, p.SLATE, "trousers", glasses=True),
            "stride",
            1,
            leaflet,
        ),
        standing(
            790, 760, 436, Look(HELEN.skin, "dark", "curly", p.ROOF_LIGHT, p.TEAL_DARK, bag=p.MUSTARD), "wave"
        ),
        standing(1010, 744, 400, GINO, "wave", -1),
    )


def online() -> str:
    def tile(x: float, y: float, colour: str, look: Look, pose: str = "rest") -> str:
        body, arms = bust(x + 85, y + 130, 230, look, pose)
        name = f"tile{int(x)}{int(y)}"
        return (
            f'<clipPath id="{name}"><rect x="{x}" y="{y}" width="170" height="120" rx="8"/></clipPath>'
            + group(rect(x, y, 170, 120, colour), body, arms, clip_path=f"url(#{name})")
        )

    tiles = (
        (300, 196, p.SKY, ANNA, "wave"),
        (484, 196, p.WALL, BRUNO, "rest"),
        (668, 196, p.ROSE, FATIMA, "rest"),
        (300, 330, p.MEADOW_PALE, DAVID, "rest"),
        (484, 330, p.HAZE, IRENE, "rest"),
        (668, 330, p.WALL_WARM, GINO, "wave"),
    )
    return picture(
        "Un incontro in linea: sei persone collegate sullo schermo di un computer portatile",
        room(p.CREAM, p.WOOD, 590),
        window(960, 110, 180, 220),
        rect(0, 590, 1200, 14, p.shade(p.WOOD, 1.1)),
        rect(40, 150, 150, 14, p.WOOD_DARK),
        *(
            rect(56 + i * 24, 150 - h, 20, h, colour)
            for i, (h, colour) in enumerate(
                ((84, p.ROOF), (96, p.TEAL), (76, p.MUSTARD), (90, p.SLATE_MID), (82, p.MEADOW_DARK))
            )
        ),
        shadow(570, 640, 400, 26),
        rect(268, 164, 602, 330 - 14, p.SLATE, rx=16),
        rect(284, 180, 570, 286, p.SLATE_MID, rx=6),
        *(tile(*t) for t in tiles),
        polygon([(250, 478), (888, 478), (970, 620), (168, 620)], p.SLATE_PALE),
        polygon([(168, 620), (970, 620), (960, 640), (178, 640)], p.shade(p.SLATE_PALE, 0.8)),
        polygon([(284, 492), (854, 492), (896, 556), (242, 556)], p.SLATE_MID),
        *(line(f"M{284 - i * 12},{506 + i * 17}H{854 + i * 12}", p.SLATE_PALE, 2.5) for i in range(3)),
        polygon([(488, 568), (650, 568), (664, 606), (474, 606)], p.shade(p.SLATE_PALE, 0.88)),
        path("M1010,560h80v90q-40,22 -80,0z", p.ROOF)
        + ellipse(1050, 560, 40, 11, p.WOOD_DARK)
        + line("M1090,584q40,4 32,34q-6,20 -34,18", p.ROOF, 11),
        rect(40, 680, 150, 90, p.PAPER, rx=4, transform="rotate(-8 115 725)"),
        line("M66,712l90,-12M68,732l90,-12M72,752l56,-8", p.SLATE_PALE, 5),
        plant(110, 640, 200),
    )


SCENES = {
    "laboratorio": laboratory,
    "colloquio": conversation,
    "piazza": square,
    "formazione": training,
    "attivatori": activators,
    "incontro-online": online,
}
