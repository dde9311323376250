"""The inside of `site_bench`: grows the site, and answers requests for its pages with the time each took."""

import gc
import json
import sys
import time
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 - after the settings
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from tests.load.larger_site import grow  # noqa: E402


def answer(path: str, counting: bool) -> dict[str, Any]:
    """Of one request that no memory of pages answers: seconds of the processor; its queries, if counted."""
    client = Client(SERVER_NAME="localhost")
    if counting:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        size = len(response.content)
        return {"queries": len(captured), "status": response.status_code, "bytes": size}
    gc.collect()
    began = time.process_time()
    response = client.get(path)
    # What is sent piece by piece is made while it is read.
    body = b"".join(response) if response.streaming else response.content
    assert body
    return {"ms": (time.process_time() - began) * 1000}


def main() -> None:
    for line in sys.stdin:
        question, *rest = json.loads(line)
        said = grow(**rest[0]) if question == "grow" else answer(question, *rest)
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
