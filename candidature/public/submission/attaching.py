"""Files that go into a message as soon as they are chosen."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from candidature.actors import APPLICANT
from candidature.messages import attaching
from candidature.messages.attaching import Attaching
from candidature.messages.form import asked
from candidature.public.filling import uploading
from candidature.public.secret_pages import secret_page
from candidature.public.submission.links import with_submission
from candidature.submissions.models import Submission
from moduli import Answers, Step
from portal.web.visitors import client_of


@dataclass(frozen=True)
class MessageWay:
    """What the script has to do with that sends a file in pieces into a message."""

    request: HttpRequest
    token: str
    submission: Submission

    @property
    def client(self) -> str:
        return client_of(self.request)

    @cached_property
    def written(self) -> Attaching:
        return attaching.of(self.submission, APPLICANT)

    @property
    def asked(self) -> dict[int, Step]:
        return {1: asked()}

    def accepts(self) -> bool:
        return True

    def upload_address(self) -> str:
        return reverse("candidature:message_upload", args=[self.token])

    def change_files(self, change: Callable[[Any], Answers]) -> Attaching:
        return attaching.change_files(self.submission, APPLICANT, change)


@secret_page
@with_submission
def upload(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Speaks with the script of the page on which a message is written."""
    return uploading.answer(MessageWay(request, token, submission))
