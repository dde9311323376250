"""What each test costs the processor, with the browser and the servers that it keeps busy.

`make test-browser ARGS="-p tests.cost"` tells it at the end. The clock would tell more of what else runs on
the machine. Linux only; in one process (`-n 0`).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

HOW_MANY = 25
_TICKS = os.sysconf("SC_CLK_TCK")
_spent: list[tuple[float, str]] = []


def seconds() -> float:
    """Of the processor, by this process and whatever it began or had begun, what has ended included."""
    began: dict[int, list[int]] = {}
    ticks: dict[int, int] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            # The name of the program, in brackets, may hold anything.
            values = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        number = int(process.name)
        began.setdefault(int(values[1]), []).append(number)
        ticks[number] = sum(int(value) for value in values[11:15])
    found, waiting = 0, [os.getpid()]
    while waiting:
        number = waiting.pop()
        found += ticks.get(number, 0)
        waiting += began.get(number, [])
    return found / _TICKS


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    before = seconds()
    try:
        return (yield)
    finally:
        _spent.append((seconds() - before, item.nodeid))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    whole = sum(cost for cost, _name in _spent)
    terminalreporter.section(f"{whole:.0f} s of the processor for {len(_spent)} tests")
    for cost, name in sorted(_spent, reverse=True)[:HOW_MANY]:
        terminalreporter.write_line(f"{cost:7.1f} s  {name}")
