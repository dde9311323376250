"""Each screen of the desk leads to the part of the manual that tells of it."""

from istruttoria.viewset import ReviewViewSet
from portal.manual import chapters
from portal.manual.places import address_for


def test_no_screen_but_those_of_one_application_leads_to_the_part_on_that() -> None:
    about_none = [
        f"candidature_review:{one.name}"
        for one in ReviewViewSet().get_urlpatterns()
        if "<int:pk>" not in str(one.pattern)
    ]
    on_one = chapters.address("revisori", "la-scheda")

    assert "candidature_review:columns" in about_none
    assert [name for name in about_none if address_for(name) == on_one] == []
