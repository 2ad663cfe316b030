"""Leave for the identity provider, to come back signed in."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from layani.office.actions.by_account import PER_ADDRESS
from layani.office.actions.trying import count_try
from layani.office.gateways.openid import Provider, ProviderDown, begin, provider
from layani.office.network import network_address
from layani.office.pages.citizen.sign_in import safe_next
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.context import site_address
from layani.rules.assurance import HIGH, SEEN, reaches
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

GONE_KEY = "account-gone"


@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider. A link leads here and no form: a page's forms may go nowhere but home."""
    at = require_provider()
    wanted = safe_next(request, request.GET.get("next", ""))
    level = HIGH if request.GET.get("level") == HIGH else SEEN
    if request.actor.is_citizen and reaches(request.actor.assurance, level):
        return HttpResponseRedirect(wanted)
    try:
        count_try(PER_ADDRESS, network_address(request), timezone.now())
        address, begun = begin(at, back=back_address(), needed=level)
    except Refused as refused:
        return problem(request, at, refused.refusals, wanted, status=429)
    except ProviderDown:
        return problem(request, at, (down(at),), wanted, status=503)
    request.session[GONE_KEY] = {
        "state": begun.state,
        "nonce": begun.nonce,
        "verifier": begun.verifier,
        "next": wanted,
        "at": timezone.now().timestamp(),
    }
    return HttpResponseRedirect(address)


def require_provider() -> Provider:
    """Return the office's identity provider; raises Http404 where it has none."""
    if (at := provider()) is None:
        raise Http404("This office has no identity provider.")
    return at


def back_address() -> str:
    """Return our address for the provider's answer: the site's own, whatever host a request names."""
    return site_address(reverse("citizen-account-back"))


def problem(
    request: HttpRequest, at: Provider, refusals: tuple[Refusal, ...], wanted: str, *, status: int
) -> HttpResponse:
    """Say what went wrong, with the other ways in."""
    again = urlencode({"next": wanted})
    shown: dict[str, Any] = {
        "name": at.name,
        "refusals": refusals,
        "again": f"{reverse('citizen-account')}?{again}",
        "by_code": f"{reverse('citizen-sign-in')}?{again}",
    }
    return render(request, "citizen/account_problem.html", shown, status=status)


def down(at: Provider) -> Refusal:
    """The refusal while the provider does not answer."""
    return Refusal(
        "provider-down",
        Text(f"{at.name} tidak menjawab saat ini.", f"{at.name} does not answer at the moment."),
        Text("Coba lagi nanti, atau pakai jalan lain di bawah ini.", "Try again later, or take another way below."),
    )


PAGE = Page(
    path="sign-in/account/", name="citizen-account", readers=Readers.EVERYONE, view=account, methods=("GET", "HEAD")
)
