"""Which requests may be answered from memory, and what makes two of them the same."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

Environ = dict[str, Any]
# Scheme, host, path and query.
Key = tuple[str, str, str, str]


class Asked(NamedTuple):
    """What a request asks for, and the smallest form of it that the browser reads."""

    key: Key
    coding: str


# What listings may be asked for; whoever adds one names it here (`know_parameters`).
_parameters = {"p"}
# A slug, a number, a code; anything else is nobody's link.
_VALUE = r"[\w-]{0,40}"
# The longest form asks for six (the experiences), and its list has pages.
MOST_PARAMETERS = 7
# Put behind links by others, to know where visitors came from; no page reads them.
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|_gl|_ga)=")
# A quality that is a no.
_ZERO = re.compile(r"q=0(?:\.0*)?")
LONGEST_PATH = 300


def know_parameters(*names: str) -> None:
    """Lets a page that is asked for with these be answered from memory. Not for what people type."""
    _parameters.update(names)


@dataclass(frozen=True)
class Admission:
    """Decides by the head of a request alone, in a few comparisons.

    Attributes:
        hosts: whole `Host` headers, port and all, in small letters.
        never: beginnings of paths that belong to one person, or are files.
        cookies: names of cookies of whoever is not just anybody.
        secure: the header and value by which a proxy says HTTPS, as Django reads it.
    """

    hosts: frozenset[str]
    never: tuple[str, ...]
    cookies: tuple[str, ...]
    secure: tuple[str, str] | None
    query: re.Pattern[str]

    def key(self, environ: Environ) -> Key | None:
        """What this request asks for; None when it must be asked of Django each time."""
        path = environ.get("PATH_INFO", "")
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or path.startswith(self.never)
            or "//" in path
            or len(path) > LONGEST_PATH
            or environ.get("HTTP_HOST") not in self.hosts
            or not self._is_anybody(environ)
        ):
            return None
        query = environ.get("QUERY_STRING", "")
        if query:
            query = _without_tracking(query)
            if query and not self.query.fullmatch(query):
                return None
        return (self.scheme(environ), environ["HTTP_HOST"], path, query)

    def scheme(self, environ: Environ) -> str:
        """As `HttpRequest.scheme` has it."""
        if self.secure is not None:
            header, wanted = self.secure
            said = environ.get(header)
            if said is not None:
                return "https" if said.split(",", 1)[0].strip() == wanted else "http"
        return str(environ.get("wsgi.url_scheme"))

    def _is_anybody(self, environ: Environ) -> bool:
        cookies = environ.get("HTTP_COOKIE", "")
        if cookies and any(name in cookies for name in self.cookies):
            return False
        return not (
            environ.get("SCRIPT_NAME")
            or environ.get("CONTENT_TYPE")
            or environ.get("CONTENT_LENGTH") not in (None, "", "0")
            or "HTTP_TRANSFER_ENCODING" in environ
            or "HTTP_AUTHORIZATION" in environ
            or "HTTP_IF_MATCH" in environ
            or "HTTP_IF_UNMODIFIED_SINCE" in environ
        )


# All that decides what a request asks for, beside the header by which a proxy says HTTPS.
_HEAD = (
    "REQUEST_METHOD",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_HOST",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_COOKIE",
    "SCRIPT_NAME",
    "CONTENT_TYPE",
    "CONTENT_LENGTH",
    "HTTP_TRANSFER_ENCODING",
    "HTTP_AUTHORIZATION",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "wsgi.url_scheme",
)
# What browsers say that they read is shorter; what is longer is not kept.
_LONGEST_ACCEPTED = 100
# In characters: what others put behind a link, or a proxy lets through, may be as long as a header.
_LONGEST_HEAD = 1_000
MOST_HEADS = 2_000


class Reader:
    """Says what requests ask for. Most are like one before, letter for letter, and are read once."""

    def __init__(self, admission: Admission) -> None:
        self.admission = admission
        self._looked_at = (*_HEAD, *(admission.secure[:1] if admission.secure else ()))
        self._known: dict[tuple[Any, ...], Asked] = {}

    def __len__(self) -> int:
        return len(self._known)

    def read(self, environ: Environ) -> Asked | None:
        """None when it must be asked of Django each time."""
        head = tuple(map(environ.get, self._looked_at))
        found = self._known.get(head)
        return found if found is not None else self._read(head, environ)

    def _read(self, head: tuple[Any, ...], environ: Environ) -> Asked | None:
        key = self.admission.key(environ)
        if key is None:
            return None
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        asked = Asked(key, encoding_for(accepted))
        is_short = len(accepted) <= _LONGEST_ACCEPTED and sum(map(len, filter(None, head))) <= _LONGEST_HEAD
        if is_short and not environ.get("HTTP_COOKIE"):
            if len(self._known) >= MOST_HEADS:
                self._known.clear()
            self._known[head] = asked
        return asked


def _without_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _TRACKING.match(part))


def as_asked(environ: Environ, key: Key) -> Environ:
    """The request as Django gets it: without what others put behind the link, so that no page repeats it."""
    return {**environ, "QUERY_STRING": key[3]}


def admission() -> Admission:
    """By the settings of this portal."""
    from django.contrib.messages.storage.cookie import CookieStorage
    from django.urls import reverse

    return Admission(
        hosts=_hosts(settings.ALLOWED_HOSTS, settings.SITE_URL),
        never=(
            *settings.PERSONAL_PATHS,
            reverse("wagtailadmin_home"),
            settings.STATIC_URL,
            settings.MEDIA_URL,
            reverse("wagtaildocs_serve", args=(0, "")).removesuffix("0/"),
        ),
        cookies=(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CookieStorage.cookie_name),
        secure=settings.SECURE_PROXY_SSL_HEADER,
        query=_query(_one_of(_parameters)),
    )


def _query(parameter: str) -> re.Pattern[str]:
    return re.compile(rf"{parameter}(?:&{parameter}){{0,{MOST_PARAMETERS - 1}}}", re.ASCII)


def _one_of(names: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(names))) + ")=" + _VALUE


def _hosts(allowed: Iterable[str], site_url: str) -> frozenset[str]:
    """What `Host` may say, letter for letter: whoever invents others fills no memory.

    Of a name with everything below it (`.example.it`) only the site's own address is taken.
    """
    parts = urlsplit(site_url)
    port = f":{parts.port}" if parts.port else ""
    names = {host.lower() for host in allowed if not host.startswith((".", "*"))}
    return frozenset({parts.netloc.lower(), *names, *(f"{name}{port}" for name in names)})


def encoding_for(accepted: str) -> str:
    """`br`, `gzip` or `identity`: the smallest that a browser says it reads.

    A quality of zero is a no (RFC 9110, section 12.4.2); other qualities are not weighed.
    """
    said = accepted.lower()
    return next((name for name in ("br", "gzip") if name in said and _accepts(said, name)), "identity")


def _accepts(said: str, name: str) -> bool:
    for part in said.split(","):
        coding, _semicolon, quality = part.partition(";")
        if coding.strip() == name:
            return not _ZERO.fullmatch(quality.replace(" ", ""))
    return False
