"""The page on which those are named who confirm an application: before it is sent, and after."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from candidature.actors import APPLICANT, Actor
from candidature.confirmations import letters
from candidature.confirmations.applications import Application
from candidature.confirmations.in_words import Line, in_the_way, lines
from candidature.confirmations.models import Confirmation
from candidature.intake import others, quotas, two_tabs
from candidature.pages.participation import ParticipationPage
from candidature.public.applicant_words import TO_APPLICANT, ApplicantWords
from candidature.public.code_form import JUST_LEFT, NO_LETTER, OTHERS_ASKED, SAID_NO, SOME_SAID_NO
from candidature.public.filling import autosave, press
from candidature.public.filling.clash import Clash
from candidature.public.filling.typed import Rows
from candidature.public.other_form import OtherForm
from candidature.public.secret_pages import CONFLICT
from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission
from portal.limits.counting import LimitReachedError
from portal.models import User
from portal.web.visitors import client_of

# Which of them is open to be corrected.
_CHANGE = "cambia"
# Hidden input of the form: the number of who is corrected, empty for another one.
WHO = "who"
# Stands before a number in what a page says of what it shows: of whom its script saved, maybe as another one.
_SAVED = "#"
# The buttons beside somebody: each is followed by a hyphen and their number.
_OPEN, _REMOVE, _AGAIN, _SIGN, _UNSIGN = "open", "remove", "again", "sign", "unsign"
_NEWS = {
    "chiesta": gettext_lazy("La lettera è in partenza."),
    "tolto": gettext_lazy("Fatto: a quell’indirizzo non chiediamo più nulla."),
    "salvato": gettext_lazy("Salvato."),
    "firmato": gettext_lazy(
        "Segnato: la firma è su carta. Quando registri, il registro ricorda chi l’ha detto."
    ),
    OTHERS_ASKED: gettext_lazy(
        "Non è ancora inviata: abbiamo scritto a chi deve confermare. Appena qualcuno risponde ti avvisiamo "
        "per email; quando hanno confermato tutti, torna qui a inviare."
    ),
}
# What came of a press on a page that no longer shows what is so.
_NOBODY_TO_ASK = "cambiata"
_STANDS = "resta"
_REFUSALS = {
    _NOBODY_TO_ASK: gettext_lazy(
        "Non abbiamo scritto a nessuno: da quando hai aperto la pagina è arrivata una risposta, o qualcosa è "
        "cambiato. Qui sotto c’è com’è adesso."
    ),
    SAID_NO: gettext_lazy("Non abbiamo scritto a nessuno, e così non si può inviare."),
    SOME_SAID_NO: gettext_lazy("Abbiamo scritto agli altri, ma così non si può inviare."),
    _STANDS: gettext_lazy(
        "Non abbiamo cambiato nulla: è già stata accettata, e ciò che ha risposto chi hai indicato resta. Se "
        "serve un’altra persona, scrivi all’ufficio."
    ),
    JUST_LEFT: gettext_lazy(
        "La lettera è partita da poco: aspetta qualche minuto prima di mandarne un’altra."
    ),
    NO_LETTER: gettext_lazy(
        "Non a tutti abbiamo potuto scrivere: da questa rete, o a quell’indirizzo, sono già partite molte "
        "lettere in quest’ora. Riprova più tardi."
    ),
}
# To who is typing about somebody of whom nothing is kept any more.
NOBODY_IS_ASKED = gettext_lazy("Non si chiede più la conferma a nessuno.")
_TOO_MANY = gettext_lazy("Non se ne possono indicare altri.")
_TAKEN_OFF = gettext_lazy(
    "Mentre scrivevi questa persona è stata tolta o sostituita, forse da un’altra finestra: qui sotto c’è "
    "com’è adesso."
)


class NotKeptError(Exception):
    """What was typed is not kept, and is nowhere but in the page that this makes.

    Attributes:
        form: shows it, to be pressed once more; None where that would come to nothing again.
        refusal: why; else the form says it.
        written: label and text of it, to be copied.
        code: the HTTP status of that page.
        clashes: what another tab wrote differently.
    """

    def __init__(
        self,
        form: OtherForm | None,
        code: int,
        *,
        refusal: str = "",
        written: Rows | None = None,
        clashes: Sequence[Clash] = (),
        reached: LimitReachedError | None = None,
    ) -> None:
        super().__init__(refusal)
        self.form, self.code, self.reached = form, code, reached
        self.refusal, self.written, self.clashes = refusal, written or [], clashes


@dataclass(frozen=True)
class OthersPage:
    """The page, and what is pressed on it.

    Attributes:
        address: its own.
        back: where the button below it leads.
        step_address: of a page of the form by its number; None where it is no page of a form.
    """

    request: HttpRequest
    written: Draft | Submission
    page: ParticipationPage
    address: str
    back: str
    step_address: Callable[[int], str] | None = None
    # An account that types for somebody else: signatures are on paper, and no visitor's quotas count.
    clerk: User | None = None
    words: ApplicantWords = TO_APPLICANT

    def context(self, refused: NotKeptError | None = None) -> dict[str, Any]:
        """What its template needs.

        Args:
            refused: a press that could not be kept.
        """
        application, outcome = Application(self.written), press.outcome(self.request)
        asked = application.asked(timezone.now())
        not_delivered = letters.not_delivered(asked)
        found = lines(application, asked, unreached=not_delivered)
        form = refused.form if refused else None
        opened = form.present if form else self._opened(found)
        partners = [line for line in found if not line.confirmation.is_guardian]
        may_add = isinstance(self.written, Draft) and len(partners) < self.page.most_partners
        if form is None and opened is not None:
            form = self._form(opened, opened.typed or None)
        elif form is None and may_add:
            form = self._form(None)
        return {
            "listed": [
                (line, self._may_be_asked(line), not application.keeps_answer(line.confirmation))
                for line in found
            ],
            "not_delivered": not_delivered,
            "opened": opened,
            "form": form,
            "seen": two_tabs.texts_seen(form.held()) if form else "",
            "clashes": refused.clashes if refused else [],
            "written": refused.written if refused else [],
            "may_add": may_add or (form is not None and opened is None),
            "at_desk": self.clerk is not None,
            "is_draft": isinstance(self.written, Draft),
            "waits": isinstance(self.written, Draft) and self.page.waits_for_others,
            "autosaves": self._autosaves,
            "back": self.back,
            "news": _NEWS.get(outcome, "") if not refused else "",
            "refusal": refused.refusal if refused else _refusal(outcome, found),
        }

    def pressed(self) -> HttpResponse:
        """Does what the button says, keeps what was typed besides, and leads on.

        What was typed about a draft is saved whatever was pressed, as that of a step is. Of what was sent
        "Salva" alone names anybody, who is written to at once; every other button keeps the text.

        Raises:
            NotKeptError: see there.
        """
        if autosave.is_asked(self.request):
            return self._kept_while_typed()
        outcome = self._done()
        action, pk = self._button
        if action == _REMOVE and pk is not None and pk == self._who:
            return self._back(outcome or "")
        saved, is_named = self.keep()
        open_again = "" if saved is None or is_named else f"?{_CHANGE}={saved.pk}"
        if outcome is not None:
            return redirect(press.saying(f"{self.address}{open_again}", outcome))
        chosen = press.chosen(self.request)
        if chosen is not None and self.step_address is not None:
            return redirect(self.step_address(chosen))
        if action == _OPEN and pk is not None:
            return redirect(f"{self.address}?{_CHANGE}={pk}")
        if open_again:
            return redirect(press.saying(f"{self.address}{open_again}", press.CHECK))
        return redirect(self.back) if action == "next" else self._named(saved)

    def keep(self) -> tuple[Confirmation | None, bool]:
        """Saves what was typed, if anything was.

        Returns:
            Who is asked now, None where nothing was typed; and whether they are named as it was typed.

        Raises:
            NotKeptError: see there.
        """
        present = self._present()
        form = self._form(present, self.request.POST)
        typed, seen = form.typed(), self._seen
        is_blank, is_seen = not any(typed.values()), two_tabs.texts_seen(typed) == seen
        if not self._saves and is_blank and not self.request.POST.get(WHO):
            if present is not None and not present.is_named:
                # The script saved it a moment ago.
                others.take_off(self.written, present.pk)
            return None, True
        is_asked = autosave.is_asked(self.request)
        if not self._saves and not is_asked and (is_blank or (is_seen and self._saved is None)):
            return None, True
        return (None, True) if is_asked and is_seen else self._kept(form, seen)

    def _kept_while_typed(self) -> HttpResponse:
        """What the script is told that saves the text: it names nobody, and nobody is written to."""
        try:
            saved, _is_named = self.keep()
        except NotKeptError as error:
            if error.clashes:
                return autosave.answer("", is_twofold=True)
            if error.reached is not None:
                return autosave.not_saved(quotas.sentence(error.reached, self.page.contact_email))
            return autosave.not_saved(error.refusal, goes_on=False)
        typed = self._form(self._present(), self.request.POST).typed()
        number = saved.pk if saved is not None else self._saved if any(typed.values()) else None
        shown = two_tabs.texts_seen(typed)
        return autosave.answer(shown if number is None else f"{_SAVED}{number} {shown}", is_twofold=False)

    def as_typed(self, why: str) -> OtherForm:
        """The form with what was typed, and the reason for which it could not be saved."""
        return _saying(self._form(self._present(), self.request.POST), why)

    @property
    def _button(self) -> tuple[str, int | None]:
        """What was pressed, and the number of beside whom."""
        action, _hyphen, number = self.request.POST.get("action", "").partition("-")
        return action, _number(number)

    @property
    def _saves(self) -> bool:
        """Whether the button is that of the form itself, as Enter is."""
        return self.request.POST.get("action", "") in ("", "save")

    @property
    def _who(self) -> int | None:
        """The number of who is corrected, or of whom the script saved since the page was shown."""
        who = self.request.POST.get(WHO, "")
        return _number(who) if who else self._saved

    @property
    def _saved(self) -> int | None:
        """The number of whom the script saved since the page was shown."""
        first = self.request.POST.get(press.SEEN, "").partition(" ")[0]
        return _number(first.removeprefix(_SAVED)) if first.startswith(_SAVED) else None

    @property
    def _seen(self) -> str:
        """What the page says that it shows of the texts (`two_tabs.texts_seen`)."""
        seen = self.request.POST.get(press.SEEN, "")
        return seen.partition(" ")[2] if seen.startswith(_SAVED) else seen

    @property
    def _autosaves(self) -> bool:
        """Whether the script may save: of a draft once it has an address, as other pages of it are."""
        return self.clerk is not None or bool(self.written.email)

    @property
    def _client(self) -> str:
        return client_of(self.request) if self.clerk is None else ""

    @property
    def _actor(self) -> Actor:
        return APPLICANT if self.clerk is None else Actor.staff(self.clerk)

    def _present(self) -> Confirmation | None:
        """Who is corrected, as they are now."""
        return self.written.confirmations.filter(pk=self._who).first() if self._who is not None else None

    def _form(self, present: Confirmation | None, data: Mapping[str, Any] | None = None) -> OtherForm:
        return OtherForm(
            Application(self.written), present, data, words=self.words, on_paper=self.clerk is not None
        )

    def _done(self) -> str | None:
        """Does what the button beside somebody says, and says what came of it; None for another button."""
        action, pk = self._button
        if pk is None:
            return None
        try:
            if action == _REMOVE:
                others.take_off(self.written, pk)
                return "tolto"
            if action == _AGAIN:
                left = others.ask_again(self.written, pk, client=self._client, actor=self._actor)
                return "chiesta" if left else JUST_LEFT
        except others.NobodyToAskError:
            return _NOBODY_TO_ASK
        except others.AnswerStandsError:
            return _STANDS
        except LimitReachedError:
            return NO_LETTER
        if self.clerk is not None and action in (_SIGN, _UNSIGN):
            others.sign(self.written, pk, by=self._actor, is_signed=action == _SIGN)
            return "firmato" if action == _SIGN else "salvato"
        return None

    def _kept(self, form: OtherForm, seen: str) -> tuple[Confirmation, bool]:
        """Saves a posted form, and of what another tab saved meanwhile what this page left alone."""
        names = self._saves or (isinstance(self.written, Draft) and not autosave.is_asked(self.request))
        is_named = form.is_valid() and names
        named, client = form.named() if is_named else None, self._client
        try:
            saved = others.save(self.written, self._who, named, form.typed(), client=client, seen=seen)
        except others.ChangedMeanwhileError as changed:
            merged, clashes = two_tabs.clashing_texts(changed.held, form.typed(), seen)
            again = self._form(self._present(), merged | clashes)
            if not clashes:
                return self._kept(again, two_tabs.texts_seen(changed.held))
            raise NotKeptError(again, CONFLICT, clashes=_both(again, changed.held, clashes)) from changed
        except others.TakenOffError as error:
            raise NotKeptError(None, CONFLICT, refusal=str(_TAKEN_OFF), written=form.rows()) from error
        except others.AnswerStandsError as error:
            refusal = str(_REFUSALS[_STANDS])
            raise NotKeptError(None, CONFLICT, refusal=refusal, written=form.rows()) from error
        except others.TooManyError as error:
            raise NotKeptError(None, CONFLICT, refusal=str(_TOO_MANY), written=form.rows()) from error
        except LimitReachedError as reached:
            why = quotas.sentence(reached, self.page.contact_email)
            raise NotKeptError(_saying(form, why), 429, reached=reached) from reached
        return saved, is_named

    def _named(self, saved: Confirmation | None) -> HttpResponse:
        """Back to the page once somebody is named; about what was sent they are written to at once."""
        if saved is None:
            return self._back("")
        if isinstance(self.written, Draft) or saved.state != Confirmation.State.NAMED:
            return self._back("salvato")
        try:
            others.ask_again(self.written, saved.pk, client=client_of(self.request))
        except LimitReachedError:
            return self._back(NO_LETTER)
        return self._back("chiesta")

    def _may_be_asked(self, line: Line) -> bool:
        """Whether a button writes to them: before sending they are all asked at once, for the first time."""
        one = line.confirmation
        was_asked = one.state != Confirmation.State.NAMED or isinstance(self.written, Submission)
        if self.clerk is not None:
            # At the desk each is asked where it waits, while what they answer counts.
            was_asked = self.page.waits_for_others and self.page.accepts(timezone.now())
        return bool(one.email) and not one.said_no and not line.is_settled and was_asked

    def _opened(self, found: list[Line]) -> Confirmation | None:
        """Who is open to be corrected."""
        pk, application = _number(self.request.GET.get(_CHANGE, "")), Application(self.written)
        may = (line.confirmation for line in found if not application.keeps_answer(line.confirmation))
        return next((one for one in may if one.pk == pk), None)

    def _back(self, outcome: str) -> HttpResponse:
        return redirect(press.saying(self.address, outcome))


def _refusal(outcome: str, found: list[Line]) -> str:
    """Why a press came to nothing, or not to all; and who is in the way, by name."""
    said = str(_REFUSALS.get(outcome, ""))
    return " ".join([said, *in_the_way(found)]) if outcome in (SAID_NO, SOME_SAID_NO) else said


def _saying(form: OtherForm, why: str) -> OtherForm:
    """A posted form that says nothing but this."""
    form.is_valid()
    form.forget_errors()
    form.add_error(None, why)
    return form


def _both(form: OtherForm, held: Mapping[str, str], clashes: Mapping[str, str]) -> list[Clash]:
    """What this tab wrote and what is kept, of the fields that another tab wrote differently."""
    fields = form.fields.items()
    return [Clash(str(field.label), clashes[name], held[name]) for name, field in fields if name in clashes]


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None
