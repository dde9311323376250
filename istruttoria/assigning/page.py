"""The page on which whoever decides shares out what nobody has yet: first it shows who would get how many."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from candidature.access.scope import DECIDE
from candidature.actors import Actor
from candidature.process import assigning
from candidature.statuses import OPEN_STATUSES
from istruttoria.absences import cover
from istruttoria.assigning.days import WorkByField
from istruttoria.assigning.members import Member, members
from istruttoria.assigning.sharing import Row, Shares, Way, share
from istruttoria.permissions import ReviewerRequiredMixin
from istruttoria.queue.addresses import listing_parameters
from istruttoria.queue.listing import Listing
from portal.models import User

# Shared out at once: one transaction, for which nobody should wait.
MOST = 2000


class ShareForm(forms.Form):
    """How, and among whom."""

    way = forms.ChoiceField(
        label=gettext_lazy("Come"), choices=Way.choices, initial=Way.EVENLY, widget=forms.RadioSelect
    )
    among = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Tra chi"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Ciascuno riceve solo ciò che riguarda le proprie commissioni; chi vede tutto, anche il resto."
        ),
        error_messages={"required": gettext_lazy("Scegli almeno una persona.")},
    )
    of_absent = forms.BooleanField(
        label=gettext_lazy("Anche ciò che è di chi oggi è assente"),
        required=False,
        help_text=gettext_lazy("Passa a chi la riceve, con il giorno che scrivi qui sotto o senza."),
    )
    work_by = WorkByField()
    # Of the shares that were on the screen.
    shown = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, offered: list[Member], data: Any = None) -> None:
        # Who oversees all is asked for where somebody means them.
        present = [one.account.pk for one in offered if not one.is_away and not one.oversees]
        super().__init__(data, initial={"among": present})
        among = cast(forms.TypedMultipleChoiceField, self.fields["among"])
        among.choices = [(one.account.pk, one.in_words(_load(one))) for one in offered]


def _load(member: Member) -> str:
    return ngettext("ne ha %(n)d aperta", "ne ha %(n)d aperte", member.load) % {"n": member.load}


@dataclass(frozen=True)
class Share:
    """What one member would get, for the page."""

    account: User
    load: int
    gets: int

    @property
    def afterwards(self) -> int:
        return self.load + self.gets


@dataclass(frozen=True)
class Waiting:
    """What can be shared out at once; when that is done, as much again.

    Attributes:
        are_first: there are more in the order of the list.
    """

    rows: list[Row]
    are_first: bool


class ShareView(ReviewerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Over what the list's filters choose, still open and nobody's, or of who is away if that is asked."""

    template_name = "istruttoria/share.html"
    header_icon = "group"
    page_title = gettext_lazy("Distribuisci")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def rows(self) -> list[Row]:
        """The first of them in the order of the list."""
        return self._waiting.rows

    @cached_property
    def _waiting(self) -> Waiting:
        of_absent = "of_absent" in self.request.POST
        return self._found(Q(assigned_to=None) | self._of_absent if of_absent else Q(assigned_to=None))

    @property
    def _of_absent(self) -> Q:
        return Q(assigned_to__in=cover.away(timezone.localdate()).order_by().values("account"))

    @cached_property
    def _listing(self) -> Listing:
        return Listing(self.request)

    def _found(self, whose: Q) -> Waiting:
        waiting = self._listing.chosen_among(whose & Q(status__in=OPEN_STATUSES))
        found = waiting.order_by(*self._listing.order).values_list("pk", "page", "zone", "assigned_to")
        rows = [Row(*row) for row in found[: MOST + 1]]
        return Waiting(rows[:MOST], are_first=len(rows) > MOST)

    @cached_property
    def offered(self) -> list[Member]:
        """Those of whom any row is within reach."""
        # Where nothing is nobody's, there may be something of who is away.
        kinds = {(row.page, row.zone) for row in self.rows or self._found(self._of_absent).rows}
        return [one for one in members(timezone.localdate()) if any(one.reaches(*kind) for kind in kinds)]

    @property
    def _holders(self) -> dict[int, int | None]:
        return {row.pk: row.holder for row in self.rows}

    @property
    def queue_url(self) -> str:
        return f"{reverse('candidature_review:index')}?{listing_parameters(self.request.GET).urlencode()}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Shows the shares, or makes them if they are those that were shown."""
        form = ShareForm(self.offered, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        among = [one for one in self.offered if one.account.pk in form.cleaned_data["among"]]
        shares = share(self.rows, among, Way(form.cleaned_data["way"]))
        shown = form.cleaned_data["shown"]
        if "confirm" in request.POST and shares.of and shown == shares.digest:
            return self._make(shares, form.cleaned_data["work_by"])
        return self.render_to_response(
            self.get_context_data(
                form=form,
                shares=shares,
                table=_table(shares, among),
                changed="confirm" in request.POST and shown != shares.digest,
            )
        )

    def _make(self, shares: Shares, work_by: date | None) -> HttpResponse:
        actor = Actor.staff(cast(User, self.request.user))
        wanted = {pk: member.account for pk, member in shares.of.items()}
        outcomes = assigning.assign_many(
            wanted, actor, former=self._holders, days=dict.fromkeys(wanted, work_by)
        )
        done = sum(outcome.is_done for outcome in outcomes)
        messages.success(
            self.request,
            ngettext("Assegnata %(n)d candidatura.", "Assegnate %(n)d candidature.", done) % {"n": done},
        )
        if done < len(outcomes):
            missed = len(outcomes) - done
            told = ngettext(
                "%(n)d intanto è cambiata ed è rimasta com’era.",
                "%(n)d intanto sono cambiate e sono rimaste com’erano.",
                missed,
            )
            messages.warning(self.request, told % {"n": missed})
        return redirect(self.queue_url)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.queue_url, "label": _("Candidature")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "form": kwargs.get("form") or ShareForm(self.offered),
            "how_many": len(self.rows),
            "are_first": self._waiting.are_first,
            "nobody_seated": all(one.oversees for one in self.offered),
            "nobody_offered": not self.offered,
            "queue_url": self.queue_url,
        }


def _table(shares: Shares, among: list[Member]) -> list[Share]:
    gets = shares.how_many()
    return [Share(one.account, one.load, gets[one.account.pk]) for one in among]
