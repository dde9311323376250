"""How much an editor has to do from the login to a public call with ten questions, tried and previewed.

An interaction is a press of the mouse, a field that is filled in, or a key that acts, such as Enter; what
scrolls or looks is none. Office, responsible person and notice are those with which the site has every call
begin.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser import staff
from tests.browser.conftest import Visit
from tests.browser.people import EDITOR, STAFF_PASSWORD, call_title
from tests.browser.portal_under_test import Portal
from tests.browser.test_form_builder import paste
from tests.browser.visitor import Visitor

# What an editor may need at most. Before there were a builder and ready sets it was about seventy.
FROM_NOTHING, FROM_A_SET = 55, 40
QUESTIONS = "steps-0-value-questions"
# How many questions the form asks, those that an answer opens among them.
ASKED = """() => [...document.querySelectorAll("input[type=hidden]")]
    .filter(({ name }) => /^steps-.*questions-\\d+-type$/.test(name)).length"""


@dataclass
class Editor:
    """An editor's two hands, and what they did."""

    visitor: Visitor
    interactions: int = 0

    @property
    def page(self) -> Page:
        return self.visitor.page

    def press(self, what: Locator) -> None:
        self.interactions += 1
        what.click()

    def fill(self, what: Locator, words: str) -> None:
        self.interactions += 1
        what.fill(words)

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True).last)

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name, exact=True).first)

    def tab(self, name: str) -> None:
        self.press(self.page.get_by_role("tab", name=name))

    def begin(self) -> None:
        """Waits until the editor that just opened watches what changes: what is typed before is saved with
        the change after it."""
        self.page.wait_for_function("window.isWatched")

    def log_in(self) -> None:
        self.page.add_init_script(staff.WATCHED)
        self.visitor.visit("/admin/")
        self.fill(self.page.get_by_label("Email"), EDITOR)
        self.fill(self.page.locator("input[type=password]"), STAFF_PASSWORD)
        self.press(self.page.locator("button[type=submit]"))

    def question(self, stream: str, kind: str, label: str) -> str:
        """Adds a question after the others of a stream; returns the start of the names of its fields."""
        count = self.page.locator(f"input[name='{stream}-count']")
        number = int(count.input_value())
        pluses = self.page.locator(f"input[name='{stream}-count'] + div > div > button.c-sf-add-button")
        option = self.page.get_by_role("option", name=kind, exact=True)
        # However often it takes: one press is meant.
        self.interactions += 1
        staff.press_until_offered(pluses.last.click, option)
        self.press(option)
        expect(count).to_have_value(str(number + 1))
        self.fill(self.page.locator(f"#{stream}-{number}-value-label"), label)
        return f"{stream}-{number}-value"

    def choice(self, stream: str, label: str, *options: str) -> str:
        """Adds a choice, whose options are pasted as lines."""
        name = self.question(stream, "Una scelta", label)
        self.interactions += 1
        paste(self.page, self.page.locator(f"#{name}-options-0-value-label"), "\n".join(options))
        expect(self.page.locator(f"#{name}-options-{len(options) - 1}-value-label")).to_have_value(
            options[-1]
        )
        return name

    def say_when(self) -> None:
        now = timezone.localtime()
        for field, moment in (("opens_at", now - timedelta(days=1)), ("closes_at", now + timedelta(days=20))):
            self.interactions += 1
            staff.fill_moment(self.page.locator(f"[name={field}]"), f"{moment:%d/%m/%Y %H:%M}")

    def look(self, words: str) -> None:
        """The form beside the editor, in the panel of the preview."""
        self.press(self.page.get_by_role("button", name="anteprima").first)
        shown = self.page.frame_locator("iframe.w-preview__iframe:not([aria-hidden])").first
        # Whoever chooses another has seen the first.
        expect(shown.locator("main")).to_be_attached()
        self.interactions += 1
        self.page.locator("#id_preview_mode").select_option("modulo")
        expect(shown.get_by_text(words).first).to_be_visible()

    def try_out(self) -> None:
        """As an organisation, up to the mistakes of a step that is left empty, and back to the editor."""
        staff.everything_is_saved(self.page)
        self.press(self.page.get_by_role("button", name="Azioni", exact=True).first)
        self.link("Prova il modulo e mostralo")
        self.button("Come organizzazione o gruppo")
        self.button("Avanti")
        expect(self.page.get_by_role("heading", level=1)).not_to_contain_text("Chi sei")
        self.button("Avanti")
        expect(self.page.locator("[data-error-summary]")).to_be_visible()
        self.button("Chiudi la prova")
        self.press(self.page.get_by_role("link", name="Torna a scrivere"))

    def publish(self) -> str:
        """Returns the address of the page."""
        self.button("Pubblica")
        expect(self.page.locator(".messages")).to_contain_text("pubblicat")
        return self.page.locator(".messages a:not([href^='/admin/'])").first.get_attribute("href") or ""


def test_a_call_with_ten_questions_from_nothing(portal: Portal, visitor: Visit) -> None:
    portal.office("begin_with_values")
    editor = Editor(visitor())
    title = call_title("Orti di quartiere")
    editor.log_in()
    editor.link("Nuovo avviso o evento")
    editor.link("Avviso")
    editor.begin()
    editor.fill(editor.page.get_by_role("textbox", name="Titolo*", exact=True), title)
    editor.fill(editor.page.get_by_role("textbox", name="Sommario"), "Idee per coltivare insieme.")
    editor.say_when()
    editor.press(editor.page.get_by_role("checkbox", name="Valdichiana Aretina"))
    editor.tab("Modulo")

    editor.fill(editor.page.locator("#steps-0-value-title"), "La proposta")
    editor.question(QUESTIONS, "Testo breve", "Nome della proposta")
    company = editor.choice(QUESTIONS, "Con chi la porti avanti?", "Solo io", "Con altre persone")
    editor.question(f"{company}-options-1-value-questions", "Testo breve", "Chi sono le altre persone?")
    editor.question(QUESTIONS, "Testo lungo", "Che cosa vorresti fare?")
    editor.question(QUESTIONS, "Numero", "Quante persone partecipano?")
    editor.question(QUESTIONS, "Sì o no", "Avete già uno spazio?")
    editor.choice(QUESTIONS, "In quale stagione si comincia?", "In primavera", "In autunno")
    editor.question(QUESTIONS, "Data", "Da quale giorno siete disponibili?")
    editor.question(QUESTIONS, "File", "Descrizione della proposta")
    editor.question(QUESTIONS, "Dichiarazione da spuntare", "Dichiaro che quanto ho scritto è vero.")

    editor.look("Dichiaro che quanto ho scritto è vero.")
    editor.try_out()
    path = editor.publish()

    told(editor, "from nothing")
    assert editor.interactions <= FROM_NOTHING
    public(editor, path, title)


def test_a_call_with_ten_questions_from_ready_sets(portal: Portal, visitor: Visit) -> None:
    portal.office("begin_with_values")
    editor = Editor(visitor())
    title = call_title("Partner di quartiere")
    editor.log_in()
    editor.link("Nuovo avviso o evento")
    editor.link("Scegli i gruppi")
    editor.fill(editor.page.get_by_label("Titolo"), title)
    for name in ("Organizzazione", "Attività e proposta", "Privacy e dichiarazioni"):
        editor.press(editor.page.get_by_label(name))
    editor.button("Crea la bozza")
    editor.begin()
    editor.fill(editor.page.get_by_role("textbox", name="Sommario"), "Idee per coltivare insieme.")
    editor.say_when()
    editor.press(editor.page.get_by_role("checkbox", name="Valdichiana Aretina"))

    editor.look("Che tipo di organizzazione rappresenti?")
    asked = editor.page.evaluate(ASKED)
    editor.try_out()
    path = editor.publish()

    told(editor, f"from ready sets with {asked} questions")
    assert asked >= 10
    assert editor.interactions <= FROM_A_SET
    public(editor, path, title)


def told(editor: Editor, how: str) -> None:
    print(f"{how}: {editor.interactions} interactions")  # noqa: T201 - the figures of docs/measurements.md, with -s


def public(editor: Editor, path: str, title: str) -> None:
    editor.visitor.visit(path)
    editor.visitor.heading(title)
    expect(editor.page.get_by_role("button", name="Nuova candidatura").first).to_be_visible()
