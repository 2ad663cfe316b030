"""Carla's party, and her signed-in browser."""

import pytest

from layani.office.actions.parties import register
from tests.office.citizen.conftest import plain_static_files, signed_in
from tests.office.conftest import CARLA

__all__ = ["plain_static_files"]


@pytest.fixture
def carla(db, now):
    return register(CARLA, now=now)


@pytest.fixture
def browser(carla):
    return signed_in(carla)
