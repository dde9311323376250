"""The inside of `hidden_hits`: reviewers search for words that stand in what they may not read."""

import json
import sys
import time
from typing import Any

# Sets Django up.
from tests.load.queue_inside import Inside  # isort: skip

from django.db import connection
from django.urls import reverse

from candidature.models import Submission, SubmissionWord
from portal.models import User


class Searching:
    def __init__(self) -> None:
        self.clients = Inside().clients
        self.queue = reverse("candidature_review:index")
        # PostgreSQL works in a process of its own, so there the clock on the wall counts.
        self.clock = time.perf_counter if connection.vendor == "postgresql" else time.process_time

    def hide(self, role: str, word: str, how_many: int) -> dict[str, Any]:
        """Writes the word into so many submissions that the role may not read, or into all of them."""
        user = User.objects.get(pk=self.clients[role].session["_auth_user_id"])
        read = Submission.objects.visible_to(user)
        elsewhere = Submission.objects.exclude(pk__in=read.values("pk")).order_by("pk")
        rows = list(elsewhere.values_list("pk", "page", "zone"))[: how_many or None]
        held = [
            SubmissionWord(submission_id=pk, page=page, zone=zone, word=word.encode())
            for pk, page, zone in rows
        ]
        SubmissionWord.objects.bulk_create(held, batch_size=5_000)
        return {"hidden": len(held), "read": read.count()}

    def analyze(self) -> dict[str, Any]:
        """Lets the database know how its words are spread by now."""
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        return {}

    def search(self, role: str, word: str) -> dict[str, Any]:
        """Milliseconds of one search that finds nothing."""
        began = self.clock()
        response = self.clients[role].get(self.queue, {"q": word})
        taken = (self.clock() - began) * 1000
        assert response.status_code == 200
        assert b'name="scelta"' not in response.content, word
        return {"ms": taken}


def main() -> None:
    searching = Searching()
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        sys.stdout.write(json.dumps(getattr(searching, name)(*arguments)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
