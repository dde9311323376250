"""What taking part adds to the Wagtail admin: pages that somebody answered stay."""

from wagtail import hooks

from candidature.privacy.kept_pages import refuse_bulk_deletion, refuse_deletion

hooks.register("before_delete_page", refuse_deletion)
hooks.register("before_bulk_action", refuse_bulk_deletion)
