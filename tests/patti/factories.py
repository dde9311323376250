"""Patti of a small site, and people who sign them as they would: form, letter, button."""

import json
import re
from datetime import timedelta
from typing import Any

import factory
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from patti.models import Look, PattoPage, Signature, SignerKind, SigningRequest
from patti.signatures import asking, confirming
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from tests.candidature.factories import PrivacyNoticeFactory
from tests.page_factory import PageFactory
from tests.territori.factories import TerritoryIndexPageFactory, TerritoryPageFactory


def text(*paragraphs: str) -> str:
    """The words of a patto, as a StreamField stores them."""
    return json.dumps([{"type": "text", "value": f"<p>{one}</p>"} for one in paragraphs])


class PattoPageFactory(PageFactory):
    class Meta:
        model = PattoPage

    title = factory.Sequence(lambda n: f"Patto {n}")
    promoter = "Società della Salute di prova"
    privacy_notice = factory.SubFactory(PrivacyNoticeFactory)
    body = text("Ci impegniamo ad ascoltarci.")
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


def zone(title: str = "Zona Val di Prova") -> Any:
    root = Site.objects.get().root_page
    index = Page.objects.filter(slug="territori").first() or TerritoryIndexPageFactory.create(
        parent=root, slug="territori"
    )
    return index.get_children().filter(title=title).first() or TerritoryPageFactory.create(
        parent=index.specific, title=title
    )


def patto(**facts: Any) -> PattoPage:
    """A published one, with its first version."""
    parent = facts.pop("parent", None) or zone()
    page = PattoPageFactory.create(parent=parent, **facts)
    return publish(page)


def publish(page: PattoPage, **changes: Any) -> PattoPage:
    """The same page, published by the door that editors use."""
    fresh = PattoPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save_revision().publish()
    found: PattoPage = PattoPage.objects.get(pk=page.pk)
    return found


def asked(page: PattoPage, email: str = "ada@example.org", **facts: Any) -> SigningRequest:
    """Somebody asked to sign; no letter has left yet."""
    values = {"kind": SignerKind.PERSON, "first_name": "Ada", "last_name": "Rossi", **facts}
    wanted = SigningRequest(
        page=page, version=page.last_version(), email=email, notice=page.privacy_notice, **values
    )
    asking.ask(wanted, at=timezone.now())
    return SigningRequest.objects.order_by("pk").last()  # type: ignore[return-value]


def signed(
    page: PattoPage, email: str = "ada@example.org", *, look: str = Look.NEW, **facts: Any
) -> Signature:
    """Somebody who asked, read the letter and pressed its button."""
    found = confirming.confirm(asked(page, email, **facts), at=timezone.now())
    assert found is not None
    signature, _is_new = found
    Signature.objects.filter(pk=signature.pk).update(look=look)
    return Signature.objects.get(pk=signature.pk)


def body_signed(page: PattoPage, name: str, email: str = "ente@example.org", **facts: Any) -> Signature:
    return signed(page, email, kind=SignerKind.BODY, body=name, role="presidente", **facts)


def read() -> list[Any]:
    """All that left until now and was not read yet."""
    mail.outbox.clear()
    OutboxMessage.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    while outbox.deliver_due().sent:
        pass
    return list(mail.outbox)


def links_in(letter: Any) -> list[str]:
    return re.findall(r"https?://[^/\s]+(/firme/[^\s]+)", str(letter.body))


def posting(page: Any, button: str = "") -> Any:
    """The form of a page that changes something; of several, the one with this in its HTML."""
    forms = {id(form): form for form in page.forms.values() if form.method.upper() == "POST"}.values()
    [form] = [form for form in forms if button in form.text]
    return form


def form_of(app: Any, page: PattoPage, view: str = "patti:sign") -> Any:
    """The form of signing, filled in as somebody would."""
    form = posting(app.get(reverse(view, args=[page.pk])))
    form["first_name"], form["last_name"], form["email"] = "Ada", "Rossi", "ada@example.org"
    form["notice_read"] = True
    if view.endswith("body"):
        form["body"], form["role"] = "Circolo Uno", "presidente"
    return form
