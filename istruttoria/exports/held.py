"""Which submissions a file held that left as a whole list, so that the audit of each can say so.

What a list held is one row, and not an entry for each (decision 78): a bit for each number from the lowest
to the highest. Whether a submission was among them is one bit, in those rows alone whose span holds its
number, so a list that left before it was sent is never unpacked.
"""

import zlib
from array import array

from candidature.actors import Actor
from istruttoria.exports.models import Format, TakenList
from portal.models import User

# Of the rows that are looked through, so many are read at once.
AT_ONCE = 100


def note(ids: "array[int]", user: User, chosen: Format, *, personal: bool) -> None:
    """Notes what is about to leave; nothing where the list is empty."""
    if not ids:
        return
    lowest, highest = min(ids), max(ids)
    TakenList.objects.create(
        actor=user,
        actor_label=Actor.staff(user).label,
        format=chosen,
        personal=personal,
        how_many=len(ids),
        lowest=lowest,
        highest=highest,
        numbers=_packed(ids, lowest, highest),
    )


def lists_with(number: int) -> list[TakenList]:
    """The lists in which a submission left, the first first, by the number of its row. One query."""
    around = TakenList.objects.filter(lowest__lte=number, highest__gte=number).order_by("at", "pk")
    return [one for one in around.iterator(chunk_size=AT_ONCE) if _holds(one, number)]


def _packed(ids: "array[int]", lowest: int, highest: int) -> bytes:
    """A bit for each number of the span, compressed: 125 kB of a million submissions at the most."""
    bits = bytearray((highest - lowest) // 8 + 1)
    for number in ids:
        place = number - lowest
        bits[place >> 3] |= 1 << (place & 7)
    return zlib.compress(bits)


def _holds(one: TakenList, number: int) -> bool:
    place = number - one.lowest
    return bool(zlib.decompress(one.numbers)[place >> 3] >> (place & 7) & 1)
