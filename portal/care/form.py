"""The part of the page editor that says who answers for the page and when it is read again."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminDateInput
from wagtail.permissions import page_permission_policy

from portal.accounts.models import User
from portal.care.keeping import TypedCare, care_of
from portal.care.models import PageCare

OWNER, REVIEW_ON, NO_REVIEW = "care_owner", "care_review_on", "care_no_review"


class DateThatMayBeSetMeanwhile(AdminDateInput):
    """A date that goes along with what it was, and when the page was last read, as the editor showed them."""

    seen = ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        hidden = forms.HiddenInput().render(seen_name(name), self.seen, renderer=renderer)
        html: SafeString = super().render(name, value, attrs, renderer) + hidden
        return html


def seen_name(name: str) -> str:
    return f"{name}_seen"


class CareForm(WagtailAdminPageForm):
    """Reads and shows what stands beside the page; `BasePage.save_revision` keeps it, with the draft."""

    care_owner = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Chi risponde dei contenuti"),
        required=False,
        empty_label=_("Chi ha creato la pagina"),
        help_text=_("Riceve i promemoria per rileggerla."),
    )
    care_review_on = forms.DateField(
        label=_("Da rileggere entro il"),
        required=False,
        widget=DateThatMayBeSetMeanwhile,
        help_text=_(
            "Se resta vuota vale il tempo scritto nelle impostazioni del portale, contato dall’ultima "
            "pubblicazione; notizie, avvisi ed eventi non scadono da soli."
        ),
    )
    care_no_review = forms.BooleanField(
        label=_("Non serve rileggerla"),
        required=False,
        help_text=_("Per ciò che non invecchia: di questa pagina non arriva nessun promemoria."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        care = care_of(self.instance)
        # Whoever answered for it and may edit pages no longer stays until somebody chooses another.
        may_edit = page_permission_policy.users_with_permission("change").values("pk")
        owner: Any = self.fields[OWNER]
        owner.queryset = User.objects.filter(Q(pk__in=may_edit) | Q(pk=care.owner_id)).order_by(
            "first_name", "last_name", "email"
        )
        self.initial |= {
            OWNER: care.owner_id,
            REVIEW_ON: care.review_on,
            NO_REVIEW: care.needs_no_review,
        }
        # Of a form that comes back with mistakes it is what its first page showed.
        widget: Any = self.fields[REVIEW_ON].widget
        widget.seen = self.data.get(
            seen_name(self.add_prefix(REVIEW_ON)), f"{care.review_on or ''}|{_moment(care)}"
        )

    def save(self, commit: bool = True) -> Any:
        # A form that did not show these fields says nothing of them.
        if self.add_prefix(OWNER) in self.data:
            self.instance.typed_care = TypedCare(
                self.cleaned_data.get(OWNER),
                self._review_on(),
                bool(self.cleaned_data.get(NO_REVIEW)),
            )
        return super().save(commit)

    def _review_on(self) -> date | None:
        """The date that was typed; where it was left as shown and the page was read since, that of then."""
        typed: date | None = self.cleaned_data.get(REVIEW_ON)
        shown, _bar, read_at = str(self.fields[REVIEW_ON].widget.seen).partition("|")
        stored = care_of(self.instance)
        was_read_meanwhile = _moment(stored) != read_at
        return stored.review_on if was_read_meanwhile and str(typed or "") == shown else typed


def _moment(care: PageCare) -> str:
    return care.reread_at.isoformat() if care.reread_at else ""


def panel() -> MultiFieldPanel:
    """For every page, beside what promotes it."""
    return MultiFieldPanel(
        [
            FieldPanel(OWNER, disable_comments=True),
            FieldPanel(REVIEW_ON, disable_comments=True),
            FieldPanel(NO_REVIEW, disable_comments=True),
        ],
        heading=_("Chi la cura"),
        help_text=_("Vale appena si salva, anche senza pubblicare."),
    )
