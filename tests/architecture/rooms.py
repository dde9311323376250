"""The rooms of the code and the imports between them, read from the code itself.

A room is what stands directly inside an app: a package, or a module that has outgrown none. Imports that only
type checkers follow count like any other: who is named in a signature must be known, too. Migrations are left
out.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]

# From the top of the house to its foundations. Nobody imports what stands above, nor beside in the same row.
STOREYS: tuple[tuple[str, ...], ...] = (
    ("demo",),
    ("home",),
    ("search", "api", "seguire"),
    ("istruttoria", "eventi", "patti"),
    ("candidature", "news", "riscontri"),
    ("moduli", "territori", "glossario"),
    ("portal",),
)
APPS = tuple(app for storey in STOREYS for app in storey)

Graph = Mapping[str, frozenset[str]]


def modules() -> Graph:
    """Every module of the apps with those that it imports, as dotted names."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph(*APPS, exclude_type_checking_imports=False, cache_dir=None)
    names = [name for name in graph.modules if ".migrations" not in name]
    return {
        name: frozenset(
            found for found in graph.find_modules_directly_imported_by(name) if ".migrations" not in found
        )
        for name in sorted(names)
    }


def room_of(module: str) -> str:
    """The room a module stands in: `candidature.letters.writing` in `candidature.letters`."""
    return ".".join(module.split(".")[:2])


def rooms(graph: Graph) -> Graph:
    """The rooms, each with the others that it imports."""
    between: dict[str, set[str]] = defaultdict(set)
    for module, imported in graph.items():
        if "." not in module:
            continue
        here = room_of(module)
        between[here] |= {room_of(one) for one in imported if "." in one} - {here}
    return {name: frozenset(between[name]) for name in sorted(between)}


def upward_imports(graph: Graph) -> list[str]:
    """Imports from a lower storey to a higher one, or between two apps of the same, as `from → to`."""
    storey = {app: number for number, row in enumerate(STOREYS) for app in row}
    found = []
    for module, imported in graph.items():
        app = module.partition(".")[0]
        for target in sorted(imported):
            other = target.partition(".")[0]
            if other != app and storey[other] <= storey[app]:
                found.append(f"{module} → {target}")
    return found


def circles(graph: Graph) -> list[list[str]]:
    """Groups of nodes that reach each other (strongly connected components, Tarjan 1972), each sorted."""
    index: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = lowest[node] = len(index)
        stack.append(node)
        for target in graph.get(node, ()):
            if target not in index:
                visit(target)
                lowest[node] = min(lowest[node], lowest[target])
            elif target in stack:
                lowest[node] = min(lowest[node], index[target])
        if lowest[node] == index[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1:
                found.append(sorted(group))

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def depths(graph: Graph, within: Iterable[str]) -> dict[str, int]:
    """How many rooms stand one upon the other below each of `within`; 0 imports none of them."""
    inside = set(within)
    known: dict[str, int] = {}

    def depth(node: str) -> int:
        if node not in known:
            known[node] = 0
            known[node] = max((depth(below) + 1 for below in graph[node] & inside), default=0)
        return known[node]

    return {node: depth(node) for node in sorted(inside)}
