"""The least that gunicorn can be asked: a function that answers with bytes that it has. For `make bench`.

`BARE_ANSWERS` names a JSON file: by path, the headers and the file of the body.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

_ANSWERS = {
    path: ([tuple(header) for header in headers], Path(body).read_bytes())
    for path, (headers, body) in json.loads(Path(os.environ["BARE_ANSWERS"]).read_text()).items()
}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    headers, body = _ANSWERS[environ["PATH_INFO"]]
    start_response("200 OK", headers)
    return [body]
