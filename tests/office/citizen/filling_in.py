"""The forms that people fill in on their phones, Carla's and Dan's, with a store of files that forgets."""

import pytest

from layani.office.actions import uploading
from layani.office.actions.parties import Person, register
from layani.office.gateways.file_store import MemoryStore
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.phone import Phone

LETTER = "/apply/residence-letter"
MOVE = "/apply/move-of-address"
HOME = {"address__street": "Jalan Mawar 3", "address__rt": "1", "address__rw": "12", "address__ward": "99.01.01.1001"}


@pytest.fixture(autouse=True)
def store(monkeypatch):
    memory = MemoryStore()
    monkeypatch.setattr(uploading, "file_store", lambda: memory)
    return memory


@pytest.fixture
def phone(browser):
    return Phone(browser)


@pytest.fixture
def dans(db, now):
    person = Person(nik="3174010101800001", name="Dan", birth_date="1980-01-01", phone="+6281200000000")
    return Phone(signed_in(register(person, now=now)))


def filled_in(phone):
    """Fill in the short form up to its last look."""
    phone.open(f"{LETTER}/").fill().fill(**HOME).fill(tenancy="own").fill(purpose="bank")
    assert phone.at == f"{LETTER}/check/"
    return phone
