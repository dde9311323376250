"""Asking for an opinion and giving it, by the rendered pages."""

import re
from typing import Any

from django.core import mail
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.models import Submission
from istruttoria.models import Opinion
from portal.models import User
from portal.outbox import sending as outbox
from tests.istruttoria.people import received_file

WHY, PLAN, DEED = "q-why", "q-plan", "q-deed"


def with_file(submission: Submission, name: str) -> Any:
    uploaded = received_file(submission, name, question_key=DEED)
    submission.answers = {
        **submission.answers,
        DEED: [*submission.answers.get(DEED, []), str(uploaded.public_id)],
    }
    submission.save()
    return uploaded


def ask_page(app: DjangoTestApp, submission: Submission, user: User) -> Any:
    return app.get(reverse("candidature_review:ask_opinion", args=[submission.pk]), user=user)


def asked(app: DjangoTestApp, submission: Submission, user: User, **chosen: Any) -> Opinion:
    form = ask_page(app, submission, user).forms["chiedi-parere"]
    form["name"], form["email"] = "Ugo Verdi", "ugo@example.net"
    form["question"] = "Il piano è fattibile?"
    for name, value in {"questions": [PLAN], **chosen}.items():
        form[name] = value
    form.submit().follow()
    return Opinion.objects.latest("pk")


def delivered() -> str:
    """The address that the letter which left last carries."""
    mail.outbox.clear()
    outbox.deliver_due()
    [letter] = mail.outbox
    found = re.search(r"/candidature/parere/[A-Za-z0-9_-]{22}/", str(letter.body))
    assert found
    return found.group()


def opened(app: DjangoTestApp, address: str) -> Any:
    app.reset()
    return app.get(address, user=None)


def write(shown: Any, text: str, upload: Any = None) -> Any:
    [form] = [form for form in shown.forms.values() if "text" in form.fields]
    form["text"] = text
    if upload:
        form["file"] = upload
    return form
