"""Asks another site whether an address of it leads somewhere.

Editors type addresses, and other sites redirect: so this program could be sent to what only it can reach.
Every name is resolved here, and refused if any of its addresses is not of the public Internet; the connection
goes to the very address that was looked at (no second look-up: DNS rebinding). Redirects are followed by hand
and looked at each time. No cookie, no proxy, nothing of the answer but its head.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

# Seconds that one step of a conversation may take, and all of it: a site that drips its answer holds nobody.
STEP_SECONDS = 5.0
WHOLE_SECONDS = 20.0
MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_GONE = (404, 410)
_PORTS = {"http": 80, "https": 443}
# Networks of the public Internet through which private ones can be meant (RFC 6052, 3056, 4380).
_TUNNELS = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Outcome(StrEnum):
    """Whether an address leads somewhere; `NOT_ASKED` says nothing of it."""

    WELL = "well"
    FAILED = "failed"
    NOT_ASKED = "not_asked"


class PrivateAddressError(Exception):
    """The name leads to a network that is not public, so nobody was asked."""


@dataclass(frozen=True)
class _Place:
    """Where a request goes; `path` holds the query too."""

    scheme: str
    host: str
    port: int
    path: str


def ask(url: str) -> Outcome:
    """Whether there is something at an address. What wants a password or fewer visits is there."""
    for _turn in range(MOST_REDIRECTS + 1):
        try:
            place = _place(url)
            if place is None:
                return Outcome.NOT_ASKED
            status, location = _status(place)
            if status not in _REDIRECTS or not location:
                return Outcome.FAILED if status in _GONE or status >= 500 else Outcome.WELL
            url = urljoin(url, _as_written(location))
        except PrivateAddressError:
            return Outcome.NOT_ASKED
        except (OSError, http.client.HTTPException, ValueError):
            return Outcome.FAILED
    return Outcome.FAILED


def _as_written(location: str) -> str:
    """A header comes as Latin-1, and who writes other letters there means UTF-8."""
    try:
        return location.encode("latin-1").decode()
    except UnicodeError:
        return location


def host_of(url: str) -> str:
    """The site that would be asked; empty where none would."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the public Internet, and reaches nothing else."""
    if isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped is not None or any(address in network for network in _TUNNELS)
    ):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    return address.is_global and not address.is_multicast


def _place(url: str) -> _Place | None:
    """None for what is never asked: other schemes and ports, names with a password before them.

    Raises:
        ValueError: it is no address.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        return None
    port = parts.port or _PORTS[parts.scheme]
    if port not in _PORTS.values():
        return None
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~")
    host = parts.hostname.encode("idna").decode() if ":" not in parts.hostname else parts.hostname
    return _Place(parts.scheme, host, port, f"{path}?{query}" if query else path)


def _status(place: _Place) -> tuple[int, str]:
    """The status and where it sends on. Some sites know no HEAD: after a bad answer, or none, it is GET."""
    address = _resolved(place)
    try:
        status, location = _answer(place, address, "HEAD")
    except (OSError, http.client.HTTPException):
        return _answer(place, address, "GET")
    return (status, location) if status < 400 else _answer(place, address, "GET")


def _resolved(place: _Place) -> str:
    """The address to connect to.

    Raises:
        PrivateAddressError: one of those that the name has is not public.
        OSError: it has none.
    """
    found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    addresses = [str(info[4][0]).partition("%")[0] for info in found]
    if not all(is_public(ipaddress.ip_address(address)) for address in addresses):
        raise PrivateAddressError(place.host)
    if not addresses:
        raise OSError(place.host)
    return addresses[0]


def _answer(place: _Place, address: str, method: str) -> tuple[int, str]:
    connection = _connection(place, address)
    ends = threading.Timer(WHOLE_SECONDS, _break_off, [connection])
    ends.daemon = True
    try:
        ends.start()
        connection.connect()
        connection.request(method, place.path, headers={"User-Agent": _who(), "Accept": "*/*"})
        response = connection.getresponse()
        return response.status, response.getheader("Location", "")
    finally:
        ends.cancel()
        connection.close()


def _break_off(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        try:
            # Not as TLS does it, which would wait for a word of the other side.
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
        except OSError:
            # It ended by itself in this moment.
            return


def _connection(place: _Place, address: str) -> http.client.HTTPConnection:
    """To an address that was looked at, under the name that was asked for."""
    if place.scheme == "https":
        return _TLSToAddress(place, address)
    return _ToAddress(place, address)


class _ToAddress(http.client.HTTPConnection):
    def __init__(self, place: _Place, address: str) -> None:
        super().__init__(place.host, place.port, timeout=STEP_SECONDS)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class _TLSToAddress(_ToAddress):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        # Where it can be broken off while the other side is slow to greet.
        tls = ssl.create_default_context().wrap_socket(
            self.sock, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock = tls
        tls.do_handshake()


def _who() -> str:
    """Who asks, for the log of the other site."""
    return f"CantieriDellaSalute-LinkCheck/1.0 (+{settings.SITE_URL})"
