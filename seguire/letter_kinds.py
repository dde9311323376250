"""The letters of following, with invented examples."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import override

from portal.letter_kinds import Example, LetterKind
from portal.letters.blocks import filled
from seguire.digests import letter
from seguire.digests.letter import Chapter
from seguire.followers import letters
from seguire.followers.models import Follower, Frequency
from seguire.happened.models import What
from seguire.happened.news import News

_AT = timezone.make_aware(datetime(2026, 5, 4, 8))
_LINK = "https://example.org/seguire/conferma/Xr7ZkQ2mB9s4LpTtVwYh3A/"
_CALL = "Partner per un punto di ascolto"


def _news(what: str, label: str, title: str, *details: tuple[str, str]) -> News:
    return News(1, frozenset(), what, 1, frozenset(), label, title, "https://example.org/pagina/", details)


def _confirm() -> list[Example]:
    with override("it"):
        made = letters.in_words(["Zona Val di Prova", _CALL], Frequency.WEEKLY, _LINK)
        return [Example(letters.confirm_subject(), filled(letters.confirm_blocks(), made))]


def _still_wanted() -> list[Example]:
    with override("it"):
        return [Example(letters.wanted_subject(), filled(letters.wanted_blocks(), _LINK))]


def _told() -> list[Example]:
    follower = Follower(email="prova@example.org", frequency=Frequency.DAILY, seed="invented")
    zone = Chapter(
        "Zona Val di Prova",
        [
            _news(What.PUBLISHED, "Nuovo avviso", _CALL, ("Scade:", "venerdì 5 giugno 2026, ore 12:00")),
            _news(
                What.MOVED,
                "Cambia la data",
                "La casa che vorrei",
                ("Quando:", "sabato 16 maggio 2026, dalle 10:00 alle 12:00"),
                ("Dove:", "Sala civica, Via Roma 1"),
            ),
            _news(What.PUBLISHED, "Novità", "Il punto sui laboratori di aprile"),
        ],
    )
    outcome = Chapter(_CALL, [_news(What.OUTCOME, "È uscito l’esito", _CALL)], is_last=True)
    gone = Chapter("Percorso sulle cure a casa", (), is_last=True, is_gone=True)
    return [
        _example([zone, outcome, gone], follower, is_end=False),
        _example([outcome], follower, is_end=True),
    ]


def _example(found: list[Chapter], follower: Follower, *, is_end: bool) -> Example:
    with override("it"):
        made = letter.in_words(found, follower, is_end=is_end)
        return Example(letter.subject(_AT), filled(letter.blocks(_AT), made))


LETTERS = [
    LetterKind("seguire/letters/confirm.txt", _confirm),
    LetterKind("seguire/letters/still_wanted.txt", _still_wanted),
    LetterKind("seguire/letters/news.txt", _told),
]
