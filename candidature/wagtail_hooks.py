"""What taking part adds to the Wagtail admin: pages that were answered or translated stay."""

from wagtail import hooks

from candidature.pages import kept_originals
from candidature.privacy import kept_pages

for kept in (kept_pages, kept_originals):
    hooks.register("before_delete_page", kept.refuse_deletion)
    hooks.register("before_bulk_action", kept.refuse_bulk_deletion)
