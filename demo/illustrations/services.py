"""Pictures of places of care and of the tools of the programme."""

from . import palette as p
from .gatherings import note, plant, room, window
from .people import (
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
    standing,
)
from .shapes import (
    bush,
    circle,
    cloud,
    cypress,
    group,
    hill,
    line,
    path,
    picture,
    polygon,
    rect,
    sky,
    sun,
    tree,
    village,
)


def community_house() -> str:
    panes = "".join(
        rect(x, y, 92, 66, p.SKY_LOW, rx=3)
        + rect(x + 46, y, 46, 66, p.shade(p.SKY, 0.97), rx=3)
        + rect(x + 43, y, 6, 66, p.WHITE)
        for y in (266, 396)
        for x in (180, 300, 800, 920)
        if not (y == 396 and x in (300, 800))
    )
    return picture(
        "Una Casa della Comunità con persone all'ingresso",
        sky(),
        sun(180, 130, 48),
        cloud(420, 120, 180),
        cloud(930, 150, 160),
        hill([(-20, 430), (240, 360), (600, 420), (940, 350), (1220, 400)], p.HAZE),
        hill([(-20, 500), (300, 440), (900, 470), (1220, 430)], p.TEAL_PALE),
        tree(80, 560, 230),
        tree(1130, 560, 240, p.MEADOW_DARK),
        cypress(30, 570, 190),
        cypress(1180, 570, 200),
        rect(130, 220, 940, 360, p.WALL),
        rect(640, 220, 430, 360, p.shade(p.WALL, 0.95)),
        rect(116, 204, 968, 26, p.ROOF),
        rect(116, 224, 968, 8, p.ROOF_DARK),
        rect(430, 180, 340, 400, p.TEAL_PALE),
        rect(660, 180, 110, 400, p.shade(p.TEAL_PALE, 0.93)),
        polygon([(414, 184), (600, 122), (786, 184)], p.ROOF),
        polygon([(600, 122), (786, 184), (660, 184)], p.ROOF_DARK),
        panes,
        # A house that holds two people: the sign of the place, without words.
        rect(520, 206, 160, 96, p.WHITE, rx=10),
        path(
            "M556,280V246L600,216L644,246V280Z",
            "none",
            stroke=p.TEAL_DARK,
            stroke_width=7,
            stroke_linejoin="round",
        ),
        circle(588, 252, 7, p.ROOF),
        circle(612, 252, 7, p.TEAL),
        path("M577,278q0,-16 11,-16t11,16zM601,278q0,-16 11,-16t11,16z", p.TEAL_DARK),
        rect(480, 360, 240, 220, p.SLATE_MID),
        rect(490, 370, 106, 210, p.HAZE),
        rect(604, 370, 106, 210, p.shade(p.HAZE, 0.94)),
        circle(586, 480, 6, p.SLATE),
        circle(614, 480, 6, p.SLATE),
        polygon([(440, 340), (760, 340), (784, 366), (416, 366)], p.ROOF),
        rect(416, 366, 368, 8, p.ROOF_DARK),
        rect(300, 410, 92, 170, p.TEAL_PALE, rx=3) + rect(800, 410, 92, 170, p.TEAL_PALE, rx=3),
        rect(343, 410, 6, 170, p.WHITE),
        rect(843, 410, 6, 170, p.WHITE),
        rect(0, 572, 1200, 228, p.MEADOW),
        path("M470,580H730L900,800H300Z", p.CREAM),
        polygon([(660, 580), (730, 580), (900, 800), (740, 800)], p.shade(p.CREAM, 0.95)),
        rect(60, 640, 190, 14, p.WOOD),
        rect(70, 600, 170, 12, p.WOOD),
        line("M84,654v40M226,654v40M90,612v30M220,612v30", p.WOOD_DARK, 8),
        *(bush(x, 584, w, p.OLIVE) for x, w in ((210, 130), (400, 80), (810, 80), (980, 140))),
        standing(560, 606, 220, DOCTOR, "wave"),
        standing(670, 606, 214, NURSE, "rest", -1),
        standing(360, 706, 280, CARLA, "stride"),
        standing(440, 712, 300, LUCA, "offer"),
        standing(800, 712, 290, FATIMA, "rest", -1),
        standing(880, 700, 190, Look(p.SKIN[2], "dark", "short", p.MUSTARD, p.TEAL_DARK), "wave", -1),
        standing(1040, 740, 300, GINO, "stride", -1),
        tree(1150, 770, 190),
    )


def association_stand() -> str:
    stripes = "".join(
        polygon(
            [(330 + i * 60, 250), (390 + i * 60, 250), (398 + i * 62 - 20, 330), (336 + i * 62 - 20, 330)],
            (p.ROOF, p.CREAM)[i % 2],
        )
        for i in range(9)
    )
    scallops = "".join(
        path(f"M{316 + i * 62},330h62a31,24 0 0 1 -62,0z", (p.ROOF, p.CREAM)[i % 2]) for i in range(9)
    )
    back = [
        standing(470, 640, 330, MARTA, "talk"),
        standing(700, 640, 336, BRUNO, "hold", -1, rect(-6, -66, 11, 12, p.PAPER, rx=1)),
    ]
    return picture(
        "Il banchetto di un'associazione: due volontari parlano con i passanti",
        sky(),
        sun(160, 140, 48),
        cloud(300, 170, 150),
        cloud(900, 130, 180),
        hill([(-20, 470), (300, 420), (700, 470), (1220, 410)], p.HAZE),
        hill([(-20, 540), (400, 500), (800, 530), (1220, 490)], p.TEAL_PALE),
        village(40, 560, 1.3, 6, 8),
        tree(1090, 580, 250),
        tree(960, 576, 170, p.MEADOW_DARK),
        rect(0, 556, 1200, 244, p.MEADOW),
        path("M-20,680Q600,620 1220,680V800H-20Z", p.CREAM),
        rect(344, 210, 12, 490, p.WOOD_DARK),
        rect(846, 210, 12, 490, p.WOOD_DARK),
        *back,
        group(stripes, scallops, transform="translate(0 -104)"),
        rect(330, 560, 540, 24, p.WOOD),
        rect(346, 584, 508, 140, p.TEAL),
        rect(700, 584, 154, 140, p.shade(p.TEAL, 0.92)),
        circle(600, 652, 42, p.CREAM),
        path(
            "M600,684C560,656 566,628 586,628Q596,628 600,640Q604,628 614,628C634,628 640,656 600,684Z",
            p.ROOF,
        ),
        *(
            rect(x, 546, 50, 14, colour, rx=2)
            for x, colour in ((390, p.PAPER), (460, p.MUSTARD), (760, p.PAPER))
        ),
        note(560, 530, 30, p.ROOF_LIGHT),
        rect(800, 520, 34, 40, p.BLUE, rx=4),
        standing(190, 760, 400, HELEN, "talk"),
        standing(980, 764, 400, GINO, "offer", -1),
        standing(1090, 752, 380, IRENE, "rest", -1),
    )


def orientation() -> str:
    left, right = (
        bust(430, 520, 400, ELENA, "phone", 1, rect(5.6, -94, 3, 10, p.SLATE, rx=1.2)),
        bust(800, 520, 400, DAVID, "desk", -1),
    )
    screen = (
        rect(540, 404, 150, 108, p.SLATE, rx=8)
        + rect(550, 414, 130, 84, p.TEAL_PALE, rx=3)
        + rect(600, 510, 30, 20, p.SLATE_MID)
    )
    leaflets = "".join(
        rect(940 + c * 64, 180 + r * 96, 50, 70, colour, rx=3)
        + rect(948 + c * 64, 190 + r * 96, 34, 22, p.shade(colour, 0.86), rx=2)
        for r, c, colour in (
            (0, 0, p.MUSTARD),
            (0, 1, p.PAPER),
            (0, 2, p.ROOF_LIGHT),
            (1, 0, p.PAPER),
            (1, 1, p.BLUE),
            (1, 2, p.MEADOW),
        )
    )
    return picture(
        "Uno sportello di orientamento: un'operatrice al telefono e una cittadina che chiede informazioni",
        room(p.CREAM, p.WALL_SHADE, 600),
        window(90, 120, 210, 230),
        rect(404, 110, 400, 110, p.TEAL_DARK, rx=10),
        circle(460, 165, 32, p.CREAM),
        line("M460,160v20", p.TEAL_DARK, 9),
        circle(460, 147, 5.5, p.TEAL_DARK),
        line("M520,146h230M520,180h160", p.TEAL_PALE, 12),
        rect(920, 164, 220, 208, p.WOOD, rx=6),
        leaflets,
        left[0],
        right[0],
        screen,
        rect(270, 530, 640, 26, p.WOOD),
        rect(290, 556, 600, 170, p.TEAL),
        rect(700, 556, 190, 170, p.shade(p.TEAL, 0.92)),
        line("M290,600h600", p.shade(p.TEAL, 0.85), 4),
        left[1],
        right[1],
        rect(300, 506, 60, 24, p.PAPER, rx=2),
        rect(310, 500, 60, 24, p.MUSTARD, rx=2, transform="rotate(-6 340 512)"),
        plant(1090, 700, 240),
        standing(980, 770, 440, CARLA, "talk", -1),
        standing(180, 776, 450, LUCA, "think"),
    )


def guidelines() -> str:
    return picture(
        "Un fascicolo di linee guida aperto su un tavolo, con matita e foglietti",
        rect(0, 0, 1200, 800, p.WOOD),
        *(line(f"M0,{y}H1200", p.shade(p.WOOD, 0.94), 4) for y in (130, 270, 410, 550, 690)),
        path("M0,0H420L120,800H0Z", p.shade(p.WOOD, 1.06), opacity=0.6),
        path("M240,610L612,646L990,606L1000,640L612,684L232,644Z", p.SLATE, opacity=0.18),
        path("M220,190Q420,140 600,200V640Q420,590 220,630Z", p.PAPER),
        path("M600,200Q790,140 980,190V630Q790,590 600,640Z", p.shade(p.PAPER, 0.97)),
        path("M600,200Q570,420 600,640Q590,420 600,200Z", p.SLATE_PALE, opacity=0.5),
        path("M220,630Q420,590 600,640Q790,590 980,630V646Q790,608 600,658Q420,608 220,646Z", p.TEAL),
        path("M262,236Q410,196 556,240V400Q410,362 262,396Z", p.SKY),
        path("M262,350Q330,300 400,338T556,330V400Q410,362 262,396Z", p.MEADOW),
        path("M366,352V304L412,272L458,304V356Q412,346 366,352Z", p.WALL),
        path("M358,308L412,268L466,308L458,314L412,282L366,314Z", p.ROOF),
        rect(402, 318, 20, 32, p.TEAL_DARK),
        cypress(320, 360, 70),
        cypress(500, 358, 76),
        *(line(f"M266,{y}Q410,{y - 34} 552,{y + 6}", p.SLATE_PALE, 7) for y in (444, 476, 508)),
        line("M266,540Q350,520 440,528", p.SLATE_PALE, 7),
        line("M646,246Q740,220 830,226", p.TEAL_DARK, 12),
        *_chapters(),
        group(
            rect(0, -9, 250, 18, p.MUSTARD),
            rect(0, -9, 250, 6, p.shade(p.MUSTARD, 1.08)),
            polygon([(250, -9), (286, 0), (250, 9)], p.WALL),
            polygon([(274, -3), (286, 0), (274, 3)], p.SLATE),
            rect(-26, -9, 26, 18, p.ROSE, rx=5),
            transform="translate(820 728) rotate(-14)",
        ),
        note(70, 250, 96, p.ROOF_LIGHT, -9),
        note(60, 400, 96, p.TEAL_PALE, 6),
        note(1050, 200, 96, p.MUSTARD, 8),
        note(1064, 350, 96, p.MEADOW, -6),
        circle(180, 720, 62, p.WHITE),
        circle(180, 720, 50, p.shade(p.WHITE, 0.93)),
        circle(180, 720, 40, p.WOOD_DARK),
        line("M238,700q34,4 26,34q-6,18 -30,16", p.WHITE, 12),
    )


def _chapters() -> list[str]:
    """Four chapters on the right-hand page: a coloured mark and two lines each."""
    parts = []
    for y, colour in ((314, p.ROOF), (390, p.MUSTARD), (466, p.TEAL), (542, p.MEADOW_DARK)):
        parts += [
            circle(664, y, 17, colour),
            line(f"M700,{y - 8}Q800,{y - 30} 930,{y - 20}", p.SLATE_PALE, 7),
            line(f"M700,{y + 14}Q780,{y - 4} 870,{y - 2}", p.SLATE_PALE, 7),
        ]
    return parts


def evaluation() -> str:
    bars = "".join(
        rect(470 + i * 70, 330 - h, 44, h, colour, rx=3)
        for i, (h, colour) in enumerate(
            ((70, p.TEAL_PALE), (110, p.TEAL), (90, p.MUSTARD), (150, p.ROOF_LIGHT), (180, p.TEAL_DARK))
        )
    )
    left, right = bust(430, 560, 420, HELEN, "explain"), bust(800, 560, 420, BRUNO, "think", -1)
    return picture(
        "Due valutatori leggono insieme i dati della partecipazione",
        room(p.shade(p.SKY, 1.03), p.WALL_SHADE, 610),
        window(90, 130, 200, 220),
        rect(420, 90, 420, 280, p.WHITE, rx=8),
        line("M450,330H810", p.SLATE_PALE, 5),
        bars,
        line("M492,236L562,196L632,214L702,160L772,132", p.ROOF, 6),
        *(circle(x, y, 8, p.ROOF) for x, y in ((492, 236), (562, 196), (632, 214), (702, 160), (772, 132))),
        plant(1080, 620, 240),
        left[0],
        right[0],
        rect(200, 570, 840, 30, p.WOOD),
        rect(200, 600, 840, 8, p.WOOD_DARK),
        rect(240, 608, 26, 192, p.WOOD_DARK),
        rect(974, 608, 26, 192, p.WOOD_DARK),
        polygon([(540, 560), (680, 560), (700, 572), (520, 572)], p.SLATE_PALE),
        rect(544, 474, 132, 88, p.SLATE, rx=8),
        circle(610, 518, 12, p.SLATE_PALE),
        rect(266, 608, 708, 130, p.TEAL),
        rect(720, 608, 254, 130, p.shade(p.TEAL, 0.92)),
        left[1],
        right[1],
        rect(240, 556, 110, 14, p.PAPER),
        rect(250, 544, 100, 12, p.MUSTARD),
        rect(900, 546, 34, 26, p.ROOF, rx=4),
    )


def neighbourhood() -> str:
    return picture(
        "Persone di età diverse si incontrano in un giardino di quartiere",
        sky(),
        sun(190, 140, 48),
        cloud(430, 140, 170),
        cloud(880, 110, 150),
        hill([(-20, 420), (260, 380), (640, 420), (1220, 370)], p.HAZE),
        village(120, 510, 1.35, 14, 9),
        village(760, 506, 1.2, 19, 9),
        rect(0, 500, 1200, 300, p.MEADOW),
        hill([(-20, 560), (400, 530), (800, 560), (1220, 530)], p.MEADOW_PALE),
        path("M-20,700C300,620 900,620 1220,700V800H-20Z", p.CREAM),
        tree(90, 600, 280),
        tree(1120, 600, 300, p.MEADOW_DARK),
        tree(600, 556, 170, p.MEADOW_DARK),
        rect(240, 600, 260, 16, p.WOOD),
        rect(250, 552, 240, 14, p.WOOD),
        line("M270,616v50M470,616v50M276,566v36M464,566v36", p.WOOD_DARK, 9),
        standing(330, 740, 390, CARLA, "talk"),
        standing(480, 752, 420, DAVID, "rest", -1),
        standing(660, 744, 400, FATIMA, "hold", 1, rect(-5, -66, 10, 10, p.ROOF_LIGHT, rx=1)),
        standing(780, 750, 270, Look(p.SKIN[1], "auburn", "bob", p.MUSTARD, p.TEAL_DARK), "wave"),
        standing(930, 746, 410, GINO, "offer", -1),
        *(bush(x, y, w, p.OLIVE) for x, y, w in ((30, 720, 150), (1160, 730, 170))),
        *(
            line(f"M{x},{y}v-22", p.OLIVE, 4) + circle(x, y - 26, 8, colour)
            for x, y, colour in (
                (140, 690, p.ROOF),
                (170, 700, p.MUSTARD),
                (200, 686, p.WHITE),
                (1010, 690, p.MUSTARD),
                (1040, 700, p.ROOF),
                (1070, 688, p.WHITE),
            )
        ),
    )


SCENES = {
    "casa-della-comunita": community_house,
    "banchetto-associazione": association_stand,
    "sportello-orientamento": orientation,
    "linee-guida": guidelines,
    "valutazione": evaluation,
    "giardino-di-quartiere": neighbourhood,
}
