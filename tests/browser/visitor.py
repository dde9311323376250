"""A person at a browser, and everything that went wrong behind the pages they saw."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, expect

from tests.browser.portal_under_test import Portal

# A navigation that a download or a newer one takes the place of is aborted by the browser itself.
_HARMLESS = "net::ERR_ABORTED"
# axe asks every frame what is in it; a letter stands in a sandbox, which nobody can ask.
_ASKED_BY_AXE = re.compile(
    r"Failed to execute 'postMessage' on 'DOMWindow': .* does not match the recipient window's origin "
    r"\('null'\)"
)
_NO_NETWORK = {"data", "blob"}


@dataclass
class Visitor:
    """One browser context with one page.

    Attributes:
        problems: messages on the console (refusals of the content security policy are among them), script
            errors, requests to other hosts, requests that failed, answers of 400 and above.
        expected: statuses that the test at hand provokes, such as 404; the console repeats them.
        requests: those that were answered whole.
    """

    context: BrowserContext
    portal: Portal
    problems: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("console", self._on_console)
        self.context.on("weberror", lambda error: self._note(f"script error: {error.error}"))
        self.context.on("request", self._on_request)
        self.context.on("requestfinished", lambda request: self.requests.append(request))
        self.context.on("requestfailed", self._on_failure)
        self.context.on("response", self._on_response)
        self.page: Page = self.context.new_page()

    @property
    def address(self) -> str:
        return self.portal.address

    def visit(self, path: str) -> Response:
        """Opens a path of the portal, or a whole address found in a letter."""
        url = path if path.startswith("http") else self.address + path
        response = self.page.goto(url)
        assert response is not None
        return response

    def heading(self, name: str) -> None:
        """Checks that the page at hand is the one with this `h1`, in part or in whole, and is there whole.

        A press is over when the next page begins: its scripts may still be on their way, which change fields.
        """
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(name)
        self.page.wait_for_load_state()

    def weights(self) -> dict[str, int]:
        """Bytes over the wire of the answers to this context so far, heads and bodies, by path."""
        sizes: dict[str, int] = {}
        for request in self.requests:
            if urlsplit(request.url).scheme in _NO_NETWORK:
                continue
            size = request.sizes()
            path = urlsplit(request.url).path
            sizes[path] = sizes.get(path, 0) + size["responseHeadersSize"] + size["responseBodySize"]
        return sizes

    def check(self) -> None:
        """Fails with everything that went wrong since the last check."""
        found, self.problems = list(dict.fromkeys(self.problems)), []
        assert not found, "Behind the pages:\n" + "\n".join(found)

    def _note(self, problem: str) -> None:
        self.problems.append(f"{problem} (on {urlsplit(self.page.url).path})")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if _ASKED_BY_AXE.match(message.text):
            return
        if any(f"status of {status}" in message.text for status in self.expected):
            return
        self._note(f"console {message.type}: {message.text}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in _NO_NETWORK and f"{parts.scheme}://{parts.netloc}" != self.address:
            self._note(f"request to another host: {request.url}")

    def _on_failure(self, request: Request) -> None:
        if request.failure != _HARMLESS:
            self._note(f"request failed: {request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self._note(f"status {response.status}: {response.request.method} {response.url}")
