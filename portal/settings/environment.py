"""Reads the environment. A wrong or missing value stops start-up with one sentence, not a traceback.

Every variable read here or in the settings is described in `docs/operations.md`.
"""

import os
import re
import sys
import zlib
from collections.abc import Callable
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http.request import split_domain_port, validate_host
from environs import Env, EnvError

from portal.settings.databases import pooled_postgresql, sqlite

env = Env()

Value = TypeVar("Value")

SMALLEST_SECRET = 50
# Bytes left of a secret once its repetitions are taken out (zlib without its frame). Fifty random digits,
# the poorest random text of that length, leave 35 or more; one word, repeated or counted up, leaves 13 to 30.
LEAST_SURPRISE = 35
# A week.
MOST_MINUTES = 7 * 24 * 60
# A chain of proxies longer than this is a slip of the finger, and every address would be the visitor's word.
MOST_PROXIES = 10
# A name, a name with everything below it (`.example.it`), or an IPv6 address in brackets.
_HOST = re.compile(r"\.?[\w-]+(\.[\w-]+)*|\[[0-9A-Fa-f:.]+\]")
# A Redis database is a number; without one it is the first.
_REDIS_PATH = re.compile(r"/?[0-9]{0,4}")
# `Name <address>` or the address alone; a name in quotes may hold what it likes but angle brackets.
_SENDER = re.compile(r"(?P<name>[^<>\"]*|\s*\"[^<>\"]*\"\s*)<(?P<address>[^<>\s]+)>\s*|(?P<bare>[^<>\s\"]+)")
_BIND = re.compile(r"unix:/.+|(?P<host>[\w.-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})")
# zlib's header and checksum.
_ZLIB_FRAME = 6
EMBEDDED_SECRET_KEY = "embedded-default-key-refused-by-the-production-settings"  # noqa: S105


def stop(sentence: str) -> NoReturn:
    """Ends the process with exit code 1 and one sentence on standard error."""
    sys.exit(f"The portal cannot start: {sentence}")


def read(name: str, reader: Callable[..., Value], wanted: str, **options: Any) -> Value:
    """The value of a variable, or the end of the process with a sentence that says what is wanted.

    Args:
        name: the variable.
        reader: a method of `env`, such as `env.int`.
        wanted: what the value should be, to finish the sentence "… must be …".
        options: passed to the reader, such as `default`.
    """
    try:
        value = reader(name, **options)
    except EnvError:
        stop(f"{name} is missing or wrong, it must be {wanted}.")
    return value


def text(name: str, wanted: str, **options: Any) -> str:
    value = read(name, env.str, wanted, **options).strip()
    if not value:
        stop(f"{name} is empty, it must be {wanted}.")
    return value


def whole_number(name: str, least: int, most: int, *, default: int, of: str = "") -> int:
    """A whole number within two bounds, both of which are right.

    Args:
        of: what is counted, such as `minutes`, for the sentence that says what is wanted.
    """
    wanted = f"a whole number {f'of {of} ' if of else ''}from {least} to {most}"
    value = read(name, env.int, wanted, default=default)
    if not least <= value <= most:
        stop(f"{name} is wrong, it must be {wanted}.")
    return value


def secret_key() -> str:
    """A secret of at least fifty characters that is not the one printed in this repository."""
    wanted = f"a random secret of at least {SMALLEST_SECRET} characters, kept out of the repository"
    value = text("SECRET_KEY", wanted)
    if len(value) < SMALLEST_SECRET or _surprise(value) < LEAST_SURPRISE:
        stop(f"SECRET_KEY is too weak, it must be {wanted}.")
    if value.startswith("django-insecure-"):
        stop(f"SECRET_KEY is Django's example, it must be {wanted}.")
    if value == EMBEDDED_SECRET_KEY:
        stop("SECRET_KEY is the public key of the embedded mode, make one of your own.")
    return value


def _surprise(value: str) -> int:
    return len(zlib.compress(value.encode(), 9)) - _ZLIB_FRAME


def site_url(value: str, *, https: bool) -> str:
    """The address people reach the portal at, without a path: links in letters begin with it."""
    wanted = f"an address such as {'https' if https else 'http'}://www.example.it, without a path"
    try:
        parts = urlsplit(value)
        valid = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        stop(f"SITE_URL is not an address, it must be {wanted}.")
    schemes = {"https"} if https else {"http", "https"}
    if not valid or parts.scheme not in schemes or parts.path.strip("/") or parts.query or parts.fragment:
        stop(f"SITE_URL is wrong, it must be {wanted}.")
    return value.rstrip("/")


def check_site_url_is_served(url: str, hosts: list[str]) -> None:
    """Ends the process when links in letters would lead to a host that the portal refuses."""
    host, _port = split_domain_port(urlsplit(url).netloc)
    if not validate_host(host, hosts):
        stop("SITE_URL names a host that is not in ALLOWED_HOSTS: links in letters would be refused.")


def trusted_proxies(least: int) -> int:
    """How many reverse proxies of ours stand in front; as many as must, unless said."""
    return whole_number("TRUSTED_PROXIES", least, MOST_PROXIES, default=least, of="our reverse proxies")


def bind() -> str:
    """Where gunicorn listens. An address left out would mean every network the machine is on."""
    wanted = "host:port or unix:/path, such as 127.0.0.1:8000 (0.0.0.0:8000 to listen everywhere)"
    value = text("BIND", wanted, default="127.0.0.1:8000")
    match = _BIND.fullmatch(value)
    if match is None or (match["port"] and not 1 <= int(match["port"]) <= 65_535):
        stop(f"BIND is wrong, it must be {wanted}.")
    return value


def metrics_bind(public: str) -> str | None:
    """Where the figures for Prometheus are read; None where they are not.

    Args:
        public: where the portal itself listens, which must be another port.
    """
    wanted = "host:port of a loopback or private address, such as 127.0.0.1:9100, not BIND's port"
    value = read("METRICS_BIND", env.str, wanted, default="").strip()
    if not value:
        return None
    match = _BIND.fullmatch(value)
    port = int((match and match["port"]) or 0)
    if match is None or not 1 <= port <= 65_535 or not _is_private(match["host"].strip("[]")):
        stop(f"METRICS_BIND is wrong, it must be {wanted}.")
    if (of_portal := _BIND.fullmatch(public)) and of_portal["port"] == match["port"]:
        stop(f"METRICS_BIND is wrong, it must be {wanted}.")
    return value


def _is_private(host: str) -> bool:
    """Whether only our own networks reach a host; every network at once is none of them."""
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return (address.is_loopback or address.is_private) and not address.is_unspecified


def check_settings_module(default: str) -> None:
    """Sets DJANGO_SETTINGS_MODULE where it is missing, and ends the process when it names no settings.

    Settings that fail on a module they themselves import are another matter, and keep their traceback.
    """
    wanted = "portal.settings.embedded or portal.settings.production"
    name = os.environ.setdefault("DJANGO_SETTINGS_MODULE", default)
    try:
        found = import_module(name) if name.strip() else None
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise
        found = None
    except (ValueError, TypeError):
        # A name that begins or ends with a dot.
        found = None
    if not hasattr(found, "ROOT_URLCONF"):
        stop(f"DJANGO_SETTINGS_MODULE names no settings of the portal, it must be {wanted}.")


def allowed_hosts(default: list[str] | None = None) -> list[str]:
    """Host names the portal answers to. `*` is refused: it would let a request forge links in letters."""
    wanted = "the host names the portal answers to, separated by commas, without * and without ports"
    options: dict[str, Any] = {} if default is None else {"default": default}
    hosts = [host.strip() for host in read("ALLOWED_HOSTS", env.list, wanted, **options) if host.strip()]
    if not hosts or not all(_HOST.fullmatch(host) for host in hosts):
        stop(f"ALLOWED_HOSTS is wrong, it must be {wanted}.")
    return hosts


def database(default: Path | None = None) -> dict[str, Any]:
    """The database named by DATABASE_URL.

    Args:
        default: the SQLite file used when the variable is missing; without it, PostgreSQL is required.
    """
    wanted = "postgresql://user:password@host:5432/name"
    value = read("DATABASE_URL", env.str, wanted, **({"default": ""} if default else {}))
    if default and not value:
        return sqlite(default)
    try:
        scheme = urlsplit(value).scheme
        config = dict(dj_database_url.parse(value))
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError):
        stop(f"DATABASE_URL is not an address of a database, it must be {wanted}.")
    if default and scheme == "sqlite":
        return sqlite(Path(str(config["NAME"])))
    if scheme not in {"postgres", "postgresql"}:
        stop(f"DATABASE_URL names no PostgreSQL database, it must be {wanted}.")
    if not config.get("NAME"):
        stop(f"DATABASE_URL names a server but no database, it must be {wanted}.")
    return pooled_postgresql(config)


def cache(url: str) -> dict[str, Any]:
    """The Redis cache at a `redis://` or `rediss://` address."""
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and parts.port != 0
        valid = valid and bool(_REDIS_PATH.fullmatch(parts.path)) and not parts.fragment
    except ValueError:
        valid = False
    if not valid:
        stop("CACHE_URL is wrong, it must be redis://host:6379/0 (rediss:// with TLS).")
    return {
        "BACKEND": "portal.cache.backend.ForgivingRedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "portal",
    }


def email(url: str) -> dict[str, Any]:
    """Django's mail settings for `smtp://` (plain), `smtp+tls://` (STARTTLS) or `smtps://` (TLS at once).

    User name and password are percent-encoded in the address, as in every URL.
    """
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    wanted = "smtp+tls://user:password@host:587 (or smtp:// without, smtps:// with TLS from the start)"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        stop(f"EMAIL_URL is wrong, it must be {wanted}.")
    if parts.scheme not in ports or not parts.hostname:
        stop(f"EMAIL_URL is wrong, it must be {wanted}.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        # A mail server that does not answer must not hold the worker for ever.
        "EMAIL_TIMEOUT": 20,
    }


def sender(value: str) -> str:
    """The sender of letters, as `Name <address>` or a bare address."""
    wanted = "a sender such as Name <no-reply@example.it>"
    # A line break, or a second address, would end each letter before it leaves.
    match = _SENDER.fullmatch(value) if len(value.splitlines()) == 1 else None
    if match is None:
        stop(f"DEFAULT_FROM_EMAIL is wrong, it must be {wanted}.")
    address = match["address"] or match["bare"]
    try:
        validate_email(address)
    except ValidationError:
        stop(f"DEFAULT_FROM_EMAIL is wrong, it must be {wanted}.")
    domain = address.rpartition("@")[2]
    if domain.endswith(".example"):
        stop("DEFAULT_FROM_EMAIL is the invented address of the demonstration, it must be a real one.")
    return value


def writable_folder(name: str, path: Path) -> Path:
    """A folder the portal may write to, made if it is missing."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        stop(f"{name} names a folder that cannot be written to ({path}: {error.strerror}).")
    return path
