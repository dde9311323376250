"""Addresses of signing, mounted at `/firme/`. Every one that carries a token is a secret."""

from django.urls import path

from patti.public import confirming, finding, mine, signing

app_name = "patti"

urlpatterns = [
    path("patto/<int:page_id>/", signing.sign_as_person, name="sign"),
    path("patto/<int:page_id>/organizzazione/", signing.sign_for_body, name="sign_for_body"),
    path("conferma/<str:token>/", confirming.confirm, name="confirm"),
    path("ritrova/", finding.find, name="find"),
    path("ritirata/", mine.withdrawn, name="withdrawn"),
    path("firmata/<str:token>/", mine.mine, name="mine"),
    path("firmata/<str:token>/ritira/", mine.withdraw, name="withdraw"),
]
