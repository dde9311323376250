"""The embedded portal with the plain form beside it."""

from portal.settings.embedded import *  # noqa: F403
from portal.settings.embedded import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.contrib.forms", "tests.load.plain_form"]
# A yardstick: what it holds is invented and thrown away, and nobody looks at it. So the rules of the portal's
# own apps (what they hold and cost, and whose views they are) say nothing of it.
SILENCED_SYSTEM_CHECKS = ["portal.E001", "portal.E011", "portal.E021"]
