"""`make bench-site`: what the pages cost on the demonstration, and on a site with thousands of pages.

Each page is asked of both in turn, in processes of their own, without the memory of whole pages. Prints
figures, judges none.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from tests.load.portals import Portal
from tests.load.server import empty_postgresql

# So many pages of each kind the goals are about.
SIZES = {"zones": 28, "news": 2_000, "events": 300, "calls": 200, "terms": 500}
PATHS = (
    "/",
    "/novita/",
    "/novita/?categoria=notizia",
    "/calendario/",
    "/novita/atom/",
    "/partecipa/",
    "/partecipa/?stato=conclusi",
    "/territori/",
    "/territori/valdichiana-aretina/",
    "/glossario/",
    "/mappa-del-sito/",
    "/sitemap.xml",
    "/cerca/?q=salute",
    "/api/v1/pagine/",
    "/api/v1/eventi/",
    "/api/v1/avvisi/",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-site", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="requests of each page to each site (15)")
    parser.add_argument("--postgresql", default="", help="a PostgreSQL database, to make others beside")
    for kind, how_many in SIZES.items():
        parser.add_argument(f"--{kind}", type=int, default=how_many, help=f"of the large site ({how_many})")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sites: list[Portal] = []
        for name in ("small", "large"):
            url = arguments.postgresql and empty_postgresql(arguments.postgresql, f"portal_site_{name}")
            var = Path(folder) / name
            sites.append(Portal.filled("tests.load.site_inside", var, url, ["load_demo"]))
        try:
            small, large = sites
            grown = large.ask("grow", {kind: getattr(arguments, kind) for kind in SIZES})
            print(f"The large site has {grown['pages']} pages.")
            measure(small, large, arguments.rounds)
        finally:
            for site in sites:
                site.end()


def measure(small: Portal, large: Portal, rounds: int) -> None:
    print(f"{'queries':>12}{'KB':>14}{'small ms':>10}{'large ms':>10}{'ratio':>7}  page")
    for path in PATHS:
        for site in (small, large):
            site.ask(path, False)
        counted = [site.ask(path, True) for site in (small, large)]
        assert {one["status"] for one in counted} == {200}, (path, counted)
        times: tuple[list[float], list[float]] = ([], [])
        for _round in range(rounds):
            for site, taken in zip((small, large), times, strict=True):
                taken.append(site.ask(path, False)["ms"])
        few, many = (statistics.median(taken) for taken in times)
        queries = " ".join(str(one["queries"]) for one in counted)
        sizes = " ".join(f"{one['bytes'] / 1024:.0f}" for one in counted)
        print(f"{queries:>12}{sizes:>14}{few:>10.1f}{many:>10.1f}{many / few:>7.2f}  {path}", flush=True)


if __name__ == "__main__":
    main()
