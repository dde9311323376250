"""A call or an event as one file, from one portal to another; `docs/call-file.md` describes it.

It holds what an editor wrote, and no dates, no places, nobody's answers. What arrives is checked as if it had
been typed: nothing of it is stored unless all of it could have been.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

import fastjsonschema
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField

from candidature.letters import own_words
from candidature.notices.models import NOTICE_FEATURES, PrivacyNotice
from candidature.pages.index import ParticipationIndexPage
from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.shelf import portable
from candidature.shelf.copying import added_as_draft, free_slug
from moduli import broken_conditions
from portal.models import User
from territori.models import Zone

FORMAT, VERSION = "cantieri-della-salute/participation", 1
MOST_BYTES = 1_000_000
# Those that some kind of page has.
_STREAMS = ("body", "steps", "checks", "scoring")
_SCHEMA = Path(__file__).with_name("participation.schema.json")


class BadFileError(Exception):
    """The file cannot become a page; the message says why, for whoever chose it."""


@dataclass
class Arrived:
    """The draft that was made of a file, and what its reader should know."""

    page: ParticipationPage
    remarks: list[str] = field(default_factory=list)


def packed(page: ParticipationPage) -> bytes:
    """A page as a file. It says how many pictures, documents and links to pages it had to leave behind."""
    lost = 0
    fields: dict[str, Any] = {}
    for name in page.travels:
        fields[name] = getattr(page, name)
        if isinstance(page._meta.get_field(name), RichTextField):
            fields[name], missing = portable.leaving(fields[name])
            lost += missing
    streams = {}
    for name in page.travelling_streams:
        value: StreamValue = getattr(page, name)
        # Through the blocks: what was stored before a block had some field has its default in the file.
        stored = [part.get_prep_value() for part in value]
        streams[name], missing = portable.blocks_leaving(value.stream_block, stored)
        lost += missing
    notice = page.privacy_notice
    content = {
        "format": FORMAT,
        "version": VERSION,
        "kind": str(page.kind),
        "title": page.title,
        "fields": fields,
        # By name: a zone is a number of this database.
        "admitted_zones": sorted(zone.name for zone in page.admitted_zones.all()),
        **streams,
        "letters": {
            letter: {"text": words.text, "next": words.next}
            for letter, words in own_words.of_page(page.answered_id).items()
        },
        "privacy_notice": notice
        and {"title": notice.title, "version": notice.version, "body": portable.leaving(notice.body)[0]},
        "left_behind": lost,
    }
    # Days and amounts as a StreamField writes them.
    return json.dumps(content, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder).encode()


def unpacked(raw: bytes) -> dict[str, Any]:
    """The content of a file that somebody chose, in its right form.

    Raises:
        BadFileError
    """
    if len(raw) > MOST_BYTES:
        raise BadFileError(_("Il file è troppo grande: un avviso ne occupa al massimo un megabyte."))
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadFileError(_("Il file non è un avviso scaricato da un portale come questo.")) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BadFileError(_("Il file non è un avviso scaricato da un portale come questo."))
    if content.get("version") != VERSION:
        raise BadFileError(_("Il file è di una versione che questo portale non conosce."))
    if "\\u0000" in raw.decode("utf-8", "ignore") or not _can_be_stored(content):
        raise BadFileError(_("Il file contiene caratteri che non si possono conservare."))
    try:
        _shape()(content)
    except fastjsonschema.JsonSchemaValueException as error:
        sentence = _("Il file non è completo o è stato cambiato: controlla «%(place)s».")
        raise BadFileError(sentence % {"place": str(error.name).removeprefix("data.")[:80]}) from None
    return content


def _can_be_stored(content: dict[str, Any]) -> bool:
    """Whether it holds no half of a surrogate pair, which JSON can name and no text is made of."""
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


@cache
def _shape() -> Callable[[Any], Any]:
    checks: Callable[[Any], Any] = fastjsonschema.compile(json.loads(_SCHEMA.read_text()))
    return checks


@transaction.atomic
def arrived(content: dict[str, Any], index: ParticipationIndexPage, user: User) -> Arrived:
    """A draft below `index` made of the content of a file (`unpacked`).

    Raises:
        BadFileError: something in it could not have been written in the editor.
    """
    model = {str(model.kind): model for model in participation_models()}.get(content["kind"])
    if model is None:
        raise BadFileError(
            _("Questo portale non conosce pagine di tipo «%(kind)s».") % {"kind": content["kind"]}
        )
    page = model(title=content["title"])
    page.slug = free_slug(page, index)
    try:
        _fill(page, content)
        page.full_clean(exclude=["path", "depth"])
    except portable.UnknownBlockError as error:
        raise BadFileError(str(error)) from None
    except ValidationError as error:
        raise BadFileError(" ".join(error.messages)) from None
    remarks: list[str] = []
    if lost := content["left_behind"]:
        sentence = ngettext(
            "%(number)d immagine, documento o collegamento a una pagina è rimasto nell’altro portale.",
            "%(number)d immagini, documenti o collegamenti a pagine sono rimasti nell’altro portale.",
            lost,
        )
        remarks.append(sentence % {"number": lost})
    page.privacy_notice = _notice(content["privacy_notice"], user, remarks)
    page.admitted_zones = _zones(content.get("admitted_zones", []), remarks)
    words = _words(page, content.get("letters", {}))
    added_as_draft(page, index, user)
    own_words.give(page, words, user)
    return Arrived(page, remarks)


def _zones(names: list[str], remarks: list[str]) -> list[Zone]:
    """Those of the file that there are here; of the others it is said that they are missing."""
    found = {zone.name: zone for zone in Zone.objects.filter(name__in=names)}
    if missing := [name for name in names if name not in found]:
        sentence = _("Queste zone ammesse qui non ci sono: %(names)s. Scegli da dove si può partecipare.")
        remarks.append(sentence % {"names": ", ".join(missing)})
    return list(found.values())


def _words(page: ParticipationPage, described: dict[str, dict[str, str]]) -> dict[str, own_words.Words]:
    """The words of the file for the letters of its page.

    Raises:
        BadFileError: nobody could have written them here.
    """
    found = {letter: own_words.Words(words["text"], words["next"]) for letter, words in described.items()}
    for letter, words in found.items():
        worded = own_words.LETTERS.get(letter)
        if worded is None or page.kind not in worded.kinds:
            raise BadFileError(_("Questo portale non conosce la lettera «%(name)s».") % {"name": letter[:80]})
        try:
            own_words.check(letter, page.kind, words)
        except ValidationError as error:
            heading = page.words.subjects[letter]
            raise BadFileError(f"{heading}: {' '.join(error.messages)}") from None
    return found


def _fill(page: ParticipationPage, content: dict[str, Any]) -> None:
    for name in set(_STREAMS) & set(content) - set(page.travelling_streams):
        raise portable.UnknownBlockError(_("Questo portale non conosce «%(name)s».") % {"name": name})
    for name, value in content["fields"].items():
        column = _column(page, name)
        if isinstance(column, RichTextField) and isinstance(value, str):
            value = portable.arriving(value, column.features)
        if (
            isinstance(value, str) != isinstance(column, models.CharField | models.TextField)
            and value is not None
        ):
            raise portable.UnknownBlockError(_("«%(name)s» non è scritto bene.") % {"name": name})
        setattr(page, name, column.clean(value, page))
    for name in page.travelling_streams:
        if name not in content:
            # A file of before there was such a field.
            continue
        block = page._meta.get_field(name).stream_block
        label = str(page._meta.get_field(name).verbose_name)
        stored = portable.blocks_arriving(block, content[name], label)
        portable.refuse_repeated(stored, label)
        value = block.to_python(stored)
        try:
            setattr(page, name, block.clean(value))
        except ValidationError as error:
            raise ValidationError(list(portable.refusals(error, block, value, label))) from None
    if broken := [remark.sentence for remark in broken_conditions(page.steps, "steps")]:
        raise ValidationError(broken)


def _column(page: ParticipationPage, name: str) -> models.Field[Any, Any]:
    if name not in page.travels:
        raise portable.UnknownBlockError(_("Questo portale non conosce «%(name)s».") % {"name": name[:80]})
    return cast("models.Field[Any, Any]", page._meta.get_field(name))


def _notice(described: dict[str, str] | None, user: User, remarks: list[str]) -> PrivacyNotice | None:
    """The notice of the file: the same where this portal has it, else a new one by whoever may write it."""
    if described is None:
        return None
    body = portable.arriving(described["body"], NOTICE_FEATURES)
    here = PrivacyNotice.objects.filter(title=described["title"], version=described["version"]).first()
    if here is not None and portable.leaving(here.body)[0] == portable.leaving(body)[0]:
        return here
    if here is None and user.has_perm("candidature.add_privacynotice"):
        remarks.append(_("È arrivata anche la sua informativa: rileggila, perché nomina chi tratta i dati."))
        return PrivacyNotice.objects.create(title=described["title"], version=described["version"], body=body)
    remarks.append(
        _("L’informativa del file non è stata ripresa: scegline una nella scheda «Procedimento e privacy».")
    )
    return None
