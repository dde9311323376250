"""One machine, no other service: SQLite, mail as files, media served by the portal itself."""

from portal.settings import environment
from portal.settings.base import *
from portal.settings.base import INSTALLED_APPS, SITE_URL, VAR_DIR
from portal.settings.environment import env, read

INSTALLED_APPS = ["demo", *INSTALLED_APPS]
DEBUG = False
SECRET_KEY = environment.EMBEDDED_SECRET_KEY
ALLOWED_HOSTS = environment.allowed_hosts(default=["127.0.0.1", "localhost", "[::1]"])
environment.check_site_url_is_served(SITE_URL, ALLOWED_HOSTS)
DATABASES = {"default": environment.database(default=VAR_DIR / "portal.sqlite3")}
EMAIL_BACKEND = "portal.outbox.mail_files.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
SERVE_MEDIA = True
# The same proxies may stand in front of an embedded portal; docs/operations.md says what they must write.
TRUSTED_PROXIES = environment.trusted_proxies(least=0)
TRUST_ARRIVAL_TIME = read("TRUST_ARRIVAL_TIME", env.bool, "true or false", default=False)
