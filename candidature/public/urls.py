"""Addresses of taking part, mounted at `/candidature/`. Every one that carries a token is a secret."""

from django.urls import URLPattern, path

from candidature.public import answering, checking, finding
from candidature.public.draft import (
    beginning,
    confirm,
    crowd,
    forgetting,
    form_changes,
    from_earlier,
    others,
    reminding,
    resuming,
    steps,
    summary,
    uploading,
)
from candidature.public.previewing import by_link, trying
from candidature.public.revising import steps as revising
from candidature.public.revising import summary as revision_summary
from candidature.public.revising import uploading as revision_uploading
from candidature.public.submission import (
    attaching,
    calendar,
    contact_data,
    downloads,
    erasing,
    following,
    messages,
    objecting,
    proving,
    receipts,
    reusing,
    withdrawing,
)
from candidature.public.submission import others as others_after
from candidature.submissions.revisions import PendingRevision

app_name = "candidature"


def _revising(word: str, purpose: PendingRevision.Purpose) -> list[URLPattern]:
    """The pages on which what was sent is written over, named after the transition that sends it."""
    folder, values = f"segui/<str:token>/{word}/", {"purpose": purpose}
    return [
        path(folder, revising.begin, values, name=purpose),
        path(f"{folder}passo/<int:number>/", revising.step, values, name=f"{purpose}_step"),
        path(f"{folder}file/<int:version>/", revision_uploading.upload, values, name=f"{purpose}_upload"),
        path(f"{folder}riepilogo/", revision_summary.summary, values, name=f"{purpose}_summary"),
    ]


urlpatterns = [
    path("nuova/<int:page_id>/", beginning.start, name="start"),
    path("nuova/<int:page_id>/un-momento/", crowd.a_moment, name="a_moment"),
    path(
        "nuova/<int:page_id>/da-una-precedente/", from_earlier.begin_from_earlier, name="begin_from_earlier"
    ),
    path("ritrova/", finding.find, name="find"),
    path("verifica/", checking.ask, name="ask_receipt"),
    path("verifica/<str:reference>/<str:code>/", checking.check, name="check_receipt"),
    path("bozza/<str:token>/passo/<int:number>/", steps.step, name="step"),
    path("bozza/<str:token>/file/", uploading.upload, name="upload"),
    path("bozza/<str:token>/salvata/", resuming.saved, name="saved"),
    path("bozza/<str:token>/riepilogo/", summary.summary, name="summary"),
    path("bozza/<str:token>/modulo-cambiato/", form_changes.form_changes, name="form_changes"),
    path("bozza/<str:token>/conferma/", confirm.confirm, name="confirm"),
    path("bozza/<str:token>/chi-conferma/", others.others, name="others"),
    path("bozza/<str:token>/promemoria/", reminding.stop_reminding, name="stop_reminding"),
    path("bozza/<str:token>/elimina/", forgetting.forget, name="forget"),
    path("bozza-eliminata/", forgetting.forgotten, name="forgotten"),
    path("bozza/<str:token>/gia-inviata/", summary.sent_before, name="sent_before"),
    path("anteprima/<str:token>/", by_link.preview, name="preview"),
    path("anteprima/<str:token>/prova/", by_link.begin_trial, name="preview_trial"),
    path("prova-chiusa/", trying.closed, name="trial_closed"),
    path("in-prova/<str:token>/passo/<int:number>/", trying.step, name="trial_step"),
    path("in-prova/<str:token>/riepilogo/", trying.summary, name="trial_summary"),
    path("in-prova/<str:token>/fine/", trying.end, name="trial_end"),
    path("in-prova/<str:token>/chiudi/", trying.close, name="trial_close"),
    path("inviata/<str:token>/", receipts.sent, name="sent"),
    path("ricevuta/<str:token>/", receipts.receipt, name="receipt"),
    path("ricevuta/<str:token>/ricevuta.pdf", downloads.receipt_pdf, name="receipt_pdf"),
    path("ricevuta/<str:token>/dati.json", downloads.own_data, name="own_data"),
    path("ricevuta/<str:token>/tutto.zip", downloads.own_archive, name="own_archive"),
    path("ricevuta/<str:token>/file/<uuid:public_id>/", downloads.own_file, name="own_file"),
    path("segui/<str:token>/", following.follow, name="follow"),
    path("segui/<str:token>/rinnova/", following.renew, name="renew"),
    path("segui/<str:token>/promemoria/", following.stop_reminding, name="stop_reminding_of"),
    path("segui/<str:token>/calendario.ics", calendar.calendar, name="calendar"),
    path("segui/<str:token>/riusa/", reusing.reuse_answers, name="reuse"),
    path("segui/<str:token>/riusa/<int:page_id>/", reusing.reuse_for, name="reuse_for"),
    path("segui/<str:token>/riusa/<int:page_id>/un-momento/", reusing.reuse_moment, name="reuse_moment"),
    path("segui/<str:token>/ritira/", withdrawing.withdraw, name="withdraw"),
    path("segui/<str:token>/recapiti/", contact_data.contact_data, name="contact_data"),
    path("segui/<str:token>/chi-conferma/", others_after.others_of, name="others_of"),
    path("segui/<str:token>/cancella/", erasing.erase, name="erase"),
    path("cancellata/", erasing.erased, name="erased"),
    path("cancellazione-chiesta/", erasing.erasure_asked, name="erasure_asked"),
    path("chiedono-conferma/<str:token>/", answering.answer, name="answer"),
    path("chiedono-conferma/<str:token>/file/<uuid:public_id>/", answering.answer_file, name="answer_file"),
    path("prova/<str:token>/", proving.prove, name="prove"),
    path("non-sono-io/<str:token>/", objecting.object_to, name="object"),
    *_revising("completa", PendingRevision.Purpose.INTEGRATION),
    *_revising("correggi", PendingRevision.Purpose.CORRECTION),
    path("segui/<str:token>/messaggi/", messages.messages, name="messages"),
    path("segui/<str:token>/messaggi/allega/", attaching.upload, name="message_upload"),
    path(
        "segui/<str:token>/messaggi/file/<uuid:public_id>/",
        messages.message_file,
        name="message_file",
    ),
]
