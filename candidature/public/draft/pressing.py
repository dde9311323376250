"""What comes of "Invia", wherever it is pressed: the receipt, proving the address, or why there is none."""

import contextlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from candidature.intake import confirming, others, quotas, sending
from candidature.links import secret_links
from candidature.pages.participation import ParticipationPage
from candidature.public.code_form import JUST_LEFT, NO_LETTER, OTHERS_ASKED, SAID_NO, SOME_SAID_NO
from candidature.public.draft import route
from candidature.public.draft.window import accepts
from candidature.public.secret_pages import UNAVAILABLE, retry_later
from candidature.submissions.drafts import Draft
from moduli import IncompleteAnswersError
from portal.limits import counting as limits
from portal.web import outage
from portal.web.visitors import client_of

# What the summary says of the declaration that the notice was read.
NOT_READ, CHANGED = "informativa", "nuova-informativa"
# That the form changed while the summary was shown.
OTHER_FORM = "modulo-cambiato"
# That the answers did: another tab wrote some.
OTHER_ANSWERS = "risposte-cambiate"
# That as many came as are taken.
ALL_CAME = "numero-raggiunto"
# What the page that confirms says: the form changed after the closing.
FORM_CHANGED = "modulo"


def send(
    request: HttpRequest,
    token: str,
    draft: Draft,
    page: ParticipationPage,
    *,
    notice_id: int,
    shown: str,
    seen: str | None,
    refused: Callable[[int, str], HttpResponse],
) -> HttpResponse:
    """Sends the draft and leads to the receipt; otherwise to where it says why, or what is left to do.

    Args:
        notice_id: the privacy notice that was read.
        shown, seen: the digests of the form in whose words the answers were seen, and of what was seen.
        refused: shows again the page that was pressed, with a status and the reason: for what the portal
            cannot keep, and which the same press may do later.
    """
    at, client, key = request.received_at, client_of(request), route.form_key(request)  # type: ignore[attr-defined]
    is_open = accepts(request, page)
    try:
        with outage.noticed():
            try:
                sending.submit(
                    token,
                    received_at=at,
                    notice_id=notice_id,
                    client=client,
                    form_key=key,
                    shown=shown,
                    seen=seen,
                    found=draft,
                )
            except sending.AddressNotProvedError:
                if confirming.keep_press(
                    draft, page, pressed_at=at, notice_id=notice_id, shown=shown, seen=seen
                ):
                    return ask(draft, token, client=client)
                return redirect("candidature:summary", token)
    except outage.OutageError:
        return refused(UNAVAILABLE, str(outage.SENTENCE))
    except limits.LimitReachedError as reached:
        return retry_later(refused(429, quotas.sentence(reached, page.contact_email)), reached)
    except sending.AlreadySentError as already:
        # At a limit the mailbox got this letter, or many others, a short time ago.
        with contextlib.suppress(limits.LimitReachedError):
            sending.remind(already.submission, at=at, client=client)
        return redirect("candidature:sent_before", token)
    except sending.NoticeNotReadError:
        return redirect((route.summary if is_open else route.confirm)(token, CHANGED))
    except sending.FormChangedError:
        return redirect(route.summary(token, OTHER_FORM))
    except sending.AnswersChangedError:
        return redirect(route.summary(token, OTHER_ANSWERS))
    except sending.FullError:
        return redirect((route.summary if is_open else route.confirm)(token, ALL_CAME))
    except sending.OthersMissingError:
        return _ask_others(draft, token, client=client) if is_open else redirect(route.summary(token))
    except (
        sending.ApplicantMissingError,
        sending.TooYoungError,
        sending.ApplicantNotAdmittedError,
        IncompleteAnswersError,
    ):
        return redirect(route.summary(token) if is_open else route.confirm(token, FORM_CHANGED))
    except sending.WindowClosedError:
        return redirect("candidature:summary", token)
    return redirect("candidature:sent", secret_links.receipt_secret(token, key))


def _ask_others(draft: Draft, token: str, *, client: str) -> HttpResponse:
    """Has those written to whose confirmation is awaited, and leads to where they are listed."""
    asked = others.ask_missing(draft, client=client)
    if asked.at_limit:
        outcome = NO_LETTER
    elif asked.said_no:
        outcome = SOME_SAID_NO if asked.written else SAID_NO
    elif asked.written:
        outcome = OTHERS_ASKED
    elif asked.just_left:
        outcome = JUST_LEFT
    else:
        # The last one confirmed in this moment.
        return redirect(route.summary(token))
    return redirect(route.others(token, outcome))


def ask(draft: Draft, token: str, *, client: str) -> HttpResponse:
    """Has the letter written that asks to confirm, and leads to where it is answered; the press is kept.

    At a limit, or where a letter has just left, the page says so.
    """
    try:
        is_written = confirming.write_letter(draft, client=client)
    except limits.LimitReachedError:
        return redirect(route.confirm(token, NO_LETTER))
    return redirect(route.confirm(token, "" if is_written else JUST_LEFT))
