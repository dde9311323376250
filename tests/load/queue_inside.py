"""The inside of `queue_bench`: answers requests of the review, one a line, with the time each took."""

import json
import math
import re
import sys
import time
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth.models import Group  # noqa: E402 - after the settings
from django.db import connection  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from candidature.models import CallPage, Committee, Submission  # noqa: E402
from istruttoria.labels.models import Label  # noqa: E402
from istruttoria.queue.listing import Listing  # noqa: E402
from istruttoria.queue.page import PER_PAGE  # noqa: E402
from portal.models import User  # noqa: E402
from portal.roles import Role  # noqa: E402
from territori.models import Zone  # noqa: E402

_OF_A_TRANSACTION = re.compile(r"BEGIN|COMMIT|SAVEPOINT|RELEASE")


class Inside:
    def __init__(self) -> None:
        # Whoever is first gets most submissions, so "one call" is one in the middle.
        self.pages = list(Submission.objects.order_by("page").values_list("page", flat=True).distinct())
        self.one = CallPage.objects.order_by("pk").values_list("pk", flat=True)[20]
        self.zones = list(Zone.objects.order_by("pk"))
        self.label = Label.objects.order_by("pk").values_list("pk", flat=True)[0]
        self.clients = {
            "officer": self._client("officer", Role.OFFICERS),
            "reviewer of one call": self._client("one", Role.REVIEWERS, pages=[self.one]),
            "reviewer of nearly all": self._client("nearly", Role.REVIEWERS, pages=self.pages[:-1]),
            "reviewer of calls and zones": self._client(
                "both", Role.REVIEWERS, pages=[self.one, self.pages[3]], zones=self.zones[:2]
            ),
        }
        self.cache: dict[tuple[str, str], str] = {}

    def _client(self, name: str, role: str, pages: Any = (), zones: Any = ()) -> Client:
        user, _made = User.objects.get_or_create(email=f"{name}@prova.example")
        user.groups.set([Group.objects.get(name=role)])
        committee, _made = Committee.objects.get_or_create(name=f"Commissione inventata {name}")
        committee.members.set([user])
        committee.pages.set(pages)
        committee.zones.set(zones)
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        return client

    def address(self, role: str, view: str) -> str:
        key = (role, view)
        if key not in self.cache:
            self.cache[key] = self._address(role, view)
        return self.cache[key]

    def _address(self, role: str, view: str) -> str:
        client = self.clients[role]
        user = User.objects.get(pk=client.session["_auth_user_id"])
        visible = Submission.objects.visible_to(user).order_by("submitted_at", "pk")
        middle = visible[visible.count() // 2]
        parameters = view.removeprefix("detail:")
        parameters = parameters.replace("page=one", f"page={self.one}")
        parameters = parameters.replace("q=code", f"q={middle.reference}")
        parameters = parameters.replace("zone=one", f"zone={self.zones[0].pk}")
        parameters = parameters.replace("label=one", f"label={self.label}")
        days = (timezone.localdate() - timedelta(days=200)).isoformat()
        parameters = parameters.replace("from=days", f"from={days}")
        if view.startswith("detail:"):
            return f"{reverse('candidature_review:detail', args=[middle.pk])}?{parameters}"
        address = f"{reverse('candidature_review:index')}?{parameters}"
        if "p=middle" in address or "p=last" in address:
            request = RequestFactory().get(address)
            request.user = user
            last = max(1, math.ceil(Listing(request).how_many / PER_PAGE))
            address = address.replace("p=middle", f"p={(last + 1) // 2}").replace("p=last", f"p={last}")
        return address

    def answer(self, role: str, view: str, counting: bool) -> dict[str, Any]:
        """Milliseconds of one request; its queries and the time they took, if they are counted."""
        client, address = self.clients[role], self.address(role, view)
        if counting:
            with CaptureQueriesContext(connection) as captured:
                response = client.get(address)
            # What begins and ends a transaction asks nothing.
            asked = [
                query for query in captured.captured_queries if not _OF_A_TRANSACTION.match(query["sql"])
            ]
            spent = sum(float(one["time"]) for one in asked) * 1000
            # A page with fifty rows takes longer than one with three, however many there are in all.
            rows = response.content.count(b'name="scelta"')
            return {"queries": len(asked), "sql_ms": spent, "rows": rows}
        began = time.perf_counter()
        response = client.get(address)
        taken = (time.perf_counter() - began) * 1000
        assert response.status_code == 200, (address, response.status_code)
        return {"ms": taken}


def main() -> None:
    inside = Inside()
    for line in sys.stdin:
        role, view, counting = json.loads(line)
        print(json.dumps(inside.answer(role, view, counting)), flush=True)


if __name__ == "__main__":
    main()
