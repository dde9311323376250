"""Pictures of hills and fields: the home page and the zones of the countryside."""

import random

from . import palette as p
from .shapes import (
    arch,
    bush,
    circle,
    clipped,
    cloud,
    cypress,
    ellipse,
    hill,
    house,
    line,
    path,
    picture,
    polygon,
    rect,
    ridge,
    rows,
    sky,
    smooth,
    sun,
    tower,
    tree,
    village,
)


def hills() -> str:
    field = [(-20, 640), (240, 560), (520, 600), (760, 690), (820, 800)]
    return picture(
        "Colline toscane con un borgo e i cipressi",
        sky(),
        sun(250, 170),
        cloud(560, 150, 190),
        cloud(900, 220, 150),
        hill([(-20, 400), (200, 330), (430, 380), (700, 310), (960, 370), (1220, 320)], p.HAZE),
        hill([(-20, 450), (180, 420), (420, 440), (640, 380), (880, 430), (1220, 390)], p.TEAL_PALE),
        hill(
            [(-20, 520), (260, 470), (520, 520), (760, 440), (900, 420), (1060, 445), (1220, 500)],
            p.MEADOW_PALE,
        ),
        village(760, 447, 1.0, 4, 9),
        *(cypress(x, y, h) for x, y, h in ((724, 462, 74), (742, 458, 92), (1040, 452, 90), (1060, 458, 70))),
        hill([(-20, 600), (200, 540), (480, 560), (800, 500), (1220, 590)], p.MEADOW),
        rows(
            [
                ((620 + i * 58, 800), (700 + i * 34, 640), (720 + i * 22, 535 + abs(i - 3) * 3))
                for i in range(9)
            ],
            p.MEADOW_DARK,
            9,
        ),
        hill(field, p.WHEAT),
        clipped(
            "field",
            smooth(field) + "L-20,800Z",
            rows(
                [((-60, 690 + i * 46), (300, 600 + i * 48), (860, 760 + i * 70)) for i in range(5)],
                p.WHEAT_DARK,
                6,
            ),
        ),
        path(
            "M1010,800C900,700 640,660 520,600C460,568 500,548 580,538L588,546C530,562 520,578 566,600C720,660 1010,690 1130,800Z",
            p.CREAM,
        ),
        *(
            cypress(x, y, h, p.PINE)
            for x, y, h in (
                (548, 606, 118),
                (614, 634, 138),
                (706, 664, 160),
                (826, 700, 190),
                (960, 752, 224),
            )
        ),
        house(180, 575, 62, 74, 46, p.WALL_WARM),
        tree(330, 580, 92),
        tree(150, 590, 76, p.MEADOW_DARK),
        *(bush(x, y, w, p.OLIVE) for x, y, w in ((60, 800, 180), (1130, 806, 220))),
    )


def alta_val_di_cecina_valdera() -> str:
    crest = [(-20, 640), (160, 560), (330, 470), (470, 415), (700, 400), (880, 430), (1010, 520), (1220, 610)]
    houses = random.Random(11)
    town = []
    for row, (start, end, base) in enumerate(((430, 850, 372), (400, 890, 412))):
        x = float(start)
        while x < end:
            w = houses.uniform(24, 32)
            town.append(
                house(
                    x,
                    base + houses.uniform(-6, 6),
                    w,
                    houses.uniform(16, 30),
                    houses.uniform(34, 56) - row * 6,
                    houses.choice([p.WALL, p.WALL_WARM, p.STONE]),
                    houses.choice([p.ROOF, p.ROOF_LIGHT, p.ROOF_DARK]),
                )
            )
            x += w + 14
    wall = "".join(
        polygon([(x, 418), (x + 44, 418), (x + 48, 470), (x - 4, 470)], p.STONE_SHADE)
        for x in (470, 610, 750)
    )
    return picture(
        "Una città murata in cima a un colle, con la torre del palazzo pubblico",
        sky(),
        sun(230, 160, 50),
        cloud(880, 170, 210),
        cloud(380, 120, 130),
        hill([(-20, 470), (220, 420), (500, 450), (800, 400), (1220, 440)], p.HAZE),
        hill([(-20, 540), (300, 490), (600, 520), (900, 480), (1220, 510)], p.TEAL_PALE),
        hill(crest, p.MEADOW),
        town[0],
        *town[1:5],
        tower(600, 392, 46, 210, p.STONE),
        rect(560, 318, 120, 74, p.WALL_WARM),
        rect(640, 318, 40, 74, p.WALL_WARM_SHADE),
        polygon([(552, 318), (620, 288), (688, 318)], p.ROOF),
        tower(612, 300, 30, 120, p.STONE),
        *town[5:],
        path("M420,412Q640,392 900,418L924,472Q640,440 396,470Z", p.STONE),
        path("M720,402Q820,406 900,418L924,472Q820,454 728,449Z", p.STONE_SHADE),
        wall,
        path(arch(664, 420, 36, 46), p.SLATE_MID),
        path(
            "M690,466C700,540 520,560 560,640C590,700 760,700 740,800H860C860,690 640,680 626,626C612,570 740,560 712,464Z",
            p.CREAM,
        ),
        hill([(-20, 700), (200, 640), (430, 690), (560, 760), (600, 800)], p.WHEAT),
        rows(
            [((-20, 730 + i * 30), (240, 660 + i * 34), (560, 790 + i * 30)) for i in range(3)],
            p.WHEAT_DARK,
            6,
        ),
        hill([(800, 800), (920, 700), (1080, 650), (1220, 660)], p.MEADOW_DARK),
        rows(
            [((880 + i * 60, 800), (960 + i * 44, 720), (1010 + i * 40, 668 - i * 2)) for i in range(6)],
            p.OLIVE,
            8,
        ),
        *(
            cypress(x, y, h)
            for x, y, h in (
                (360, 500, 76),
                (384, 492, 92),
                (520, 600, 96),
                (482, 640, 118),
                (930, 520, 84),
                (956, 530, 66),
            )
        ),
        *(tree(x, y, h) for x, y, h in ((150, 620, 84), (240, 600, 70), (1060, 610, 88), (800, 590, 72))),
    )


def amiata() -> str:
    left = [(110, 760, 214), (262, 690, 172), (372, 634, 138), (452, 592, 110), (512, 562, 88)]
    right = [(800, 790, 220), (722, 706, 178), (676, 644, 142), (650, 598, 112), (632, 566, 90)]
    return picture(
        "Una strada di cipressi in Val d'Orcia, con il monte Amiata sullo sfondo",
        sky(horizon=300),
        sun(200, 150, 50),
        cloud(760, 130, 210),
        cloud(470, 190, 120),
        ridge(
            [(-20, 460), (240, 420), (470, 350), (640, 240), (720, 214), (800, 236), (960, 340), (1220, 430)],
            p.MOUNTAIN,
        ),
        path("M720,214L800,236L960,340L1220,430V520H700Q780,380 720,214Z", p.shade(p.MOUNTAIN, 0.94)),
        hill([(-20, 470), (260, 440), (600, 470), (900, 420), (1220, 460)], p.TEAL_PALE),
        hill([(-20, 560), (300, 500), (620, 540), (920, 480), (1220, 520)], p.MEADOW_PALE),
        house(890, 494, 56, 70, 42, p.STONE),
        cypress(870, 496, 76),
        cypress(1030, 492, 82),
        tree(1064, 500, 60),
        hill([(-20, 600), (260, 560), (580, 550), (900, 540), (1220, 570)], p.WHEAT),
        rows(
            [((760 + i * 90, 800), (800 + i * 62, 660), (800 + i * 52, 556)) for i in range(6)],
            p.WHEAT_DARK,
            7,
        ),
        hill([(-20, 660), (180, 620), (400, 600), (560, 640), (480, 800)], p.MEADOW),
        path("M200,800C330,690 500,640 552,560L590,560C604,640 640,720 720,800Z", p.CREAM),
        path("M520,800C560,700 572,640 576,560L590,560C604,640 640,720 720,800Z", p.shade(p.CREAM, 0.95)),
        *(cypress(x, y, h, p.PINE) for x, y, h in reversed(left)),
        *(cypress(x, y, h, p.PINE) for x, y, h in reversed(right)),
        hill([(760, 800), (900, 742), (1080, 720), (1220, 730)], p.MEADOW_DARK),
        *(
            circle(x, y, 5, p.ROOF)
            for x, y in (
                (850, 776),
                (900, 760),
                (946, 782),
                (1010, 748),
                (1064, 770),
                (1120, 742),
                (1160, 776),
            )
        ),
    )


def valdichiana_aretina() -> str:
    quilt = "".join(
        polygon(points, colour)
        for points, colour in (
            ([(-20, 560), (300, 520), (420, 590), (-20, 660)], p.WHEAT),
            ([(300, 520), (620, 500), (800, 560), (420, 590)], p.MEADOW),
            ([(620, 500), (1220, 520), (1220, 600), (800, 560)], p.MEADOW_PALE),
            ([(-20, 660), (420, 590), (560, 680), (-20, 800)], p.MEADOW_DARK),
            ([(420, 590), (800, 560), (1040, 660), (560, 680)], p.WHEAT),
            ([(800, 560), (1220, 600), (1220, 720), (1040, 660)], p.MEADOW),
            ([(-20, 800), (560, 680), (740, 800)], p.WHEAT_DARK),
            ([(560, 680), (1040, 660), (1220, 720), (1220, 800), (740, 800)], p.EARTH),
        )
    )
    return picture(
        "I campi della Valdichiana con una casa colonica e una città sul colle",
        sky(),
        sun(240, 150, 52),
        cloud(520, 140, 200),
        cloud(1010, 200, 130),
        hill([(-20, 420), (260, 380), (560, 420), (900, 360), (1220, 400)], p.HAZE),
        hill([(500, 530), (700, 450), (860, 380), (980, 350), (1110, 390), (1220, 430)], p.TEAL_PALE),
        village(860, 392, 0.86, 31, 10),
        cypress(846, 398, 60),
        cypress(1118, 402, 66),
        hill([(-20, 520), (300, 480), (640, 510), (960, 470), (1220, 510)], p.MEADOW_PALE),
        rect(-20, 500, 1240, 300, p.MEADOW),
        quilt,
        rows(
            [((-20, 690 + i * 26), (200, 656 + i * 22), (430 + i * 28, 602 + i * 18)) for i in range(4)],
            p.OLIVE,
            7,
        ),
        rows(
            [
                ((470 + i * 70, 686 - i * 2), (500 + i * 62, 640 - i * 6), (470 + i * 70, 588 - i * 4))
                for i in range(1, 6)
            ],
            p.WHEAT_DARK,
            5,
        ),
        rows(
            [((760 + i * 88, 800), (700 + i * 80, 730), (640 + i * 76, 682 - i * 3)) for i in range(6)],
            p.WOOD,
            6,
        ),
        path("M-20,528Q300,500 620,520T1220,540V552Q900,560 620,532T-20,542Z", p.WATER),
        house(420, 570, 130, 170, 96, p.WALL, p.ROOF),
        rect(506, 470, 60, 40, p.WALL_WARM),
        polygon([(498, 470), (536, 444), (574, 470)], p.ROOF_DARK),
        rect(526, 482, 18, 16, p.SLATE_MID),
        *(path(arch(x, 524, 34, 46), p.SLATE_MID) for x in (572, 622, 672)),
        path(arch(466, 528, 36, 42), p.WOOD_DARK),
        *(cypress(x, y, h, p.TEAL_DARK) for x, y, h in ((390, 576, 130), (366, 580, 104), (752, 572, 118))),
        tree(800, 580, 96),
        tree(300, 560, 84, p.MEADOW_DARK),
        *(_bale(x, y, r) for x, y, r in ((640, 636, 24), (760, 652, 27), (880, 634, 23))),
        *(
            circle(x, y, 15, p.MUSTARD)
            + circle(x, y, 7, p.WOOD_DARK)
            + line(f"M{x},{y + 15}V{y + 70}", p.OLIVE, 5)
            + circle(x, y, 7, p.WOOD_DARK)
            for x, y in ((60, 720), (130, 742), (200, 726), (270, 752), (340, 738), (30, 770), (105, 786))
        ),
    )


def _bale(x: float, y: float, r: float) -> str:
    return (
        ellipse(x + r * 0.5, y + r * 0.86, r * 1.3, r * 0.24, p.SLATE, opacity=0.14)
        + rect(x, y - r, r * 1.1, r * 1.9, p.WHEAT_DARK, rx=r * 0.5)
        + circle(x, y - r * 0.04, r * 0.96, p.MUSTARD)
        + circle(x, y - r * 0.04, r * 0.55, p.WHEAT_DARK)
        + circle(x, y - r * 0.04, r * 0.22, p.MUSTARD)
    )


SCENES = {
    "colline": hills,
    "alta-val-di-cecina-valdera": alta_val_di_cecina_valdera,
    "amiata-val-dorcia-valdichiana-senese": amiata,
    "valdichiana-aretina": valdichiana_aretina,
}
