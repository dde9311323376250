"""Which requests may be answered from memory, and what makes two of them the same."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

Environ = dict[str, Any]
# Scheme, host, path and query.
Key = tuple[str, str, str, str]

# What listings may be asked for; whoever adds one names it here (`know_parameters`).
_parameters = {"p"}
# A slug, a number, a code; anything else is nobody's link.
_VALUE = r"[\w-]{0,40}"
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
        query=re.compile(_one_of(_parameters) + r"(?:&" + _one_of(_parameters) + r"){0,4}", re.ASCII),
    )


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


def encoding_for(accepted: str, offered: Mapping[str, object]) -> str:
    """`br`, `gzip` or `identity`: the smallest of what is offered that a browser says it reads.

    A quality of zero is a no (RFC 9110, section 12.4.2); other qualities are not weighed.
    """
    if accepted:
        said = accepted.lower()
        for name in ("br", "gzip"):
            if name in offered and name in said and _accepts(said, name):
                return name
    return "identity"


def _accepts(said: str, name: str) -> bool:
    for part in said.split(","):
        coding, _semicolon, quality = part.partition(";")
        if coding.strip() == name:
            return not _ZERO.fullmatch(quality.replace(" ", ""))
    return False
