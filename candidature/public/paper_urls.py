"""Addresses of forms to print, mounted at `/modulo-vuoto/`: they hold nothing of anybody."""

from django.urls import path

from candidature.public import paper

app_name = "paper"

urlpatterns = [path("<int:page_id>/modulo.pdf", paper.empty_form, name="empty_form")]
