"""The addresses of the review below `/admin/candidature/`, and its place in the menu."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from istruttoria.absences.page import AbsenceEndView, AbsencesView
from istruttoria.assigning.page import ShareView
from istruttoria.audits.pages import ErasedAuditView, ErasedView
from istruttoria.bulk.choosing import ChooseActView
from istruttoria.bulk.listed import JobsView
from istruttoria.bulk.page import JobLetterView, JobMessageView, JobView
from istruttoria.by_hand.printing import HandedOverView, PrintedLetterView, PrintedReceiptView
from istruttoria.decisions.page import DecisionView
from istruttoria.detail.assigned import AssignView
from istruttoria.detail.audit import AuditView
from istruttoria.detail.checks import ChecksView
from istruttoria.detail.comparison import ComparisonView
from istruttoria.detail.erasure import ErasureView
from istruttoria.detail.files import AllFilesView, FilePreviewView, FileView, ShownFileView
from istruttoria.detail.labels import LabelsOfView
from istruttoria.detail.letters import LetterView
from istruttoria.detail.links import NewLinkView
from istruttoria.detail.notes import NamesView, NotesView, NoteView
from istruttoria.detail.opinions import AskOpinionView, OpinionPreviewView, OpinionShownView, OpinionView
from istruttoria.detail.page import DetailView
from istruttoria.detail.reached import ReachedView
from istruttoria.detail.scores import ScoresView
from istruttoria.detail.signed import SignedView
from istruttoria.exports.page import ExportView
from istruttoria.labels.pages import LabelsView, LabelView
from istruttoria.messages.page import MessagesView
from istruttoria.opening.page import PresenceView
from istruttoria.outcome.page import OutcomeView
from istruttoria.permissions import may_review
from istruttoria.queue.choosing_columns import ColumnsView
from istruttoria.queue.page import QueueView
from istruttoria.queue.saving import SavedFiltersView, SavedFilterView
from istruttoria.reports.page import ReportView


class QueueMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_review(request.user)


class ReviewViewSet(ViewSet):
    name = "candidature_review"
    url_prefix = "candidature"
    icon = "clipboard-list"
    menu_label = _("Candidature")
    menu_name = "candidature"
    menu_order = 110
    add_to_admin_menu = True
    menu_item_class = QueueMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", QueueView.as_view(), name="index"),
            path("results/", QueueView.as_view(results_only=True), name="index_results"),
            path("etichette/", LabelsView.as_view(), name="labels"),
            path("etichette/<int:label>/", LabelView.as_view(), name="label"),
            path("colonne/", ColumnsView.as_view(), name="columns"),
            path("filtri/", SavedFiltersView.as_view(), name="filters"),
            path("filtri/<int:saved>/", SavedFilterView.as_view(), name="filter"),
            path("rapporto/", ReportView.as_view(), name="report"),
            path("esporta/", ExportView.as_view(), name="export"),
            path("distribuisci/", ShareView.as_view(), name="share"),
            path("esito/<int:page_id>/", OutcomeView.as_view(), name="outcome"),
            path("assenze/", AbsencesView.as_view(), name="absences"),
            path("assenze/<int:pk>/togli/", AbsenceEndView.as_view(), name="absence_end"),
            path("cancellate/", ErasedView.as_view(), name="erased"),
            path("cancellate/<str:reference>/registro/", ErasedAuditView.as_view(), name="erased_audit"),
            path("insieme/", ChooseActView.as_view(), name="bulk"),
            path("insieme/lavori/", JobsView.as_view(), name="bulk_jobs"),
            path("insieme/<int:job>/", JobView.as_view(), name="bulk_job"),
            path("insieme/<int:job>/lettera/<int:row>/", JobLetterView.as_view(), name="bulk_letter"),
            path("insieme/<int:job>/messaggio/<int:row>/", JobMessageView.as_view(), name="bulk_message"),
            path("<int:pk>/", DetailView.as_view(), name="detail"),
            path("<int:pk>/file/", AllFilesView.as_view(), name="files"),
            path("<int:pk>/file/<uuid:public_id>/", FileView.as_view(), name="file"),
            path("<int:pk>/file/<uuid:public_id>/anteprima/", FilePreviewView.as_view(), name="file_preview"),
            path("<int:pk>/file/<uuid:public_id>/contenuto/", ShownFileView.as_view(), name="file_shown"),
            path("<int:pk>/nuovo-collegamento/", NewLinkView.as_view(), name="new_link"),
            path("<int:pk>/cancellazione/", ErasureView.as_view(), name="erasure"),
            path("<int:pk>/raggiunta/", ReachedView.as_view(), name="reached"),
            path("<int:pk>/ricevuta/", PrintedReceiptView.as_view(), name="printed_receipt"),
            path("<int:pk>/lettere/<int:letter>/", LetterView.as_view(), name="letter"),
            path("<int:pk>/lettera/<int:letter>/", PrintedLetterView.as_view(), name="printed_letter"),
            path("<int:pk>/lettera/<int:letter>/consegnata/", HandedOverView.as_view(), name="handed_over"),
            path("<int:pk>/conferme/<int:confirmation>/firmata/", SignedView.as_view(), name="signed"),
            path("<int:pk>/assegna/", AssignView.as_view(), name="assign"),
            path("<int:pk>/messaggi/", MessagesView.as_view(), name="messages"),
            path("<int:pk>/etichette/", LabelsOfView.as_view(), name="labels_of"),
            path("<int:pk>/registro/", AuditView.as_view(), name="audit"),
            path("<int:pk>/parere/", AskOpinionView.as_view(), name="ask_opinion"),
            path("<int:pk>/parere/<int:opinion>/", OpinionView.as_view(), name="opinion"),
            path(
                "<int:pk>/parere/<int:opinion>/anteprima/",
                OpinionPreviewView.as_view(),
                name="opinion_preview",
            ),
            path(
                "<int:pk>/parere/<int:opinion>/contenuto/", OpinionShownView.as_view(), name="opinion_shown"
            ),
            path("<int:pk>/controlli/", ChecksView.as_view(), name="checks"),
            path("<int:pk>/punteggi/", ScoresView.as_view(), name="scores"),
            path("<int:pk>/presenza/", PresenceView.as_view(), name="presence"),
            path("<int:pk>/note/", NotesView.as_view(), name="notes"),
            path("<int:pk>/note/nomi/", NamesView.as_view(), name="note_names"),
            path("<int:pk>/note/<int:note>/", NoteView.as_view(), name="note"),
            path("<int:pk>/confronto/<int:other>/", ComparisonView.as_view(), name="comparison"),
            path("<int:pk>/<slug:action>/", DecisionView.as_view(), name="decide"),
        ]
