"""One palette for every picture: calm teal and green, warm terracotta, cream, dark slate.

Light always falls from the left: what looks right is one shade darker.
"""

SKY = "#dcebe8"
SKY_LOW = "#eef3ea"
SUN = "#fbe3b0"
CLOUD = "#f8fbf7"
CREAM = "#fbf4e6"
PAPER = "#fffdf8"

HAZE = "#c3dbd6"
MOUNTAIN = "#a3c6c0"
TEAL_PALE = "#8fbcb2"
TEAL = "#5f9d92"
TEAL_DARK = "#2f6f68"
PINE = "#24544e"

MEADOW_PALE = "#c6d3a1"
MEADOW = "#a5bd82"
MEADOW_DARK = "#83a36b"
OLIVE = "#6a8d5c"
WHEAT = "#ead59b"
WHEAT_DARK = "#dbbb72"
EARTH = "#c79a6b"
WATER = "#9cc7cb"
WATER_LIGHT = "#bcdcdc"

ROOF = "#c76b4a"
ROOF_DARK = "#a95439"
ROOF_LIGHT = "#dd8c69"
WALL = "#f7e8cc"
WALL_SHADE = "#e3cba4"
WALL_WARM = "#f1d6ae"
WALL_WARM_SHADE = "#d9b688"
STONE = "#dccdb4"
STONE_SHADE = "#bda98a"
STONE_DARK = "#9c8869"

SLATE = "#2e3f48"
SLATE_MID = "#51666f"
SLATE_PALE = "#93a6ac"
WOOD = "#b98256"
WOOD_DARK = "#98653f"
MUSTARD = "#e2ad4e"
PLUM = "#8d6178"
BLUE = "#7da8be"
ROSE = "#dfa79a"
WHITE = "#fdfcf8"

SKIN = ("#f4cfae", "#e8b68f", "#d29a70", "#a87150", "#7d4f38")
HAIR = {
    "dark": "#33282a",
    "brown": "#6a4633",
    "auburn": "#9a5a3a",
    "blond": "#cfa35f",
    "grey": "#b9b8b3",
    "white": "#e4e2db",
}


def shade(colour: str, factor: float = 0.87) -> str:
    """The same colour in shadow (below 1) or in light (above 1)."""
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{max(0, min(255, round(c * factor))):02x}" for c in channels)
