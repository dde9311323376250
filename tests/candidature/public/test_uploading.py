"""A file that goes up in pieces as soon as it is chosen: resumed, refused, replaced, counted, forgotten."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from candidature.intake import partial_uploads
from candidature.models import CallPage, Draft, PartialUpload, Submission, UploadedFile
from candidature.privacy import retention
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.journey import Journey, attachment, form_of, pdf
from tests.candidature.public.uploading import CONTENT, HALF, Script, bytes_kept, content_of
from tests.moduli.builders import block, item

pytestmark = pytest.mark.django_db


def asking(**changes: Any) -> CallPage:
    question = attachment()
    question["value"].update(changes)
    made: CallPage = CallPageFactory.create(
        steps=form_of([question, block("short_text", "why", label="Perché?", required=False)])
    )
    return made


class Browser(Script):
    """What the script does in the page of a step of a draft."""

    def __init__(self, page: CallPage) -> None:
        self.journey = Journey(page)
        self.journey.start()
        address = self.journey.url("upload")
        assert f'data-upload="{address}"' in self.journey.get("step", 1).content.decode()
        super().__init__(self.journey.client, address)


@pytest.fixture
def browser() -> Browser:
    return Browser(asking())


def test_a_file_goes_up_in_pieces_and_is_part_of_the_answer(browser: Browser) -> None:
    begun = browser.announce()
    assert begun.json()["offset"] == 0

    first = browser.send(CONTENT[:HALF])
    assert (first.status_code, first["Upload-Offset"]) == (204, str(HALF))
    last = browser.send(CONTENT[HALF:], at=HALF)

    assert last.status_code == 200
    assert "cv.pdf" in last.json()["html"]
    assert 'data-files-of="cv"' in last.json()["html"]
    [stored] = UploadedFile.objects.all()
    assert content_of(stored) == CONTENT
    assert (stored.original_name, stored.size) == ("cv.pdf", len(CONTENT))
    assert Draft.objects.get().answers["cv"] == [str(stored.public_id)]
    assert not PartialUpload.objects.exists()
    # The button that goes on finds it there.
    assert browser.journey.step(1)["Location"].endswith("/riepilogo/")


def test_what_broke_off_goes_on_from_where_it_was(browser: Browser) -> None:
    browser.announce()
    browser.send(CONTENT[:HALF])
    upload = browser.upload

    asked = browser.ask()
    assert (asked.status_code, asked["Upload-Offset"]) == (200, str(HALF))
    # Also in a page that was loaded anew, where the same file is chosen again.
    again = browser.announce()
    assert again.json() == {"upload": upload, "offset": HALF}
    assert browser.send(CONTENT[HALF:], at=HALF).status_code == 200
    assert content_of(UploadedFile.objects.get()) == CONTENT


def test_another_file_of_that_name_begins_anew(browser: Browser) -> None:
    browser.announce()
    browser.send(CONTENT[:HALF])

    assert browser.announce(modified=18).json()["offset"] == 0


@pytest.mark.parametrize("at", [0, HALF - 1, HALF + 1, 10**9])
def test_a_piece_that_begins_elsewhere_is_not_added(browser: Browser, at: int) -> None:
    browser.announce()
    browser.send(CONTENT[:HALF])

    answer = browser.send(CONTENT[:HALF], at=at)

    assert (answer.status_code, answer["Upload-Offset"]) == (409, str(HALF))
    assert browser.send(CONTENT[HALF:], at=HALF).status_code == 200


def test_the_last_piece_sent_twice_makes_one_file(browser: Browser) -> None:
    browser.announce()
    browser.send(CONTENT[:HALF])
    first = browser.send(CONTENT[HALF:], at=HALF)

    # The answer was lost on the way.
    assert browser.ask()["Upload-Offset"] == str(len(CONTENT))
    again = browser.send(b"", at=len(CONTENT))

    assert again.status_code == 200
    assert again.json() == first.json()
    assert UploadedFile.objects.count() == 1


def test_a_file_that_is_not_what_it_says_is_refused_once_it_is_there_and_forgotten(
    browser: Browser,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.attach(b"MZ" + b"0" * 900)

    assert answer.status_code == 422
    assert "«cv.pdf» non è un vero file PDF" in answer.json()["said"]
    assert not PartialUpload.objects.exists()
    assert not bytes_kept(settings)
    assert browser.ask().status_code == 404
    assert browser.send(b"", at=902).json()["said"].startswith("Di questo file non è rimasto nulla")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "cv.exe"}, "non è di un tipo ammesso"),
        ({"size": 2 * 1024 * 1024}, "è troppo grande: il massimo è 1 MB"),
        ({"size": 0}, "è vuoto"),
        ({"size": "tanto"}, "è vuoto"),
    ],
)
def test_what_would_be_refused_is_not_even_sent(browser: Browser, changes: Any, said: str) -> None:
    answer = browser.announce(**changes)

    assert answer.status_code == 422
    assert said in answer.json()["said"]
    assert not PartialUpload.objects.exists()


def test_more_than_announced_is_not_kept(browser: Browser) -> None:
    browser.announce()

    answer = browser.send(CONTENT + b"altro")

    assert answer.status_code == 422
    assert browser.ask()["Upload-Offset"] == "0"


def test_a_piece_larger_than_any_script_sends_is_not_read(browser: Browser) -> None:
    browser.announce()

    assert browser.send(b"0" * (partial_uploads.LARGEST_PIECE + 1)).status_code == 413


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("LIMIT_DRAFT_FILES", 1, "tutti insieme"),
        ("LIMIT_DRAFT_MB", 1, "tutti insieme"),
        ("LIMIT_UPLOAD_MB_PER_HOUR", 1, "molti file"),
        ("LIMIT_STORE_MB", 1, "spazio del portale"),
        ("DISK_FREE_MB", 10**9, "spazio del portale"),
    ],
)
def test_what_is_on_its_way_counts_as_if_it_were_whole(
    limits: Any, limit: str, value: int, said: str
) -> None:
    browser = Browser(asking(max_files=5))
    browser.announce(size=700 * 1024)
    limits(**{limit: value})

    answer = browser.announce(size=700 * 1024, name="altro.pdf")

    assert answer.status_code == 422
    assert said in answer.json()["said"]
    assert "«altro.pdf»" in answer.json()["said"]
    assert PartialUpload.objects.count() == 1


def test_nobody_goes_on_with_the_upload_of_another_draft(browser: Browser) -> None:
    browser.announce()
    browser.send(CONTENT[:HALF])
    other = Browser(asking())
    other.upload = browser.upload

    assert other.ask().status_code == 404
    assert other.send(CONTENT[HALF:], at=HALF).status_code == 404
    other.call_off()
    assert browser.send(CONTENT[HALF:], at=HALF).status_code == 200
    # Nor takes away its file.
    removed = other.remove(browser.upload)
    assert removed.status_code == 404
    assert "Questo file non c’è più" in removed.json()["said"]
    assert UploadedFile.objects.count() == 1


@pytest.mark.parametrize("key", ["why", "mai-chiesta", ""])
def test_a_question_that_takes_no_files_gets_none(browser: Browser, key: str) -> None:
    answer = browser.announce(question=key)

    assert answer.status_code == 404
    assert "Questa domanda non c’è più" in answer.json()["said"]


@pytest.mark.parametrize("upload", ["", "x", "../../etc/passwd", "0" * 400])
def test_an_id_that_is_none_is_no_upload(browser: Browser, upload: str) -> None:
    browser.upload = upload

    assert browser.ask().status_code == 404
    assert browser.send(CONTENT).status_code == 404


def test_the_term_that_passes_meanwhile_stops_it_in_a_sentence(browser: Browser) -> None:
    browser.announce()
    browser.send(CONTENT[:HALF])
    page = browser.journey.page
    page.closes_at = timezone.now() - timedelta(seconds=1)
    page.save()

    answer = browser.send(CONTENT[HALF:], at=HALF)

    assert answer.status_code == 409
    assert "Il termine è passato" in answer.json()["said"]
    assert browser.remove("x").status_code == 409
    assert not UploadedFile.objects.exists()


def test_the_same_file_from_two_windows_is_attached_once(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Also where the answer takes no other; one of that name with other content is another."""
    for most in (1, 3):
        browser = Browser(asking(max_files=most))
        kept = len(bytes_kept(settings))
        shown = browser.attach().json()["html"]
        with django_capture_on_commit_callbacks(execute=True):
            again = browser.attach(modified=18)

        assert again.status_code == 200
        assert again.json()["html"] == shown
        assert len(bytes_kept(settings)) == kept + 1
        draft = Draft.objects.latest("pk")
        [file] = draft.files.all()
        assert draft.answers["cv"] == [str(file.public_id)]
        assert not PartialUpload.objects.exists()
        other = CONTENT.replace(b"9", b"8")
        assert browser.attach(other).status_code == (422 if most == 1 else 200)
        assert draft.files.count() == min(most, 2)


def test_a_file_is_replaced_in_one_go(
    browser: Browser,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    browser.attach()
    [old] = Draft.objects.get().answers["cv"]

    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.attach(CONTENT + b"nuovo", "nuovo.pdf", replaces=old)

    assert answer.status_code == 200
    assert "nuovo.pdf" in answer.json()["html"]
    [kept] = UploadedFile.objects.all()
    assert kept.original_name == "nuovo.pdf"
    assert Draft.objects.get().answers["cv"] == [str(kept.public_id)]
    assert len(bytes_kept(settings)) == 1


def test_a_new_file_that_is_refused_leaves_the_old_one_where_it_is(browser: Browser) -> None:
    browser.attach()
    [old] = Draft.objects.get().answers["cv"]

    assert browser.attach(b"MZ" + b"0" * 99, replaces=old).status_code == 422

    assert Draft.objects.get().answers["cv"] == [old]


def test_a_file_is_removed_in_place(browser: Browser) -> None:
    browser.attach()
    [old] = Draft.objects.get().answers["cv"]

    answer = browser.remove(old)

    assert "cv.pdf" not in answer.json()["html"]
    assert 'type="file"' in answer.json()["html"]
    assert Draft.objects.get().answers["cv"] == []
    assert not UploadedFile.objects.exists()


def test_two_windows_that_fill_the_only_place_are_told(browser: Browser) -> None:
    browser.announce()
    first = browser.upload
    browser.announce(name="altro.pdf")
    browser.send(CONTENT)

    browser.upload = first
    answer = browser.send(CONTENT)

    assert answer.status_code == 422
    assert "Si può allegare un solo file" in answer.json()["said"]
    assert UploadedFile.objects.get().original_name == "altro.pdf"
    assert not PartialUpload.objects.exists()
    # From now on it is said at once.
    assert "Si può allegare un solo file" in browser.announce(modified=99).json()["said"]


def test_without_an_address_files_go_with_the_buttons() -> None:
    journey = Journey(asking())
    journey.begin()
    shown = journey.get("step", 1).content.decode()
    assert "data-upload=" not in shown

    said = {"question": "cv", "name": "cv.pdf", "size": 9, "modified": 1}
    answer = journey.client.post(journey.url("upload"), said)

    assert answer.status_code == 409
    assert not PartialUpload.objects.exists()


def test_what_is_called_off_is_forgotten(
    browser: Browser,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    browser.announce()
    browser.send(CONTENT[:HALF])

    with django_capture_on_commit_callbacks(execute=True):
        browser.call_off()

    assert not PartialUpload.objects.exists()
    assert not bytes_kept(settings)


def test_what_is_called_off_as_it_became_whole_is_not_attached(browser: Browser) -> None:
    """The answer to the last piece was on its way when the button was pressed."""
    browser.attach()

    answer = browser.call_off()

    assert answer.status_code == 200
    assert "cv.pdf" not in answer.json()["html"]
    assert not Draft.objects.get().answers["cv"]
    assert not UploadedFile.objects.exists()
    assert browser.call_off().status_code == 204


def test_what_nobody_goes_on_with_is_forgotten_after_a_day(
    browser: Browser,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    browser.announce()
    browser.send(CONTENT[:HALF])
    assert partial_uploads.prune() == 0

    with django_capture_on_commit_callbacks(execute=True):
        assert partial_uploads.prune(timezone.now() + timedelta(hours=25)) == 1

    assert not bytes_kept(settings)


def test_a_draft_that_is_forgotten_or_sent_takes_along_what_was_on_its_way(
    settings: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    forgotten, sent = Browser(asking()), Browser(asking(max_files=2))
    forgotten.announce()
    sent.attach()
    sent.announce(name="secondo.pdf")

    with django_capture_on_commit_callbacks(execute=True):
        retention.forget_draft(Draft.objects.get(page=forgotten.journey.page.pk))
        sent.journey.send()

    assert Submission.objects.get().files.get().original_name == "cv.pdf"
    assert not PartialUpload.objects.exists()
    assert len(bytes_kept(settings)) == 1
    # The link opens nothing any more: what goes on being sent is not taken.
    assert sent.send(CONTENT).status_code == 410


def test_a_full_disk_is_said_and_what_arrived_stays(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.announce()
    browser.send(CONTENT[:HALF])
    with monkeypatch.context() as full:
        full.setattr(partial_uploads, "_path", lambda _partial: Path("/dev/full"))
        answer = browser.send(CONTENT, at=0)
    assert answer.status_code == 503
    assert "non riesce a salvare" in answer.json()["said"]

    assert browser.ask()["Upload-Offset"] == str(HALF)


def test_a_file_of_an_option_is_still_there_when_the_option_is_chosen_again() -> None:
    asked = block("one_choice", "has", label="Hai un curriculum?", required=True,
                  options=[item("Sì", attachment(), id_="yes"), item("No", id_="no")])  # fmt: skip
    browser = Browser(CallPageFactory.create(steps=form_of([asked])))
    # Opened by the script, and not saved yet.
    browser.attach()
    [there] = Draft.objects.get().answers["cv"]

    browser.journey.step(1, "save", has="no")
    assert browser.journey.get("summary").content.decode().count("cv.pdf") == 0
    browser.journey.post("step", 1, action="next", shown=["has.yes"], attached=[there], **{"q-has": "yes"})

    assert Draft.objects.get().answers["cv"] == [there]
    assert "cv.pdf" in browser.journey.get("summary").content.decode()


@pytest.mark.parametrize("by_script", [True, False])
def test_files_of_an_option_left_behind_keep_no_room_that_nobody_can_give_back(
    limits: Any, by_script: bool
) -> None:
    asked = block("one_choice", "has", label="Hai un curriculum?", required=True,
                  options=[item("Sì", attachment(), id_="yes"), item("No", id_="no")])  # fmt: skip
    plan = block("file", "plan", label="Progetto", required=True, kinds=["pdf"], max_megabytes=1, max_files=2)
    browser = Browser(CallPageFactory.create(steps=form_of([asked, plan])))
    browser.attach()
    browser.journey.step(1, "save", has="no")
    limits(LIMIT_DRAFT_FILES=1)

    if by_script:
        assert browser.attach(question="plan", name="piano.pdf").status_code == 200
    else:
        browser.journey.step(1, "save", has="no", plan=pdf("piano.pdf"))

    # No more is stored than may be.
    assert UploadedFile.objects.get().original_name == "piano.pdf"
    answer = browser.attach(question="plan", name="altro.pdf")
    assert "tutti insieme" in answer.json()["said"]
    assert UploadedFile.objects.get().original_name == "piano.pdf"


def test_a_page_is_not_got_from_there(browser: Browser) -> None:
    assert browser.client.get(browser.address).status_code == 405
