"""Makes tagged PDF documents (PDF/UA-1) out of a template and plain data.

Each document is made by a program of its own (`typesetting`), which gets the data on its standard input:
what goes wrong there, and however much it wants, ends with it. What somebody typed is only ever data to a
template, never markup, and the program sees neither the environment nor the network.
"""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal.languages import spoken
from portal.pdf import typesetting

logger = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "fonts"
TEMPLATES = settings.BASE_DIR / "templates"
# A receipt takes a tenth of a second; the longest that anybody can send takes a few on a busy machine.
SECONDS = 30
# At most so many at once in one process of the web server: the others wait, for so long.
AT_ONCE = 2
SECONDS_TO_WAIT = 10

_places = threading.BoundedSemaphore(AT_ONCE)


class NotMadeError(Exception):
    """There is no document this time; why is in the log."""


def make(template: str, data: Mapping[str, Any], *, title: str, running_head: str, moment: datetime) -> bytes:
    """A PDF document.

    Args:
        template: its path below `templates/`.
        data: plain JSON, which the template reads as `data` of `look.typ`. Characters that none of the fonts
            has get a stand-in, with a sentence that says so.
        title: of the document.
        running_head: stands at the top of every page.
        moment: when it counts as made, aware of its time zone: the same input gives the same bytes.

    Raises:
        NotMadeError: it took too long or too much memory, or it is not as PDF/UA asks.
    """
    order = {
        "root": str(TEMPLATES),
        "fonts": str(FONTS),
        "template": template,
        "moment": int(moment.timestamp()),
        "title": title,
        "frame": {
            "issuer": settings.SITE_NAME,
            "address": settings.SITE_URL,
            "running_head": running_head,
            "language": spoken(),
            "page": _("Pagina"),
            "of": _("di"),
        },
        "data": data,
        "stand_in_note": _(
            "Il segno %(sign)s sta al posto di un carattere che qui non si può stampare: online si vede."
        )
        % {"sign": typesetting.STAND_IN},
    }
    if not _places.acquire(timeout=SECONDS_TO_WAIT):
        logger.error("The PDF %s was not made: too many at once.", template)
        raise NotMadeError(template)
    try:
        return _made(template, json.dumps(order).encode())
    finally:
        _places.release()


def _made(template: str, order: bytes) -> bytes:
    program = [sys.executable, "-I", "-B", typesetting.__file__]
    try:
        # One thread: a worker of the web server has the processor of one, and not of all, to spend on it.
        ended = subprocess.run(  # noqa: S603 - our own program, with nothing of anybody's in its arguments
            program,
            input=order,
            capture_output=True,
            timeout=SECONDS,
            env={"RAYON_NUM_THREADS": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        logger.error("The PDF %s was not made: it took more than %d seconds.", template, SECONDS)
        raise NotMadeError(template) from error
    except OSError as error:
        logger.exception("The PDF %s was not made: its program did not start.", template)
        raise NotMadeError(template) from error
    if ended.returncode != 0:
        why = typesetting.without_quotations(ended.stderr.decode(errors="replace").strip())
        logger.error("The PDF %s was not made: exit %d. %s", template, ended.returncode, why)
        raise NotMadeError(template)
    return ended.stdout
