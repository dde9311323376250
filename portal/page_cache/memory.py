"""Answers kept in the memory of one process: bounded in bytes and in number, the longest unused go first."""

import gzip
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

import brotli

from portal.page_cache.headers import HEADER, HIT, Headers, KeptHeaders
from portal.page_cache.requests import Key

# Of HTML: 5 is where brotli beats gzip at gzip's price; beyond, each level costs more than it saves.
GZIP_LEVEL, BROTLI_QUALITY = 6, 5
# In one packet anyhow.
SMALLEST_COMPRESSED = 500
# An answer larger than this is drawn each time.
LARGEST = 1024 * 1024
# Of the memory, what pages asked for with parameters may have: whoever turns the leaves of a listing for ever
# drives out no page.
SHARE_WITH_PARAMETERS = 0.25
# What an entry costs beside its bytes, about.
_OVERHEAD = 2_000


@dataclass(frozen=True)
class Form:
    """One form of an answer from memory: as it is, or compressed."""

    headers: KeptHeaders
    body: bytes


@dataclass
class Entry:
    """A kept answer, in each form.

    Attributes:
        content: the version of what editors change that was out before it was drawn.
        counts: likewise of what visitors change; None when it shows nothing of it.
        until: when a date changes it, in seconds since 1970.
        right_at: when its counts were last known to be right.
        etag: as it stands in the header.
        unchanged: the headers of a 304.
    """

    content: str
    counts: str | None
    until: float
    right_at: float
    etag: str
    unchanged: KeptHeaders
    forms: dict[str, Form]
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.size = _OVERHEAD + sum(len(form.body) for form in self.forms.values())


# Left out of a 304, and written anew for each form.
_OF_THE_BODY = {"content-length", "content-encoding", "content-type", "etag"}


def entry_of(
    headers: Headers, body: bytes, *, content: str, counts: str | None, until: float, right_at: float
) -> Entry:
    """An answer with its compressed forms, made once. Its ETag is weak, because they differ in bytes."""
    named = {name.lower(): value for name, value in headers}
    common = [(name, value) for name, value in headers if name.lower() not in _OF_THE_BODY]
    etag = named["etag"]
    kind = ("Content-Type", named["content-type"])

    def form(made: bytes, coding: str = "") -> Form:
        own = [kind, ("Content-Length", str(len(made))), ("ETag", etag)]
        if coding:
            own.append(("Content-Encoding", coding))
        return Form(KeptHeaders([*own, *common, (HEADER, HIT)]), made)

    forms = {"identity": form(body)}
    if len(body) >= SMALLEST_COMPRESSED:
        # No moment in it: the same page is the same bytes.
        forms["gzip"] = form(gzip.compress(body, GZIP_LEVEL, mtime=0), "gzip")
        forms["br"] = form(brotli.compress(body, quality=BROTLI_QUALITY), "br")
    unchanged = KeptHeaders([("ETag", etag), *common, (HEADER, HIT)])
    return Entry(content, counts, until, right_at, etag, unchanged, forms)


class Memory:
    """Entries by their keys.

    Args:
        most_bytes: of all answers together, each in all its forms.
        most_entries: however small they are.
    """

    def __init__(self, most_bytes: int, most_entries: int) -> None:
        share = SHARE_WITH_PARAMETERS
        self._plain = _Shelf(int(most_bytes * (1 - share)), int(most_entries * (1 - share)))
        self._asked = _Shelf(int(most_bytes * share), int(most_entries * share))

    def get(self, key: Key) -> Entry | None:
        return self._shelf(key).get(key)

    def put(self, key: Key, entry: Entry) -> None:
        self._shelf(key).put(key, entry)

    @property
    def size(self) -> int:
        return self._plain.size + self._asked.size

    def __len__(self) -> int:
        return len(self._plain) + len(self._asked)

    def _shelf(self, key: Key) -> "_Shelf":
        return self._asked if key[3] else self._plain


class _Shelf:
    def __init__(self, most_bytes: int, most_entries: int) -> None:
        self.most_bytes, self.most_entries = most_bytes, most_entries
        self.size = 0
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key) -> Entry | None:
        # Without the lock, for which others would wait: each of the two is one step.
        try:
            entry = self._entries[key]
            self._entries.move_to_end(key)
        except KeyError:
            return None
        return entry

    def put(self, key: Key, entry: Entry) -> None:
        with self._lock:
            former = self._entries.pop(key, None)
            if former is not None:
                self.size -= former.size
            if entry.size > self.most_bytes:
                return
            self._entries[key] = entry
            self.size += entry.size
            while self.size > self.most_bytes or len(self._entries) > self.most_entries:
                _oldest, dropped = self._entries.popitem(last=False)
                self.size -= dropped.size
