"""`python -m tests.load.hidden_hits`: whether a search takes longer because others hold the word.

Reviewers ask for a word that nobody wrote, and for words that stand in one, in many and in all of the
submissions out of their reach. They are asked in turn, so that whatever else the machine does weighs on all
alike. On SQLite the processor's time counts, on PostgreSQL that of the clock.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from tests.load.portals import Portal
from tests.load.server import empty_postgresql

NOBODY = "qqqqqqqqqq"
# All as long as each other, and lemmas of themselves; with how many hold them, 0 for all.
HIDDEN = {
    "reviewer of one call": {"zzqafferan": 1, "zzqibibbar": 1_500, "zzqigomatr": 0},
    "reviewer of nearly all": {"zzqolfanel": 1, "zzqucchero": 0},
    # More than a search looks at to know whether a word is rare, for who may read more than that.
    "reviewer of calls and zones": {"zzqerbinot": 1, "zzqampillo": 2_500, "zzqavorran": 0},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=10_000, help="in the portal (10,000)")
    parser.add_argument("--times", type=int, default=101, help="how often each is asked (101)")
    parser.add_argument("--postgresql", default="", help="a PostgreSQL database, to make another beside")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = ""
        if arguments.postgresql:
            url = empty_postgresql(arguments.postgresql, "portal_bench_hidden")
        making = ["make_load", "--submissions", str(arguments.submissions)]
        portal = Portal.filled("tests.load.hidden_hits_inside", Path(folder) / "var", url, making)
        try:
            measure(portal, arguments.times)
        finally:
            portal.end()


def measure(portal: Portal, times: int) -> None:
    hidden = {
        role: {word: portal.ask("hide", role, word, how_many) for word, how_many in words.items()}
        for role, words in HIDDEN.items()
    }
    portal.ask("analyze")
    for role, words in hidden.items():
        taken: dict[str, list[float]] = {word: [] for word in (NOBODY, *words)}
        for turn in range(times + 1):
            for word, found in taken.items():
                spent = portal.ask("search", role, word)["ms"]
                # The first reads what a process reads once.
                if turn:
                    found.append(spent)
        read = next(iter(words.values()))["read"]
        base = statistics.median(taken[NOBODY])
        lines = [
            f"{role}, who may read {read}: {times} searches of each word",
            f"{'hidden hits':>12}{'median ms':>12}{'ratio':>8}",
        ]
        for word, found in taken.items():
            how_many = words[word]["hidden"] if word in words else 0
            median = statistics.median(found)
            lines.append(f"{how_many:>12}{median:>12.2f}{median / base:>8.3f}")
        sys.stdout.write("\n".join([*lines, ""]))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
