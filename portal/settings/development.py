"""`make dev`: the embedded portal with debug pages, the debug toolbar, and a browser that reloads itself.

The strict policy about scripts and styles stays as it is for visitors: what breaks it is seen here first.
"""

from typing import Any

from portal.settings.base import LOGGING
from portal.settings.embedded import *
from portal.settings.embedded import INSTALLED_APPS, MIDDLEWARE, STORAGES

DEBUG = True
# Templates change without anybody's telling the database.
PAGE_CACHE = False
EDITION_MEMORY = False
INTERNAL_IPS = ["127.0.0.1", "::1"]
ROOT_URLCONF = "portal.development_urls"
INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar", "django_browser_reload"]
# Inside whatever sets headers, so that the strict policy holds for the tools too.
_after = MIDDLEWARE.index("portal.web.middleware.SecurityHeadersMiddleware") + 1
MIDDLEWARE = [
    *MIDDLEWARE[:_after],
    "debug_toolbar.middleware.DebugToolbarMiddleware",
    "django_browser_reload.middleware.BrowserReloadMiddleware",
    *MIDDLEWARE[_after:],
]
# Style sheets and scripts are served from where they are written: nothing to collect.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DEBUG_TOOLBAR_CONFIG: dict[str, Any] = {
    # Their panels look into every template and signal, and make each page slow.
    "DISABLE_PANELS": {
        "debug_toolbar.panels.profiling.ProfilingPanel",
        "debug_toolbar.panels.redirects.RedirectsPanel",
        "debug_toolbar.panels.templates.TemplatesPanel",
    },
    "SHOW_COLLAPSED": True,
}
_logging: dict[str, Any] = LOGGING
_logging["formatters"]["plain"] = {"format": "%(levelname)s %(name)s: %(message)s"}
_logging["handlers"]["console"]["formatter"] = "plain"
_logging["loggers"]["django.server"] = {"handlers": ["console"], "level": "INFO", "propagate": False}
