"""One machine, no other service: SQLite, mail as files, media served by the portal itself."""

from portal.settings import environment
from portal.settings.base import *
from portal.settings.base import VAR_DIR

DEBUG = False
SECRET_KEY = environment.EMBEDDED_SECRET_KEY
ALLOWED_HOSTS = environment.allowed_hosts(default=["127.0.0.1", "localhost", "[::1]"])
DATABASES = {"default": environment.database(default=VAR_DIR / "portal.sqlite3")}
EMAIL_BACKEND = "portal.mail_files.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
SERVE_MEDIA = True
