"""Addresses of following, mounted at `/seguire/`. Every one that carries a token is a secret."""

from django.urls import path

from seguire.public import asking, confirming, managing

app_name = "seguire"

urlpatterns = [
    path("pagina/<int:page_id>/", asking.ask_for_page, name="page"),
    path("argomento/<slug:slug>/", asking.ask_for_topic, name="topic"),
    path("conferma/<str:token>/", confirming.confirm, name="confirm"),
    path("finito/", managing.stopped, name="stopped"),
    path("iscrizioni/<str:token>/", managing.mine, name="mine"),
    path("iscrizioni/<str:token>/basta/", managing.stop, name="stop"),
    path("iscrizioni/<str:token>/ancora/", managing.still, name="still"),
]
