"""Every letter of every app, by its examples: it says what it must, and says it in both its layouts."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

from candidature.letters.examples import closing
from candidature.statuses import LABELS_OF_BOTH, Kind, Status, label_for
from portal.letter_kinds import Example, LetterKind, letter_kinds
from portal.letters import blocks

pytestmark = pytest.mark.django_db

PAGES_OF_EXAMPLES = ("Partner per un punto di ascolto", "La casa che vorrei")
ANSWER_BY = "venerdì 5 giugno 2026"
# The time that stood still is added to the term.
STOOD_STILL = (
    "La risposta ti arriva entro mercoledì 10 giugno 2026. Il termine è rimasto fermo dall’8 maggio 2026 al "
    "13 maggio 2026, mentre aspettavamo te."
)
INFO_BY = "sabato 16 maggio 2026, ore 10:30"
# Of a call that is still open.
with override("it"):
    BY = date_format(closing(), r"l j F Y, \o\r\e H:i")
# Of one whose term is over.
PAST = "venerdì 15 maggio 2026, ore 10:30"
# Until when others confirm: what was sent, and a draft.
AT_ANY_TIME, IN_TIME = "Prima lo fai, meglio è", f"c’è tempo fino a {BY}"
STOP = "Per non ricevere altri promemoria"
APPEAL = "Tribunale amministrativo regionale (TAR) entro 60 giorni"
# What a receipt says besides, in a letter: when to the second, to whom, and who answers for it.
RECEIVED = ("mercoledì 6 maggio 2026 alle ore 10:30:00", "Ufficio partecipazione", "Ada Neri")
# What is said of the term of an integration, by what the page does when it is over.
WAITS = ["Dopo il termine non potrai più farlo, e l’ufficio decide con ciò che ha"]
REMINDS = ["Se il termine passa, l’ufficio può andare avanti con ciò che ha"]
CLOSES = ["hai dieci giorni per le tue osservazioni: se non ne arrivano", "si chiude come incompleto"]
# What each letter says of what happens next, and by when where there is a term: in each of its examples, or,
# where they say different things, by example.
NEXT: dict[str, list[str] | tuple[list[str], ...]] = {
    "candidature/letters/receipt.txt": ["Non devi fare altro", f"entro {ANSWER_BY}"],
    "candidature/letters/info_requested.txt": tuple(
        [f"entro {INFO_BY}", "l’istruttoria riprende", "Completa ora", *then]
        for then in (WAITS, REMINDS, WAITS, CLOSES)
    ),
    "candidature/letters/corrected.txt": [
        "vale la versione corretta",
        "Non devi fare altro",
        f"entro {ANSWER_BY}",
    ],
    "candidature/letters/info_reminder.txt": tuple(
        [f"fino a {INFO_BY}", "Completa ora", STOP, *then]
        for then in (["Dopo non sarà più possibile"], [], ["Dopo non sarà più possibile"], CLOSES)
    ),
    "candidature/letters/more_time.txt": [
        "il termine per completare è passato",
        f"fino a {INFO_BY}",
        "dopo non potrai più farlo",
        "Completa ora",
    ],
    "candidature/letters/info_received.txt": tuple(
        ["L’istruttoria riprende", term] for term in (f"entro {ANSWER_BY}", STOOD_STILL)
    ),
    "candidature/letters/admissible.txt": [
        "criteri dell’avviso",
        "l’esito ti arriva per email",
        f"entro {ANSWER_BY}",
    ],
    "candidature/letters/accepted.txt": ["è stata selezionata", "Ti scriviamo per i prossimi passi"],
    "candidature/letters/reserve.txt": ["idonea, in riserva", "in quel caso ti scriviamo"],
    "candidature/letters/rejected.txt": ["non è stata ammessa", "Ti ringraziamo", APPEAL],
    "candidature/letters/revoked.txt": ["non è ammessa", "Ti ringraziamo", APPEAL],
    "candidature/letters/reopened.txt": ["torniamo a esaminarla", f"entro {ANSWER_BY}"],
    "candidature/letters/info_lapsed.txt": tuple(
        ["così com’è", term] for term in (f"entro {ANSWER_BY}", STOOD_STILL)
    ),
    "candidature/letters/forewarned.txt": tuple(
        [f"Fino a {INFO_BY}", "le tue osservazioni", "Non è ancora una decisione", *then]
        for then in ([], ["si chiude come incompleto"])
    ),
    "candidature/letters/forewarned_reminder.txt": tuple(
        [f"fino a {INFO_BY}", "Invia le osservazioni", STOP, then]
        for then in ("Poi decidiamo", "si chiude come incompleto")
    ),
    "candidature/letters/reconsidered.txt": tuple(
        ["riprendiamo a esaminare", term] for term in (f"entro {ANSWER_BY}", STOOD_STILL)
    ),
    "candidature/letters/closed_incomplete.txt": ["chiuso come incompleto", "Ti ringraziamo", APPEAL],
    "candidature/letters/withdrawn.txt": ["non verrà più esaminata", "Non devi fare altro"],
    "candidature/letters/message.txt": ["rispondi da lì", "Leggi il messaggio"],
    "candidature/letters/prove_address.txt": ["entro due giorni", "finché non lo confermi"],
    "candidature/letters/address_asked.txt": ["entro trenta giorni", "Non l’ho chiesto io"],
    "candidature/letters/prove_erasure.txt": ["entro due giorni", "premi il pulsante"],
    "candidature/letters/erasure_asked.txt": ["ti rispondiamo entro ", "Non devi fare altro"],
    "candidature/letters/erasure_refused.txt": ["proporre reclamo al Garante"],
    "candidature/letters/erased.txt": ["abbiamo cancellato", "la conserviamo tre mesi"],
    "candidature/letters/new_link.txt": ["non funzionano più", "Apri la tua pagina"],
    "candidature/letters/already_sent.txt": ["resta com’è", "apri la tua pagina"],
    "candidature/letters/draft_saved.txt": [f"entro {BY}", f"salvata fino a {ANSWER_BY}"],
    "candidature/letters/draft_begun_again.txt": [f"entro {BY}", "puoi continuare quella"],
    "candidature/letters/draft_confirm.txt": (
        [f"fino a {BY}", "entro un giorno", "123 456"],
        [f"fino a {PAST}", "entro un giorno", "123 456"],
    ),
    "candidature/letters/draft_confirm_to_ask.txt": [
        "Non si invia ancora",
        "quando hanno confermato tutti torni a inviare",
        f"fino a {BY}: dopo non conta più nulla",
        "123 456",
    ],
    "candidature/letters/draft_reminder.txt": [
        f"entro {BY}",
        STOP,
    ],
    "candidature/letters/draft_term_extended.txt": [f"c’è tempo fino a {BY}", "riprenderla da dove eri"],
    "candidature/letters/draft_term_shortened.txt": [f"ora è {BY}", "inviala prima di allora"],
    "candidature/letters/draft_term_reopened.txt": [f"di nuovo partecipare, fino a {BY}", "riprenderla"],
    "candidature/letters/draft_term_closed.txt": [
        "non si può più inviare",
        "scrivi all’ufficio",
        f"rileggere fino a {ANSWER_BY}",
        "Rileggi la bozza",
    ],
    "candidature/letters/draft_term_passed.txt": [
        "non è stata inviata",
        "scrivi all’ufficio",
        f"rileggere fino a {ANSWER_BY}",
    ],
    "candidature/letters/draft_term_suspended.txt": ["Quando riprende ti scriviamo", "non devi fare nulla"],
    "candidature/letters/draft_term_resumed.txt": [f"di nuovo inviare, fino a {BY}", "riprenderla"],
    "candidature/letters/confirmation_asked.txt": tuple(
        ["Leggi e rispondi", term] for term in (AT_ANY_TIME, AT_ANY_TIME, IN_TIME, IN_TIME)
    ),
    "candidature/letters/confirmation_reminder.txt": tuple(
        ["Leggi e rispondi", "aspetta ancora la tua risposta", term]
        for term in (AT_ANY_TIME, AT_ANY_TIME, IN_TIME, IN_TIME)
    ),
    "candidature/letters/confirmation_answered.txt": (
        ["non devi fare altro", "Apri la tua pagina"],
        ["indica un’altra persona", "Apri la tua pagina"],
        [f"ora puoi inviare, entro {BY}", "Riprendi la bozza"],
        ["indica un’altra persona", f"Si può inviare fino a {BY}", "Riprendi la bozza"],
    ),
    "candidature/letters/confirmation_undelivered.txt": (
        ["Controlla che l’indirizzo sia giusto", "Apri la tua pagina"],
        ["Controlla che l’indirizzo sia giusto", "Apri la tua pagina"],
        [f"Si può inviare fino a {BY}", "Riprendi la bozza"],
        [f"Si può inviare fino a {BY}", "Riprendi la bozza"],
    ),
    "candidature/letters/way_back.txt": (
        [f"Va inviata entro {BY}", "Riprendi la bozza", "Apri la tua pagina"],
        [f"Si può rileggere fino a {ANSWER_BY}", "Rileggi la bozza", "Apri la tua pagina"],
    ),
    "eventi/letters/draft_term_cancelled.txt": [
        "l’evento è stato annullato",
        "La sala è inagibile.",
        "non serve più inviare",
        "Rileggi la bozza",
    ],
    "eventi/letters/draft_confirm.txt": tuple(
        [f"fino a {BY}", counts, "a evento iniziato non si può più", "123 456"]
        for counts in ("Il posto si assegna quando confermi", "L’iscrizione conta da quando confermi")
    ),
    "eventi/letters/receipt.txt": ["assegnati dopo una verifica", f"entro {ANSWER_BY}", "Sala civica"],
    "eventi/letters/seat_confirmed.txt": tuple(
        ["Ti aspettiamo", place, "Sala civica", *RECEIVED]
        for place in ("il posto passa subito", "annulla l’iscrizione.\n")
    ),
    "eventi/letters/waiting_list.txt": ["lista d’attesa", "ti scriviamo subito", "Sala civica", *RECEIVED],
    "eventi/letters/corrected.txt": [
        "vale la versione corretta",
        "resta quello che era",
        "Sala civica",
        *RECEIVED,
    ],
    "eventi/letters/promoted.txt": ["è confermata", "il posto passa subito", "Sala civica"],
    "eventi/letters/accepted.txt": ["confermato", "Se non puoi più venire", "Sala civica"],
    "eventi/letters/reserve.txt": ["lista d’attesa", "la commissione decide", "ti scriviamo subito"],
    "eventi/letters/forewarned.txt": [
        "non confermare la tua iscrizione",
        f"Fino a {INFO_BY}",
        "le tue osservazioni",
    ],
    "eventi/letters/forewarned_reminder.txt": ["non confermare la tua iscrizione", f"fino a {INFO_BY}", STOP],
    "eventi/letters/rejected.txt": ["non possiamo confermare", "Grazie"],
    "eventi/letters/revoked.txt": ["non è più confermata", "Ti ringraziamo"],
    "eventi/letters/guardian_declined.txt": ["non conferma", "iscriverti di nuovo", "nella tua pagina"],
    "eventi/letters/reopened.txt": ["torniamo a esaminarla", f"entro {ANSWER_BY}"],
    "eventi/letters/withdrawn.txt": ["hai annullato", "Non devi fare altro"],
    "eventi/letters/rescheduled.txt": ["Prima era", "Se così non puoi venire", "Sala civica"],
    "eventi/letters/relocated.txt": ["Biblioteca, Via Lunga 3", "Se così non puoi venire", "Sala civica"],
    "eventi/letters/changed.txt": ["Prima era qui", "Prima era: ", "Se così non puoi venire"],
    "eventi/letters/online_link.txt": ["non vale più", "https://example.org/stanza", "resta confermato"],
    "eventi/letters/cancelled.txt": ["non si terrà", "Non devi fare nulla", "Era previsto"],
    "eventi/letters/restored.txt": ["invece si tiene", "Se così non puoi venire", "Sala civica"],
    "eventi/letters/moved.txt": ["il posto resta confermato", "non devi fare nulla", "Non l’ho chiesto io"],
    "eventi/letters/already_sent.txt": ["resta com’è", "apri la tua pagina"],
    "istruttoria/letters/mentioned.txt": ["ti nomina", "Leggi la nota", "nelle notifiche del tuo account"],
    "istruttoria/letters/opinion_asked.txt": [f"fino a {INFO_BY}", "Leggi e rispondi", "senza registrarti"],
    "istruttoria/letters/opinion_reminder.txt": [
        "aspettiamo ancora",
        f"fino a {INFO_BY}",
        "Leggi e rispondi",
    ],
    "istruttoria/letters/waiting_today.txt": [
        "ti aspetta questo",
        "aspettano chi decide",
        "Apri «Da fare»",
        "nelle notifiche del tuo account",
    ],
    "istruttoria/letters/messages_to_read.txt": ["messaggi", "puoi anche rispondere", "Leggi i messaggi"],
    "portal/letters/password.txt": ["Scegli una nuova password", "entro 3 giorni", "resta quella di prima"],
    "riscontri/letters/problem.txt": tuple(
        [answer, "segnalo nel registro"] for answer in ("vuole una risposta", "non chiede una risposta")
    ),
    "portal/letters/reread.txt": ["Riletta, va bene così", "Apri «Da rivedere»"],
    "portal/letters/undelivered.txt": ["2 rifiutate", "Apri la posta in uscita"],
    "patti/letters/confirm.txt": ["vale solo dopo la conferma", "fra 3 giorni", "Vedi e conferma"],
    "patti/letters/signed.txt": ["ritiri la firma quando vuoi", "Apri la tua firma", "Non inoltrare"],
    "patti/letters/way_back.txt": ["non devi fare nulla", "Apri la tua firma", "non inoltrarli"],
    "seguire/letters/confirm.txt": ["solo dopo la conferma", "fra 3 giorni", "Conferma"],
    "seguire/letters/still_wanted.txt": ["premi il pulsante", "non fare nulla: dopo "],
    "seguire/letters/news.txt": (
        [
            "Nuovo avviso: Partner per un punto di ascolto",
            "Scade: venerdì 5 giugno 2026",
            "Non voglio più ricevere aggiornamenti",
        ],
        ["abbiamo cancellato il tuo indirizzo"],
    ),
}
# What would be wrong to say in a letter.
NEVER = {
    # Nothing can be written in such a draft any more.
    "candidature/letters/draft_term_closed.txt": ["Riprendi", "va inviata entro", "ogni volta che la salvi"],
    "candidature/letters/draft_term_passed.txt": ["Riprendi", "va inviata entro", "ogni volta che la salvi"],
    "eventi/letters/draft_term_cancelled.txt": ["Riprendi", "va inviata entro", "ogni volta che la salvi"],
    # Whoever is not expected needs no way there.
    "eventi/letters/rejected.txt": ["Sala civica", "Come arrivare", "Che cosa portare"],
    "eventi/letters/revoked.txt": ["Sala civica", "Come arrivare", "Che cosa portare"],
    "eventi/letters/guardian_declined.txt": ["Sala civica", "Come arrivare", "Che cosa portare"],
    "eventi/letters/cancelled.txt": ["Sala civica", "Come arrivare", "Che cosa portare"],
    # A committee follows no line.
    "eventi/letters/accepted.txt": ["passa subito"],
    "eventi/letters/reserve.txt": ["in ordine di arrivo"],
    # The press that has others asked is none of sending.
    "candidature/letters/draft_confirm_to_ask.txt": ["vale il momento", "un solo passo per inviare"],
    # Place and order follow the proof.
    "eventi/letters/draft_confirm.txt": ["vale il momento in cui hai premuto"],
}
# One thing to do is one button. One letter has as many ways as there are things found, the other has none.
WITHOUT_A_BUTTON = {
    "candidature/letters/way_back.txt",
    "candidature/letters/erased.txt",
    # The way is that of a letter which came before, and works still.
    "eventi/letters/moved.txt",
    "patti/letters/way_back.txt",
    "seguire/letters/news.txt",
}
# About no submission of the reader's own: to staff, and to whoever follows what is public.
TO_OTHERS = ("portal/", "istruttoria/", "patti/", "riscontri/", "seguire/")
# About what was sent, or about a draft.
ABOUT_BOTH = {
    f"candidature/letters/confirmation_{what}.txt"
    for what in ("asked", "reminder", "answered", "undelivered")
}
# To somebody of whom no name is known.
WITHOUT_A_NAME = {"candidature/letters/way_back.txt"}


class Seen(HTMLParser):
    """What a mail program shows of a document: its words, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self._hidden = 0
        self.feed(html)

    @property
    def text(self) -> str:
        return plain(" ".join(self.words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "title")
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def plain(text: str) -> str:
    return " ".join(text.split())


every_letter = pytest.mark.parametrize("kind", letter_kinds(), ids=lambda kind: kind.template)


@every_letter
def test_a_letter_reads_whole_in_each_of_its_examples(kind: LetterKind) -> None:
    examples = kind.examples()

    assert examples
    for example in examples:
        text = example.text
        assert "None" not in text
        assert not set("{}⟦⟧") & set(text)
        assert "\n\n\n" not in text
        if kind.template.startswith(TO_OTHERS):
            assert "CS-" not in text
            continue
        assert ("Gentile Rosa," in text) != (kind.template in WITHOUT_A_NAME)
        # To somebody who has sent nothing yet, or about what was sent.
        if kind.template not in ABOUT_BOTH:
            assert ("CS-2026-7KQ4-XW9M" in text) != ("/draft_" in kind.template)


@pytest.mark.parametrize("template", sorted(ABOUT_BOTH))
def test_a_letter_about_a_confirmation_is_read_of_what_was_sent_and_of_a_draft(template: str) -> None:
    [kind] = [kind for kind in letter_kinds() if kind.template == template]

    assert {"CS-2026-7KQ4-XW9M" in example.text for example in kind.examples()} == {True, False}


@every_letter
def test_a_letter_is_named_after_its_call_or_event_on_one_line(kind: LetterKind) -> None:
    for example in kind.examples():
        assert example.subject == plain(example.subject)
        assert len(example.subject) <= 150
        if kind.template.startswith(TO_OTHERS):
            continue
        assert any(title in example.text for title in PAGES_OF_EXAMPLES)
        if kind.template not in WITHOUT_A_NAME:
            assert any(title in example.subject for title in PAGES_OF_EXAMPLES)


@every_letter
def test_a_letter_says_what_happens_next_and_by_when(kind: LetterKind) -> None:
    examples, words = kind.examples(), NEXT[kind.template]
    by_example = words if isinstance(words, tuple) else (words,) * len(examples)
    for example, wanted in zip(examples, by_example, strict=True):
        assert not [one for one in wanted if one not in example.text]


@pytest.mark.parametrize("template", NEVER)
def test_a_letter_says_nothing_that_its_reader_cannot_do(template: str) -> None:
    [kind] = [kind for kind in letter_kinds() if kind.template == template]
    for example in kind.examples():
        assert not [words for words in NEVER[template] if words in example.text]


@every_letter
def test_a_letter_begins_with_what_its_subject_says_and_ends_with_why_it_came(kind: LetterKind) -> None:
    for example in kind.examples():
        heading, *others = [block for block in example.blocks if isinstance(block, blocks.Heading)]
        assert others == []
        assert example.subject.startswith(heading.text)
        assert isinstance(example.blocks[-1], blocks.Why)


@every_letter
def test_a_letter_has_one_button_for_the_one_thing_to_do(kind: LetterKind) -> None:
    for example in kind.examples():
        buttons = [block for block in example.blocks if isinstance(block, blocks.Button)]
        assert len(buttons) == (kind.template not in WITHOUT_A_BUTTON)


@every_letter
def test_a_letter_about_a_call_or_an_event_says_whom_to_ask_and_where_an_answer_goes(
    kind: LetterKind,
) -> None:
    for example in kind.examples():
        if not kind.template.startswith(TO_OTHERS):
            assert "Per informazioni: ufficio@example.org" in example.text
        assert ("risposta arriva a ufficio@example.org" in example.text) == bool(example.reply_to)
        assert ("non rispondere a questo indirizzo" in example.text) != bool(example.reply_to)


@every_letter
def test_a_letter_that_holds_a_secret_says_not_to_pass_it_on(kind: LetterKind) -> None:
    for example in kind.examples():
        if "/candidature/" in example.text and not kind.template.startswith(TO_OTHERS):
            assert re.search(r"[Nn]on inoltrar", example.text)


@every_letter
def test_the_text_and_the_html_of_a_letter_say_the_same(kind: LetterKind) -> None:
    for example in kind.examples():
        seen = Seen(example.html)
        for line in example.text.splitlines():
            # Before an address that the HTML puts behind these words.
            words = plain(line).removesuffix(":") if line.endswith(":") else plain(line)
            if words not in ("", "--") and not words.startswith("http"):
                assert words.removeprefix("- ") in seen.text
        assert said_only_in_html(example, seen) == []


def said_only_in_html(example: Example, seen: Seen) -> list[str]:
    """The words of the HTML, less those of the text, of the subject and of the layout."""
    beside = f"{plain(example.text)} {example.subject} Se il pulsante non si apre, copia questo indirizzo:"
    return [word for word in seen.text.split() if word not in beside]


@every_letter
def test_the_text_and_the_html_of_a_letter_lead_to_the_same_places(kind: LetterKind) -> None:
    for example in kind.examples():
        led_to = {link.removeprefix("mailto:") for link in Seen(example.html).links} - {settings.SITE_URL}
        written = set(re.findall(r"https?://\S+", example.text))
        assert written <= led_to
        assert {link for link in led_to if link not in example.text} == set()


@every_letter
def test_a_letter_needs_no_image_no_script_and_no_style_element(kind: LetterKind) -> None:
    for example in kind.examples():
        html = example.html
        assert not re.search(r"<(img|script|link|iframe)\b|url\(|@import", html)
        [style] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
        assert re.sub(r"\s+", " ", style).strip().startswith("@media (prefers-color-scheme: dark)")
        # All else is on the elements themselves.
        assert re.search(r'<h1 class="heading" style="[^"]*color:', html)


def test_every_letter_is_asked_what_it_says_and_none_that_is_gone() -> None:
    assert set(NEXT) == {kind.template for kind in letter_kinds()}


@pytest.mark.parametrize(
    ("letter", "kind", "status", "word"),
    [
        ("candidature/letters/accepted.txt", Kind.CALL, Status.ACCEPTED, "selezionat"),
        ("candidature/letters/reserve.txt", Kind.CALL, Status.RESERVE, "riserva"),
        ("candidature/letters/rejected.txt", Kind.CALL, Status.REJECTED, "ammessa"),
        ("candidature/letters/admissible.txt", Kind.CALL, Status.ADMISSIBLE, "ammissibile"),
        ("candidature/letters/withdrawn.txt", Kind.CALL, Status.WITHDRAWN, "ritirat"),
        ("eventi/letters/accepted.txt", Kind.EVENT, Status.ACCEPTED, "conferma"),
        ("eventi/letters/reserve.txt", Kind.EVENT, Status.RESERVE, "lista d’attesa"),
        ("eventi/letters/rejected.txt", Kind.EVENT, Status.REJECTED, "conferma"),
        ("eventi/letters/withdrawn.txt", Kind.EVENT, Status.WITHDRAWN, "annullat"),
    ],
)
def test_a_letter_calls_a_state_what_the_screen_calls_it(
    letter: str, kind: Kind, status: Status, word: str
) -> None:
    [of_letter] = [one for one in letter_kinds() if one.template == letter]
    with override("it"):
        labels = (label_for(status, kind), str(LABELS_OF_BOTH[status]))

    for label in labels:
        assert word in label.lower()
    for example in of_letter.examples():
        assert word in example.text.lower()


@every_letter
def test_nothing_is_called_accolta(kind: LetterKind) -> None:
    for example in kind.examples():
        assert not re.search(r"\baccolt", example.text.lower())
