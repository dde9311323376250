"""Whoever came first is first, among threads and among processes; nobody is forgotten, nothing stays shut."""

import fcntl
import gc
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from ops.toolchain import ROOT
from portal.sqlite import line
from portal.sqlite.line import Line, Place

SECONDS = 60.0


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A database that keeps who wrote to it."""
    made = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(made)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE wrote (number INTEGER PRIMARY KEY, who TEXT)")
        # Open until the end: whoever is the last to close it locks it while the log is copied into it.
        yield made


@pytest.fixture
def here(path: Path) -> Line:
    return the_line(path)


def the_line(path: Path) -> Line:
    with closing(sqlite3.connect(path)) as database:
        found = line.of(database)
    assert found is not None
    return found


class Other:
    """A process that stands in the line too."""

    def __init__(self, path: Path, who: str, *, seconds: float = 0.0, times: int = 1) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.portal.sqlite.standing", str(path), str(seconds), str(times), who],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def says(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def end(self) -> None:
        """Its pipes are closed too, also when it ended by itself with something still to be read."""
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def others() -> Iterator[Callable[..., Other]]:
    with ExitStack() as begun:

        def begin(path: Path, who: str, *, seconds: float = 0.0, times: int = 1) -> Other:
            other = Other(path, who, seconds=seconds, times=times)
            begun.callback(other.end)
            assert other.says() == "ready"
            return other

        yield begin


def drawn(path: Path) -> int:
    """How many numbers were drawn from the line before a database."""
    return int.from_bytes(Path(f"{path}-line").read_bytes(), "little")


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


class Thread:
    """A thread that enters, writes down its name and leaves; begun when it stands in the line."""

    def __init__(self, where: Line, path: Path, name: str, seconds: float = SECONDS) -> None:
        before = drawn(path)
        self.where, self.path, self.name, self.seconds = where, path, name, seconds
        self.failed: OSError | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        until(lambda: drawn(path) > before)

    def _run(self) -> None:
        try:
            place = self.where.enter(self.seconds)
        except OSError as error:
            self.failed = error
            return
        with closing(sqlite3.connect(self.path, timeout=SECONDS)) as database, database:
            database.execute("INSERT INTO wrote (who) VALUES (?)", [self.name])
        self.where.leave(place)


def wrote(path: Path) -> list[str]:
    with closing(sqlite3.connect(path, timeout=SECONDS)) as database:
        return [who for (who,) in database.execute("SELECT who FROM wrote ORDER BY number")]


def test_threads_and_processes_are_served_in_the_order_in_which_they_came(
    path: Path, here: Line, others: Callable[..., Other]
) -> None:
    processes = {name: others(path, name) for name in ("1", "3", "4", "6")}
    holds = here.enter(0)
    threads = []
    for name in ("0", "1", "2", "3", "4", "5", "6", "7"):
        if name in processes:
            before = drawn(path)
            processes[name].go()
            until(lambda before=before: drawn(path) > before)  # type: ignore[misc]
        else:
            threads.append(Thread(here, path, name))
    here.leave(holds)
    for thread in threads:
        thread.thread.join(SECONDS)

    until(lambda: len(wrote(path)) == 8)
    assert wrote(path) == list("01234567")


def test_who_writes_again_and_again_lets_another_process_in(
    path: Path, here: Line, others: Callable[..., Other], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bare SQLite gives the lock to whoever asks at the right moment, which is whoever just had it."""
    greedy = others(path, "greedy", seconds=0.02, times=1000)
    own, had_written = here._draw_number, [0]

    def draw_number(place: Place) -> None:
        own(place)
        had_written[0] = len(wrote(path))

    monkeypatch.setattr(here, "_draw_number", draw_number)
    greedy.go()
    assert greedy.says() == "writes"
    for turn in range(10):
        Thread(here, path, f"turn {turn}").thread.join(SECONDS)
        # Whoever had a number by then goes first, and nobody else.
        assert wrote(path).index(f"turn {turn}") - had_written[0] <= 1


def test_who_is_killed_in_front_keeps_nobody_waiting(
    path: Path, here: Line, others: Callable[..., Other]
) -> None:
    killed = others(path, "killed", seconds=SECONDS * 10)
    killed.go()
    assert killed.says() == "writes"
    waits = Thread(here, path, "waits")
    killed.process.kill()
    waits.thread.join(SECONDS)

    assert wrote(path) == ["waits"]


def test_who_is_killed_while_waiting_is_passed_over(
    path: Path, here: Line, others: Callable[..., Other]
) -> None:
    first, second = others(path, "first", seconds=-1), others(path, "second")
    first.go()
    assert first.says() == "writes"
    before = drawn(path)
    second.go()
    until(lambda: drawn(path) > before)
    third = Thread(here, path, "third")
    second.process.kill()
    second.process.wait()
    first.go()
    third.thread.join(SECONDS)

    assert wrote(path) == ["first", "third"]


def test_who_waits_too_long_is_told_and_the_next_one_comes_in_turn(
    path: Path, here: Line, others: Callable[..., Other]
) -> None:
    holds = here.enter(0)
    impatient, patient = Thread(here, path, "impatient", seconds=0.05), Thread(here, path, "patient")
    impatient.thread.join(SECONDS)
    assert isinstance(impatient.failed, TimeoutError)
    here.leave(holds)
    patient.thread.join(SECONDS)
    assert wrote(path) == ["patient"]


def test_who_waits_too_long_for_another_process_is_told(
    path: Path, here: Line, others: Callable[..., Other]
) -> None:
    other = others(path, "other", seconds=SECONDS * 10)
    other.go()
    assert other.says() == "writes"
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        here.enter(0.2)
    assert time.monotonic() - began >= 0.2
    other.process.kill()
    here.leave(here.enter(SECONDS))


def test_a_thread_that_is_gone_without_leaving_is_noticed(
    path: Path, here: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "LOOK_SECONDS", 0.01)
    place: Place | None = here.enter(0)
    waits = Thread(here, path, "waits")
    # Who looked while it was there notices too.
    time.sleep(0.1)
    assert wrote(path) == []
    place = None
    gc.collect()
    waits.thread.join(SECONDS)
    assert wrote(path) == ["waits"]
    assert place is None


def test_a_thread_that_is_gone_without_leaving_holds_up_no_other_process(
    path: Path, here: Line, others: Callable[..., Other]
) -> None:
    """Though nobody of its own process comes after it, who would notice."""
    gone = threading.Thread(target=lambda: here.enter(0) and None)
    gone.start()
    gone.join(SECONDS)
    other = others(path, "other")
    other.go()
    assert other.says() == "writes"


def test_a_child_that_cannot_open_the_file_anew_is_told_as_whoever_cannot_lock(
    here: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "_path", "/nowhere/at-all")
    child = os.fork()
    if child == 0:
        try:
            here.enter(0)
        except OSError:
            os._exit(7)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_leaving_twice_puts_nobody_else_out(here: Line) -> None:
    first = here.enter(0)
    here.leave(first)
    second = here.enter(0)
    here.leave(first)
    with pytest.raises(TimeoutError):
        here.enter(0)
    here.leave(second)
    here.leave(here.enter(0))


def test_a_child_that_parts_while_somebody_writes_waits_as_others_do(path: Path, here: Line) -> None:
    holds = here.enter(0)
    child = os.fork()
    if child == 0:
        try:
            here.leave(holds)
            here.enter(0)
        except TimeoutError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    here.leave(holds)
    here.leave(here.enter(0))


def test_a_database_in_memory_has_no_line() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        assert line.of(database) is None


def test_where_no_file_can_be_made_there_is_no_line(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Path(f"{path}-line").mkdir()
    with closing(sqlite3.connect(path)) as database:
        assert line.of(database) is None
        assert line.of(database) is None
    assert len(caplog.records) == 1


def test_where_files_cannot_be_locked_there_is_no_line(
    path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError("No locks available")

    monkeypatch.setattr(fcntl, "fcntl", refuse)
    with closing(sqlite3.connect(path)) as database:
        assert line.of(database) is None
    assert "No locks available" in caplog.text


def test_whatever_stands_in_the_file_numbers_are_drawn(path: Path) -> None:
    Path(f"{path}-line").write_bytes(b"\xff" * 100)
    here = the_line(path)
    numbers = []
    for _time in range(3):
        place = here.enter(0)
        numbers.append(place.number)
        here.leave(place)

    # The counter was full. The line drew the last number of all when it was made, and began again.
    assert numbers == [1, 2, 3]
    assert drawn(path) % 2**64 == 3
