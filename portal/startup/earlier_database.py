"""`manage.py` ends with a sentence, not a traceback, on a database made by the code of another time.

Only outside production: there a database is brought up to date by migrations, and one that is ahead of the
code is how a release is taken back.
"""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.db import DatabaseError, connection

from portal.startup import generation

# These touch no database, or are how one finds out about it.
WITHOUT_DATABASE = frozenset(
    {"check", "collectstatic", "compilemessages", "help", "makemessages", "makemigrations", "test", "version"}
)
NEVER_ASKED = frozenset({"portal.settings.production", "portal.settings.testing"})


def refuse(arguments: list[str]) -> None:
    """Ends the process with exit code 1 when a command would run on such a database.

    Args:
        arguments: of `manage.py`, the first being the command.
    """
    asks = bool(arguments) and not arguments[0].startswith("-") and "--help" not in arguments
    if not asks or arguments[0] in WITHOUT_DATABASE or os.environ["DJANGO_SETTINGS_MODULE"] in NEVER_ASKED:
        return
    on_sqlite = "sqlite" in settings.DATABASES["default"]["ENGINE"]
    if on_sqlite and not Path(settings.DATABASES["default"]["NAME"]).exists():
        return
    django.setup()
    try:
        tables = connection.introspection.table_names()
        of_another_time = generation.is_of_another_time(tables, _rows)
    except DatabaseError:
        # Not there, or locked: the command says so itself.
        return
    finally:
        connection.close()
    if of_another_time:
        at_home = on_sqlite and Path(settings.DATABASES["default"]["NAME"]).parent == settings.VAR_DIR
        sys.exit(generation.SENTENCE if at_home else generation.SENTENCE_ELSEWHERE)


def _rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
