"""Django's PostgreSQL, which asks a connection whether it lives without a round trip to the server."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection."""

    def is_usable(self) -> bool:
        """Tell whether the connection can be used for the next request.

        A server that ended it has said so, and what it said waits to be read; then the server is asked, as Django does.
        A healthy connection is silent between two requests, and a round trip for each request is saved.
        """
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return True if not poll.poll(0) else bool(super().is_usable())
