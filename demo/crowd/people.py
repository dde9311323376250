"""Names that nobody has."""

import random

_BEGINNINGS = (
    "Bal",
    "Cor",
    "Dan",
    "Fal",
    "Gor",
    "Lum",
    "Mar",
    "Nic",
    "Ost",
    "Pel",
    "Quin",
    "Ras",
    "Sol",
    "Tel",
    "Urb",
    "Ver",
    "Zan",
    "Bris",
    "Cald",
    "Dorn",
)
_MIDDLES = (
    "ab",
    "el",
    "ic",
    "ol",
    "ur",
    "an",
    "em",
    "ir",
    "ot",
    "us",
)
_ENDS = (
    "andi",
    "elli",
    "ini",
    "otti",
    "uzzi",
    "oni",
    "ardi",
    "ò",
)
FIRST_NAMES = (
    "Provina",
    "Testardo",
    "Finta",
    "Esempia",
    "Fittizio",
    "Nicolò",
    "Inventa",
    "Simulo",
    "Ipotesia",
    "Modello",
    "D’Esempio",
)


def surname(chance: random.Random) -> str:
    return "".join(chance.choice(parts) for parts in (_BEGINNINGS, _MIDDLES, _ENDS))
