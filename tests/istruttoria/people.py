"""One account for each role, as the groups make them."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile

from candidature.models import Submission, UploadedFile
from candidature.pages.participation import ParticipationPage
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CommitteeFactory, UserFactory


def member_of(role: Role) -> User:
    user = UserFactory.create()
    user.groups.add(Group.objects.get(name=role))
    return user


def committee_member(*pages: ParticipationPage) -> User:
    """A reviewer who sits on the committee of these pages, or on none."""
    user = member_of(Role.REVIEWERS)
    if pages:
        committee = CommitteeFactory.create()
        committee.members.add(user)
        committee.pages.add(*(page.pk for page in pages))
    return user


def administrator() -> User:
    return UserFactory.create(is_superuser=True)


def received_file(submission: Submission, name: str = "statuto.pdf", **fields: Any) -> UploadedFile:
    """A file that came with a submission."""
    content = b"%PDF-1.7 prova"
    return UploadedFile.objects.create(
        submission=submission,
        **{
            "question_key": "q-file",
            "original_name": name,
            "content_type": "application/pdf",
            "size": len(content),
            "sha256": "0" * 64,
            "file": ContentFile(content, name="x"),
            **fields,
        },
    )
