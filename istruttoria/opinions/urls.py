"""The addresses of who gives an opinion: below `/candidature/`, whose secrets no log keeps."""

from django.urls import path

from istruttoria.opinions import giving

app_name = "opinions"

urlpatterns = [
    path("<str:token>/", giving.give, name="give"),
    path("<str:token>/file/<uuid:public_id>/", giving.file, name="file"),
]
