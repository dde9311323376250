"""The addresses of ready sets below `/admin/gruppi-pronti/`."""

from django.urls import URLPattern, path
from wagtail.admin.viewsets.base import ViewSet

from candidature.ready_sets.editor import BlocksView, KeepView, OfferedView
from candidature.ready_sets.pages import BeginView, DeleteView, ListView, RenameView, SetView, VersionView


class ReadySetsViewSet(ViewSet):
    name = "ready_sets"
    url_prefix = "gruppi-pronti"
    icon = "list-ul"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ListView.as_view(), name="index"),
            path("nuovo-avviso/", BeginView.as_view(), name="begin"),
            path("offerti/", OfferedView.as_view(), name="offered"),
            path("metti-da-parte/", KeepView.as_view(), name="keep"),
            path("<slug:key>/", SetView.as_view(), name="set"),
            path("<slug:key>/versioni/<int:number>/", VersionView.as_view(), name="version"),
            path("<slug:key>/domande/", BlocksView.as_view(), name="blocks"),
            path("<slug:key>/cambia/", RenameView.as_view(), name="rename"),
            path("<slug:key>/elimina/", DeleteView.as_view(), name="delete"),
        ]
