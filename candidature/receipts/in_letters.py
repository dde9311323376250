"""What was sent, as it stands in the letters that say that it arrived, made when they leave."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from candidature.pages.translations import in_spoken_words
from candidature.receipts import verification
from candidature.receipts.document import files_as_data
from candidature.receipts.versions import present_version
from candidature.submissions.in_words import rows
from candidature.submissions.models import Submission
from moduli import Row, Section, readable
from portal.letters.blocks import Block, Fact, Facts, Title


def what_was_sent(target: str) -> list[Block]:
    """Who sent it, every answer, the files and the notice; nothing, once it was erased.

    Args:
        target: the key of the submission.
    """
    found = Submission.objects.select_related("page", "privacy_notice", "municipality", "form_version")
    submission = found.filter(pk=target).first()
    if submission is None:
        return []
    submission.page = in_spoken_words(submission.page.specific)
    sections = readable(submission.schema, submission.answers, list(submission.files.all()))
    notice = submission.privacy_notice
    read = _("%(title)s, versione %(version)s") % {"title": notice.title, "version": notice.version}
    received = files_as_data(submission, sections)
    return [
        *answers(rows(submission), sections),
        *files((file["name"], f"{file['size']}\n{file['sha256']}") for file in received),
        *last(
            _("Informativa consegnata:") if submission.is_from_desk else _("Informativa letta:"),
            read,
            verification.address_of(submission, present_version(submission)),
        ),
    ]


def answers(applicant: Iterable[tuple[str, str]], sections: Iterable[Section]) -> list[Block]:
    """Who it is, label and value, and what they answered in each step."""
    who = Facts(tuple(Fact(_asked(label), value) for label, value in applicant))
    found: list[Block] = [Title(_("Che cosa hai inviato")), who]
    for section in sections:
        if section.rows:
            found += [Title(section.title), Facts(tuple(map(_fact, section.rows)))]
    return found


def files(described: Iterable[tuple[str, str]]) -> list[Block]:
    """Each file by its name, with its size and its digest."""
    received = tuple(Fact(f"{name}:", size_and_digest) for name, size_and_digest in described)
    return [Title(_("I file ricevuti")), Facts(received)] if received else []


def last(about: str, notice: str, check: str) -> list[Block]:
    """The notice, and the address by which the receipt is found authentic."""
    found = (Fact(about, notice), Fact(_("Questa ricevuta è autentica?"), check, check))
    return [Title(_("Informativa e verifica")), Facts(found)]


def _fact(row: Row) -> Fact:
    values = [*row.values, *(f"{file.name} ({file.size})" for file in row.files)]
    return Fact(_asked(row.label), "\n".join(values) or _("Nessuna risposta"))


def _asked(label: str) -> str:
    return label if label.endswith((":", "?", "!", ".")) else f"{label}:"
