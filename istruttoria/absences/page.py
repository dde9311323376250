"""Where somebody says when they are away and who stands in, and takes it back; who oversees, for all.

What is said for a colleague is noted in the log of the site, with who said it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import LogFormatter, log

from candidature.access.scope import OVERSEE, REVIEW
from candidature.models import Committee
from istruttoria.absences import cover
from istruttoria.absences.models import Absence
from istruttoria.permissions import ReviewerRequiredMixin
from portal.models import User

LONGEST = timedelta(days=366)
# In the history of the site, about the colleague: without the days, which are forgotten with the absence.
SAID, TAKEN_BACK = "istruttoria.say_absence", "istruttoria.take_back_absence"
# In the address: of which colleague.
OF_WHOM = "chi"


@dataclass(frozen=True)
class Listed:
    """An absence, and where who was chosen is away today as well: who stands in today instead, if anybody."""

    absence: Absence
    is_chosen_away: bool
    instead: str


def _listed(absences: QuerySet[Absence]) -> list[Listed]:
    today = timezone.localdate()
    covering = cover.stand_ins(today)
    return [_as_listed(one, today, covering) for one in absences]


def _as_listed(one: Absence, today: date, covering: Mapping[int, Sequence[User]]) -> Listed:
    is_chosen_away = one.stand_in_id in covering and one.first_day <= today
    there = covering.get(one.account_id, []) if is_chosen_away else []
    return Listed(one, is_chosen_away, ", ".join(map(str, there)))


class AbsenceForm(forms.ModelForm[Absence]):
    """From when until when, and who stands in."""

    class Meta:
        model = Absence
        fields = ["first_day", "last_day", "stand_in"]
        widgets = {"first_day": AdminDateInput, "last_day": AdminDateInput}

    def __init__(self, account: User, data: Any = None, *, is_own: bool = True) -> None:
        super().__init__(data, instance=Absence(account=account))
        stand_in = cast("forms.ModelChoiceField[User]", self.fields["stand_in"])
        stand_in.queryset = possible_stand_ins(account)
        stand_in.empty_label = _("Nessuno")
        if is_own:
            stand_in.help_text = _(
                "Vede ciò che è assegnato a te in «Da fare», per ciò che può già vedere. "
                "Se non scegli nessuno, in quei giorni conta come di nessuno."
            )
        else:
            stand_in.label = _("Chi sostituisce chi è assente")
            stand_in.help_text = _(
                "Vede in «Da fare» ciò che è suo, per ciò che può già vedere. "
                "Se non scegli nessuno, in quei giorni conta come di nessuno."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("L’ultimo giorno viene prima del primo."))
        elif first and last and last - first > LONGEST:
            self.add_error("last_day", _("Al massimo un anno."))
        elif first and first - timezone.localdate() > LONGEST:
            self.add_error("first_day", _("Al massimo un anno da oggi."))
        elif last and last < timezone.localdate():
            self.add_error("last_day", _("Questo giorno è già passato."))
        elif first and last and (other := self._other_in(first, last)):
            self.add_error(
                "first_day",
                _("C’è già un’assenza %(days)s: scegli altri giorni, o prima togli quella.")
                % {"days": other.in_words},
            )
        return cleaned

    def _other_in(self, first: date, last: date) -> Absence | None:
        """One that has days in common and is not over: of two that differ nobody could tell which holds."""
        others = Absence.objects.filter(account=self.instance.account, last_day__gte=timezone.localdate())
        return others.filter(first_day__lte=last, last_day__gte=first).first()


def possible_stand_ins(user: User) -> QuerySet[User]:
    """Who reviews some of what this account reviews, or oversees."""
    mine = Committee.objects.filter(members=user.pk)
    shared = (
        Q(pk__in=mine.values("pk"))
        | Q(pages__in=mine.exclude(pages=None).values("pages"))
        | Q(zones__in=mine.exclude(zones=None).values("zones"))
    )
    together = Committee.objects.filter(shared, members=OuterRef("pk"))
    accounts = ModelBackend()
    reviewing = accounts.with_perm(REVIEW).order_by().values("pk")
    overseeing = accounts.with_perm(OVERSEE, include_superusers=False).order_by().values("pk")
    found = get_user_model().objects.filter(pk__in=reviewing).exclude(pk=user.pk)
    return found.filter(Exists(together) | Q(pk__in=overseeing)).order_by("last_name", "first_name", "email")


class ColleagueForm(forms.Form):
    """Of whom an absence is said, by whoever oversees."""

    chi = forms.ModelChoiceField(
        label=gettext_lazy("Di chi"),
        queryset=get_user_model().objects.none(),
        empty_label=gettext_lazy("Scegli chi…"),
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        cast("forms.ModelChoiceField[User]", self.fields["chi"]).queryset = colleagues(user)


def colleagues(user: User) -> QuerySet[User]:
    """The others who review, for whom whoever oversees may say that they are away."""
    reviewing = ModelBackend().with_perm(REVIEW, include_superusers=False).order_by().values("pk")
    found = get_user_model().objects.filter(pk__in=reviewing).exclude(pk=user.pk)
    return found.order_by("last_name", "first_name", "email")


class SaidFormatter(LogFormatter):
    label = gettext_lazy("Segna l’assenza di un collega")
    message = gettext_lazy("Segnata un’assenza")


class TakenBackFormatter(LogFormatter):
    label = gettext_lazy("Togli l’assenza di un collega")
    message = gettext_lazy("Tolta un’assenza")


def log_actions(actions: Any) -> None:
    """Hook `register_log_actions`."""
    actions.register_action(SAID)(SaidFormatter)
    actions.register_action(TAKEN_BACK)(TakenBackFormatter)


class AbsencesView(ReviewerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """One's own absences, and those in which one stands in; for who oversees those of all."""

    template_name = "istruttoria/absences.html"
    header_icon = "calendar-alt"
    page_title = gettext_lazy("Assenze")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Adds an absence."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        form.save()
        if self.account != self.user:
            log(instance=self.account, action=SAID, user=self.user)
        messages.success(request, _("Fatto: l’assenza è segnata."))
        return redirect("candidature_review:absences")

    @property
    def user(self) -> User:
        """The account, which `ReviewerRequiredMixin` found to be one."""
        return cast(User, self.request.user)

    @property
    def oversees(self) -> bool:
        return self.user.has_perm(OVERSEE)

    @cached_property
    def account(self) -> User:
        """Whose absence is said: one's own, or that of the colleague who is named in the address."""
        asked = self.request.GET.get(OF_WHOM)
        if not asked:
            return self.user
        chosen = ColleagueForm(self.user, self.request.GET)
        if not self.oversees or not chosen.is_valid():
            raise Http404
        return cast(User, chosen.cleaned_data[OF_WHOM])

    def _form(self, data: Any = None) -> AbsenceForm:
        return AbsenceForm(self.account, data, is_own=self.account == self.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("candidature_review:index"), "label": _("Candidature")}
        return [*super().get_breadcrumbs_items(), queue, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        coming = Absence.objects.filter(last_day__gte=timezone.localdate()).select_related("stand_in")
        of_others = coming.exclude(account=self.user).select_related("account", "stand_in")
        form = kwargs.get("form") or self._form()
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "media": form.media,
            "of_whom": self.account if self.account != self.user else None,
            "own": _listed(coming.filter(account=self.user)),
            "oversees": self.oversees,
            "of_others": _listed(of_others) if self.oversees else [],
            "colleague_form": ColleagueForm(self.user) if self.oversees else None,
            "standing_in": cover.stood_in_for(self.user),
        }


class AbsenceEndView(ReviewerRequiredMixin):
    """Takes back an absence of one's own, or for who oversees any; by POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = cast(User, request.user)
        reached = Absence.objects.all() if user.has_perm(OVERSEE) else Absence.objects.filter(account=user)
        absence = get_object_or_404(reached.select_related("account"), pk=kwargs["pk"])
        absence.delete()
        if absence.account != user:
            log(instance=absence.account, action=TAKEN_BACK, user=user)
        messages.success(request, _("Fatto: l’assenza è tolta."))
        return redirect("candidature_review:absences")
