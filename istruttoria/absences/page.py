"""Where somebody says when they are away and who stands in, and takes it back."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from candidature.access.scope import OVERSEE, REVIEW
from candidature.models import Committee
from istruttoria.absences import cover
from istruttoria.absences.models import Absence
from istruttoria.permissions import ReviewerRequiredMixin
from portal.models import User

LONGEST = timedelta(days=366)


class AbsenceForm(forms.ModelForm[Absence]):
    """From when until when, and who stands in."""

    class Meta:
        model = Absence
        fields = ["first_day", "last_day", "stand_in"]
        widgets = {"first_day": AdminDateInput, "last_day": AdminDateInput}

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data, instance=Absence(account=user))
        stand_in = cast("forms.ModelChoiceField[User]", self.fields["stand_in"])
        stand_in.queryset = possible_stand_ins(user)
        stand_in.empty_label = _("Nessuno")
        stand_in.help_text = _("Vede ciò che è assegnato a te in «Da fare», per ciò che può già vedere.")

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
        return cleaned


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


class AbsencesView(ReviewerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """One's own absences, and those in which one stands in."""

    template_name = "istruttoria/absences.html"
    header_icon = "calendar-alt"
    page_title = gettext_lazy("Assenze")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Adds an absence."""
        form = AbsenceForm(self.user, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        form.save()
        messages.success(request, _("Fatto: l’assenza è segnata."))
        return redirect("candidature_review:absences")

    @property
    def user(self) -> User:
        """The account, which `ReviewerRequiredMixin` found to be one."""
        return cast(User, self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("candidature_review:index"), "label": _("Candidature")}
        return [*super().get_breadcrumbs_items(), queue, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Absence.objects.filter(account=self.user, last_day__gte=timezone.localdate())
        form = kwargs.get("form") or AbsenceForm(self.user)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "media": form.media,
            "own": own.select_related("stand_in"),
            "standing_in": cover.stood_in_for(self.user),
        }


class AbsenceEndView(ReviewerRequiredMixin):
    """Takes back an absence of one's own; by POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        get_object_or_404(Absence, pk=kwargs["pk"], account=request.user).delete()
        messages.success(request, _("Fatto: l’assenza è tolta."))
        return redirect("candidature_review:absences")
