"""A notifier that remembers, and cases to tell about."""

from dataclasses import dataclass, field

import pytest

from layani.office.actions.parties import Person, register
from layani.office.gateways.notification import NotSent
from layani.office.tables.models import Message
from tests.office.conftest import CARLA, MONDAY


@dataclass
class Memory:
    """Keeps what it was given; ``answers`` are what happens to the next sendings, None for success."""

    taken: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    channels: tuple = ("phone", "email")

    def send(self, *, to_phone="", to_email="", subject, text, ref=""):
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, NotSent):
            raise answer
        self.taken.append((to_phone or to_email, ref, text))
        if answer:
            raise answer

    def reaches(self, channel):
        return channel in self.channels


@pytest.fixture
def memory():
    return Memory()


@pytest.fixture
def carla(db):
    return register(CARLA, now=MONDAY)


@pytest.fixture
def nobody(db):
    """A person who gave neither phone nor e-mail."""
    return register(Person(nik="9901011505900007", name="Dewi"), now=MONDAY)


@pytest.fixture
def tell(carla):
    def tell(kind="filed", party=carla, **values):
        return Message.objects.create(party=party, kind=kind, due_at=MONDAY, **values)

    return tell
