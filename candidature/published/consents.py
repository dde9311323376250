"""What somebody of the staff agreed to before a page is published that changes things for who is writing.

A consent is for one step, from one state to another: whatever else is published meanwhile makes it void. It
waits, because a page may be published at an hour of its own or by an approval, and is used up when the page
says what was agreed to.
"""

from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Protocol

from django.conf import settings
from django.db import models
from django.utils import timezone

# What is agreed to: another form, another term, others who may take part.
FORM, TERM, WHO = "form", "term", "who"


class Given(Protocol):
    """Who agreed, and what they wrote of it."""

    @property
    def by(self) -> Any: ...

    @property
    def note(self) -> str: ...

    @property
    def office_note(self) -> str: ...


class Step(NamedTuple):
    """From what to what: digests of forms, or marks of terms and of who is admitted."""

    aspect: str
    before: str
    after: str


class ConsentManager(models.Manager["Consent"]):
    def is_given(self, page_id: int, step: Step) -> bool:
        return self.filter(page=page_id, **step._asdict()).exists()

    def give(
        self,
        page_id: int,
        step: Step,
        *,
        by: Any,
        note: str,
        office_note: str = "",
        until_before: datetime | None = None,
        was_concluded: bool = False,
    ) -> None:
        """Notes a consent in the place of those to the same change of this page that were not used."""
        self.filter(page=page_id, aspect=step.aspect).delete()
        self.create(
            page_id=page_id,
            by=by,
            note=note,
            office_note=office_note,
            until_before=until_before,
            was_concluded=was_concluded,
            **step._asdict(),
        )

    def used(self, page_id: int, aspect: str, after: str) -> "Consent | None":
        """The consent by which the page says this now, which is thereby gone; None where there was none."""
        given = self.filter(page=page_id, aspect=aspect, after=after).select_related("by").first()
        if given is not None:
            given.delete()
        return given


class Consent(models.Model):
    """One that was not used yet."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    aspect = models.CharField(max_length=8)
    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)
    office_note = models.TextField(blank=True)
    until_before = models.DateTimeField(null=True)
    was_concluded = models.BooleanField(default=False)

    objects: ClassVar[ConsentManager] = ConsentManager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("page", "aspect"), name="one_consent_for_each_change")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.aspect}"
