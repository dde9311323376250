"""Two people, or two tabs, that edit the same page: whoever saves second overwrites nothing unknowingly.

Wagtail keeps automatic saves from doing so and warns by script; a press of “Salva” or “Pubblica” goes through
all the same. Here it does not: what was typed is kept as a version of its own, beside that of whoever was
faster, which stays the one that is worked on.
"""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page, PageSubscription, Revision

# In the history of the page.
KEPT = "portal.kept_beside"
# Of the editor: which version it showed when it was opened, kept while the form comes back with mistakes.
BASE = "base_version"
# So long an automatic save of the same editor may be on its way when a button is pressed.
JUST_NOW = timedelta(seconds=10)
# What is pressed for something else than to keep what is typed.
_WRITES_NO_VERSION = ("action-cancel-workflow",)


def base_of(page: Page) -> str:
    """The version that an editor shows of a page, by number and moment: automatic saves write it anew."""
    revision = page.get_latest_revision() if page.pk else None
    return _mark(revision) if revision else ""


def is_outdated(request: HttpRequest, latest: Revision) -> bool:
    """Whether the editor that posts this was opened before the latest version was written, by another one.

    What says nothing of what it was based on is taken as it comes, and so is what follows upon one's own
    version of a moment ago: that is no other editor.
    """
    if latest.user_id == request.user.pk and timezone.now() - latest.created_at < JUST_NOW:
        return False
    if written := request.POST.get("overwrite_revision_id", ""):
        return bool(written != str(latest.pk))
    # Of a page that was just made by an automatic save Wagtail says it, and we did not.
    loaded = " ".join(request.POST.get(f"loaded_revision_{name}", "") for name in ("id", "created_at"))
    base = request.POST.get(BASE, "") or loaded.strip()
    return bool(base) and base != _mark(latest)


@hooks.register("before_edit_page")
def keep_beside(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keeps what an outdated editor posts as a version of its own, and says so.

    A form with mistakes comes back as ever, with what was typed; the next press comes here again.
    """
    if request.method != "POST" or page.alias_of_id or is_automatic(request):
        return None
    latest = page.get_latest_revision()
    if latest is None or not is_outdated(request, latest):
        return None
    if any(name in request.POST for name in _WRITES_NO_VERSION):
        return None
    lock = page.get_lock()
    if lock is not None and lock.for_user(request.user):
        return None
    form = _form(request, page)
    if not form.is_valid():
        messages.warning(request, _who_was_faster(request, latest))
        return None
    mine = _written_beside(form.save(commit=False), request.user, latest)
    messages.warning(
        request,
        _who_was_faster(request, latest)
        + " "
        + _(
            "Ciò che hai scritto non è perso e non ha coperto nulla: è una versione a parte, e qui sotto c’è "
            "la pagina com’è adesso."
        ),
        buttons=[
            messages.button(_compare(page, latest, mine), _("Confronta le due versioni")),
            messages.button(
                reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, mine.pk]),
                _("Riprendi ciò che hai scritto"),
            ),
        ],
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_edit_page")
def tell_of_overtaking(request: HttpRequest, page: Page) -> None:
    """Of two who press in the same instant none is stopped: the second is shown what the first wrote."""
    base = request.POST.get(BASE, "")
    if is_automatic(request) or not base or request.POST.get("overwrite_revision_id"):
        return
    newest = list(page.revisions.order_by("-created_at", "-pk").select_related("user")[:2])
    if len(newest) < 2 or _mark(newest[1]) == base or newest[0].user_id != request.user.pk:
        return
    if newest[1].user_id == request.user.pk:
        # Their own automatic save, which was on its way.
        return
    messages.warning(
        request,
        _who_was_faster(request, newest[1])
        + " "
        + _("La tua versione viene dopo: guarda che non manchi nulla."),
        buttons=[messages.button(_compare(page, newest[1], newest[0]), _("Confronta le due versioni"))],
    )


def _form(request: HttpRequest, page: Page) -> Any:
    """The editor's form as Wagtail makes it for saving a draft, on an instance of its own."""
    instance = page.get_latest_revision_as_object()
    subscription, _is_new = PageSubscription.objects.get_or_create(
        page=page, user=request.user, defaults={"comment_notifications": False}
    )
    form_class = type(instance).get_edit_handler().get_form_class()
    form = form_class(
        request.POST,
        request.FILES,
        instance=instance,
        subscription=subscription,
        parent_page=page.get_parent(),
        for_user=request.user,
    )
    form.defer_required_fields()
    return form


def _written_beside(page: Page, user: Any, latest: Revision) -> Revision:
    """A version that is not the latest: it stands right before that of whoever was faster."""
    mine = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=user,
        created_at=latest.created_at - timedelta(microseconds=1),
        content=page.serializable_data(),
        object_str=str(page),
    )
    log(instance=page, action=KEPT, user=user, revision=mine, content_changed=True)
    return mine


def _who_was_faster(request: HttpRequest, latest: Revision) -> str:
    if latest.user_id == request.user.pk:
        return _("Hai già salvato questa pagina altrove, forse in un’altra scheda, mentre la modificavi qui.")
    name = str(latest.user) if latest.user else ""
    if not name:
        return _("Questa pagina è cambiata mentre la modificavi.")
    return _("%(name)s ha salvato questa pagina mentre la modificavi.") % {"name": name}


def _compare(page: Page, one: Revision, other: Revision) -> str:
    return reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, one.pk, other.pk])


def _mark(revision: Revision) -> str:
    return f"{revision.pk} {revision.created_at.isoformat()}"


def is_automatic(request: HttpRequest) -> bool:
    """An automatic save wants JSON; Wagtail refuses it by itself where it is outdated."""
    return not request.accepts("text/html")


class KeptFormatter(LogFormatter):
    """In the history of a page."""

    label = gettext_lazy("Tieni da parte una versione")
    message = gettext_lazy("Versione tenuta da parte: qualcun altro aveva salvato prima")


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(KEPT)(KeptFormatter)
