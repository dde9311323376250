from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class IstruttoriaConfig(AppConfig):
    name = "istruttoria"
    verbose_name = _("Istruttoria")

    def ready(self) -> None:
        from candidature.letters import own_words
        from candidature.privacy import retention
        from candidature.process import preconditions
        from candidature.search import words
        from candidature.submissions.files import keep_files_of
        from istruttoria.absences import cover
        from istruttoria.assigning import releasing
        from istruttoria.bulk import working
        from istruttoria.checklists.reading import refuse_while_open
        from istruttoria.detail import written
        from istruttoria.duplicates import noticing
        from istruttoria.exports import models as exports
        from istruttoria.messages import telling
        from istruttoria.opening import noting
        from istruttoria.opinions import asking as opinions
        from istruttoria.opinions import letters as opinion_letters
        from istruttoria.opinions import links as opinion_links
        from istruttoria.opinions.models import Opinion, OpinionFile
        from istruttoria.reminding import telling as mornings
        from istruttoria.wording.keeping import Kept
        from portal.outbox import rejections, subjects
        from portal.outbox import sending as outbox
        from portal.worker import clock

        clock.register("many at once", working.go_on, every=timedelta(seconds=5))
        clock.register("old work on many", working.prune, every=timedelta(hours=1))
        outbox.register_link_kind(
            opinion_letters.LINK,
            outbox.LinkKind(address=opinion_links.letter_address, activate=opinion_links.activate),
        )
        keep_files_of(OpinionFile)
        post_delete.connect(retention.delete_stored_file, sender=OpinionFile)
        post_delete.connect(opinions.forget_letters, sender=Opinion)
        rejections.register(opinions.note_refusal)
        subjects.register(written.page_about)
        clock.register("reminders of opinions", opinions.remind_due, every=timedelta(minutes=30))
        preconditions.register(refuse_while_open)
        own_words.keep_in(Kept())
        words.read_along(noticing.notice)
        clock.register("messages to read", telling.tell_staff, every=timedelta(minutes=5))
        clock.register("old exports", exports.prune, every=timedelta(hours=6))
        clock.register("absences that are over", cover.prune, every=timedelta(days=1))
        clock.register("old openings", noting.prune, every=timedelta(days=1))
        release = releasing.release_what_is_out_of_reach
        clock.register("work of who cannot do it any more", release, every=timedelta(minutes=10))
        clock.register("what waits today", mornings.write_due, every=timedelta(minutes=20))
