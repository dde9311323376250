"""Addresses of what visitors tell of the site."""

from django.urls import path

from riscontri.public import problem, rating

app_name = "riscontri"

urlpatterns = [
    path("parere/<int:page_id>/", rating.rate, name="rate"),
    path("parere/<int:page_id>/grazie/", rating.thanks, name="thanks"),
    path("segnala/", problem.tell_problem, name="tell"),
    path("segnala/inviata/", problem.told, name="told"),
]
