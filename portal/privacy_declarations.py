"""The personal data of the frame, of the staff's accounts, and of the libraries the portal stands on."""

from datetime import date

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models import Q
from django.utils import timezone

from portal.outbox import sending as outbox
from portal.outbox.models import OutboxMessage
from portal.privacy import Free, Holding
from portal.worker import chores

_HISTORY = "It is the history of the content, which a public body answers for; it ends with the content."


def _letter_ends(message: OutboxMessage) -> date | None:
    ended = message.sent_at
    if message.status == OutboxMessage.Status.ABORTED:
        ended = message.stopped_at
    return timezone.localdate(ended + outbox.SENT_KEPT_FOR) if ended else None


def _attempt_ends(attempt: AccessAttempt | AccessFailureLog | AccessLog) -> date:
    return timezone.localdate(attempt.attempt_time + chores.KEEP_LOGIN_ATTEMPTS)


def _of_user(email: str) -> Q:
    return Q(user__email__iexact=email)


def _forget_letter(message: OutboxMessage) -> None:
    message.delete()


def _forget_attempt(attempt: AccessAttempt | AccessFailureLog | AccessLog) -> None:
    attempt.delete()


def _login_attempts(model: str, *fields: str) -> Holding:
    return Holding(
        model=model,
        fields=("username", "ip_address", "user_agent", *fields),
        beside=("attempt_time",),
        find=lambda email: Q(username__iexact=email),
        rule="Thirty days after the attempt.",
        ends=_attempt_ends,
        erase=_forget_attempt,
    )


def _trace(model: str, *fields: str, by: str = "user") -> Holding:
    """What an account of the staff did to content."""
    return Holding(
        model=model,
        fields=fields or (by,),
        find=lambda email: Q(**{f"{by}__email__iexact": email}),
        rule="As long as the content it is about.",
        stays=_HISTORY,
    )


HOLDINGS = [
    Holding(
        model="portal.User",
        fields=("email", "first_name", "last_name", "password", "last_login"),
        beside=("date_joined",),
        find=lambda email: Q(email__iexact=email),
        rule="Until an administrator closes the account.",
        stays="An administrator closes the account of a colleague, in Impostazioni → Utenti.",
    ),
    Holding(
        model="portal.OutboxMessage",
        fields=("recipient", "subject", "content", "related_to"),
        beside=("created_at", "sent_at", "status", "reply_to"),
        find=lambda email: Q(recipient__iexact=email),
        rule="Ninety days after it left or was taken back, or with what it is about.",
        ends=_letter_ends,
        erase=_forget_letter,
    ),
    Holding(
        model="portal.FormerLetter",
        fields=("subject", "content", "replaced_by"),
        beside=("replaced_at",),
        find=lambda email: Q(message__recipient__iexact=email) | Q(replaced_by__email__iexact=email),
        rule="As long as the letter that it is a former text of.",
        part_of="portal.OutboxMessage",
    ),
    _login_attempts("axes.AccessAttempt", "get_data", "post_data"),
    _login_attempts("axes.AccessFailureLog"),
    _login_attempts("axes.AccessLog"),
    Holding(
        model="wagtailusers.UserProfile",
        fields=("avatar", "preferred_language", "dismissibles"),
        find=_of_user,
        rule="As long as the account.",
        part_of="portal.User",
    ),
    Holding(
        model="portal.PageCare",
        fields=("owner",),
        find=lambda email: Q(owner__email__iexact=email),
        rule="Until another account answers for the page, or the account goes.",
        stays=_HISTORY,
    ),
    _trace("wagtailadmin.EditingSession"),
    _trace("wagtailadmin.FormState", "user", "data"),
    _trace("wagtailcore.ModelLogEntry", "user", "label"),
    _trace("wagtailcore.PageLogEntry", "user", "label"),
    _trace("wagtailcore.Revision"),
    _trace("wagtailcore.Comment", "user", "text"),
    _trace("wagtailcore.CommentReply", "user", "text"),
    _trace("wagtailcore.PageSubscription"),
    _trace("wagtailcore.TaskState", "finished_by", "comment", by="finished_by"),
    _trace("wagtailcore.WorkflowState", "requested_by", by="requested_by"),
    _trace("wagtailcore.UploadedFile", "uploaded_by_user", by="uploaded_by_user"),
]

FREE = [
    Free(
        ("portal.Attempt", "portal.LimitUsage"),
        "Keyed digests of addresses, which nobody can read back; they go within hours.",
    ),
    Free(
        ("portal.PortalSettings",),
        "The names and addresses of the public body, printed on every page.",
        public=("contact_email", "contact_phone", "security_email"),
    ),
    Free(("portal.Announcement",), "What the office says to everybody."),
    Free(("portal.EditorialSettings",), "Words that the checks before publishing look for."),
    Free(
        (
            "portal.BrokenLink",
            "portal.OutsideAddress",
            "portal.Edition",
            "portal.Heartbeat",
            "portal.Installation",
            "portal.PortalRendition",
            "wagtailimages.Rendition",
        ),
        "Made by the portal for itself.",
    ),
    Free(
        (
            "portal.PortalImage",
            "portal.PortalDocument",
            "wagtailimages.Image",
            "wagtaildocs.Document",
            "wagtailcore.Page",
            "wagtailembeds.Embed",
            "wagtailredirects.Redirect",
            "taggit.Tag",
            "taggit.TaggedItem",
            "wagtailsearch.IndexEntry",
            "wagtailsearch.SQLiteFTSIndexEntry",
            "wagtailcore.ReferenceIndex",
            "simple_translation.SimpleTranslation",
        ),
        "Content that editors publish; people appear in it as they do in print, with their agreement.",
    ),
    Free(
        (
            "wagtailcore.Locale",
            "wagtailcore.Site",
            "wagtailcore.Collection",
            "wagtailcore.Workflow",
            "wagtailcore.WorkflowContentType",
            "wagtailcore.WorkflowPage",
            "wagtailcore.WorkflowTask",
            "wagtailcore.Task",
            "wagtailcore.GroupApprovalTask",
            "wagtailcore.GroupSitePermission",
            "wagtailcore.GroupPagePermission",
            "wagtailcore.GroupCollectionPermission",
            "wagtailadmin.Admin",
            "auth.Group",
            "auth.Permission",
            "contenttypes.ContentType",
            "axes.AccessAttemptExpiration",
        ),
        "How the portal is set up: what exists and which role may do what.",
    ),
    Free(
        ("wagtailcore.PageViewRestriction", "wagtailcore.CollectionViewRestriction"),
        "A password here belongs to a page and is shared, not to a person.",
        public=("password",),
    ),
    Free(
        ("sessions.Session",),
        "Signed: the number of a staff account, its last sign-in and messages; ends twelve hours later.",
    ),
    Free(
        ("django_tasks_database.DBTaskResult",),
        "Tasks are called with numbers of rows only.",
    ),
]
