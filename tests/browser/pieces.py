"""The pieces in which a page sends a file."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Request, Response, Route

# Of a draft or a message; of a revision, with the version that its page showed.
SENDING = re.compile(r"/(file|allega)/(\d+/)?\?upload=")


class Pieces:
    """The pieces that a page sends, one of which finds no connection, and what the server counts.

    Args:
        broken: how many go through before.
        for_good: whether nothing goes through after it either.
    """

    def __init__(self, page: Page, *, broken: int = -1, for_good: bool = False) -> None:
        self.broken, self.for_good = broken, for_good
        self.sent: list[tuple[int, int]] = []
        self.counted: list[int] = []
        page.route(SENDING, self._pass)
        page.on("response", self._look)

    def _pass(self, route: Route) -> None:
        request = route.request
        query = parse_qs(urlsplit(request.url).query)
        if request.method == "POST" and "offset" in query:
            if len(self.sent) == self.broken:
                if not self.for_good:
                    self.broken = -1
                route.abort("connectionfailed")
                return
            self.sent.append((int(query["offset"][0]), self._length(request)))
        route.continue_()

    def _length(self, request: Request) -> int:
        return len(request.post_data_buffer or b"")

    def _look(self, response: Response) -> None:
        if response.request.method == "HEAD":
            self.counted.append(int(response.headers["upload-offset"]))
