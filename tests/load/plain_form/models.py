"""The page of the plain form; the app has no migrations and is installed only where it is measured."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField


class PlainFormPage(AbstractForm):
    """A form that keeps what is sent and thanks for it."""

    template = "plain_form/page.html"
    landing_page_template = "plain_form/thanks.html"


class PlainFormField(AbstractFormField):
    """A field of the form."""

    page = ParentalKey(PlainFormPage, on_delete=models.CASCADE, related_name="form_fields")
