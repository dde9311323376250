from candidature.models.calls import CallPage
from candidature.models.committees import Committee
from candidature.models.events import EventPage
from candidature.models.form_versions import FormVersion
from candidature.models.index import ParticipationIndexPage
from candidature.models.log import LogEntry, Reason
from candidature.models.notices import PrivacyNotice
from candidature.models.participation import ParticipationPage, Window
from candidature.models.search_words import SubmissionWord
from candidature.models.submissions import (
    AnswerRevision,
    ApplicantKind,
    Draft,
    FollowLink,
    Submission,
    UploadedFile,
)
from candidature.models.tallies import Tally

__all__ = [
    "AnswerRevision",
    "ApplicantKind",
    "CallPage",
    "Committee",
    "Draft",
    "EventPage",
    "FollowLink",
    "FormVersion",
    "LogEntry",
    "ParticipationIndexPage",
    "ParticipationPage",
    "PrivacyNotice",
    "Reason",
    "Submission",
    "SubmissionWord",
    "Tally",
    "UploadedFile",
    "Window",
]
