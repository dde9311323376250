"""Settings of the test suite: SQLite in a real file, or PostgreSQL when DATABASE_URL says so."""

from typing import Any

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

_chosen: dict[str, Any]
if env.str("DATABASE_URL", ""):
    _chosen = dict(dj_database_url.parse(env.str("DATABASE_URL")))
    # What a test commits need not outlive a power cut: nobody waits for the disk. All else is as it was.
    _chosen["OPTIONS"] = {"options": "-c synchronous_commit=off", **_chosen.get("OPTIONS", {})}
else:
    # A file, not memory: write-ahead logging and real locks are part of what is tested.
    _chosen = sqlite(VAR_DIR / "test" / "portal.sqlite3")
    # Tests ask more different things than a process of the portal; Python keeps 128 prepared unless told.
    _chosen["OPTIONS"]["cached_statements"] = 1000
DATABASES = {"default": _chosen}

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
SERVE_MEDIA = True
