from candidature.access.models import Committee
from candidature.confirmations.models import Confirmation, ConfirmationLink
from candidature.counts.models import SubmissionCount
from candidature.counts.pace import AnswerPace
from candidature.counts.passages import Passage
from candidature.links.models import (
    DraftCode,
    DraftLink,
    EndedDraftLink,
    FollowLink,
    FormKey,
    ReceiptHandOver,
)
from candidature.links.proofs import AddressProof
from candidature.log.models import LogEntry, Reason
from candidature.messages.models import Message
from candidature.notices.models import PrivacyNotice
from candidature.pages.calls import CallPage
from candidature.pages.index import ParticipationIndexPage
from candidature.pages.participation import ParticipationPage
from candidature.pages.starting_values import StartingValues
from candidature.pages.window import Window
from candidature.published.consents import Consent
from candidature.published.history import PageChange
from candidature.published.models import Publication
from candidature.ready_sets.models import OwnSet
from candidature.ready_sets.versions import OwnSetVersion
from candidature.reference_lists.models import ReferenceList, ReferenceListVersion
from candidature.search.models import SubmissionWord
from candidature.submissions.address_changes import AddressChange
from candidature.submissions.applicants import ApplicantKind
from candidature.submissions.desk import DeskEntry
from candidature.submissions.drafts import Draft, SendingRequest
from candidature.submissions.erasure_requests import ErasureRequest
from candidature.submissions.files import UploadedFile
from candidature.submissions.form_versions import FormVersion
from candidature.submissions.marks import SenderMark
from candidature.submissions.models import Submission
from candidature.submissions.partial import PartialUpload
from candidature.submissions.revisions import AnswerRevision, InfoRequest, PendingRevision
from candidature.trying.models import PreviewLink, Trial

__all__ = [
    "AddressChange",
    "AddressProof",
    "AnswerPace",
    "AnswerRevision",
    "ApplicantKind",
    "CallPage",
    "Committee",
    "Confirmation",
    "ConfirmationLink",
    "Consent",
    "DeskEntry",
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
    "OwnSet",
    "OwnSetVersion",
    "PageChange",
    "PartialUpload",
    "ParticipationIndexPage",
    "ParticipationPage",
    "Passage",
    "PendingRevision",
    "PreviewLink",
    "PrivacyNotice",
    "Publication",
    "Reason",
    "ReceiptHandOver",
    "ReferenceList",
    "ReferenceListVersion",
    "SenderMark",
    "SendingRequest",
    "StartingValues",
    "Submission",
    "SubmissionCount",
    "SubmissionWord",
    "Trial",
    "UploadedFile",
    "Window",
]
