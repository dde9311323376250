"""`make bench-queue`: what the review costs at 1,000 submissions and at 100,000. Prints figures, judges none.

Each view is asked of both portals in turn, so that whatever else the machine does weighs on both alike. Each
portal lives in a process of its own, started for the run, and the queries of a view are those of its first
request.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from tests.load.portals import Portal
from tests.load.server import beside, empty_postgresql

INSIDE = "tests.load.queue_inside"
# A file beside a portal that has all its submissions.
FILLED = "filled"
ROLES = ("officer", "reviewer of one call", "reviewer of nearly all", "reviewer of calls and zones")
VIEWS: dict[str, str] = {
    "to do, first page": "stage=todo",
    "all, first page": "stage=all",
    "all, middle page": "stage=all&p=middle",
    "all, last page": "stage=all&p=last",
    "to do, middle page": "p=middle",
    "to do, last page": "p=last",
    "by state, first page": "stage=all&ordering=status",
    "by state, middle page": "stage=all&ordering=status&p=middle",
    "by state, last page": "stage=all&ordering=status&p=last",
    "by title, first page": "stage=all&ordering=page__title",
    "by title, middle page": "stage=all&ordering=page__title&p=middle",
    "by title, last page": "stage=all&ordering=-page__title&p=last",
    "by code, middle page": "stage=all&ordering=reference&p=middle",
    "by code, last page": "stage=todo&ordering=-reference&p=last",
    "by term, middle page": "stage=all&ordering=term_on&p=middle",
    "by term, last page": "stage=all&ordering=-term_on&p=last",
    "by name, middle page": "stage=all&ordering=name_key&p=middle",
    "by zone, first page": "stage=all&ordering=zone__name",
    "by zone, middle page": "stage=all&ordering=zone__name&p=middle",
    "what waits for me": "need=any",
    "what waits, last page": "need=any&p=last",
    "due or late": "need=due&p=middle",
    "nobody's": "assigned_to=nobody&p=middle",
    "one state": "status=rejected&p=middle",
    "one call": "stage=all&page=one",
    "one zone": "stage=all&zone=one&p=middle",
    "events": "stage=all&kind=event&p=last",
    "a span of days": "stage=all&submitted_at_from=days",
    "proposals": "proposal=any&p=last",
    "of one decision": "proposal=accept&p=middle",
    "messages to read": "messages=unread&p=last",
    "terms that are over": "term=late&p=last",
    "terms within a week": "term=soon&p=middle",
    "terms that stand still": "term=paused&p=middle",
    "one label": "label=one&p=middle",
    "a label of one call": "label=one&page=one",
    "a label in one zone": "label=one&zone=one&submitted_at_from=days",
    "proposals to nobody": "proposal=any&assigned_to=nobody&kind=call",
    "search: a name": "q=NICOLO%20Balabandi",
    "search: a code": "q=code",
    "search: a common word": "q=associazione",
    "detail": "detail:",
    "detail, by title": "detail:stage=all&ordering=page__title",
    "detail, by state": "detail:stage=all&ordering=-status",
}


def filled(var: Path, database_url: str, submissions: int) -> Portal:
    """A portal with so many submissions, made in an empty database unless an earlier run left one there."""
    whole = var / FILLED
    if whole.exists():
        return Portal(INSIDE, var, database_url)
    making = ["make_load", "--submissions", str(submissions)]
    portal = Portal.filled(INSIDE, var, database_url, making)
    whole.touch()
    return portal


def measure(few: Portal, many: Portal, rounds: int) -> None:
    print(
        f"{'role':<28}{'view':<24}{'queries':>8}{'1k ms':>9}{'100k ms':>9}{'ratio':>7}{'SQL ms':>8}"
        f"{'rows drawn':>12}"
    )
    for role in ROLES:
        for name, view in VIEWS.items():
            times: tuple[list[float], list[float]] = ([], [])
            counted = [portal.ask(role, view, True) for portal in (few, many)]
            for _round in range(rounds):
                for portal, taken in zip((few, many), times, strict=True):
                    taken.append(portal.ask(role, view, False)["ms"])
            small, large = (statistics.median(taken) for taken in times)
            queries = max(answer["queries"] for answer in counted)
            drawn = " ".join(str(answer["rows"]) for answer in counted)
            print(
                f"{role:<28}{name:<24}{queries:>8}{small:>9.1f}{large:>9.1f}{large / small:>7.2f}"
                f"{counted[1]['sql_ms']:>8.1f}{drawn:>12}",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-queue", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="requests of each view to each portal (7)")
    parser.add_argument("--few", type=int, default=1_000, help="submissions of the small portal (1,000)")
    parser.add_argument("--many", type=int, default=100_000, help="submissions of the large one (100,000)")
    parser.add_argument("--postgresql", default="", help="a PostgreSQL database, to make others beside")
    parser.add_argument("--var", default="", help="a folder whose portals are kept for another time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        portals: list[Portal] = []
        for name, submissions in (("few", arguments.few), ("many", arguments.many)):
            var, url = Path(arguments.var or folder) / name, ""
            if arguments.postgresql:
                make = beside if (var / FILLED).exists() else empty_postgresql
                url = make(arguments.postgresql, f"portal_bench_{name}")
            portals.append(filled(var, url, submissions))
        try:
            measure(portals[0], portals[1], arguments.rounds)
        finally:
            for portal in portals:
                portal.end()


if __name__ == "__main__":
    main()
