"""Sessions in the database, as Django keeps them; only reading one is plain SQL, for nearly every page does it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from layani.office.tables.prepared import rows_of, stored

_READ = "select session_data from django_session where session_key = %s and expire_date > %s"


class SessionStore(db.SessionStore):
    """One session."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; an unknown or ended one is empty and gets a new key."""
        rows = rows_of(_READ, [self.session_key, stored(timezone.now())])
        if not rows:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(rows[0][0])
        return held
