"""The embedded portal with the plain form beside it."""

from portal.settings.embedded import *  # noqa: F403
from portal.settings.embedded import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.contrib.forms", "tests.load.plain_form"]
