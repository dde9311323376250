"""The line of those who want to write to one SQLite database: who came first is served first.

SQLite has one writer at a time. Who finds it taken sleeps and asks again, after pauses that grow to a tenth
of a second, so whoever comes later and asks at the right moment goes first. Here everybody draws a number
before. It holds between threads and processes, by a file beside the database of which bytes are locked:

* Numbers are drawn from a counter in the file, one at a time.
* Threads of a process stand behind each other. The byte of the first one's number is locked for the process,
  and that of the next before it is let go: so the least number of all can always be seen.
* It is the turn of whoever can lock all the bytes before the own. Only the first of a process tries, and
  again shortly after: no waiting of the kernel for such a lock ends after a time.
* The kernel ends the locks of a process that is killed. They belong to the file as it was opened here
  (`man 2 fcntl`, open file description locks): to open and close it elsewhere in the process ends none.

The line keeps order and nothing else: who may write is still SQLite's to say. So nothing is lost where there
is no line, or where somebody writes who does not know it.
"""

import contextlib
import errno
import fcntl
import logging
import os
import sqlite3
import struct
import threading
import time
import weakref
from collections import deque

logger = logging.getLogger(__name__)

# Bytes of the file: the counter, whose first byte is locked by whoever draws; then one for each number.
COUNTER, NUMBERS = 0, 8
LAST_NUMBER = 2**62
# `struct flock`: kind, whence, start, length, process.
FLOCK = "hhqqi0q"
# Between two looks at what other processes hold: one thread of a process looks, and only while it waits.
PAUSE_SECONDS = 0.0005
# So often whoever waits looks whether the one in front is still there.
LOOK_SECONDS = 1.0


class Place:
    """Of one thread in the line. Who is gone without leaving it takes it along, which is noticed."""

    __slots__ = ("__weakref__", "number", "turn")

    def __init__(self) -> None:
        self.number = 0
        self.turn = threading.Lock()
        self.turn.acquire()


class Line:
    """In front of one database, for all threads of this process.

    Args:
        path: of the file whose bytes are locked; made if it is missing.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self, path: str) -> None:
        self._path, self._file = path, -1
        self._begin()
        # A disk that cannot lock says so now; that others stand there is well.
        with contextlib.suppress(TimeoutError):
            self.leave(self.enter(0))

    def enter(self, seconds: float) -> Place:
        """Waits for one's turn.

        Returns:
            What is to be left afterwards.

        Raises:
            TimeoutError: it did not come in so many seconds.
            OSError: the file cannot be written or locked any more.
        """
        deadline = time.monotonic() + seconds
        place = Place()
        try:
            self._draw_number(place)
            self._wait_for_threads(place, deadline)
            self._wait_for_processes(place, deadline)
        except BaseException:
            self.leave(place)
            raise
        return place

    def leave(self, place: Place) -> None:
        """Lets the next one go; does nothing for who is not in the line (any more)."""
        with self._guard:
            if self._first is not None and self._first() is place:
                self._call_next()
            else:
                with contextlib.suppress(ValueError):
                    self._behind.remove(place)

    def begin_anew(self) -> None:
        """After a fork: whoever stood here are threads of another process, and so are its locks."""
        inherited, self._file = self._file, -1
        os.closerange(inherited, inherited + 1)
        with contextlib.suppress(OSError):
            self._begin()

    def _begin(self) -> None:
        # Taken again by the same thread where `_notice_gone` comes in between.
        self._guard = threading.RLock()
        self._first: weakref.ref[Place] | None = None
        self._behind: deque[Place] = deque()
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _draw_number(self, place: Place) -> None:
        if self._file < 0:
            # It could not be opened anew after a fork.
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        with self._guard:
            self._lock(COUNTER, 1, waits=True)
            try:
                drawn = int.from_bytes(os.pread(self._file, NUMBERS, COUNTER), "little")
                place.number = drawn % LAST_NUMBER + 1
                os.pwrite(self._file, place.number.to_bytes(NUMBERS, "little"), COUNTER)
                if self._first is None:
                    self._put_first(place)
                else:
                    self._behind.append(place)
            finally:
                self._let_go(COUNTER, 1)

    def _put_first(self, place: Place) -> None:
        # Who cannot lock is told when it tries to lock the others, and not by whoever leaves just now.
        with contextlib.suppress(OSError):
            self._lock(NUMBERS + place.number, 1)
        self._first = weakref.ref(place, self._notice_gone)
        place.turn.release()

    def _notice_gone(self, first: weakref.ref[Place]) -> None:
        """Other processes see its byte, and nobody of this one may ever look again."""
        with self._guard:
            if self._first is first:
                self._call_next()

    def _call_next(self) -> None:
        self._first = None
        before = 0  # All of them.
        if self._behind:
            place = self._behind.popleft()
            self._put_first(place)
            before = place.number
        with contextlib.suppress(OSError):
            self._let_go(NUMBERS, before)

    def _wait_for_threads(self, place: Place, deadline: float) -> None:
        while not place.turn.acquire(timeout=max(0.0, min(LOOK_SECONDS, deadline - time.monotonic()))):
            with self._guard:
                first = self._first and self._first()
                is_gone, is_other = first is None, first is not place
                # Whoever looks on would keep it alive, and nobody would ever see that it is gone.
                del first
                if is_gone:
                    self._call_next()
                elif is_other and time.monotonic() >= deadline:
                    raise TimeoutError

    def _wait_for_processes(self, place: Place, deadline: float) -> None:
        while True:
            try:
                self._lock(NUMBERS, place.number)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise TimeoutError from None
                time.sleep(PAUSE_SECONDS)
            else:
                return

    def _lock(self, start: int, length: int, *, waits: bool = False) -> None:
        asked = struct.pack(FLOCK, fcntl.F_WRLCK, os.SEEK_SET, start, length, 0)
        fcntl.fcntl(self._file, fcntl.F_OFD_SETLKW if waits else fcntl.F_OFD_SETLK, asked)

    def _let_go(self, start: int, length: int) -> None:
        asked = struct.pack(FLOCK, fcntl.F_UNLCK, os.SEEK_SET, start, length, 0)
        fcntl.fcntl(self._file, fcntl.F_OFD_SETLK, asked)


_lines: dict[str, Line | None] = {}
_making = threading.Lock()


def of(database: sqlite3.Connection) -> Line | None:
    """The line in front of a database; None where it has no file, or none can be made beside it."""
    _number, _name, path = database.execute("PRAGMA database_list").fetchone()
    if not path:
        return None
    with _making:
        if path not in _lines:
            try:
                _lines[path] = Line(f"{path}-line")
            except OSError as error:
                logger.warning("Writers do not stand in line, for its file cannot be made: %s", error)
                _lines[path] = None
        return _lines[path]


def _begin_anew_after_fork() -> None:
    global _making
    _making = threading.Lock()
    for line in filter(None, _lines.values()):
        line.begin_anew()


os.register_at_fork(after_in_child=_begin_anew_after_fork)
