"""Logs that hold no personal data and no secret link.

Every pattern below reads its text once: a visitor chooses what is logged (a host name, a path), so work that
grows faster than the text would let a few long requests stop everybody else's.
"""

import datetime
import json
import logging
import re
import traceback

# What a visitor or a database may make us write; beyond it nothing is read, and the line says so.
LONGEST_TEXT = 32_000
CUT = "[…]"

# Below `/candidature/` every address is a secret but the first form's, below `/seguire/` and `/firme/` every
# one but a page's. The staff's own `/admin/candidature/` holds numbers. Case does not matter: who copies a
# link by hand gets it wrong. Slashes are read from the first of a run only, and never given back.
_APPLICANT_PATH = re.compile(
    r"(?i)(?<!/)(?!(?<=/admin)/[^/])(/++(?:candidature|seguire|firme)/+)"
    r"(?!(?:nuova|pagina|patto)/\d{1,19}/?(?:organizzazione/?)?(?:[\s\"'?#]|$))([^\s\"'?#]+)"
)
# What is kept of an address in good order, so that a log can be read: `bozza/[…]/passo/2/`.
_KNOWN_SHAPE = re.compile(
    r"(bozza|ricevuta|inviata|segui|prova|non-sono-io|conferma|iscrizioni|firmata)/(?:[A-Za-z0-9_-]{22}|\[…\])"
    r"(/?|/(?:passo/\d{1,3}|salvata|riepilogo|ritira|recapiti|cancella|completa|rinnova|basta|ancora)/?)"
)
# The same words further right or left than they belong, after half a link was lost.
_LOST_PATH = re.compile(
    r"(?i)(/(?:bozza|ricevuta|inviata|segui|non-sono-io|iscrizioni|firmata)/)(?!\[…\])[^\s\"'?#]+"
)
# A secret standing alone: as long as ours, give or take what was mistyped, and in mixed case, as no slug is.
_LONE_SECRET = re.compile(r"(?<=/)(?=[a-z0-9_-]{0,40}[A-Z])[A-Za-z0-9_-]{18,40}(?![A-Za-z0-9_.-])")
_PASSWORD_RESET = re.compile(r"(/password_reset/confirm/)[^\s\"'?#]+")
_QUERY = re.compile(r"(?<=[\w/\-])\?[^\s\"']+")
# Tried once for each run of characters, at its beginning, and never given back (`++`).
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]++@[\w\-]++(?:\.[\w\-]++)++")
_TAX_CODE = re.compile(r"\b[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]\b", re.IGNORECASE)
# PostgreSQL repeats the values of the failing row after these words.
_DATABASE_VALUES = re.compile(
    r"(DETAIL:|Failing row contains).*?(?=\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL
)


def redact(text: str) -> str:
    """The text without link secrets, query strings, email addresses, tax codes and database values.

    Only the first `LONGEST_TEXT` characters are read; the rest is left out.
    """
    text = _bounded(text)
    text = _DATABASE_VALUES.sub(rf"\1 {CUT}", text)
    text = _APPLICANT_PATH.sub(_without_secret, text)
    text = _LOST_PATH.sub(rf"\1{CUT}", text)
    text = _PASSWORD_RESET.sub(rf"\1{CUT}/", text)
    text = _QUERY.sub(f"?{CUT}", text)
    text = _LONE_SECRET.sub(CUT, text)
    text = _EMAIL.sub("[email]", text)
    return _TAX_CODE.sub("[codice fiscale]", text)


def redact_path(path: str) -> str:
    """The path of a request, redacted.

    Unlike in a sentence, blanks and quotes belong to it: a secret copied with a space in the middle is cut
    out to its end.
    """
    return redact(re.sub(r"[\s\"'?#]", "_", path[:LONGEST_TEXT]))


def _bounded(text: str) -> str:
    """The beginning of a long text, up to a blank: half an address would no longer look like one."""
    if len(text) <= LONGEST_TEXT:
        return text
    head = text[:LONGEST_TEXT]
    whole_words = head[: max(head.rfind(" "), head.rfind("\n"), 0)]
    return f"{whole_words} [… {len(text) - len(whole_words)} characters left out]"


def _without_secret(found: re.Match[str]) -> str:
    prefix, rest = found.groups()
    shape = _KNOWN_SHAPE.fullmatch(rest)
    return f"{prefix}{shape[1]}/{CUT}{shape[2] or '/'}" if shape else f"{prefix}{CUT}"


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
            "message": redact(_message(record)),
        }
        if record.exc_info and record.exc_info[1] is not None:
            whole = "".join(traceback.format_exception(record.exc_info[1]))
            # The name of what went wrong stands last, where a long traceback is cut.
            entry["error"] = type(record.exc_info[1]).__name__
            entry["traceback"] = redact(whole)
        return json.dumps(entry, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """The sentence, with each argument that is a path (Django's "Not Found: %s") redacted as one."""
    if not isinstance(record.args, tuple):
        return record.getMessage()
    args = tuple(
        redact_path(arg) if isinstance(arg, str) and arg.startswith("/") else arg for arg in record.args
    )
    return str(record.msg) % args if args else str(record.msg)
