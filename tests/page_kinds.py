"""The pages of a running portal by their kind, as the portal tells any program."""

import json
import urllib.request
from collections import defaultdict
from urllib.parse import urlsplit

_SECONDS_TO_ANSWER = 90


def paths_by_kind(address: str) -> dict[str, list[str]]:
    """Of each kind of page, by the name of its model, the paths of those that everybody may read.

    Args:
        address: of the portal, without a slash at the end.
    """
    found: dict[str, list[str]] = defaultdict(list)
    following = f"{address}/api/v1/pagine/"
    while following:
        part = json.loads(_text(following))
        for page in part["results"]:
            found[page["kind"]].append(urlsplit(page["url"]).path)
        following = part["next"]
    return dict(found)


def heaviest_by_kind(address: str) -> dict[str, str]:
    """Of each kind the page with the most pictures, or of those with as many the longest; the heaviest first.

    Each page is asked for once, so that its pictures are made.
    """
    by_kind = paths_by_kind(address)
    weights = {path: _weight(address + path) for paths in by_kind.values() for path in paths}
    heaviest = {kind: max(paths, key=weights.__getitem__) for kind, paths in by_kind.items()}
    return dict(sorted(heaviest.items(), key=lambda one: weights[one[1]], reverse=True))


def _weight(address: str) -> tuple[int, int]:
    text = _text(address)
    return text.count("<img"), len(text)


def _text(address: str) -> str:
    with urllib.request.urlopen(address, timeout=_SECONDS_TO_ANSWER) as answer:  # noqa: S310 - http, ours
        text: str = answer.read().decode()
    return text
