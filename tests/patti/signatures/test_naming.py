"""Two ways to write one name are one, and two names are two."""

import pytest
from django.core.exceptions import ValidationError

from patti.models import Signature, SignerKind, SigningRequest
from patti.signatures import keeping, naming
from portal.people.names import check_organisation
from tests.patti.factories import asked, body_signed, patto


def key(name: str) -> str:
    return naming.key_of(Signature(kind=SignerKind.BODY, body=name))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Croce Rossa", "𝐂roce Rossa"),
        ("Croce Rossa", "ＣＲＯＣＥ  ROSSA"),
        ("A.S.D. Rossi", "ASD Rossi"),
        ("A.S.D. Rossi", "A. S. D. Rossi"),
        ("A.S.D.Rossi", "a s d «rossi»"),
        ("A.P.S. e O.N.L.U.S. Città", "Aps e Onlus citta"),
        ("Straße", "STRASSE"),
        ("İzmir", "izmir"),
        ("L’Aquila", "l'aquila"),
    ],
)
def test_however_it_is_written_it_is_one_name(one: str, other: str) -> None:
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Rete 1 2", "Rete 12"), ("Rete 3.0", "Rete 30"), ("Circolo Uno", "Circolo Due"), ("王", "李")],
)
def test_another_name_is_another(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize("name", ["ﾞ", "ﾟ ﾞ", "«»", "123"])
def test_a_name_that_would_have_no_key_is_not_taken(name: str) -> None:
    with pytest.raises(ValidationError, match="almeno una lettera"):
        check_organisation(name)


@pytest.mark.django_db
def test_taken_back_it_does_not_come_back_under_another_spelling() -> None:
    page = patto()
    signature = body_signed(page, "Circolo Uno")
    facts = {"kind": SignerKind.BODY, "role": "presidente"}
    asked(page, "ente@example.org", body="CIRCOLO  «UNO»", **facts)
    other = asked(page, "ente@example.org", body="Circolo Due", **facts)

    keeping.forget(signature)

    assert list(SigningRequest.objects.all()) == [other]


@pytest.mark.django_db
def test_nobody_signs_for_a_body_without_a_name() -> None:
    page = patto()

    with pytest.raises(ValidationError):
        asked(page, "ente@example.org", kind=SignerKind.BODY, body="ﾞ", role="presidente")

    assert not SigningRequest.objects.exists()
