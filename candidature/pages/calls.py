"""Calls: manifestazioni d'interesse and other public notices."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from candidature.pages import maximum
from candidature.pages.checks import ChecksBlock, WhenOpen
from candidature.pages.folding import FoldedPanel, Values
from candidature.pages.panels import PLACE_PANELS, TITLE_PANELS, WINDOW_PANELS, edit_handler, written
from candidature.pages.participation import ParticipationPage
from candidature.pages.scoring import CriteriaBlock
from candidature.pages.words import Places
from candidature.statuses import Kind
from portal.blocks import BodyBlock
from portal.blocks.body import questions_in
from portal.languages import spoken
from portal.machines.structured import moment, questions
from portal.pages.fields import StreamField

PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link"]


def _examined(value: Values) -> str:
    checks = value("checks")
    if checks is None:
        return ""
    how_many = len(checks)
    if not how_many:
        return gettext("nessun controllo")
    return ngettext("%(number)d controllo", "%(number)d controlli", how_many) % {"number": how_many}


def _scored(value: Values) -> str:
    scoring = value("scoring")
    if scoring is None:
        return ""
    how_many = len(scoring)
    if not how_many:
        return gettext("nessun criterio")
    return ngettext("%(number)d criterio", "%(number)d criteri", how_many) % {"number": how_many}


def limited_calls(page_ids: Iterable[int]) -> dict[int, str]:
    """Of these calls, where there is a maximum: how many may come and how many did, in words; one query."""
    limited = CallPage.objects.filter(pk__in=list(page_ids), most_submissions__isnull=False)
    rows = limited.annotate(came=maximum.counted_of_each()).values_list("pk", "most_submissions", "came")
    return {pk: maximum.in_words(most or 0, came).line for pk, most, came in rows}


class CallPage(ParticipationPage):
    """A public call: who may answer, by when, by which criteria, and how it ended."""

    kind = Kind.CALL
    new_label = _("Nuovo avviso")
    begins_with_a_step = True
    has_waiting_list = False

    class CallType(models.TextChoices):
        PARTNERS = "partners", _("Manifestazione d’interesse per partner")
        ACTIVATORS = "activators", _("Chiamata per attivatori di comunità")
        OTHER = "other", _("Altro avviso")

    call_type = models.CharField(
        _("tipo di avviso"), max_length=12, choices=CallType.choices, default=CallType.PARTNERS
    )
    eligible_subjects = RichTextField(_("a chi è rivolto"), features=PLAIN_FEATURES, blank=True)
    criteria = RichTextField(_("criteri di valutazione"), features=PLAIN_FEATURES, blank=True)
    outcome = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("esito"),
        help_text=_("Codici delle candidature, mai nomi di persone."),
    )

    checks = StreamField(
        ChecksBlock(),
        blank=True,
        verbose_name=_("controlli dell’istruttoria formale"),
        help_text=_(
            "Chi esamina li trova nella scheda di ogni candidatura e risponde sì, no o non serve. Chi ha "
            "inviato non li vede. Le risposte già date restano com’erano anche se poi li cambi."
        ),
    )
    when_open = models.CharField(
        _("finché un controllo che serve è aperto"),
        max_length=8,
        choices=WhenOpen.choices,
        default=WhenOpen.WARN,
        help_text=_("È aperto finché non ha per risposta «sì» o «non serve»."),
    )

    scoring = StreamField(
        CriteriaBlock(),
        blank=True,
        verbose_name=_("criteri con punteggio"),
        help_text=_(
            "Chi valuta li trova nella scheda di ogni candidatura e dà i punti, da zero al massimo che "
            "scrivi. Chi ha inviato non li vede: ciò che deve sapere scrivilo tra i criteri di valutazione. "
            "I punti già dati restano com’erano anche se poi li cambi."
        ),
    )
    scores_are_independent = models.BooleanField(
        _("ognuno valuta per conto suo"),
        default=True,
        help_text=_(
            "Chi valuta vede i punti dei colleghi solo dopo aver dato i suoi, o quando la candidatura è "
            "conclusa. Chi decide li vede sempre."
        ),
    )

    most_submissions = models.PositiveIntegerField(
        _("numero massimo di candidature"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Vuoto: senza limite. Si ricevono in ordine di arrivo; raggiunto il numero, la pagina lo dice e "
            "non si può più inviare: chi stava scrivendo conserva la bozza. Chi si ritira libera il posto; "
            "una candidatura non ammessa no."
        ),
    )
    forewarns = models.BooleanField(
        _("prima di non ammettere, comunica i motivi ostativi"),
        default=False,
        help_text=_(
            "Chi si candida riceve i motivi e ha almeno dieci giorni per le sue osservazioni: solo dopo si "
            "decide (L. 241/1990, art. 10-bis). La legge non lo chiede per i concorsi."
        ),
    )

    template = "candidature/call_page.html"
    # The outcome names the codes of other people.
    exclude_fields_in_copy = [*ParticipationPage.exclude_fields_in_copy, "outcome"]
    travels = (
        *ParticipationPage.travels,
        "call_type",
        "eligible_subjects",
        "criteria",
        "when_open",
        "forewarns",
        "most_submissions",
        "scores_are_independent",
    )
    travelling_streams = (*ParticipationPage.travelling_streams, "checks", "scoring")
    followed = (
        *ParticipationPage.followed,
        "checks",
        "when_open",
        "scoring",
        "scores_are_independent",
        "forewarns",
        "most_submissions",
    )

    search_fields = [
        *ParticipationPage.search_fields,
        index.SearchField("eligible_subjects"),
        index.SearchField("outcome"),
    ]

    edit_handler = edit_handler(
        *TITLE_PANELS,
        FieldPanel("call_type"),
        *WINDOW_PANELS,
        *PLACE_PANELS,
        FieldPanel("body"),
        FoldedPanel(
            [FieldPanel("eligible_subjects"), FieldPanel("criteria")],
            heading=_("A chi è rivolto e criteri"),
            says=written("eligible_subjects", "criteria"),
        ),
        FoldedPanel([FieldPanel("outcome")], heading=_("Esito"), says=written("outcome")),
        one_each=_(
            "Chi si è già candidato non può candidarsi di nuovo, se non si è ritirato. Si riconosce "
            "dall’indirizzo email e dal codice fiscale o dalla partita IVA che il modulo chiede."
        ),
        who_takes_part=[FieldPanel("most_submissions")],
        procedure=[
            FoldedPanel(
                [FieldPanel("checks"), FieldPanel("when_open"), FieldPanel("forewarns")],
                heading=_("Istruttoria formale"),
                says=_examined,
            ),
            FoldedPanel(
                [FieldPanel("scoring"), FieldPanel("scores_are_independent")],
                heading=_("Punteggi"),
                says=_scored,
            ),
        ],
    )

    class Meta:
        verbose_name = _("avviso")
        verbose_name_plural = _("avvisi")

    @property
    def forewarns_first(self) -> bool:
        return self.forewarns

    @property
    def most_taken(self) -> int | None:
        return self.most_submissions

    def has_room(self) -> bool:
        return self.most_submissions is None or maximum.counted(self.answered_id) < self.most_submissions

    def had_room(self, at: datetime) -> bool:
        return self.most_submissions is None or maximum.counted(self.answered_id, at) < self.most_submissions

    @classmethod
    def is_full_at(cls, at: datetime) -> models.Q:
        return models.Q(most_submissions__isnull=False, opens_at__lte=at, closes_at__gt=at) & models.Q(
            LessThanOrEqual(F("most_submissions"), maximum.counted_of_each())
        )

    @classmethod
    def fact_columns(cls) -> dict[str, Any]:
        """Those of every page, and how many more are taken where there is a maximum."""
        limited = models.When(
            most_submissions__isnull=False, then=F("most_submissions") - maximum.counted_of_each()
        )
        room = models.Case(limited, default=None, output_field=models.IntegerField())
        return {**super().fact_columns(), "fact_room": room}

    def places(self) -> Places | None:
        if self.most_submissions is None:
            return None
        return maximum.in_words(self.most_submissions, maximum.counted(self.answered_id))

    def structured(self, root: str, address: str) -> list[dict[str, Any]]:
        service = {
            "@type": "GovernmentService",
            "name": self.title,
            "description": self.get_meta_description(),
            "serviceType": self.type_label,
            "url": address,
            "provider": {"@id": f"{root}/#ente"},
            "serviceOperator": self.office and {"@type": "GovernmentOrganization", "name": self.office},
            "areaServed": [
                {"@type": "AdministrativeArea", "name": name} for name in self.admitted_zone_names()
            ],
            "audience": {"@type": "Audience", "audienceType": self.get_allowed_applicants_display()},
            "availableChannel": {
                "@type": "ServiceChannel",
                "serviceUrl": address,
                "availableLanguage": spoken(),
            },
            "offers": {
                "@type": "Offer",
                "availability": f"https://schema.org/{'InStock' if self.has_room() else 'SoldOut'}",
                "availabilityStarts": moment(self.opens_at),
                "availabilityEnds": moment(self.closes_at),
            },
        }
        return [service, *questions(questions_in(self.body))]

    @property
    def type_label(self) -> str:
        text: str = self.get_call_type_display()
        return text
