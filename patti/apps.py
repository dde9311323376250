from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PattiConfig(AppConfig):
    name = "patti"
    verbose_name = _("Patti di comunità")

    def ready(self) -> None:
        from wagtail.signals import page_published

        from candidature.notices import readers
        from patti.signatures import confirming, keeping, letters, way_back
        from patti.signatures.kinds import CONFIRM, SIGNED, WAY_BACK
        from patti.texts import freezing, words
        from patti.texts.pages import PattoPage
        from patti.texts.related import of_zone, with_terms
        from patti.texts.triggers import TRIGGERS
        from portal import triggers
        from portal.outbox import rejections
        from portal.outbox import sending as outbox
        from portal.pages import related, teasers, terms
        from portal.pages.teasers import Describer
        from portal.worker import clock

        outbox.register_link_kind(
            CONFIRM, outbox.LinkKind(address=letters.confirm_address, activate=confirming.open_link)
        )
        outbox.register_link_kind(SIGNED, outbox.LinkKind(address=letters.signed_address))
        outbox.register_link_kind(WAY_BACK, outbox.LinkKind(address=way_back.letter_blocks))
        rejections.register(letters.note_refusal)
        clock.register("signatures of patti", keeping.prune, every=timedelta(hours=1))
        clock.register("letters with ways to signatures", way_back.prune, every=timedelta(hours=1))
        page_published.connect(freezing.follow, sender=PattoPage)
        triggers.register(TRIGGERS)
        related.register(words.GROUP, of_zone)
        terms.register(words.GROUP, with_terms)
        teasers.describe_with(
            Describer(fields=words.FIELDS, columns=words.columns, describe=words.describe_teasers)
        )
        readers.register("signatures", "signingrequests")
