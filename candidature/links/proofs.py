"""Proving by a letter, about something that was sent, that one reads what is sent to an address.

The letter has a link to a page with a button, and a code to type where it was asked for; both are made when
it leaves. What they prove is used once (`AddressProof.Purpose`).
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from candidature.letters import writing as letters
from candidature.submissions.models import Submission
from portal.letters.blocks import Block
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people.addresses import normal
from portal.privacy.derived_secrets import derive
from portal.privacy.tokens import digest, is_well_formed

DIGITS = 6
# So many wrong ones end a code. Another takes another letter, and those are counted.
MOST_WRONG = 5
# Asked for longer ago, it proves nothing.
GOOD_FOR = timedelta(days=2)


class AddressProof(models.Model):
    """What waits for a proof. One for each purpose; the last letter that left is the good one."""

    class Purpose(models.TextChoices):
        # A new address is its applicant's own.
        ADDRESS = "address"
        # Whoever asks for erasure reads the address to which everything is sent.
        ERASURE = "erasure"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="address_proofs")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    address = models.EmailField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    # Blank until the letter left.
    link_hash = models.CharField(max_length=64, blank=True, db_index=True)
    code_hash = models.CharField(max_length=64, blank=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    # What was typed to ask for it, by field, while something in it is wrong: to be shown again.
    typed = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["submission", "purpose"], name="one_proof_for_each_purpose")
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.purpose}"

    @property
    def is_good(self) -> bool:
        return bool(self.address) and self.asked_at > timezone.now() - GOOD_FOR


def ask(submission: Submission, purpose: str, address: str) -> AddressProof:
    """Begins to wait for a proof, and ends what waited before; the submission is locked."""
    fresh = {
        "address": address,
        "asked_at": timezone.now(),
        "link_hash": "",
        "code_hash": "",
        "wrong": 0,
        "typed": {},
    }
    proof, _made = AddressProof.objects.update_or_create(
        submission=submission, purpose=purpose, defaults=fresh
    )
    return proof


def keep_typed(submission: Submission, purpose: str, typed: dict[str, str]) -> None:
    """Keeps what was typed and is not right; what waits for a proof goes on waiting."""
    AddressProof.objects.update_or_create(submission=submission, purpose=purpose, defaults={"typed": typed})


def waiting(submission: Submission, purpose: str) -> AddressProof | None:
    """What waits for a proof, while it is good."""
    proof = AddressProof.objects.filter(submission=submission, purpose=purpose).first()
    return proof if proof is not None and proof.is_good else None


def find(secret: str) -> AddressProof | None:
    """What the link in a letter proves, while it is good."""
    if not is_well_formed(secret):
        return None
    proof = (
        AddressProof.objects.select_related("submission__page", "submission__municipality")
        .filter(link_hash=digest(secret))
        .first()
    )
    return proof if proof is not None and proof.is_good else None


def is_right(proof: AddressProof, typed: str) -> bool:
    """Whether a code is that of the letter; a wrong one is counted. The submission is locked."""
    hashed = _hash(proof, "".join(character for character in typed if character.isalnum()))
    if proof.code_hash and constant_time_compare(proof.code_hash, hashed):
        return True
    rows = AddressProof.objects.filter(pk=proof.pk)
    rows.update(wrong=F("wrong") + 1)
    rows.filter(wrong__gte=MOST_WRONG).update(code_hash="")
    return False


def latest_letter(proof: AddressProof) -> OutboxMessage | None:
    """The letter written last for this proof, to the address that it is about now."""
    written = OutboxMessage.objects.filter(link_kind=letters.PROOF, link_target=str(proof.pk))
    last = written.order_by("-pk").first()
    return last if last is not None and normal(last.recipient) == normal(proof.address) else None


def letter_blocks(message: OutboxMessage, secret: str) -> list[Block]:
    """The link and the code in a letter. They open once `activate` was called.

    Raises:
        LinkTargetGoneError: nothing waits for this proof any more.
    """
    if _of(message) is None:
        raise outbox.LinkTargetGoneError(message.link_target)
    return letters.way_to_prove(
        settings.SITE_URL + reverse("candidature:prove", args=[secret]), _code(secret)
    )


def activate(message: OutboxMessage, secret: str) -> None:
    """Makes the link and the code of a letter that left good, unless something else was asked meanwhile."""
    proof = _of(message)
    if proof is not None:
        found = AddressProof.objects.filter(pk=proof.pk, address=proof.address)
        found.update(link_hash=digest(secret), code_hash=_hash(proof, _code(secret)), wrong=0)


def prune() -> int:
    """Forgets what nobody proved in time; returns how many."""
    old = AddressProof.objects.filter(asked_at__lt=timezone.now() - GOOD_FOR)
    return old.delete()[0]


def _of(message: OutboxMessage) -> AddressProof | None:
    proof = AddressProof.objects.filter(pk=message.link_target).first()
    is_for_it = proof is not None and proof.is_good and normal(proof.address) == normal(message.recipient)
    return proof if is_for_it else None


def _code(secret: str) -> str:
    number = int.from_bytes(derive("candidature.proof_code", secret).encode())
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def _hash(proof: AddressProof, code: str) -> str:
    return salted_hmac("candidature.links.proofs", f"{proof.pk} {code}", algorithm="sha256").hexdigest()
