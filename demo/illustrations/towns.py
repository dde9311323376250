"""Pictures of towns: walls, bridge, castle, plain."""

import random

from . import palette as p
from .people import ANNA, BRUNO, GINO, IRENE, standing
from .shapes import (
    arch,
    bush,
    circle,
    cloud,
    cypress,
    ellipse,
    hill,
    house,
    line,
    n,
    path,
    picture,
    polygon,
    rect,
    ridge,
    rows,
    sky,
    sun,
    tower,
    tree,
    village,
)


def fiorentina_nord_ovest() -> str:
    chance = random.Random(5)
    plain = []
    for i in range(13):
        x = 20 + i * 92
        h = chance.choice([60, 78, 96, 110])
        wall = chance.choice([p.WALL, p.WALL_WARM, p.STONE])
        w = chance.uniform(56, 74)
        plain.append(
            rect(x, 610 - h, w * 0.66, h, wall)
            + rect(x + w * 0.66, 610 - h, w * 0.34, h, p.shade(wall, 0.88))
            + rect(x - 3, 610 - h - 7, w + 6, 8, chance.choice([p.ROOF, p.ROOF_DARK]))
            + "".join(
                rect(x + 9 + c * 15, 610 - h + 13 + r * 24, 8, 12, p.SLATE_MID)
                for c in range(2)
                for r in range(int((h - 10) / 24))
            )
        )
    return picture(
        "La piana con le case e gli orti, e dietro il colle di Fiesole con il campanile",
        sky(),
        sun(220, 150, 52),
        cloud(420, 190, 170),
        cloud(1000, 130, 150),
        ridge([(-20, 400), (160, 330), (330, 370), (520, 290), (700, 360), (900, 330), (1220, 380)], p.HAZE),
        hill(
            [
                (300, 620),
                (480, 540),
                (640, 410),
                (760, 330),
                (880, 312),
                (1000, 360),
                (1120, 430),
                (1220, 460),
            ],
            p.TEAL,
        ),
        hill([(-20, 500), (160, 450), (380, 500), (560, 560), (700, 620)], p.TEAL_PALE),
        house(770, 338, 40, 46, 36, p.WALL),
        tower(862, 326, 26, 104, p.STONE),
        house(880, 330, 44, 52, 34, p.WALL_WARM),
        house(700, 392, 34, 40, 28, p.WALL_WARM, p.ROOF_LIGHT),
        house(972, 384, 36, 44, 30, p.WALL),
        *(
            cypress(x, y, h)
            for x, y, h in (
                (752, 352, 62),
                (690, 408, 58),
                (676, 424, 68),
                (1020, 392, 70),
                (1040, 402, 56),
                (836, 400, 64),
                (600, 468, 60),
            )
        ),
        *(
            tree(x, y, h, p.MEADOW_DARK)
            for x, y, h in (
                (740, 450, 64),
                (900, 440, 70),
                (1090, 470, 66),
                (820, 500, 70),
                (640, 520, 66),
                (240, 500, 60),
            )
        ),
        house(880, 500, 42, 50, 34),
        house(1030, 510, 40, 46, 32, p.WALL_WARM),
        house(330, 528, 44, 52, 34, p.WALL, p.ROOF_LIGHT),
        hill([(-20, 590), (300, 570), (700, 580), (1220, 570)], p.MEADOW_PALE),
        *plain,
        rect(0, 606, 1200, 194, p.MEADOW),
        *(tree(x, 640, h) for x, h in ((70, 86), (310, 70), (555, 92), (830, 74), (1110, 90))),
        polygon([(0, 700), (520, 650), (560, 660), (120, 800), (0, 800)], p.WHEAT),
        rows(
            [((-20, 730 + i * 26), (200, 706 + i * 24), (500 - i * 70, 668 + i * 16)) for i in range(4)],
            p.WHEAT_DARK,
            5,
        ),
        polygon([(640, 652), (1200, 700), (1200, 800), (420, 800)], p.MEADOW_DARK),
        rows(
            [((520 + i * 110, 800), (620 + i * 84, 730), (680 + i * 66, 664 + i * 4)) for i in range(7)],
            p.OLIVE,
            9,
        ),
    )


def fiorentina_sud_est() -> str:
    stones = "".join(
        line(f"M{x},{y}h26", p.STONE_SHADE, 3)
        for x, y in (
            (120, 500),
            (260, 486),
            (380, 560),
            (520, 482),
            (640, 570),
            (650, 500),
            (800, 484),
            (930, 560),
            (1040, 490),
        )
    )
    return picture(
        "Un ponte di pietra ad arcate sul fiume, con il paese e le colline",
        sky(),
        sun(180, 150, 52),
        cloud(420, 190, 130),
        cloud(820, 150, 190),
        hill([(-20, 340), (220, 280), (520, 340), (820, 270), (1220, 330)], p.HAZE),
        hill([(-20, 420), (240, 350), (520, 400), (860, 340), (1220, 390)], p.TEAL_PALE),
        hill([(-20, 470), (300, 420), (640, 450), (940, 400), (1220, 440)], p.MEADOW),
        rows(
            [((900 + i * 44, 470), (920 + i * 36, 440), (930 + i * 30, 410)) for i in range(8)],
            p.MEADOW_DARK,
            6,
        ),
        village(150, 470, 1.25, 8, 10),
        village(620, 470, 1.0, 21, 8),
        *(cypress(x, 470, h) for x, h in ((120, 90), (548, 96), (574, 76), (880, 88), (1130, 96))),
        tree(600, 474, 80),
        tree(1060, 474, 88),
        rect(0, 468, 1200, 130, p.OLIVE),
        rect(0, 590, 1200, 210, p.WATER),
        path(
            "M-10,520L0,470Q600,420 1200,470L1210,520V690H1150V615A95,95 0 0 0 960,615V690H900V630A110,110 0 0 0 680,630V690H620V630A110,110 0 0 0 400,630V690H340V615A95,95 0 0 0 150,615V690H-10Z",
            p.STONE,
        ),
        *(
            path(f"M{n(x)},690V{n(y)}q0,-20 -6,-42l26,10V690Z", p.STONE_SHADE)
            for x, y in ((340, 620), (620, 630), (900, 630))
        ),
        stones,
        path("M-10,478Q600,426 1210,478V498Q600,446 -10,498Z", p.STONE_SHADE),
        *(
            polygon([(x, 690), (x + 30, 655), (x + 60, 690), (x + 30, 706)], p.STONE_DARK)
            for x in (340, 620, 900)
        ),
        standing(480, 452, 84, ANNA, "stride"),
        standing(540, 450, 86, GINO, "talk", -1),
        standing(760, 454, 84, IRENE, "stride", -1),
        path("M-10,470Q600,420 1210,470V478Q600,428 -10,478Z", p.STONE),
        *(
            line(f"M{x},{y}h{w}", p.WATER_LIGHT, 6)
            for x, y, w in (
                (60, 722, 120),
                (230, 746, 90),
                (400, 718, 150),
                (560, 770, 180),
                (730, 730, 110),
                (900, 752, 140),
                (1060, 722, 100),
            )
        ),
        hill([(-20, 740), (120, 730), (260, 780), (300, 800)], p.MEADOW_DARK),
        hill([(900, 800), (1000, 776), (1110, 740), (1220, 736)], p.MEADOW_DARK),
        *(
            line(f"M{x},{y}q4,-34 {d},-52", p.OLIVE, 5)
            for x, y, d in (
                (60, 770, -8),
                (80, 776, 6),
                (104, 780, 14),
                (1090, 778, -12),
                (1112, 772, 4),
                (1140, 768, 14),
            )
        ),
    )


def lunigiana() -> str:
    return picture(
        "Un castello su uno sperone di roccia, con il fiume e le montagne della Lunigiana",
        sky(horizon=280),
        sun(180, 140, 48),
        cloud(330, 160, 150),
        cloud(960, 110, 170),
        ridge(
            [
                (-20, 380),
                (110, 300),
                (210, 340),
                (340, 210),
                (430, 260),
                (540, 150),
                (640, 240),
                (720, 190),
                (840, 280),
                (960, 200),
                (1080, 290),
                (1220, 230),
            ],
            p.MOUNTAIN,
        ),
        *(
            polygon(points, p.shade(p.MOUNTAIN, 0.92))
            for points in (
                [(340, 210), (430, 260), (480, 470), (390, 470)],
                [(540, 150), (640, 240), (720, 470), (590, 470)],
                [(720, 190), (840, 280), (900, 470), (760, 470)],
                [(960, 200), (1080, 290), (1150, 470), (1000, 470)],
            )
        ),
        *(
            polygon(points, p.PAPER)
            for points in (
                [(510, 174), (540, 150), (575, 181), (555, 190), (540, 178), (525, 192)],
                [(318, 232), (340, 210), (368, 225), (352, 236), (340, 228)],
            )
        ),
        hill([(-20, 430), (200, 370), (460, 420), (760, 350), (1000, 400), (1220, 360)], p.TEAL_PALE),
        hill([(-20, 520), (200, 450), (420, 500), (700, 470), (960, 430), (1220, 470)], p.TEAL),
        *(
            tree(x, y, h, p.TEAL_DARK)
            for x, y, h in (
                (60, 500, 72),
                (130, 480, 80),
                (230, 474, 70),
                (310, 490, 76),
                (980, 456, 80),
                (1060, 462, 70),
                (1140, 474, 82),
            )
        ),
        path("M520,560Q560,430 640,400L860,396Q930,440 960,560Z", p.STONE_DARK),
        path("M760,396L860,396Q930,440 960,560H780Q800,480 760,396Z", p.shade(p.STONE_DARK, 0.88)),
        *(
            line(d, p.shade(p.STONE_DARK, 0.82), 4)
            for d in ("M610,470l24,40M660,430l16,60M720,450l-10,50M570,530l20,20")
        ),
        rect(640, 300, 200, 106, p.STONE),
        rect(770, 300, 70, 106, p.STONE_SHADE),
        *(rect(640 + i * 29, 284, 17, 18, p.STONE if i < 5 else p.STONE_SHADE) for i in range(7)),
        tower(610, 412, 66, 150),
        tower(812, 408, 58, 128),
        tower(708, 330, 62, 142, p.WALL),
        path(arch(716, 344, 40, 62), p.SLATE_MID),
        *(rect(x, 326, 10, 18, p.SLATE_MID) for x in (690, 782)),
        hill([(-20, 600), (220, 560), (480, 556), (760, 548), (1000, 560), (1220, 580)], p.MEADOW),
        village(180, 600, 1.0, 15, 9),
        *(
            tree(x, y, h)
            for x, y, h in ((150, 606, 84), (480, 590, 76), (560, 576, 90), (940, 580, 96), (1010, 596, 74))
        ),
        path(
            "M1220,596C1000,610 700,610 620,650C540,700 700,730 640,800H980C960,730 760,720 820,676C880,640 1080,650 1220,650Z",
            p.WATER,
        ),
        *(
            line(f"M{x},{y}h{w}", p.WATER_LIGHT, 5)
            for x, y, w in ((1040, 626, 90), (860, 636, 70), (690, 664, 60), (740, 716, 70), (740, 764, 110))
        ),
        *(
            ellipse(x, y, rx, rx * 0.55, p.STONE)
            for x, y, rx in ((660, 696, 22), (632, 716, 14), (930, 770, 26), (900, 736, 15), (610, 780, 24))
        ),
        hill([(-20, 690), (180, 660), (400, 700), (560, 780), (580, 800)], p.MEADOW_DARK),
        hill([(960, 800), (1060, 720), (1220, 690)], p.MEADOW_DARK),
        *(cypress(x, y, h, p.PINE) for x, y, h in ((90, 720, 130), (1130, 742, 150))),
        bush(260, 730, 110),
        bush(380, 760, 90, p.TEAL_DARK),
    )


def piana_di_lucca() -> str:
    chance = random.Random(3)
    roofs = []
    for x in range(60, 1120, 62):
        roofs.append(
            house(
                x,
                500,
                chance.uniform(36, 46),
                chance.uniform(26, 40),
                chance.uniform(60, 96),
                chance.choice([p.WALL, p.WALL_WARM, p.STONE]),
                chance.choice([p.ROOF, p.ROOF_LIGHT, p.ROOF_DARK]),
            )
        )
    return picture(
        "Le mura alberate di Lucca, con la torre dei lecci e le montagne",
        sky(horizon=280),
        sun(200, 150, 50),
        cloud(960, 150, 180),
        cloud(620, 110, 140),
        ridge(
            [
                (-20, 380),
                (150, 310),
                (280, 350),
                (460, 260),
                (640, 330),
                (820, 270),
                (1000, 340),
                (1220, 290),
            ],
            p.HAZE,
        ),
        hill([(-20, 440), (260, 390), (560, 430), (880, 380), (1220, 420)], p.TEAL_PALE),
        rect(0, 470, 1200, 80, p.MEADOW_PALE),
        tower(820, 500, 44, 230, p.WALL, battlements=False),
        *(
            path(arch(829, y, 11, 22), p.SLATE_MID) + path(arch(845, y, 11, 22), p.SLATE_MID)
            for y in (330, 370, 410)
        ),
        tower(402, 500, 62, 270, p.ROOF_LIGHT),
        circle(418, 196, 26, p.OLIVE),
        circle(450, 196, 26, p.TEAL_DARK),
        circle(434, 176, 28, p.OLIVE),
        rect(396, 206, 74, 24, p.shade(p.ROOF_LIGHT, 0.94)),
        *roofs,
        rect(0, 496, 1200, 50, p.MEADOW_DARK),
        *(
            tree(x, 524, 128 + (x * 7) % 22, p.OLIVE if x % 3 else p.MEADOW_DARK)
            for x in range(30, 1200, 118)
        ),
        rect(0, 520, 1200, 16, p.CREAM),
        standing(300, 530, 80, ANNA, "stride"),
        standing(342, 530, 82, BRUNO, "stride"),
        standing(720, 530, 80, IRENE, "stride", -1),
        standing(930, 530, 80, GINO, "rest", -1),
        path("M0,534H1200V690H0Z", p.ROOF),
        path("M640,534H1200V690H640Z", p.ROOF_DARK),
        path("M560,534H720L760,690H520Z", p.ROOF_LIGHT),
        path("M660,534H720L760,690H670Z", p.ROOF),
        rect(0, 534, 1200, 15, p.STONE),
        rect(660, 534, 540, 15, p.STONE_SHADE),
        *(
            line(f"M{x},{y}h{w}", p.ROOF_DARK if x < 540 else p.shade(p.ROOF_DARK, 0.88), 3)
            for x, y, w in (
                (60, 590, 70),
                (220, 620, 60),
                (360, 580, 80),
                (120, 654, 90),
                (420, 650, 60),
                (820, 590, 80),
                (960, 630, 70),
                (1090, 586, 60),
                (860, 660, 90),
            )
        ),
        path(arch(596, 600, 88, 92), p.SLATE),
        path(arch(596, 600, 88, 92), "none", stroke=p.STONE, stroke_width=9),
        hill([(-20, 690), (300, 676), (640, 690), (940, 676), (1220, 690)], p.MEADOW),
        path("M606,690H674L790,800H470Z", p.CREAM),
        tree(120, 770, 150),
        tree(1080, 776, 160, p.MEADOW_DARK),
        bush(300, 760, 120),
        bush(920, 748, 110),
    )


SCENES = {
    "fiorentina-nord-ovest": fiorentina_nord_ovest,
    "fiorentina-sud-est": fiorentina_sud_est,
    "lunigiana": lunigiana,
    "piana-di-lucca": piana_di_lucca,
}
