"""Officers sign in with a password and a second factor; allauth does it, our templates dress it."""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.base import views as mfa
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp import views as totp
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from layani.office.pages.officer import sign_in_passkeys
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.passkeys import asks_for_passkey, options_text


class Activation(totp.ActivateTOTPView):  # type: ignore[misc]
    """Sets up the phone's code; whoever has just typed one has given the second factor, and is not asked again."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Activate, and let the session know."""
        response: HttpResponse = super().form_valid(form)
        given = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        post_authentication(self.request, given, reauthenticated=True)
        return response


class SecondStep(mfa.AuthenticateView):  # type: ignore[misc]
    """Asks for the code or the passkey after the password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the forms, and what the device is asked for where the officer has a passkey."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        options = shown["js_data"]["request_options"]
        has_one = bool(options["publicKey"].get("allowCredentials"))
        return shown | {"passkey_asked": options_text(options) if has_one else ""}


second_step = login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")(SecondStep.as_view())

urlpatterns = [
    path("login/", asks_for_passkey(account.login), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", asks_for_passkey(second_step), name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", Activation.as_view(), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    *sign_in_passkeys.urlpatterns,
]


def sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the form, which sends those who are signed in on to where they were going."""
    wanted = request.GET.urlencode()
    return HttpResponseRedirect(reverse("account_login") + (f"?{wanted}" if wanted else ""))


PAGE = Page(path="officer/sign-in/", name="officer-sign-in", view=sign_in, readers=Readers.EVERYONE)
