"""A glossary for tests; all invented."""

import factory

from glossario.models import GlossaryIndexPage, GlossaryTermPage
from tests.page_factory import PageFactory


class GlossaryIndexPageFactory(PageFactory):
    class Meta:
        model = GlossaryIndexPage

    title = "Glossario"
    slug = "glossario"


class GlossaryTermPageFactory(PageFactory):
    class Meta:
        model = GlossaryTermPage

    title = factory.Sequence(lambda n: f"Termine {n}")
    abstract = "Che cosa vuol dire, in breve."
