"""The memory of a test process in pages of 2 MB: the processor looks up one where it looked up 512.

What loading leaves is some 150 MB that every request walks through. Within a virtual machine each look-up is
two, and they were a twentieth of the suite. Only where Linux offers such pages; elsewhere nothing
happens. The portal itself shares this memory between its processes, which large pages would end.
"""

import contextlib
import ctypes
import sys
from pathlib import Path

_MAY_BE_LARGE = 14  # MADV_HUGEPAGE
_MAKE_LARGE = 25  # MADV_COLLAPSE, since Linux 6.1
_SIZE = 2 << 20


def parts(maps: str) -> list[tuple[int, int]]:
    """Start and length of what is the process's own, can be written and holds a large page or more.

    Args:
        maps: what Linux tells in `/proc/self/maps`.
    """
    found = []
    for line in maps.splitlines():
        addresses, rights, _offset, _device, _number, *name = line.split(maxsplit=5)
        start, end = (int(address, 16) for address in addresses.split("-"))
        if rights == "rw-p" and name in ([], ["[heap]"]) and end - start >= _SIZE:
            found.append((start, end - start))
    return found


def ask() -> int:
    """Has what is there now kept in large pages; how many bytes Linux was asked for."""
    if sys.platform != "linux":
        return 0
    advise = ctypes.CDLL(None).madvise
    advise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    asked = 0
    with contextlib.suppress(OSError):
        for start, length in parts(Path("/proc/self/maps").read_text()):
            # An answer that refuses changes nothing: the pages stay as they are.
            if advise(start, length, _MAY_BE_LARGE) == 0 and advise(start, length, _MAKE_LARGE) == 0:
                asked += length
    return asked
