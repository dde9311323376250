"""Which edition of the site is out: words that change with what visitors are shown."""

from django.db import models

# The row of what surrounds every page: it changes with pages, sites and settings (`portal.pages.edition`).
ONLY = 1
# The row of everything that public pages show, and the one of what visitors change there all the time, such
# as the seats that are left (`portal.page_cache.triggers`).
CONTENT, COUNTS = 2, 3


class Edition(models.Model):
    """The present editions, a row each. Triggers change `token`, nothing else does."""

    token = models.CharField(max_length=80)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.token
