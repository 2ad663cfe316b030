"""The officer of a session, read in plain SQL: every page of an officer asks for one."""

from allauth.account.auth_backends import AuthenticationBackend

from layani.office.tables.models.people import User
from layani.office.tables.prepared import found


class OfficerBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs officers in as allauth does."""

    def get_user(self, user_id: int) -> User | None:
        """Return the officer if they may still sign in; one query."""
        user = next(iter(found(User, "id = %s", [user_id])), None)
        return user if user is not None and self.user_can_authenticate(user) else None
