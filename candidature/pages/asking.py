"""What a page asks: its form as it is frozen, and the stored version of it."""

from django.utils.translation import gettext_lazy as _

from candidature.pages.admitting import Admitting
from candidature.submissions.applicants import Applicant
from candidature.submissions.form_versions import FormVersion, digest_of
from moduli import Schema, StepsBlock, for_kind, freeze
from portal.languages import ITALIAN, reading
from portal.pages.fields import StreamField


class Asking(Admitting):
    """The questions of a page, step by step; who is asked is in `admitting`."""

    steps = StreamField(
        StepsBlock(),
        blank=True,
        verbose_name=_("passi del modulo"),
        help_text=_("Il primo passo, «Chi sei», c’è sempre: nome, recapiti e comune non vanno chiesti qui."),
    )

    class Meta:
        abstract = True

    @property
    def schema(self) -> Schema:
        """What its form asks. Nobody changes it."""
        return self.once("schema", self._frozen)

    def _frozen(self) -> Schema:
        """In Italian, whoever looks: a form has one digest, and words such as “Sì” are in it."""
        with reading(ITALIAN):
            return freeze(self.steps)

    @property
    def form_asked(self) -> Schema:
        """What its form asks of anybody whom it admits."""
        return for_kind(self.schema, self.only_kind) if self.only_kind else self.schema

    def form_of(self, applicant: Applicant) -> Schema:
        """What its form asks of this applicant, as far as they have said of what kind they are."""
        return for_kind(self.schema, self.kind_of(applicant))

    def kind_of(self, applicant: Applicant) -> str:
        """Of what kind an applicant is (`ApplicantKind`); empty while they have not said it."""
        return applicant.applicant_kind if applicant.last_name else self.only_kind

    @property
    def form_digest(self) -> str:
        """The digest of what its form asks, by which a version of it is known."""
        return self.once("form digest", lambda: digest_of(self.schema))

    @property
    def form_version_id(self) -> int | None:
        """The number of the stored version of what its form asks, if there is one.

        One that nothing named may be forgotten and made anew under another number; no number comes back.
        """
        return self.once("form version", self._stored_version)

    def _stored_version(self) -> int | None:
        versions = FormVersion.objects.filter(digest=self.form_digest).values_list("pk", flat=True)
        return next(iter(versions), None)
