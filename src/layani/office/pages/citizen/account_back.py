"""Come back from the identity provider: believed only for the sign-in that this browser began, and once."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from layani.office.actions.by_account import arrive, subject_of
from layani.office.actor import let_in
from layani.office.gateways.openid import Begun, Identity, NotProved, Provider, ProviderDown, identity
from layani.office.pages.citizen.account import GONE_KEY, back_address, down, problem, require_provider
from layani.office.pages.citizen.sign_in import safe_next
from layani.office.pages.citizen.sign_in_code import renew
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.say import language
from layani.office.trouble import log
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

GONE_FOR = timedelta(minutes=15)
# What the session keeps of an account that nobody is linked to yet; and that this session came in by an account.
WAITING_KEY, CAME_KEY = "account-waiting", "account-came"


@never_cache
def account_back(request: HttpRequest) -> HttpResponse:
    """Let the holder of the account in, or say which way is left."""
    at = require_provider()
    gone = request.session.pop(GONE_KEY, None)
    if request.actor.is_citizen and gone is None:  # the button back, or a second click
        return HttpResponseRedirect(reverse("my-cases"))
    wanted = safe_next(request, gone["next"] if gone else "")
    if gone is None or timezone.now().timestamp() - gone["at"] > GONE_FOR.total_seconds():
        return problem(request, at, (_over(at),), wanted, status=410)
    begun = Begun(gone["state"], gone["nonce"], gone["verifier"])
    try:
        who = identity(at, begun, request.GET.dict(), back=back_address())
        arrived = arrive(who, language=language(), now=timezone.now())
    except ProviderDown as fault:
        log.warning("%s", fault)
        return problem(request, at, (down(at),), wanted, status=503)
    except NotProved as fault:
        log.warning("An answer of the identity provider proved nothing: %s.", fault)
        return problem(request, at, (_unproved(at),), wanted, status=400)
    except Refused as refused:
        return problem(request, at, refused.refusals, wanted, status=409)
    if arrived.party is None:
        return _unknown(request, at, who, wanted)
    renew(request)
    let_in(request.session, arrived.party, level=arrived.level)
    request.session[CAME_KEY] = True
    return HttpResponseRedirect(wanted)


def _unknown(request: HttpRequest, at: Provider, who: Identity, wanted: str) -> HttpResponse:
    """Keep the account's code for a while, and say how it is linked once."""
    request.session[WAITING_KEY] = {"subject": subject_of(who).hex(), "at": timezone.now().timestamp()}
    after = f"{reverse('citizen-account-link')}?{urlencode({'next': wanted})}"
    shown = {"name": at.name, "by_code": f"{reverse('citizen-sign-in')}?{urlencode({'next': after})}"}
    return render(request, "citizen/account_unknown.html", shown)


def _over(at: Provider) -> Refusal:
    return Refusal(
        "account-over",
        Text(
            "Upaya masuk ini sudah dipakai, sudah lewat waktunya, atau dimulai di peramban lain.",
            "This sign-in was used already, took too long, or was begun in another browser.",
        ),
        Text(f"Mulai lagi dari tombol {at.name}.", f"Begin again with the button of {at.name}."),
    )


def _unproved(at: Provider) -> Refusal:
    return Refusal(
        "account-unproved",
        Text(
            f"Jawaban dari {at.name} tidak membuktikan siapa Anda, jadi kami tidak membuka apa pun.",
            f"The answer of {at.name} does not prove who you are, so nothing was opened.",
        ),
        Text(
            "Mulai lagi. Bila terjadi lagi, pakai jalan lain di bawah ini dan beri tahu kami.",
            "Begin again. If it happens again, take another way below and tell us.",
        ),
    )


PAGE = Page(
    path="sign-in/account/back/",
    name="citizen-account-back",
    readers=Readers.EVERYONE,
    view=account_back,
    methods=("GET", "HEAD"),
)
