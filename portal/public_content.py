"""Which models of the frame, and of the libraries the portal stands on, public pages show."""

from portal.page_cache.declared import Shown, Unseen

_HISTORY = "It is the staff's history of the content, and their work on it."

PUBLIC = [
    Shown(
        ("wagtailcore.Page",),
        # Publishing at a set time is a change of the row, made by the worker.
        rests=(
            "first_published_at",
            "last_published_at",
            "latest_revision_created_at",
            "go_live_at",
            "expire_at",
            "locked_at",
        ),
        # What is written while an editor types.
        but=(
            "latest_revision",
            "latest_revision_created_at",
            "draft_title",
            "has_unpublished_changes",
            "locked",
            "locked_at",
            "locked_by",
        ),
    ),
    Shown(("portal.Announcement",), turns=("shown_from", "shown_until")),
    Shown(("portal.PortalImage", "portal.PortalDocument"), rests=("created_at",)),
    # Pages that hold the WebP are as right as before.
    Shown(("portal.PortalRendition",), but=("avif", "avif_was_tried"), made_by_pages=True),
    Shown(
        (
            "portal.PortalSettings",
            "wagtailcore.Collection",
            "wagtailcore.CollectionViewRestriction",
            "wagtailcore.CollectionViewRestriction_groups",
            "wagtailcore.Locale",
            "wagtailcore.PageViewRestriction",
            "wagtailcore.PageViewRestriction_groups",
            "wagtailcore.Site",
            "taggit.Tag",
            "taggit.TaggedItem",
        ),
    ),
    Shown(("wagtailredirects.Redirect",), rests=("created_at",)),
    Shown(("wagtailembeds.Embed",), rests=("last_updated", "cache_until")),
    Unseen(
        ("wagtaildocs.Document", "wagtailimages.Image", "wagtailimages.Rendition"),
        "The portal has its own in their place.",
    ),
    Unseen(
        ("wagtailsearch.IndexEntry", "wagtailsearch.SQLiteFTSIndexEntry"),
        "What a search finds is never answered from memory.",
    ),
    Unseen(
        (
            "portal.BrokenLink",
            "portal.EditorialSettings",
            "portal.OutsideAddress",
            "portal.PageCare",
            "simple_translation.SimpleTranslation",
            "wagtailadmin.Admin",
            "wagtailadmin.EditingSession",
            "wagtailadmin.FormState",
            "wagtailcore.Comment",
            "wagtailcore.CommentReply",
            "wagtailcore.GroupApprovalTask",
            "wagtailcore.GroupApprovalTask_groups",
            "wagtailcore.ModelLogEntry",
            "wagtailcore.PageLogEntry",
            "wagtailcore.PageSubscription",
            "wagtailcore.ReferenceIndex",
            "wagtailcore.Revision",
            "wagtailcore.Task",
            "wagtailcore.TaskState",
            "wagtailcore.UploadedFile",
            "wagtailcore.Workflow",
            "wagtailcore.WorkflowContentType",
            "wagtailcore.WorkflowPage",
            "wagtailcore.WorkflowState",
            "wagtailcore.WorkflowTask",
        ),
        _HISTORY,
    ),
    Unseen(
        (
            "auth.Group",
            "auth.Group_permissions",
            "auth.Permission",
            "axes.AccessAttempt",
            "axes.AccessAttemptExpiration",
            "axes.AccessFailureLog",
            "axes.AccessLog",
            "portal.User",
            "portal.User_groups",
            "portal.User_user_permissions",
            "sessions.Session",
            "wagtailcore.GroupCollectionPermission",
            "wagtailcore.GroupPagePermission",
            "wagtailcore.GroupSitePermission",
            "wagtailusers.UserProfile",
        ),
        "Accounts of the staff, and what they may do; who is signed in is never answered from memory.",
    ),
    Unseen(
        (
            "contenttypes.ContentType",
            "django_tasks_database.DBTaskResult",
            "portal.Attempt",
            "portal.Edition",
            "portal.FormerLetter",
            "portal.Heartbeat",
            "portal.Installation",
            "portal.LimitUsage",
            "portal.OutboxMessage",
        ),
        "Made by the portal for itself, and its letters.",
    ),
]
