"""Something sent with two answers, and who may ask somebody for an opinion of it."""

import pytest

from candidature.models import CallPage, Submission
from portal.models import OutboxMessage, User
from tests.candidature.factories import CallPageFactory, question, steps, submitted
from tests.istruttoria.opinions.requests import DEED, PLAN, WHY
from tests.istruttoria.people import committee_member


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(
        contact_email="ufficio@example.org",
        steps=steps(
            question("short_text", WHY, "Perché?", max_length=200),
            question("short_text", PLAN, "Che cosa farai?", max_length=200),
            question("file", DEED, "Statuto", required=False, extensions=["pdf"], max_megabytes=5),
        ),
    )
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    sent = submitted(
        page,
        answers={WHY: "Segreto perché.", PLAN: "Un piano pubblico."},
        first_name="Zanzibarrina",
        last_name="Nascosta",
    )
    OutboxMessage.objects.all().delete()
    return sent


@pytest.fixture
def reviewer(page: CallPage) -> User:
    return committee_member(page)
