"""Addresses of taking part, mounted at `/candidature/`. Every one that carries a token is a secret."""

from django.urls import path

from candidature.public import drafts, submissions

app_name = "candidature"

urlpatterns = [
    path("nuova/<int:page_id>/", drafts.start, name="start"),
    path("bozza/<str:token>/passo/<int:number>/", drafts.step, name="step"),
    path("bozza/<str:token>/salvata/", drafts.saved, name="saved"),
    path("bozza/<str:token>/riepilogo/", drafts.summary, name="summary"),
    path("inviata/<str:token>/", submissions.sent, name="sent"),
    path("ricevuta/<str:token>/", submissions.receipt, name="receipt"),
    path("segui/<str:token>/", submissions.follow, name="follow"),
    path("segui/<str:token>/rinnova/", submissions.renew, name="renew"),
    path("segui/<str:token>/ritira/", submissions.withdraw, name="withdraw"),
    path("segui/<str:token>/completa/", submissions.complete, name="complete"),
]
