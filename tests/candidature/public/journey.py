"""A person at the keyboard: fills in the pages of the journey through Django's client."""

import copy
import json
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from candidature.intake import confirming
from candidature.links import draft_links
from tests.moduli.builders import PDF, block, item

WHO = {
    "applicant_kind": "citizen",
    "first_name": "Ada",
    "last_name": "Prova",
    "email": "ada@example.org",
    "phone": "",
    "municipality": "other",
}


def form_of(*steps: list[dict[str, Any]]) -> str:
    """A form whose steps hold these questions, as a StreamField stores it."""
    return json.dumps(
        [
            {
                "type": "step",
                "id": f"s{number}",
                "value": {"title": f"Passo {number}", "questions": questions},
            }
            for number, questions in enumerate(steps, start=1)
        ]
    )


def rich_form() -> str:
    """Two steps: a choice that opens questions two levels deep, then a file and a declaration."""
    deepest = block("yes_no", "runts", label="Iscritta al RUNTS?", required=True,
                    if_yes=[block("short_text", "number", label="Numero RUNTS", required=True)])  # fmt: skip
    return form_of(
        [
            block(
                "one_choice",
                "type",
                label="Che cosa siete?",
                required=True,
                options=[
                    item("Associazione", deepest, id_="formal"),
                    item("Gruppo informale", id_="informal"),
                ],
            ),
            block("long_text", "why", label="Perché?", required=True, max_length=500),
        ],
        [
            block(
                "file", "cv", label="Curriculum", required=True, kinds=["pdf"], max_megabytes=1, max_files=1
            ),
            block("declaration", "true", label="Dichiaro che è vero"),
        ],
    )


# The pages that the link of the draft opens; the personal link opens the others.
_OF_THE_DRAFT = ("step", "upload", "saved", "summary", "sent_before", "confirm")


def hidden(response: Any, name: str) -> str:
    """What a hidden input of the rendered form carries."""
    found = re.search(rf'name="{name}" value="([^"]+)"', response.content.decode())
    assert found, response.content.decode()[-2000:]
    return found.group(1)


def form_key(response: Any) -> str:
    """What the rendered form carries so that its second press is known."""
    return hidden(response, "form_key")


class Journey:
    """One applicant, who knows what the pages showed: nothing is made up.

    Attributes:
        key, sending_key, sending_form: hidden in the first step and in the summary, as first shown.
        begun: of the link of the empty draft, which opens nothing any more once there is an address.
        token: of the draft's link; "" before there is one.
        receipt, follow_token: the address after sending, and the personal link that it showed.
    """

    def __init__(self, page: Any, client: Client | None = None) -> None:
        self.page = page
        self.client = client or Client(enforce_csrf_checks=True)
        self.sending_form = ""
        self.key = self.begun = self.sending_key = self.token = self.receipt = self.follow_token = ""

    def again(self) -> "Journey":
        """The same person at the same place, for one of the tests that look at what a module arranged."""
        found = copy.copy(self)
        found.page = type(self.page).objects.get(pk=self.page.pk)
        found.client = Client(enforce_csrf_checks=True)
        found.client.cookies.update({name: cookie.copy() for name, cookie in self.client.cookies.items()})
        return found

    def start(self, **changes: Any) -> Any:
        """Begins and fills in the first step; called again, presses the same step's button again."""
        if not self.key:
            began = self.begin()
            if not self.token:
                # Nothing can be begun: the press leads to where it says why.
                return self.client.get(began["Location"]) if began.status_code == 302 else began
            self.begun, self.key = self.token, form_key(self.get("step", 0))
        address = reverse("candidature:step", args=[self.begun, 0])
        return self.press(address, {**WHO, "form_key": self.key, **changes})

    def begin(self) -> Any:
        """Presses the button on the page of the call or event."""
        answer = self.client.post(reverse("candidature:start", args=[self.page.pk]))
        self.follow(answer)
        return answer

    def who(self, **changes: Any) -> Any:
        """Corrects the first step of a draft that exists."""
        key = form_key(self.get("step", 0))
        return self.post("step", 0, **{**WHO, "form_key": key, **changes})

    def follow(self, answer: Any) -> None:
        """Notes the draft's link when an answer leads to it."""
        found = re.match(r"(?:/en)?/candidature/bozza/([^/]+)/", answer.get("Location", ""))
        if found:
            self.token = found.group(1)

    def read_receipt(self) -> str:
        """The secret of the personal link, as the receipt shows it."""
        page = self.client.get(self.receipt).content.decode()
        found = re.search(r"/candidature/segui/([^/\"]+)/", page)
        assert found, page[-2000:]
        return found.group(1)

    def url(self, name: str, *args: Any) -> str:
        token = self.token if name in _OF_THE_DRAFT else self.follow_token
        return reverse(f"candidature:{name}", args=[token, *args])

    def get(self, name: str, *args: Any) -> Any:
        return self.client.get(self.url(name, *args))

    def post(self, name: str, *args: Any, **data: Any) -> Any:
        """What is seen after a press: a page that says what came of it, or where the press leads (302)."""
        return self.press(self.url(name, *args), data)

    def press(self, address: str, data: dict[str, Any]) -> Any:
        """Posts, and goes on as a browser does while the answer leads back to the page of the press."""
        answer = self.client.post(address, data)
        target, posted = answer.get("Location", ""), answer.wsgi_request.path
        self.follow(answer)
        if answer.status_code == 307:
            return self.press(target, data)
        pages = {posted, posted.replace(self.begun, self.token) if self.begun else posted}
        return self.client.get(target) if "#" not in target and target.split("?")[0] in pages else answer

    def step(self, position: int, action: str = "next", **answers: Any) -> Any:
        """Presses a button of a step; `answers` by question key, `shown` for the branches of the page."""
        data = {("shown" if key == "shown" else f"q-{key}"): value for key, value in answers.items()}
        return self.post("step", position, action=action, **data)

    def send(self, **changes: Any) -> Any:
        """Presses "Invia" on the summary; called again, presses the same button again.

        The address is proved by then, as if the draft had been resumed from a letter.
        """
        prove(self.token)
        if not self.sending_key:
            shown = self.get("summary")
            self.sending_key = form_key(shown) if shown.status_code == 200 else "never shown"
        if not self.sending_form and (shown := self.get("summary")).status_code == 200:
            self.sending_form = hidden(shown, "form")
        answer = self.post(
            "summary",
            **{
                "notice": self.page.privacy_notice_id,
                "notice_read": "on",
                "form_key": self.sending_key,
                "form": self.sending_form,
                **changes,
            },
        )
        if "/candidature/inviata/" in answer.get("Location", ""):
            self.receipt = answer["Location"]
            self.follow_token = self.read_receipt()
        return answer

    def fill_in(self) -> None:
        """Everything up to the summary, for `rich_form`."""
        self.start()
        self.step(1, type="informal", why="Per la mia comunità")
        self.step(2, cv=pdf(), true="on")


def prove(token: str) -> None:
    """Notes that the address in the draft of this secret is its writer's."""
    if (draft := draft_links.find(token)) is not None:
        confirming.prove(draft)


def attachment() -> dict[str, Any]:
    """A question that asks for one PDF of at most one megabyte."""
    return block("file", "cv", label="Curriculum", required=True, kinds=["pdf"], max_megabytes=1, max_files=1)


def pdf(name: str = "curriculum.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
