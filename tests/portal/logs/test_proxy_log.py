"""The log that the documented proxy writes holds no secret link either."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from portal.logs.redaction import redact_path
from tests.portal.logs.test_logs import MISTYPED, PLAIN, TOKEN

_RULE = re.compile(r"^ +(?:\"(?P<quoted>~[^\"]+)\"|(?P<bare>\S+)) +(?P<written>\S+);$", re.MULTILINE)
_VALUES = {"int": "7", "slug": "parola", "uuid": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "str": TOKEN}
_PLACE = re.compile(r"<(?:(?P<kind>\w+):)?\w+>")
_SECRET_PLACE = re.compile(r"<str:\w+>")


def _documented() -> Iterator[tuple[re.Pattern[str] | None, str]]:
    """The expressions of the documented map with what each writes, in order; None for any other address."""
    text = (Path(settings.BASE_DIR) / "docs/operations.md").read_text()
    [block] = re.findall(r"map \$uri \$log_path \{\n(.*?)\n\}", text, re.DOTALL)
    for rule in _RULE.finditer(block):
        source = rule["quoted"]
        if source is None:
            assert rule["bare"] == "default"
            yield None, rule["written"]
            continue
        ignoring_case = source.startswith("~*")
        expression = source.removeprefix("~").removeprefix("*").replace("(?<head>", "(?P<head>")
        yield re.compile(expression, re.IGNORECASE if ignoring_case else 0), rule["written"]


RULES = list(_documented())


def written(path: str) -> str:
    """What the documented proxy writes of a path, as nginx reads its map: the first expression that fits."""
    for expression, how in RULES:
        found = expression.search(path) if expression else None
        if expression is None or found:
            head = found.groupdict().get("head", "") if found else ""
            return how.replace("$uri", path).replace("$head", head)
    raise AssertionError("The documented map has no default.")


def _addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """Every address of the portal in which a word stands that anybody may have chosen."""
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, route)
        elif _SECRET_PLACE.search(route) and not route.startswith("/admin/"):
            yield _PLACE.sub(lambda place: _VALUES[place["kind"] or "str"], route)


def secret_addresses() -> list[str]:
    found: list[str] = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found += _addresses(get_resolver().url_patterns)
    return sorted(set(found))


def test_the_addresses_with_a_secret_are_found_in_both_languages() -> None:
    found = secret_addresses()

    for part in ("seguire/iscrizioni", "firme/conferma", "en/candidature/parere", "candidature/bozza"):
        assert any(path.startswith(f"/{part}/{TOKEN}/") for path in found)


@pytest.mark.parametrize("path", [*MISTYPED, "/admin/password_reset/confirm/MQ/abc-def/"])
def test_what_the_portal_cuts_out_of_its_log_the_proxy_cuts_too(path: str) -> None:
    assert TOKEN[:8] not in written(path)
    assert TOKEN[-8:] not in written(path)
    assert "abc-def" not in written(path)
    assert "…" in written(path)


def test_no_address_with_a_secret_is_written_by_the_proxy_or_the_portal() -> None:
    for path in secret_addresses():
        for address in (path, path.upper().replace(TOKEN.upper(), TOKEN), f"/{path}"):
            assert TOKEN not in written(address), address
        assert TOKEN not in redact_path(path)


@pytest.mark.parametrize("path", [*PLAIN, "/", "/en/news/", "/anteprima/7-0f3e2a1b.png", "/readyz"])
def test_addresses_without_a_secret_can_still_be_read_in_the_log_of_the_proxy(path: str) -> None:
    assert written(path) == path
