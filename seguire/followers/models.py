"""Who asked to be written to, and of what: the least that is needed to write, and nothing of who they are.

An address is a follower once somebody pressed the button behind a letter to it; until then there is a
request alone. What is followed is a page or a topic. A newsletter that is composed one day goes to the same
followers.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from news.models import Topic
from portal.languages import ITALIAN


class Frequency(models.TextChoices):
    """How often what is new is told."""

    DAILY = "daily", _("Ogni giorno, se c’è qualcosa di nuovo")
    WEEKLY = "weekly", _("Una volta alla settimana, il lunedì")


class Follower(models.Model):
    """One address that confirmed it, and the secret by which whoever reads its letters comes back.

    The secret is derived from `seed` and the key of the portal (`portal.privacy.derived_secrets`): every
    letter carries the same, and the database holds a digest to find it by.
    """

    email = models.EmailField(unique=True)
    frequency = models.CharField(max_length=6, choices=Frequency.choices)
    seed = models.CharField(max_length=43)
    token_hash = models.CharField(max_length=64, unique=True)
    confirmed_at = models.DateTimeField(default=timezone.now)
    # The last time that somebody said or showed that the letters are wanted, and since when they are asked.
    wanted_at = models.DateTimeField(default=timezone.now, db_index=True)
    asked_at = models.DateTimeField(null=True)
    # When it is looked next whether there is anything new.
    next_at = models.DateTimeField(db_index=True)
    # Letters that came back lately, and when the last one did.
    refusals = models.PositiveSmallIntegerField(default=0)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("indirizzo che riceve gli aggiornamenti")
        verbose_name_plural = _("indirizzi che ricevono gli aggiornamenti")

    def __str__(self) -> str:
        return f"{self.pk} {self.frequency}"


class Subscription(models.Model):
    """One thing that is followed.

    `title` is what it was called in public when it was asked for: a page that is gone is still told of by its
    name. `language` is that in which it was asked for. `told` is the number of the last novelty that was
    looked at for it (`seguire.happened`).
    """

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="subscriptions")
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=5, default=ITALIAN)
    since = models.DateTimeField(default=timezone.now)
    told = models.PositiveBigIntegerField(default=0)
    # Since when what is followed cannot be read any more: a page taken down for an hour ends nothing.
    away_since = models.DateTimeField(null=True, db_index=True)
    ended_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        default_permissions = ()
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["follower", "page"], name="page_followed_once"),
            models.UniqueConstraint(fields=["follower", "topic"], name="topic_followed_once"),
            models.CheckConstraint(
                condition=Q(page__isnull=True) | Q(topic__isnull=True), name="one_thing_is_followed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} {self.title}"

    @property
    def key(self) -> tuple[str, int] | None:
        """What is followed, as novelties name it; None where it is gone."""
        if self.page_id is not None:
            return ("page", self.page_id)
        return ("topic", self.topic_id) if self.topic_id is not None else None


class FollowRequest(models.Model):
    """What somebody asked for with an address that may be anybody's, until a letter to it is answered.

    `wanted` are codes of what is to be followed (`subjects`). The digest of the letter's secret is written
    when the letter left. It stays for a while once confirmed: a second press leads to where the first did.
    """

    # The same for what is asked twice within a short time: a second press writes no second letter.
    press = models.CharField(max_length=64, unique=True)
    email = models.EmailField(db_index=True)
    frequency = models.CharField(max_length=6, choices=Frequency.choices)
    wanted = models.JSONField(default=list)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    link_hash = models.CharField(max_length=64, blank=True, db_index=True)
    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, null=True, related_name="requests")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} {self.asked_at:%Y-%m-%d %H:%M}"
