"""What each type of question accepts, and what it says when it does not."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from moduli import StepForm
from moduli.check import as_data
from territori.models import Municipality
from tests.moduli.builders import answer, ask, error_of, option, step

PERSON = "RSSMRA80A01H501U"
ORGANISATION = "90012340486"
CHOICES = {"options": [option("one"), option("two"), option("three")]}
CHOICE_TYPES = ["one_choice", "several_choices", "yes_no"]
TYPED_TYPES = [
    "short_text",
    "long_text",
    "number",
    "date",
    "email",
    "pec",
    "phone",
    "tax_code",
    "vat_number",
    "iban",
    "address",
]


@pytest.fixture
def vinci(db):
    return Municipality.objects.create(name="Vinci", province="FI", cadastral_code="M059")


@pytest.mark.parametrize("type_", TYPED_TYPES)
def test_a_required_question_left_blank_says_so(type_):
    assert error_of(ask(type_), "") == "Questa risposta è obbligatoria."
    assert error_of(ask(type_), "   ") == "Questa risposta è obbligatoria."


@pytest.mark.parametrize("type_", TYPED_TYPES)
def test_an_optional_question_may_stay_blank(type_):
    form = answer(ask(type_, required=False), "")
    assert form.is_valid()
    assert form.answers() == {}


def test_a_text_longer_than_allowed_tells_both_lengths():
    assert error_of(ask("short_text", max_length=5), "troppo") == "Il testo ha 6 caratteri: il massimo è 5."


def test_a_line_end_counts_as_the_one_character_the_person_typed():
    assert error_of(ask("long_text", max_length=3), "a\r\nb") == ""


def test_a_long_text_says_its_limit_before_anybody_reaches_it_and_asks_for_no_health_data():
    field = answer(ask("long_text", max_length=900)).fields["q-a"]
    assert "900 caratteri" in field.help_text
    assert "salute" in field.help_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12", "12"),
        ("0", "0"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1.500", "1500"),
        ("1.500,25", "1500.25"),
        ("-3", "-3"),
        (" 7 ", "7"),
        ("1 000", "1000"),
    ],
)
def test_numbers_are_read_the_italian_way(typed, kept):
    assert answer(ask("number"), typed).answers() == {"a": kept}


@pytest.mark.parametrize(
    "typed", ["dodici", "1,2,3", "1e9", "NaN", "Infinity", "٣", "1.50.0", "9" * 40, "0x10"]
)
def test_what_is_no_number_is_refused_with_an_example(typed):
    assert error_of(ask("number"), typed) == "Scrivi un numero, per esempio 12 oppure 12,5."


def test_a_number_has_an_end():
    assert error_of(ask("number"), "1" + ".000" * 20)


def test_a_text_cannot_turn_around_what_follows_it():
    question = ask("short_text", max_length=50)
    assert answer(question, "\u202eoiraM\u202c \u2066x\u2069").answers() == {"a": "oiraM x"}
    # Marks that only say how a neighbour is read, and joined pictures, are part of what people type.
    assert answer(question, "\u200fعربي 👩🏽\u200d🚀").answers() == {"a": "\u200fعربي 👩🏽\u200d🚀"}


def test_a_number_must_stay_within_its_limits():
    question = ask("number", minimum="1", maximum="1000", whole=True)
    assert error_of(question, "0") == "Il valore minimo è 1."
    assert error_of(question, "1001") == "Il valore massimo è 1.000."
    assert error_of(question, "2,5") == "Scrivi un numero intero, senza decimali."
    assert error_of(question, "1000") == ""


@pytest.mark.parametrize("typed", ["2000-12-31", "31/12/2000", "31-12-2000", "31.12.2000"])
def test_a_date_is_read_as_the_browser_sends_it_and_as_people_write_it(typed):
    assert answer(ask("date"), typed).answers() == {"a": "2000-12-31"}


@pytest.mark.parametrize("typed", ["31/02/2000", "ieri", "12/31/2000", "0000-00-00", "99999-01-01"])
def test_a_date_that_does_not_exist_is_refused(typed):
    assert error_of(ask("date"), typed) == "Scrivi una data che esiste, per esempio 31/12/2000."


def test_a_date_must_stay_within_its_limits():
    question = ask("date", earliest="2026-01-10", latest="2026-01-20")
    assert "prima data ammessa" in error_of(question, "09/01/2026")
    assert "ultima data ammessa" in error_of(question, "21/01/2026")
    assert error_of(question, "10/01/2026") == error_of(question, "20/01/2026") == ""


def test_a_date_of_birth_asks_for_the_age_completed_today():
    today = timezone.localdate()
    sixteen_today = today.replace(year=today.year - 16, day=min(today.day, 28))
    question = ask("date", minimum_age=16)
    assert error_of(question, sixteen_today.isoformat()) == ""
    later = (sixteen_today + datetime.timedelta(days=5)).isoformat()
    assert error_of(question, later) == "Occorre avere compiuto 16 anni."
    tomorrow = (today + datetime.timedelta(days=1)).isoformat()
    assert error_of(ask("date", minimum_age=0), tomorrow) == "Una data di nascita non può essere nel futuro."


@pytest.mark.parametrize("type_", ["email", "pec"])
def test_an_address_that_is_not_complete_is_refused_with_an_example(type_):
    assert error_of(ask(type_), "nome@") == "Scrivi un indirizzo completo, per esempio nome@esempio.it."
    assert answer(ask(type_), "nome@esempio.it").answers() == {"a": "nome@esempio.it"}


def test_a_pec_explains_what_it_is():
    assert "posta elettronica certificata" in answer(ask("pec")).fields["q-a"].help_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("347 1234567", "+393471234567"),
        ("+39 055 2345678", "+390552345678"),
        ("+33 1 42 68 53 00", "+33142685300"),
    ],
)
def test_a_telephone_number_is_kept_in_its_international_form(typed, kept):
    assert answer(ask("phone"), typed).answers() == {"a": kept}


@pytest.mark.parametrize("typed", ["123", "non ce l'ho", "+39 000", "347 1234567 int. 5"])
def test_a_telephone_number_that_cannot_exist_is_refused(typed):
    assert error_of(ask("phone"), typed).startswith("Questo numero non esiste.")


def test_a_codice_fiscale_may_be_typed_with_spaces_and_small_letters():
    assert answer(ask("tax_code"), "rss mra 80a01 h501u").answers() == {"a": PERSON}
    assert answer(ask("tax_code"), ORGANISATION).answers() == {"a": ORGANISATION}


@pytest.mark.parametrize(
    ("holder", "typed", "message"),
    [
        ("either", "RSSMRA80A01H501X", "non esiste"),
        ("either", "RSSMRA", "16 caratteri, oppure 11 cifre"),
        ("either", "RSSMRA80Z01H501U", "non è un codice fiscale"),
        ("person", ORGANISATION, "ha 16 caratteri"),
        ("organisation", PERSON, "ha 11 cifre"),
    ],
)
def test_a_wrong_codice_fiscale_says_what_is_wrong(holder, typed, message):
    assert message in error_of(ask("tax_code", holder=holder), typed)


def test_a_partita_iva_is_checked_by_its_last_digit():
    assert answer(ask("vat_number"), "IT 07643520567").answers() == {"a": "07643520567"}
    assert "non esiste" in error_of(ask("vat_number"), "07643520568")
    assert error_of(ask("vat_number"), "0764352056712") == "La partita IVA ha 11 cifre."


def test_a_municipality_is_kept_with_the_name_it_has_today(vinci):
    form = answer(ask("municipality"), "M059")
    assert form.answers() == {"a": {"code": "M059", "label": "Vinci (FI)"}}
    assert error_of(ask("municipality"), "Z999") == "Scegli un comune dall’elenco."


def test_who_lives_outside_the_register_can_still_answer(db):
    assert answer(ask("municipality"), "other").answers()["a"]["code"] == "other"


def test_a_choice_takes_only_its_own_options():
    assert answer(ask("one_choice", **CHOICES), "two").answers() == {"a": "two"}
    assert error_of(ask("one_choice", **CHOICES), "four") == "Scegli una delle risposte proposte."


def test_several_choices_are_kept_once_and_in_the_order_of_the_form():
    form = answer(ask("several_choices", **CHOICES), ["three", "one", "one"])
    assert form.answers() == {"a": ["one", "three"]}


def test_several_choices_stop_at_their_limit():
    question = ask("several_choices", max_choices=2, **CHOICES)
    assert error_of(question, ["one", "two", "three"]) == "Puoi sceglierne al massimo 2."
    assert error_of(question, ["one", "two"]) == ""


def test_a_declaration_must_be_ticked():
    assert "occorre spuntare" in error_of(ask("declaration"), [])
    assert answer(ask("declaration"), "on").answers() == {"a": True}


@pytest.mark.django_db
@pytest.mark.parametrize("type_", [*TYPED_TYPES, *sorted(CHOICE_TYPES), "declaration"])
@given(value=st.text(max_size=200))
def test_nothing_that_can_be_typed_breaks_a_question(type_, value):
    question = ask(type_, **(CHOICES if type_ in CHOICE_TYPES else {}))
    form = answer(question, value)
    form.is_valid()
    kept = form.typed()
    assert "\x00" not in str(kept)
    # What a draft keeps can be shown again, and judged again to the same effect.
    again = StepForm(step(question), as_data(step(question), kept))
    assert again.is_valid() == form.is_valid()
    assert again.answers() == form.answers()
