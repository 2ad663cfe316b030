"""The pages on which officers add a passkey, take one away, and give one; allauth does it, our templates dress it."""

from typing import Any

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from layani.office.pages.parts.passkeys import asks_for_passkey, options_text

FAILED = "passkey"
"""The query's word that a passkey was not taken; the page that asked says so."""


class Adding(views.AddWebAuthnView):  # type: ignore[misc]
    """Adds a passkey that signs in by itself: kept on the device, and opened by its user alone."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form and what the device is asked for."""
        shown: dict[str, Any] = super(views.AddWebAuthnView, self).get_context_data(**kwargs)
        user = self.request.user
        if isinstance(user, AnonymousUser):
            raise TypeError("The decorators of this view let in officers alone.")
        return shown | {"options": options_text(auth.begin_registration(user, passwordless=True))}

    def form_valid(self, form: Any) -> HttpResponse:
        """Add it; whoever has just used it has given both factors, and is not asked again."""
        response: HttpResponse = super().form_valid(form)
        newest = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.WEBAUTHN).latest("pk")
        post_authentication(self.request, newest, reauthenticated=True)
        return response


class Entering(views.LoginWebAuthnView):  # type: ignore[misc]
    """Signs in with a passkey alone."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Go back to the form, which says so."""
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({FAILED: 'no'})}")


class Confirming(views.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Asks for a passkey before a change of how one signs in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form and what the device is asked for."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        return shown | {"options": options_text(shown["js_data"]["request_options"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Ask again, and say so."""
        return self.render_to_response(self.get_context_data(form=form) | {"form": form})


def listed(request: HttpRequest) -> HttpResponse:
    """Lead to the page of how one signs in, which lists the passkeys."""
    return HttpResponseRedirect(reverse("mfa_index"))


urlpatterns: list[URLPattern] = [
    path("2fa/passkeys/", listed, name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", asks_for_passkey(Adding.as_view()), name="mfa_add_webauthn"),
    path("2fa/passkeys/confirm/", asks_for_passkey(Confirming.as_view()), name="mfa_reauthenticate_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", views.remove_webauthn, name="mfa_remove_webauthn"),
    path("login/passkey/", Entering.as_view(), name="mfa_login_webauthn"),
]
