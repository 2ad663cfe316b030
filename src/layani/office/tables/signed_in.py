"""The officer of a session with the roles of today, read by one query: every page of an officer asks for them."""

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from layani.office.house import catalogue
from layani.office.tables.models.people import Role, User


class OfficerBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs officers in as allauth does, for as long as they serve here."""

    def user_can_authenticate(self, user: User) -> bool:
        """Say whether an officer may come in: an open account, and not one whose last role here is over."""
        return bool(super().user_can_authenticate(user)) and not Role.objects.have_ended(
            user.pk, catalogue().office.slug, timezone.localdate()
        )

    def get_user(self, user_id: int) -> User | None:
        """Return the officer, with ``roles_today``, if they may still sign in; one query."""
        read = Role.objects.user_with_names(user_id, catalogue().office.slug, timezone.localdate())
        # Who has a role today is not asked whether the last one is over.
        if read is None or not read[0].is_active or (not read[1] and not self.user_can_authenticate(read[0])):
            return None
        user, roles = read
        user.roles_today = roles
        return user
