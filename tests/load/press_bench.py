"""`python -m tests.load.press_bench`: what each press costs beside the press of a plain form of Wagtail.

Time of the processor, which other programs disturb less than that of a clock, for the two forms of
`make bench-form`: without a server, one request after the other, plain form and journey in turn.
"""

import argparse
import tempfile
from pathlib import Path

from tests.load.server import Server, empty_postgresql


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.press_bench", description=__doc__)
    parser.add_argument("--people", type=int, default=40, help="who fill in each form (40)")
    parser.add_argument("--postgresql", default="", help="address of a database; SQLite without")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = empty_postgresql(arguments.postgresql, "portal_press_bench") if arguments.postgresql else ""
        server = Server(Path(folder) / "var", url)
        server.environment["DJANGO_SETTINGS_MODULE"] = "tests.load.plain_form.settings"
        server.manage("migrate", "--noinput", "-v", "0")
        server.manage("collectstatic", "--noinput", "-v", "0")
        server.manage("load_demo")
        found = server.run("tests.load.press_inside", people=arguments.people)
    cost, queries = found["milliseconds"], found["queries"]
    plain, press = cost["GET plain"], cost["POST plain"]
    for name, milliseconds in cost.items():
        ratio = milliseconds / press
        print(f"{name:14} {milliseconds:6.1f} ms, {ratio:.2f} plain presses, {queries[name]} queries")
    ours = {name: milliseconds for name, milliseconds in cost.items() if not name.endswith("plain")}
    presses = sum(milliseconds for name, milliseconds in ours.items() if name.startswith("POST"))
    print(f"send / plain press: {ours['POST summary'] / press:.2f}")
    print(f"four presses: {press / presses:.2f} of the plain form's rate")
    print(f"whole journey: {(plain + press) / sum(ours.values()):.2f} of its rate")


if __name__ == "__main__":
    main()
