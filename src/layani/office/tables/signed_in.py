"""The officer of a session with the roles of today, read by one query: every page of an officer asks for them."""

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from layani.office.house import catalogue
from layani.office.tables.models.people import Role, User


class OfficerBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs officers in as allauth does."""

    def get_user(self, user_id: int) -> User | None:
        """Return the officer, with ``roles_today``, if they may still sign in; one query."""
        read = Role.objects.user_with_names(user_id, catalogue().office.slug, timezone.localdate())
        if read is None or not self.user_can_authenticate(read[0]):
            return None
        user, roles = read
        user.roles_today = roles
        return user
