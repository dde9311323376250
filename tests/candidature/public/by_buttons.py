"""An applicant who presses the buttons of the rendered pages."""

from typing import Any

from candidature.models import CallPage
from candidature.pages.participation import ParticipationPage
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.journey import form_of
from tests.moduli.builders import block

# On a page that is filled in no form stands before the one to fill in.
FORM = 0
ANSWER = "Una risposta che non è di nessun altro"


def two_steps() -> CallPage:
    """A call with a question in each of two steps."""
    made: CallPage = CallPageFactory.create(
        title="Partner per l’ascolto",
        contact_email="ufficio@example.org",
        steps=form_of(
            [block("short_text", "a", label="Domanda", required=False)],
            [block("short_text", "b", label="Altra domanda", required=False)],
        ),
    )
    return made


def begin(app: Any, page: ParticipationPage) -> Any:
    """The first step of something new, empty."""
    return app.get(f"/candidature/nuova/{page.pk}/").forms[FORM].submit().follow()


def first_step(app: Any, page: ParticipationPage, **changes: Any) -> Any:
    """The first step, read and filled in as a person does; not sent yet."""
    form = begin(app, page).forms["step-form"]
    values = {"applicant_kind": "citizen", "first_name": "Ada", "last_name": "Prova"}
    values |= {"email": "ada@example.org", "municipality": "other", **changes}
    for name, value in values.items():
        form[name] = value
    return form


def save(app: Any, page: Any, **changes: Any) -> Any:
    """The page after "Salva" on the first step of something new."""
    return first_step(app, page, **changes).submit("action", value="save").follow()
