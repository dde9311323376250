"""One machine, no other service: SQLite, mail as files, media served by the portal itself."""

from portal.settings.base import *
from portal.settings.base import VAR_DIR
from portal.settings.databases import sqlite

DEBUG = False
SECRET_KEY = "embedded-default-key-refused-by-the-production-settings"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = {"default": sqlite(VAR_DIR / "portal.sqlite3")}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
SERVE_MEDIA = True
