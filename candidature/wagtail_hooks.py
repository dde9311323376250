"""What taking part adds to the Wagtail admin.

Pages that were answered or translated stay; who publishes what is new for others reads how many are told;
what was written once is used again; what changes for others is confirmed.
"""

from wagtail import hooks

from candidature.changes import viewset as changes
from candidature.pages.kept_originals import originals
from candidature.privacy import kept_pages
from candidature.published import announcing
from candidature.ready_sets import editor as ready_sets
from candidature.ready_sets.viewset import ReadySetsViewSet
from candidature.shelf import viewset as shelf
from candidature.shelf.page import instead_of_copying
from candidature.trying import viewset as trying
from portal.editorial import kept_originals

hooks.register("before_delete_page", kept_pages.refuse_deletion)
hooks.register("before_bulk_action", kept_pages.refuse_bulk_deletion)
kept_originals.register(originals)

hooks.register("after_publish_page", announcing.announce)
hooks.register("before_copy_page", instead_of_copying)
hooks.register("register_admin_viewset", shelf.ShelfViewSet)
hooks.register("register_page_header_buttons", shelf.header_buttons)
hooks.register("register_admin_viewset", ReadySetsViewSet)
hooks.register("register_log_actions", ready_sets.log_actions)
hooks.register("register_admin_viewset", trying.TryingViewSet)
hooks.register("register_page_header_buttons", trying.header_buttons)
hooks.register("register_admin_viewset", changes.ChangesViewSet)
hooks.register("register_page_header_buttons", changes.header_buttons)
hooks.register("register_log_actions", changes.log_actions)
