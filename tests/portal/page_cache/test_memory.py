"""What is kept is bounded, and the longest unused goes first."""

import os

from portal.page_cache.memory import Entry, Memory, entry_of
from portal.page_cache.requests import Key


def entry(size: int = 1000) -> Entry:
    headers = [("Content-Type", "text/html"), ("ETag", 'W/"x"'), ("Content-Length", str(size))]
    # Random bytes, which nothing makes smaller.
    return entry_of(headers, os.urandom(size), content="c", counts=None, until=1e12, right_at=0)


def key(name: str, query: str = "") -> Key:
    return ("http", "localhost", f"/{name}/", query)


def test_an_entry_is_measured_with_all_its_forms() -> None:
    assert entry(1000).size > 3 * 1000
    assert 100 < entry(100).size < entry(1000).size


def test_the_bytes_are_bounded_and_the_longest_unused_go_first() -> None:
    memory = Memory(most_bytes=int(entry().size * 3.5 / 0.75), most_entries=1000)
    for name in ("one", "two", "three"):
        memory.put(key(name), entry())
    memory.get(key("one"))

    memory.put(key("four"), entry())

    assert memory.get(key("two")) is None
    assert all(memory.get(key(name)) for name in ("one", "three", "four"))
    assert memory.size <= entry().size * 3.5


def test_the_number_of_entries_is_bounded() -> None:
    memory = Memory(most_bytes=10**9, most_entries=40)
    for number in range(100):
        memory.put(key(str(number)), entry(10))
    assert len(memory) == 30


def test_a_page_drawn_anew_takes_the_place_of_the_former() -> None:
    memory = Memory(10**9, 100)
    memory.put(key("one"), entry(5000))
    memory.put(key("one"), entry(100))
    assert len(memory) == 1
    assert memory.size < 5000


def test_what_is_larger_than_all_of_it_is_not_kept_and_drives_out_nothing() -> None:
    memory = Memory(most_bytes=20_000, most_entries=100)
    memory.put(key("one"), entry(100))
    memory.put(key("large"), entry(50_000))
    assert memory.get(key("large")) is None
    assert memory.get(key("one")) is not None


def test_leaves_of_listings_drive_out_no_page() -> None:
    memory = Memory(most_bytes=10**9, most_entries=40)
    memory.put(key("home"), entry(10))
    for number in range(1000):
        memory.put(key("novita", f"p={number}"), entry(10))
    assert memory.get(key("home")) is not None
    assert len(memory) == 11
