"""Which edition of the site is out: a word that changes whenever pages, sites or their settings do."""

from django.db import models

# The only row.
ONLY = 1


class Edition(models.Model):
    """The present edition. Triggers change `token` (`portal.pages.edition`), nothing else does."""

    token = models.CharField(max_length=80)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.token
