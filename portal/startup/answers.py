"""How answers leave: headers of pages from memory are checked once, and go out in one piece with the page."""

from gunicorn import util
from gunicorn.http import wsgi

from portal.page_cache.headers import Headers, KeptHeaders


class PortalResponse(wsgi.Response):
    """gunicorn's own, which takes fewer steps with headers that are kept."""

    headers: Headers
    response_length: int | None
    headers_sent: bool
    # As they are sent; None of all others.
    kept: str | None = None

    def process_headers(self, headers: Headers) -> None:
        if not isinstance(headers, KeptHeaders):
            super().process_headers(headers)
            return
        if headers.seen is None:
            super().process_headers(headers)
            text = "".join(f"{name}: {value}\r\n" for name, value in self.headers)
            headers.seen = (self.headers, self.response_length, text)
        self.headers, self.response_length, self.kept = headers.seen

    def write(self, arg: bytes) -> None:
        whole = len(arg) == self.response_length and not self.headers_sent and not self._omits_body
        # What is made of this class frames what it sends in its own way, as gunicorn's HTTP/2 does.
        if self.kept is None or not whole or type(self) is not PortalResponse:
            super().write(arg)
            return
        head = "".join([*self.default_headers(), self.kept, "\r\n"])
        util.write(self.sock, head.encode("latin-1") + arg)
        self.headers_sent, self.sent = True, len(arg)


def serve_with_them() -> None:
    """Has gunicorn make its answers of this class; its workers name none."""
    wsgi.Response = PortalResponse
