from candidature.access.models import Committee
from candidature.counts.models import SubmissionCount
from candidature.counts.pace import AnswerPace
from candidature.links.models import DraftCode, DraftLink, EndedDraftLink, FormKey, ReceiptHandOver
from candidature.links.proofs import AddressProof
from candidature.log.models import LogEntry, Reason
from candidature.messages.models import Message
from candidature.notices.models import PrivacyNotice
from candidature.pages.calls import CallPage
from candidature.pages.index import ParticipationIndexPage
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import Window
from candidature.published.models import Publication
from candidature.search.models import SubmissionWord
from candidature.submissions.address_changes import AddressChange
from candidature.submissions.erasure_requests import ErasureRequest
from candidature.submissions.form_versions import FormVersion
from candidature.submissions.marks import SenderMark
from candidature.submissions.models import (
    AnswerRevision,
    ApplicantKind,
    Draft,
    FollowLink,
    SendingRequest,
    Submission,
    UploadedFile,
)
from candidature.submissions.partial import PartialUpload
from candidature.submissions.revisions import InfoRequest, PendingRevision

__all__ = [
    "AddressChange",
    "AddressProof",
    "AnswerPace",
    "AnswerRevision",
    "ApplicantKind",
    "CallPage",
    "Committee",
    "Draft",
    "DraftCode",
    "DraftLink",
    "EndedDraftLink",
    "ErasureRequest",
    "FollowLink",
    "FormKey",
    "FormVersion",
    "InfoRequest",
    "LogEntry",
    "Message",
    "PartialUpload",
    "ParticipationIndexPage",
    "ParticipationPage",
    "PendingRevision",
    "PrivacyNotice",
    "Publication",
    "Reason",
    "ReceiptHandOver",
    "SenderMark",
    "SendingRequest",
    "Submission",
    "SubmissionCount",
    "SubmissionWord",
    "UploadedFile",
    "Window",
]
