"""All forms that a page had in public: when, by whom, how many sent with each; any two compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Min
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from candidature.changes.effects import NAMES
from candidature.pages.admin_heading import OfPage
from candidature.pages.participation import ParticipationPage
from candidature.published.history import PageChange, What
from candidature.submissions.form_versions import FormVersion
from candidature.submissions.models import Submission
from moduli import Change, changes, on_paper


@dataclass(frozen=True)
class Version:
    """A form that a page had.

    Attributes:
        number: from one, in the order in which they came into force.
        change: by which it did; None for one that came without a publication, as when a list that a question
            offers was renewed.
        since: when it did, or when the first was sent with it.
        sent: how many were sent with it, while this one or an equal one was in force.
    """

    number: int
    form: FormVersion
    change: PageChange | None
    since: datetime
    sent: int


def versions(page: ParticipationPage) -> list[Version]:
    """Those of a page, newest first; two queries."""
    rows = Submission.objects.filter(page=page.pk).order_by().values("form_version")
    counted = rows.annotate(number=Count("pk"), first=Min("submitted_at"))
    sent: dict[int, dict[str, Any]] = {row["form_version"]: dict(row) for row in counted}
    noted = PageChange.objects.filter(page=page.pk, what=What.FORM).select_related("by", "form_version")
    found: list[tuple[datetime, FormVersion, PageChange | None]] = [
        (change.at, change.form_version, change) for change in noted if change.form_version
    ]
    unnoted = set(sent) - {form.pk for _at, form, _change in found}
    found += [(sent[form.pk]["first"], form, None) for form in FormVersion.objects.filter(pk__in=unnoted)]
    found.sort(key=lambda one: one[0])
    numbered = [
        Version(number, form, change, at, sent.get(form.pk, {}).get("number", 0))
        for number, (at, form, change) in enumerate(found, start=1)
    ]
    return numbered[::-1]


class VersionsPage(OfPage, TemplateView):
    """A page about the versions of one form."""

    @cached_property
    def versions(self) -> list[Version]:
        return versions(self.page)

    def version(self, number: Any) -> Version:
        """The one with this number.

        Raises:
            Http404: there is none.
        """
        for one in self.versions:
            if str(one.number) == str(number):
                return one
        raise Http404


class VersionsView(VersionsPage):
    """The list, and two of them to be compared."""

    template_name = "candidature/changes/versions.html"

    def get_page_title(self) -> str:
        return _("Versioni del modulo")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = self.versions[0].number if self.versions else 0
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "versions": self.versions,
            "newest": newest,
            "one_before": newest - 1,
        }


class VersionView(VersionsPage):
    """One form, to be read as it was asked."""

    template_name = "candidature/changes/version.html"

    def get_page_title(self) -> str:
        return _("Versione %(number)s del modulo") % {"number": self.kwargs["number"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.version(self.kwargs["number"])
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "version": version,
            "steps": on_paper(version.form.schema),
        }


class CompareView(VersionsPage):
    """What changed from one version to another, the older first however they were chosen."""

    template_name = "candidature/changes/compare.html"

    def get_page_title(self) -> str:
        return _("Due versioni a confronto")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = [self.version(self.request.GET.get(name, "")) for name in ("da", "a")]
        old, new = sorted(chosen, key=lambda one: one.number)
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "old": old,
            "new": new,
            "changes": list(_named(changes(old.form.schema, new.form.schema))),
            "is_same": old.form.pk == new.form.pk,
        }


def _named(found: list[Change]) -> Iterator[tuple[str, Change]]:
    return ((str(NAMES[change.what]), change) for change in found)
