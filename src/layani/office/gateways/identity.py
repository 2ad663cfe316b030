"""Local identity: officers by password and one-time code; citizens by a code sent to their phone."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from layani.office.house import catalogue
from layani.office.network import network_address
from layani.office.tables.models.people import Role

# Who serves nobody has no desk: role -> page.
WATCHERS_PAGES = {"auditor": "auditor", "operator": "operator", "analyst": "publishing", "publisher": "publishing"}


class OfficerAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Officers are entered by the operator; nobody signs themselves up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network by which tries are counted, behind the proxy too; without it all officers share one."""
        return network_address(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Return what wrong passwords are counted under: the user name as tried from one network.

        Counted by the name alone, five wrong passwords from anywhere would keep its officer out. What guessing from
        many networks could find is a password, and the second factor still stands; its tries count for the officer,
        from wherever they come.
        """
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{network_address(request)}"

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where an officer begins who was going nowhere in particular: the desk, or the page of their role."""
        roles = Role.objects.names_of(request.user.pk or 0, catalogue().office.slug, timezone.localdate())
        if roles <= set(WATCHERS_PAGES):
            begins = (reverse(page) for role, page in WATCHERS_PAGES.items() if role in roles)
            return next(begins, settings.LOGIN_REDIRECT_URL)
        return str(settings.LOGIN_REDIRECT_URL)

    def is_reauthentication_required(self, *, app: str = "") -> bool:
        """Only when the last password or code was given a while ago: who has just signed in is not asked twice."""
        records = get_authentication_records(self.request, self.request.user)
        given_at = max((float(record["at"]) for record in records), default=0.0)
        return bool(time.time() - given_at > app_settings.REAUTHENTICATION_TIMEOUT)
