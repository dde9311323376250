"""Logs that hold no personal data and no secret link."""

import datetime
import json
import logging
import re
import traceback

_SECRET_LINK = re.compile(r"(/candidature/(?:bozza|ricevuta|segui)/)[^/\s\"'?#]+")
_PASSWORD_RESET = re.compile(r"(/password_reset/confirm/)[^\s\"'?#]+")
_QUERY = re.compile(r"(?<=[\w/\-])\?[^\s\"']+")
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_TAX_CODE = re.compile(r"\b[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]\b", re.IGNORECASE)
# PostgreSQL repeats the values of the failing row after these words.
_DATABASE_VALUES = re.compile(
    r"(DETAIL:|Failing row contains).*?(?=\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL
)


def redact(text: str) -> str:
    """The text without link secrets, query strings, email addresses, tax codes and database values."""
    text = _DATABASE_VALUES.sub(r"\1 […]", text)
    text = _SECRET_LINK.sub(r"\1[…]/", text).replace("[…]//", "[…]/")
    text = _PASSWORD_RESET.sub(r"\1[…]/", text)
    text = _QUERY.sub("?[…]", text)
    text = _EMAIL.sub("[email]", text)
    return _TAX_CODE.sub("[codice fiscale]", text)


class JsonFormatter(logging.Formatter):
    """One redacted JSON object per line: time (UTC), level, logger, message and any traceback."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "message": redact(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1] is not None:
            entry["traceback"] = redact("".join(traceback.format_exception(record.exc_info[1])))
        return json.dumps(entry, ensure_ascii=False)
