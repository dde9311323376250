"""What following adds to the Wagtail admin: how many follow what, and never who."""

from wagtail import hooks

from seguire.figures.page import FollowingViewSet


@hooks.register("register_admin_viewset")
def register_viewset() -> FollowingViewSet:
    return FollowingViewSet()
