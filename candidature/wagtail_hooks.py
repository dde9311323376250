"""What taking part adds to the Wagtail admin.

Pages that were answered or translated stay; who publishes what is new for others reads how many are told.
"""

from wagtail import hooks

from candidature.pages import kept_originals
from candidature.privacy import kept_pages
from candidature.published import announcing

for kept in (kept_pages, kept_originals):
    hooks.register("before_delete_page", kept.refuse_deletion)
    hooks.register("before_bulk_action", kept.refuse_bulk_deletion)

hooks.register("after_publish_page", announcing.announce)
