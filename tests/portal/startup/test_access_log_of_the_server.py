"""The web server's own log: one line for each request, without the secret of a link."""

import datetime
import json
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from portal.startup.gunicorn import PortalLogger

TOKEN = "Zm9ybWEgZ2l1c3RhIHNvbG"


@pytest.mark.parametrize(
    "path", [f"/candidature/segui/{TOKEN}/", f"/candidature/segui/{TOKEN[:9]} {TOKEN[9:]}", f"/{TOKEN}/"]
)
def test_the_line_of_a_request_holds_no_secret_however_it_was_typed(
    path: str, caplog: pytest.LogCaptureFixture
) -> None:
    config = Config()
    config.set("accesslog", "-")
    logger = PortalLogger(config)
    logger.access_log.addHandler(caplog.handler)
    response = SimpleNamespace(status="404 Not Found", sent=12)

    logger.access(
        response,
        None,
        {"REQUEST_METHOD": "GET", "PATH_INFO": path},
        datetime.timedelta(milliseconds=3),
    )

    line = caplog.records[-1].getMessage()
    assert TOKEN[:9] not in line
    assert TOKEN[9:] not in line
    assert "[…]" in json.loads(line)["path"]
