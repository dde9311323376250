"""Something new begun with the answers of something sent before, each looked at before it is used."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.models import Site

from candidature.actors import APPLICANT
from candidature.links import secret_links
from candidature.models import CallPage, Draft, FollowLink, Submission
from candidature.privacy import retention
from candidature.public.draft.from_earlier import LinkForm
from portal.models import OutboxMessage
from portal.privacy.registry import holdings
from portal.privacy.tokens import digest, new_token
from tests.candidature.factories import CallPageFactory, participation_index, submitted
from tests.candidature.public.by_buttons import FORM
from tests.candidature.public.journey import form_of
from tests.candidature.public.mailbox import links_in, read_letters
from tests.growth import growth
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db

WHY = "Perché vuoi partecipare?"
ANSWERS = {"q-why": "Per il mio quartiere", "q-old": "Solo qui", "q-true": True}


def asking(*questions: Any) -> str:
    return form_of(list(questions), [block("short_text", "last", label="Altro", required=False)])


@pytest.fixture
def sent() -> Submission:
    page = CallPageFactory.create(
        title="Il primo avviso",
        steps=asking(
            block("long_text", "q-why", label=WHY, required=True),
            block("short_text", "q-old", label="Domanda di allora", required=False),
            block("declaration", "q-true", label="Dichiaro che è vero"),
        ),
    )
    return submitted(page, answers=ANSWERS, first_name="Ada", last_name="Prova", email="ada@example.org")


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(
        parent=participation_index(Site.objects.get(is_default_site=True).root_page),
        title="Il secondo avviso",
        steps=asking(
            block("long_text", "new-why", label="Perché vuoi  partecipare", required=True),
            block("declaration", "q-true", label="Dichiaro che è vero"),
        ),
    )
    return made


@pytest.fixture
def link(sent: Submission) -> str:
    token = new_token()
    FollowLink.objects.create(submission=sent, token_hash=digest(token))
    return token


def shown(app: Any, link: str, page: CallPage) -> Any:
    return app.get(f"/candidature/segui/{link}/riusa/").click(page.title)


def begun(app: Any, link: str, page: CallPage) -> Any:
    return shown(app, link, page).forms[FORM].submit().follow()


def test_the_personal_page_leads_to_what_is_open(
    django_app: DjangoTestApp, link: str, page: CallPage
) -> None:
    CallPageFactory.create(title="Solo per enti", allowed_applicants="organisation")
    closed = CallPageFactory.create(title="Già chiuso", closes_at=timezone.now() - timedelta(hours=1))

    offered = django_app.get(f"/candidature/segui/{link}/").click("Usa queste risposte per un’altra domanda")

    listed = offered.html.find("main").get_text()
    assert page.title in listed
    # One each: the first one was sent.
    for absent in ("Solo per enti", closed.title):
        assert absent not in listed
    assert not offered.html.find("a", string="Il primo avviso", href=lambda to: to and "riusa" in to)


def test_what_would_be_taken_is_shown_first_and_a_look_begins_nothing(
    django_app: DjangoTestApp, link: str, page: CallPage
) -> None:
    offered = shown(django_app, link, page)

    listed = offered.html.find("fieldset").get_text(" ", strip=True)
    assert "Per il mio quartiere" in listed
    assert "ada@example.org" in listed
    assert "Dichiaro" not in listed
    assert "Solo qui" not in listed
    assert not Draft.objects.exists()


def test_a_new_form_is_filled_in_and_says_from_what_until_the_step_is_saved(
    django_app: DjangoTestApp, link: str, page: CallPage
) -> None:
    first = begun(django_app, link, page)

    assert first.forms["step-form"]["first_name"].value == "Ada"
    assert "Dalla domanda " in first.text
    step = first.forms["step-form"].submit("action", value="next").follow()
    assert step.forms["step-form"]["q-new-why"].value == "Per il mio quartiere"
    assert "Dalla domanda " in step.text
    assert not step.forms["step-form"]["q-q-true"].checked
    saved = step.forms["step-form"].submit("action", value="save").follow()
    assert "Dalla domanda " not in saved.click("Continua a scrivere").text


def test_only_what_is_ticked_is_taken(django_app: DjangoTestApp, link: str, page: CallPage) -> None:
    form = shown(django_app, link, page).forms[FORM]
    for box in form.fields["prendi"]:
        box.checked = box._value == "new-why"

    first = form.submit().follow()

    assert first.forms["step-form"]["first_name"].value == ""
    assert Draft.objects.get().answers == {"new-why": "Per il mio quartiere"}


def test_a_key_that_was_not_offered_brings_nothing(
    django_app: DjangoTestApp, link: str, page: CallPage
) -> None:
    form = shown(django_app, link, page).forms[FORM]
    form.fields["prendi"][1].force_value("q-true")

    form.submit()

    assert Draft.objects.get().answers == {}


def test_the_address_is_still_to_be_proved(django_app: DjangoTestApp, link: str, page: CallPage) -> None:
    begun(django_app, link, page).forms["step-form"].submit("action", value="next")

    draft = Draft.objects.get()
    assert (draft.email, draft.is_proved) == ("ada@example.org", False)


def test_a_link_that_was_given_away_reads_nothing_once_the_first_step_is_saved(
    django_app: DjangoTestApp, link: str, page: CallPage
) -> None:
    """The sower begins with an own submission and gives the link away; who goes on gets another link."""
    first = begun(django_app, link, page)
    sown = first.request.path
    form = first.forms["step-form"]
    form["email"], form["last_name"] = "vittima@example.org", "Segretissima"
    form.submit("action", value="next", status=302)
    django_app.reset()

    looked = django_app.get(sown, expect_errors=True)

    assert looked.status_code == 410
    assert "Segretissima" not in looked.text


def test_answers_of_something_sent_before_are_not_done_until_they_are_looked_at(
    django_app: DjangoTestApp, sent: Submission, link: str
) -> None:
    page = CallPageFactory.create(
        title="Senza dichiarazioni", steps=asking(block("long_text", "w", label=WHY, required=True))
    )
    first = begun(django_app, link, page)

    steps = first.html.find(class_="step-progress-wide").find_all("li")
    assert "completato" not in steps[1].get_text()
    summary = first.forms["step-form"].submit("action", value="go-3").follow().follow()
    assert "Alcune risposte vengono dalla domanda " in summary.text


def test_an_ended_link_gives_nothing(
    django_app: DjangoTestApp, sent: Submission, link: str, page: CallPage
) -> None:
    secret_links.renew(sent, APPLICANT)

    answer = django_app.get(f"/candidature/segui/{link}/riusa/{page.pk}/", status=410)

    assert "Per il mio quartiere" not in answer.text


def test_what_was_erased_gives_nothing(
    django_app: DjangoTestApp, sent: Submission, link: str, page: CallPage
) -> None:
    retention.erase(sent)

    django_app.get(f"/candidature/segui/{link}/riusa/{page.pk}/", status=404)


def test_who_may_not_take_part_is_told_so(django_app: DjangoTestApp, link: str, sent: Submission) -> None:
    for_others = CallPageFactory.create(allowed_applicants="organisation")
    for page_id in (for_others.pk, sent.page_id):
        django_app.get(f"/candidature/segui/{link}/riusa/{page_id}/", status=409)
    assert not Draft.objects.exists()


def test_a_press_of_who_may_take_part_no_more_leads_to_where_it_is_said(
    django_app: DjangoTestApp, link: str, page: CallPage
) -> None:
    form = shown(django_app, link, page).forms[FORM]
    CallPage.objects.filter(pk=page.pk).update(allowed_applicants="organisation")

    led = form.submit(status=302)

    assert "Da questa domanda non si può partire qui" in django_app.get(led.location, status=409).text
    assert not Draft.objects.exists()


def before(app: Any, page: CallPage) -> Any:
    return app.get(page.url).click("Parti da quella")


@pytest.mark.parametrize(
    "shape", ["https://example.org/candidature/segui/{}/", "{}", "/segui/{}/ritira/?x=1"]
)
def test_from_what_is_new_the_personal_link_leads_there(
    django_app: DjangoTestApp, link: str, page: CallPage, shape: str
) -> None:
    form = before(django_app, page).forms[0]
    form["link"] = shape.format(link)

    offered = form.submit("action", value="link").follow()

    assert "Per il mio quartiere" in offered.text


def test_in_a_crowd_it_is_slowed_down_as_other_beginnings_are_and_what_was_ticked_stays(
    django_app: DjangoTestApp, link: str, page: CallPage, limits: Any
) -> None:
    limits(CHALLENGE_DRAFTS_OF_ONE_FORM=1)
    Draft.objects.create(page=page, token_hash="0" * 64)
    form = shown(django_app, link, page).forms[FORM]
    form["prendi"] = ["0"]

    moment = form.submit().follow()

    assert "Un momento, poi si comincia" in moment.text
    assert Draft.objects.count() == 1
    early = moment.forms[FORM].submit().follow()
    assert "Manca ancora poco" in early.text
    with mock.patch(
        "portal.limits.challenges.timezone.now", return_value=timezone.now() + timedelta(seconds=21)
    ):
        first_step = early.forms[FORM].submit().follow()
    assert first_step.forms["step-form"]["first_name"].value == "Ada"
    assert Draft.objects.latest("pk").answers == {}


def test_of_a_long_form_what_is_ticked_fits_into_an_address(django_app: DjangoTestApp, limits: Any) -> None:
    questions = [block("short_text", f"{number:032}-abc", label=f"Domanda {number}") for number in range(120)]
    answers = {f"{number:032}-abc": "x" for number in range(120)}
    earlier = submitted(CallPageFactory.create(steps=asking(*questions)), answers=answers)
    page = CallPageFactory.create(title="Molte domande", steps=asking(*questions))
    token = new_token()
    FollowLink.objects.create(submission=earlier, token_hash=digest(token))
    limits(CHALLENGE_DRAFTS_OF_ONE_FORM=1)
    Draft.objects.create(page=page, token_hash="0" * 64)

    moment = shown(django_app, token, page).forms[FORM].submit()

    # The longest line that the server reads (`portal/startup/gunicorn.py`).
    assert len(moment.location) < 4000
    with mock.patch(
        "portal.limits.challenges.timezone.now", return_value=timezone.now() + timedelta(seconds=21)
    ):
        moment.follow().forms[FORM].submit().follow()
    assert len(Draft.objects.latest("pk").answers) == 120


def test_something_that_is_no_link_is_complained_about(django_app: DjangoTestApp, page: CallPage) -> None:
    form = before(django_app, page).forms[0]
    form["link"] = "CS-2026-7KQ4-XW9M"

    assert "Non è un collegamento personale" in form.submit("action", value="link").follow().text


def test_a_long_text_of_links_is_read_once() -> None:
    def ends_elsewhere(text: str) -> None:
        assert LinkForm({"link": f"{text}\nx"}).is_valid()

    assert growth(ends_elsewhere, f"/segui/{'a' * 22}/", 60_000) <= 3


def test_by_the_address_alone_only_the_mailbox_learns_of_it(
    django_app: DjangoTestApp, sent: Submission, page: CallPage
) -> None:
    read_letters()
    OutboxMessage.objects.all().delete()
    told = []
    for email in ("ada@example.org", "nessuno@example.org"):
        form = before(django_app, page).forms[1]
        form["email"] = email
        told.append(form.submit("action", value="address").follow().text.replace(email, "…"))

    assert told[0] == told[1]
    (letter,) = read_letters()
    assert letter.to == ["ada@example.org"]
    personal = django_app.get(links_in(letter)[0])
    assert "Usa queste risposte per un’altra domanda" in personal.text


def test_a_draft_that_nobody_saved_yet_is_found_by_the_address_in_it(
    django_app: DjangoTestApp, link: str, page: CallPage
) -> None:
    begun(django_app, link, page)

    (drafts,) = [one for one in holdings() if one.model == "candidature.Draft"]
    assert Draft.objects.filter(drafts.find("ADA@example.org")).count() == 1
