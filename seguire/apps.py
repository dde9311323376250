from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeguireConfig(AppConfig):
    name = "seguire"
    verbose_name = _("Aggiornamenti per email")

    def ready(self) -> None:
        from portal.outbox import rejections
        from portal.outbox import sending as outbox
        from portal.worker import clock
        from seguire.digests import letter, writing
        from seguire.followers import confirming, ending, keeping, letters
        from seguire.followers.kinds import CONFIRM, NEWS, WANTED
        from seguire.happened import noticing

        outbox.register_link_kind(
            CONFIRM, outbox.LinkKind(address=letters.confirm_address, activate=confirming.open_link)
        )
        outbox.register_link_kind(
            WANTED, outbox.LinkKind(address=letters.wanted_address, headers=letters.headers)
        )
        outbox.register_link_kind(
            NEWS,
            outbox.LinkKind(address=letter.filled, activate=letter.note_told, headers=letters.headers),
        )
        rejections.register(ending.note_refusal)
        clock.register("what is new on the site", noticing.notice, every=timedelta(minutes=5))
        clock.register("letters with what is new", writing.write_due, every=timedelta(minutes=2))
        clock.register("what is followed and gone", ending.look_after, every=timedelta(hours=1))
        clock.register("whether letters are wanted", ending.ask_whether_wanted, every=timedelta(hours=1))
        clock.register("letters nobody wants", ending.forget_unwanted, every=timedelta(hours=1))
        clock.register("requests to follow", keeping.prune, every=timedelta(hours=1))
