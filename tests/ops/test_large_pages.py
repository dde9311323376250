"""Which memory of a test process is asked to be in large pages (`tests/large_pages.py`)."""

from tests import large_pages

MAPS = """\
00400000-00800000 r-xp 00000000 fe:00 1 /usr/bin/python3.11
00800000-00c00000 rw-p 00000000 fe:00 1 /usr/bin/python3.11
01000000-01400000 rw-p 00000000 00:00 0 [heap]
7f0000000000-7f0000400000 rw-p 00000000 00:00 0
7f0000400000-7f0000500000 rw-p 00000000 00:00 0
7f0000600000-7f0000a00000 ---p 00000000 00:00 0
7f0001000000-7f0001400000 rw-s 00000000 00:01 7 /dev/shm/shared
7ffc00000000-7ffc00400000 rw-p 00000000 00:00 0 [stack]
"""


def test_only_what_is_its_own_and_large_enough() -> None:
    assert large_pages.parts(MAPS) == [(0x01000000, 4 << 20), (0x7F0000000000, 4 << 20)]


def test_what_is_refused_does_no_harm() -> None:
    kept = bytearray(b"prova" * (1 << 20))
    assert large_pages.ask() >= 0
    assert kept == b"prova" * (1 << 20)
