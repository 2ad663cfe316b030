"""A database of PostgreSQL that one test has for itself."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tests import available


@contextmanager
def own_database(name: str, *, server: str = available.POSTGRESQL) -> Iterator[str]:
    """Give the address of a new, empty database, and drop it afterwards whoever is still connected.

    name: what it is for; server: the address of any database of the server on which it is made
    """
    name = f"layani_{name}_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"create database {name}")
        try:
            yield server.rpartition("/")[0] + f"/{name}"
        finally:
            connection.execute(f"drop database {name} with (force)")
