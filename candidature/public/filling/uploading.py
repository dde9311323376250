"""What the script is told that sends a file as soon as it is chosen (`frontend/src/js/uploads.js`).

One address for all of it: a file is announced, its pieces follow, and after a broken connection the script
asks how much arrived (a HEAD, whose answer says `Upload-Offset`, as the tus protocol does). Answers are
sentences for the person, and the question's part of the page as it is then.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, Protocol, cast
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse, UnreadablePostError
from django.http.request import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from candidature.intake import partial_uploads
from candidature.intake.keeping import Written
from candidature.intake.partial_uploads import Announced, Receiver
from candidature.intake.uploads import find
from candidature.submissions.files import UploadedFile
from candidature.submissions.partial import PartialUpload
from moduli import Answers, Node, Question, Step, StepForm, type_of, walk
from portal.web import outage

OFFSET = "Upload-Offset"
# Read from the connection at a time.
_BLOCK = 64 * 1024
# Larger numbers than any file's size or any date.
_LONGEST_NUMBER = 15


class TakesFiles(Protocol):
    """What files go into, and who sends them: of a step, `candidature.public.filling.way.Way`.

    Attributes:
        client: the visitor whose quota counts them.
        written: what they go into, as it was read.
        asked: the steps whose questions may take files, by number.
    """

    @property
    def request(self) -> HttpRequest: ...

    @property
    def client(self) -> str: ...

    @property
    def written(self) -> Written: ...

    @property
    def asked(self) -> Mapping[int, Step]: ...

    def accepts(self) -> bool:
        """Whether what arrived with this request still counts."""

    def upload_address(self) -> str:
        """Where the script sends them; empty where none may be sent so."""

    def change_files(self, change: Callable[[Any], Answers]) -> Written:
        """Locks what is written, stores the answers that `change` makes of it, and gives it back."""


class _ToldError(Exception):
    """What the script is told instead of what it asked for."""

    def __init__(self, code: int, said: str, offset: int | None = None) -> None:
        super().__init__(said)
        self.code, self.said, self.offset = code, said, offset


def answer(way: TakesFiles) -> HttpResponse:
    """The answer to one request of the script."""
    request = way.request
    if request.method not in ("HEAD", "POST"):
        return HttpResponseNotAllowed(["HEAD", "POST"])
    try:
        with _in_words():
            _refuse_where_nothing_is_taken(way)
            if request.method == "HEAD":
                return _how_much(way)
            if "upload" not in request.GET:
                return _remove(way) if "remove" in request.POST else _announced(way)
            return _call_off(way) if "cancel" in request.POST else _piece(way)
    except _ToldError as error:
        response = told(error.code, error.said)
        if error.offset is not None:
            response[OFFSET] = str(error.offset)
        return response


def told(code: int, said: str) -> HttpResponse:
    """The answer that shows the person a sentence instead of doing what was asked."""
    return JsonResponse({"said": said}, status=code)


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """Turns what can go wrong into what the script is told."""
    try:
        with outage.noticed():
            yield
    except partial_uploads.RefusedError as refused:
        raise _ToldError(HTTPStatus.UNPROCESSABLE_ENTITY, str(refused)) from refused
    except partial_uploads.WrongPlaceError as wrong:
        raise _ToldError(HTTPStatus.CONFLICT, "", wrong.offset) from wrong
    except partial_uploads.GoneError as gone:
        raise _ToldError(HTTPStatus.NOT_FOUND, _lost()) from gone
    except outage.OutageError as error:
        raise _ToldError(HTTPStatus.SERVICE_UNAVAILABLE, str(outage.SENTENCE)) from error


def _refuse_where_nothing_is_taken(way: TakesFiles) -> None:
    if not way.accepts():
        said = _("Il termine è passato: non si può più aggiungere nulla.")
    elif not way.upload_address():
        said = _("Scrivi prima il tuo indirizzo email, nel primo passo.")
    else:
        return
    raise _ToldError(HTTPStatus.CONFLICT, said)


def _announced(way: TakesFiles) -> HttpResponse:
    """An upload begins, or one that broke off goes on."""
    posted = way.request.POST
    _step, question = _question(way, posted.get("question", ""))
    announced = Announced(
        name=posted.get("name", ""),
        size=_number(posted.get("size", "")),
        modified=_number(posted.get("modified", "")),
        replaces=_id(posted.get("replaces", "")),
    )
    begun: list[PartialUpload] = []

    def begin(written: Any) -> dict[str, Any]:
        begun.append(partial_uploads.begin(written, question, announced, client=way.client))
        return {}

    way.change_files(begin)
    [partial] = begun
    return JsonResponse({"upload": str(partial.public_id), "offset": partial_uploads.offset(partial)})


def _how_much(way: TakesFiles) -> HttpResponse:
    partial = _partial(way)
    response = HttpResponse(status=HTTPStatus.OK if partial or _is_whole(way) else HTTPStatus.NOT_FOUND)
    if partial is not None:
        response[OFFSET] = str(partial_uploads.offset(partial))
    elif (file := find(way.written, _asked_for(way.request))) is not None:
        response[OFFSET] = str(file.size)
    return response


def _piece(way: TakesFiles) -> HttpResponse:
    """A piece is added; with the last one the file becomes part of its answer."""
    partial = _partial(way)
    if partial is None:
        # The answer to the last piece was lost on the way, and the script sends it again.
        if (file := find(way.written, _asked_for(way.request))) is not None:
            return _shown(way, way.written, file.question_key)
        raise partial_uploads.GoneError
    step, question = _question(way, partial.question_key)
    arrived = partial_uploads.append(partial, _number(way.request.GET.get("offset", "")), _body(way.request))
    if arrived < partial.size:
        response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        response[OFFSET] = str(arrived)
        return response
    with contextlib.closing(partial_uploads.look_into(partial, question)) as upload:
        try:
            written = way.change_files(
                lambda locked: partial_uploads.name_in(locked, partial, step, question, upload)
            )
        except partial_uploads.RefusedError:
            partial_uploads.forget(partial)
            raise
    return _shown(way, written, question["key"])


def _call_off(way: TakesFiles) -> HttpResponse:
    """The upload is forgotten; where it had become a file before this was asked, the file is taken away."""
    if (partial := _partial(way)) is not None:
        partial_uploads.forget(partial)
    if (file := find(way.written, _asked_for(way.request))) is not None:
        return _taken_away(way, file)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _remove(way: TakesFiles) -> HttpResponse:
    """A file that was attached is taken away."""
    public_id = way.request.POST["remove"]
    file = find(way.written, public_id)
    if file is None:
        raise _ToldError(HTTPStatus.NOT_FOUND, _("Questo file non c’è più: ricarica la pagina."))
    return _taken_away(way, file)


def _taken_away(way: TakesFiles, file: UploadedFile) -> HttpResponse:
    step, question = _question(way, file.question_key)
    public_id = str(file.public_id)
    written = way.change_files(lambda locked: partial_uploads.take_away(locked, step, question, public_id))
    return _shown(way, written, question["key"])


def _shown(way: TakesFiles, written: Written, key: str) -> HttpResponse:
    """The part of the page in which the question stands, as it is now."""
    step, _question_of_it = _question(way, key)
    form = StepForm(step, answers=written.answers, uploads=written.uploads())
    node = next(node for node in _every(form.nodes()) if node.question["key"] == key)
    html = render_to_string(node.template, {"node": node}, request=way.request)
    return JsonResponse({"html": html})


def _every(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        for option in node.options:
            yield from _every(option.nodes)


def _question(way: TakesFiles, key: str) -> tuple[Step, Question]:
    """The question of this key that takes files, with its step."""
    for step in way.asked.values():
        for question in walk(step["questions"]):
            if question["key"] == key and type_of(question).takes_files:
                return step, question
    raise _ToldError(HTTPStatus.NOT_FOUND, _("Questa domanda non c’è più: ricarica la pagina."))


def _asked_for(request: HttpRequest) -> str:
    return request.GET.get("upload", "")


def _partial(way: TakesFiles) -> PartialUpload | None:
    """The upload that the script speaks of, if it is of what is written here."""
    try:
        public_id = UUID(_asked_for(way.request))
    except ValueError:
        return None
    found: PartialUpload | None = _receiver(way).partial_uploads.filter(public_id=public_id).first()
    return found


def _receiver(way: TakesFiles) -> Receiver:
    """What is written on a way that has an address for files."""
    return cast(Receiver, way.written)


def _is_whole(way: TakesFiles) -> bool:
    return find(way.written, _asked_for(way.request)) is not None


def _body(request: HttpRequest) -> bytes:
    """What arrived of a piece, also if the connection broke off in the middle of it."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > partial_uploads.LARGEST_PIECE:
        raise _ToldError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _lost())
    piece = bytearray()
    with contextlib.suppress(UnreadablePostError):
        while len(piece) <= partial_uploads.LARGEST_PIECE and (block := request.read(_BLOCK)):
            piece += block
    return bytes(piece)


def _id(written: str) -> str:
    """The id of a file that a script wrote; empty for anything else."""
    try:
        return str(UUID(written))
    except ValueError:
        return ""


def _number(written: str) -> int:
    """A number that a script wrote; 0 for anything else."""
    is_number = written.isascii() and written.isdigit() and len(written) <= _LONGEST_NUMBER
    return int(written) if is_number else 0


def _lost() -> str:
    return _("Di questo file non è rimasto nulla: sceglilo di nuovo.")
