from candidature.models.calls import CallPage
from candidature.models.committees import Committee
from candidature.models.events import EventPage
from candidature.models.form_versions import FormVersion
from candidature.models.index import ParticipationIndexPage
from candidature.models.log import LogEntry, Reason
from candidature.models.notices import PrivacyNotice
from candidature.models.participation import ParticipationPage
from candidature.models.search_words import SubmissionWord
from candidature.models.secret_links import EndedDraftLink, FormKey, ReceiptHandOver
from candidature.models.submissions import (
    AnswerRevision,
    ApplicantKind,
    Draft,
    FollowLink,
    Submission,
    UploadedFile,
)
from candidature.models.tallies import Tally
from candidature.window import Window

__all__ = [
    "AnswerRevision",
    "ApplicantKind",
    "CallPage",
    "Committee",
    "Draft",
    "EndedDraftLink",
    "EventPage",
    "FollowLink",
    "FormKey",
    "FormVersion",
    "LogEntry",
    "ParticipationIndexPage",
    "ParticipationPage",
    "PrivacyNotice",
    "Reason",
    "ReceiptHandOver",
    "Submission",
    "SubmissionWord",
    "Tally",
    "UploadedFile",
    "Window",
]
