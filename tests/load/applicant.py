"""One applicant over real HTTP, who presses each button once and tries again when nobody answers."""

import re

import httpx

from tests.load.certificates import READ_ONCE

# The one question that `tests.load.inside` asks.
QUESTION = "q-motivation"
ANSWER = "Per dare una mano."


class Applicant:
    """Someone with a secret of their own.

    Attributes:
        email: tells the applicants apart.
        at: where the last press led to.
        received: whether the server said so.
        is_asked: whether it keeps the press, and waits for the code of a letter.
        too_late: whether it said that the term has passed.
        reference: of the receipt, once it was read.
    """

    def __init__(self, address: str, page: int, notice: int, path: str, number: int | str) -> None:
        # The server ends a connection that was idle for five seconds: whoever sends on one just then gets no
        # answer, and a browser tries again. This one leaves it earlier.
        idle = httpx.Limits(keepalive_expiry=2.0)
        self.http = httpx.Client(base_url=address, timeout=60, limits=idle, verify=READ_ONCE)
        self.page, self.notice, self.path = page, notice, path
        self.email = f"persona{number}@example.org"
        self.token = self.key = self.form = self.receipt = self.at = ""
        self.received = self.too_late = self.is_asked = False
        self.reference = ""

    def read_call_and_fill_in(self) -> None:
        assert self.http.get(self.path).status_code == httpx.codes.OK
        self.fill_in()

    def fill_in(self) -> None:
        """Everything up to the summary."""
        self.begin()
        self.open_first()
        self.say_who()
        self.open_step()
        self.answer()
        self.open_summary()

    def begin(self) -> None:
        self.at = self._redirected(self.http.post(f"/candidature/nuova/{self.page}/"))

    def open_first(self) -> None:
        (self.key,) = self._hidden(self.at, "form_key")

    def say_who(self) -> None:
        who = {
            "applicant_kind": "citizen",
            "first_name": "Prova",
            "last_name": "Inventata",
            "email": self.email,
            "phone": "",
            "municipality": "other",
            "form_key": self.key,
        }
        self.at = self._redirected(self.http.post(self.at, data=who))
        self.token = self.at.split("/")[3]

    def open_step(self) -> None:
        assert self.http.get(self.at).status_code == httpx.codes.OK

    def answer(self) -> None:
        answers = {f"q-{QUESTION}": ANSWER, "action": "next"}
        self._redirected(self.http.post(f"/candidature/bozza/{self.token}/passo/1/", data=answers))

    def open_summary(self) -> None:
        self.key, self.form = self._hidden(self._summary, "form_key", "form")

    def send(self) -> None:
        """Sends what was filled in; afterwards `reference` holds what the receipt says.

        Raises:
            httpx.TransportError: nobody answered.
        """
        self.press_send()
        assert self.received, self.at
        self.reference = self.read_receipt()

    def try_to_send(self) -> None:
        """Presses where the term may have passed: then received, asked for a code, or too late."""
        self.press_send()
        if self.received:
            self.reference = self.read_receipt()
            return
        told = self.http.get(self.at)
        if self.at.endswith("/conferma/") and told.status_code == httpx.codes.OK:
            self.is_asked = True
            return
        assert told.status_code == httpx.codes.GONE, (self.at, told.status_code, told.text[-1500:])
        self.too_late = True

    def press_send(self) -> None:
        """Presses once, without looking at where it led to."""
        self.at = self._redirected(self.http.post(self._summary, data=self.sending))
        if "/inviata/" in self.at:
            self.receipt = self.at
            self.received = True

    def type_code(self, code: str) -> None:
        """Types the code of the letter where it is asked for; afterwards it was received."""
        (key,) = self._hidden(self.at, "form_key")
        typed = {"form_key": key, "code": code, "action": "send"}
        self.receipt = self._redirected(self.http.post(self.at, data=typed))
        assert "/inviata/" in self.receipt, self.receipt
        self.received = True
        self.reference = self.read_receipt()

    def answer_is_shown(self) -> bool:
        """Whether what was typed can still be read."""
        return ANSWER in self.http.get(self._summary).text

    def read_receipt(self) -> str:
        answer = self.http.get(self.receipt)
        assert answer.status_code == 200, answer.status_code
        found = re.search(r'class="[^"]*receipt-reference[^"]*"[^>]*>\s*([^<\s]+)', answer.text)
        assert found, answer.text[:2000]
        return found.group(1)

    @property
    def sending(self) -> dict[str, str | int]:
        """What the summary sends when its button is pressed."""
        return {"notice": self.notice, "notice_read": "on", "form_key": self.key, "form": self.form}

    @property
    def _summary(self) -> str:
        return f"/candidature/bozza/{self.token}/riepilogo/"

    def _hidden(self, path: str, *names: str) -> list[str]:
        """Hidden fields of a page, as its form would send them."""
        page = self.http.get(path)
        found = [re.search(rf'name="{name}" value="([^"]+)"', page.text) for name in names]
        assert all(found), (page.status_code, page.text[-1500:])
        return [one.group(1) for one in found if one]

    def _redirected(self, answer: httpx.Response) -> str:
        """Where it leads to."""
        assert answer.status_code == 302, (answer.status_code, answer.text[-1500:])
        return answer.headers["Location"]
