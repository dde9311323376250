from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class CandidatureConfig(AppConfig):
    name = "candidature"
    verbose_name = _("Partecipazione")

    def ready(self) -> None:
        from candidature.confirmations import letters as confirmation_letters
        from candidature.confirmations import links as confirmation_links
        from candidature.confirmations import reminding as confirmation_reminders
        from candidature.confirmations import unreached as confirmation_unreached
        from candidature.counts import pace
        from candidature.counts.models import SubmissionCount
        from candidature.counts.passages import Passage
        from candidature.counts.triggers import TRIGGERS as COUNT_TRIGGERS
        from candidature.intake import moved_terms, partial_uploads, passed_terms, quotas, reminders
        from candidature.letters import draft_letters, way_back
        from candidature.letters import writing as letters
        from candidature.links import (
            draft_codes,
            draft_links,
            objections,
            proofs,
            secret_links,
            ways_back,
        )
        from candidature.log import consultations as consultation_log
        from candidature.log.triggers import TRIGGERS as LOG_TRIGGERS
        from candidature.messages import ending
        from candidature.messages.triggers import TRIGGERS as MESSAGE_TRIGGERS
        from candidature.notices.models import PrivacyNotice
        from candidature.pages import open_calls, standings
        from candidature.pages.calls import CallPage
        from candidature.pages.enclosures import ANSWERS, RECEIPT_PDF
        from candidature.pages.index import ParticipationIndexPage
        from candidature.pages.participation import DRAFTS, PREVIEWS
        from candidature.privacy import overdue, retention
        from candidature.process import lapsing, reasons, unreached
        from candidature.public.previewing.whole_form import WHOLE_FORM
        from candidature.published import telling
        from candidature.published.history import PageChange
        from candidature.ready_sets.editor import addresses as ready_set_addresses
        from candidature.receipts.enclosed import enclosed
        from candidature.receipts.in_letters import what_was_sent
        from candidature.reference_lists.models import ReferenceList, ReferenceListVersion
        from candidature.related import calls_naming
        from candidature.search import words as search_words
        from candidature.submissions.files import UploadedFile
        from candidature.submissions.form_versions import FormVersion
        from candidature.submissions.models import Submission
        from candidature.submissions.partial import PartialUpload
        from candidature.trying import links as preview_links
        from candidature.trying import trials
        from moduli import offer_ready_sets
        from portal import triggers
        from portal.health import readiness
        from portal.outbox import attachments, corrections, late_parts, rejections
        from portal.outbox import sending as outbox
        from portal.page_cache.requests import know_parameters
        from portal.pages import edition, landmarks, related, teasers
        from portal.privacy.consultations import acted_on_letters, consulted
        from portal.worker import clock
        from territori.zones import open_now

        outbox.register_link_kind(
            letters.FOLLOW_LINK,
            outbox.LinkKind(address=secret_links.letter_address, activate=secret_links.activate),
        )
        outbox.register_link_kind(
            draft_letters.LINK,
            outbox.LinkKind(address=draft_links.letter_address, activate=draft_links.activate),
        )
        outbox.register_link_kind(
            draft_letters.REMINDER_LINKS,
            outbox.LinkKind(address=draft_links.reminder_ways, activate=draft_links.activate),
        )
        outbox.register_link_kind(
            draft_letters.CODE,
            outbox.LinkKind(address=draft_codes.letter_blocks, activate=draft_codes.activate),
        )
        outbox.register_link_kind(
            way_back.LINK, outbox.LinkKind(address=ways_back.letter_blocks, activate=ways_back.activate)
        )
        outbox.register_link_kind(
            letters.PROOF, outbox.LinkKind(address=proofs.letter_blocks, activate=proofs.activate)
        )
        outbox.register_link_kind(
            letters.OBJECTION,
            outbox.LinkKind(address=objections.letter_address, activate=objections.activate),
        )
        outbox.register_link_kind(
            confirmation_letters.LINK,
            outbox.LinkKind(address=confirmation_links.letter_address, activate=confirmation_links.activate),
        )
        clock.register("proofs of addresses", proofs.prune, every=timedelta(hours=1))
        attachments.register(RECEIPT_PDF, enclosed)
        late_parts.register(ANSWERS, what_was_sent)
        telling.register(telling.Audience(DRAFTS, moved_terms.tell, moved_terms.announce))
        clock.register("what pages say anew", telling.tell_due, every=timedelta(minutes=1))
        rejections.register(unreached.note)
        rejections.register(confirmation_unreached.note)
        corrections.register(reasons.FOLLOWING)
        clock.register("reminders", reminders.write_due, every=timedelta(minutes=5))
        clock.register("terms that are over", passed_terms.tell_due, every=timedelta(minutes=10))
        clock.register("integrations to remind of", lapsing.remind_due, every=timedelta(minutes=10))
        clock.register("integrations that are over", lapsing.resume_due, every=timedelta(minutes=10))
        clock.register("integrations to close", lapsing.close_due, every=timedelta(minutes=10))
        clock.register("reminders to confirm", confirmation_reminders.write_due, every=timedelta(minutes=15))
        clock.register("retention", retention.erase_due, every=timedelta(hours=6))
        clock.register("expired drafts", retention.prune_drafts, every=timedelta(hours=1))
        clock.register("expired revisions", retention.prune_revisions, every=timedelta(hours=1))
        clock.register("unsent messages", ending.prune, every=timedelta(hours=1))
        clock.register("old secret links", secret_links.prune, every=timedelta(hours=1))
        clock.register("letters with ways back", way_back.prune, every=timedelta(hours=1))
        clock.register("unfinished uploads", partial_uploads.prune, every=timedelta(hours=1))
        clock.register("trials of forms", trials.prune, every=timedelta(hours=1))
        clock.register("old preview links", preview_links.prune, every=timedelta(days=1))
        clock.register("stray files", retention.prune_stray_files, every=timedelta(days=1))
        readiness.register("file_store", quotas.check_store, if_it_raises=readiness.State.WARNING)
        readiness.register("retention", overdue.check, if_it_raises=readiness.State.WARNING)
        teasers.describe_with(standings.OF_TEASERS)
        PREVIEWS.register(WHOLE_FORM)
        offer_ready_sets(ready_set_addresses)
        consulted.connect(consultation_log.record)
        acted_on_letters.connect(consultation_log.record_acts)
        post_delete.connect(retention.delete_stored_file, sender=UploadedFile)
        post_delete.connect(partial_uploads.delete_bytes, sender=PartialUpload)
        triggers.register(LOG_TRIGGERS)
        triggers.register(COUNT_TRIGGERS)
        triggers.register(MESSAGE_TRIGGERS)
        # What a form asks names the newest version of a list (`question_types.listed`).
        decides = (CallPage, CallPage.territories.through, PrivacyNotice, ReferenceList, ReferenceListVersion)
        know_parameters("stato", "zona")
        triggers.register(edition.watching(*decides, PageChange))
        post_save.connect(search_words.keep_in_step, sender=Submission)
        clock.register("words of answers", search_words.write_due, every=timedelta(seconds=5))
        clock.register("unnamed form versions", FormVersion.objects.prune, every=timedelta(days=1))
        clock.register("pace of answers", pace.measure, every=timedelta(hours=1))
        clock.register("passages", Passage.objects.all().fold, every=timedelta(minutes=10))
        clock.register("old passages", Passage.objects.all().prune, every=timedelta(days=1))
        clock.register("submission counts", SubmissionCount.objects.all().fold, every=timedelta(minutes=10))
        open_now.register(open_calls.by_zone)
        landmarks.register(ParticipationIndexPage)
        related.register("calls", calls_naming)
