"""Which of this app's models public pages show, and from which moments on they say something else."""

from portal.page_cache.declared import Counted, Shown, Unseen

PUBLIC = [
    Shown(("candidature.CallPage",), turns=("opens_at", "closes_at", "suspended_until")),
    Shown(
        (
            "candidature.CallPage_admitted_zones",
            "candidature.CallPage_territories",
            "candidature.ParticipationIndexPage",
            "candidature.PrivacyNotice",
            "candidature.ReferenceList",
        )
    ),
    # Both tell of what was.
    Shown(("candidature.PageChange",), rests=("at", "before", "until")),
    Shown(("candidature.ReferenceListVersion",), rests=("loaded_at",)),
    # By how often a page said something else, and when, files of calendars are told apart. Whom letters told,
    # and when they leave, no file says.
    Shown(("candidature.Publication",), rests=("changed_at", "tell_at"), but=("told", "tell_at")),
    # Who waits for a seat, and how many came, is counted in them.
    Counted(("candidature.Submission",)),
    Unseen(
        (
            "candidature.AddressChange",
            "candidature.AddressProof",
            "candidature.AnswerPace",
            "candidature.AnswerRevision",
            "candidature.Confirmation",
            "candidature.ConfirmationLink",
            "candidature.Consent",
            "candidature.Draft",
            "candidature.DraftCode",
            "candidature.DraftLink",
            "candidature.EndedDraftLink",
            "candidature.ErasureRequest",
            "candidature.FollowLink",
            "candidature.FormKey",
            "candidature.FormVersion",
            "candidature.InfoRequest",
            "candidature.Message",
            "candidature.PartialUpload",
            "candidature.PendingRevision",
            "candidature.PreviewLink",
            "candidature.ReceiptHandOver",
            "candidature.SendingRequest",
            "candidature.Trial",
            "candidature.UploadedFile",
        ),
        "The applicants' own pages are never answered from memory.",
    ),
    Unseen(
        (
            "candidature.Committee",
            "candidature.Committee_members",
            "candidature.Committee_pages",
            "candidature.Committee_zones",
            "candidature.DeskEntry",
            "candidature.LogEntry",
            "candidature.OwnSet",
            "candidature.OwnSetVersion",
            "candidature.Passage",
            "candidature.Reason",
            "candidature.SenderMark",
            "candidature.StartingValues",
            "candidature.SubmissionCount",
            "candidature.SubmissionWord",
        ),
        "The staff's side.",
    ),
]
