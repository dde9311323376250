"""Settings of the test suite: SQLite in a real file, or PostgreSQL when DATABASE_URL says so."""

import dj_database_url

from portal.settings.base import *
from portal.settings.base import INSTALLED_APPS, LIMITS, STORAGES, VAR_DIR
from portal.settings.databases import sqlite
from portal.settings.environment import env

INSTALLED_APPS = ["demo", *INSTALLED_APPS]
DEBUG = False
# A test fills in a form faster than anybody.
LIMITS = {**LIMITS, "MINIMUM_SECONDS": 0}
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

if env.str("DATABASE_URL", ""):
    DATABASES = {"default": dict(dj_database_url.parse(env.str("DATABASE_URL")))}
else:
    # A file, not memory: write-ahead logging and real locks are part of what is tested.
    DATABASES = {"default": sqlite(VAR_DIR / "test" / "portal.sqlite3")}

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
SERVE_MEDIA = True
