"""A real server: PostgreSQL, Redis, SMTP and HTTPS. Refuses to start when something is missing or weak."""

from pathlib import Path

from portal.settings import environment
from portal.settings.base import *
from portal.settings.base import VAR_DIR
from portal.settings.environment import env, read, stop, text

if read("DEBUG", env.bool, "left out: this portal has no debug mode in production", default=False):
    stop("DEBUG is on, and debug pages show secrets: remove the variable.")
DEBUG = False

SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = environment.allowed_hosts()
SITE_URL = environment.site_url(text("SITE_URL", "the public address of the portal"), https=True)
environment.check_site_url_is_served(SITE_URL, ALLOWED_HOSTS)
WAGTAILADMIN_BASE_URL = SITE_URL
if not env.str("VAR_DIR", "").strip():
    stop("VAR_DIR is missing, it must be the folder where uploads are kept, outside the code.")
if not Path(env.str("VAR_DIR")).is_absolute():
    # Web server, worker and commands may begin in different folders, and each would keep uploads of its own.
    stop("VAR_DIR is relative, it must be a whole path such as /var/lib/portal.")
environment.writable_folder("VAR_DIR", VAR_DIR)

DATABASES = {"default": environment.database()}
CACHES = {"default": environment.cache(text("CACHE_URL", "redis://host:6379/0"))}
vars().update(environment.email(text("EMAIL_URL", "smtp+tls://user:password@host:587")))
DEFAULT_FROM_EMAIL = environment.sender(text("DEFAULT_FROM_EMAIL", "a sender such as Name <a@b.it>"))
SERVER_EMAIL = DEFAULT_FROM_EMAIL

SERVE_MEDIA = read("SERVE_MEDIA", env.bool, "true or false", default=False)
REFUSE_DEMO_ACCOUNTS = True

# How many reverse proxies of ours stand in front. The nearest one must set X-Forwarded-Proto and append to
# X-Forwarded-For. Without any, nobody would speak HTTPS.
TRUSTED_PROXIES = environment.trusted_proxies(least=1)
# A proxy that buffers bodies calls when the last byte is there; a deadline counts from the first.
TRUST_ARRIVAL_TIME = read("TRUST_ARRIVAL_TIME", env.bool, "true or false", default=False)
ARRIVAL_MAX_SECONDS = environment.whole_number("ARRIVAL_MAX_SECONDS", 1, 3600, default=900, of="seconds")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
# Load balancers ask on plain HTTP, from inside.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# W021: asking browsers to preload HSTS is a decision about the whole domain, not about this portal.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
