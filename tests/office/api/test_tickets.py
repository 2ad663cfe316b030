"""A question that somebody asks in another system: a ticket, an answer by a day, and nothing of them in between."""

import pytest
from django.utils import timezone

from layani.office.actions.door import Deed, act_on, end_answer
from layani.office.tables.models import Ticket, TicketEvent
from tests.office.api.conftest import program
from tests.office.conftest import officer

pytestmark = pytest.mark.django_db
ASKED = {"need": "residence-letter", "words": "What do I bring for my cousin?", "phone": "0812 3456 7890"}


@pytest.fixture
def asking(db):
    return program("asking", "front-desk")


def test_a_ticket_is_opened_answered_and_looked_at(asking):
    answer = asking.post("/tickets/", ASKED, once="ask-for-it")
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["status"], made["end"]) == ("waiting", "") and made["answer_by"]
    row = Ticket.objects.get()
    assert made["address"].endswith(f"/door/ticket/{row.code}/")
    eva = officer("eva", "counter")
    act_on(row.pk, Deed("call", {"counter": "loket-1"}), actor=eva, now=timezone.now())
    end_answer(row.pk, "Bring the letter of your ward.", actor=eva, now=timezone.now())
    looked = asking.get(f"/tickets/{made['id']}")
    assert (looked.json()["status"], looked.json()["end"]) == ("ended", "answer")
    assert b"cousin" not in looked.content and b"ward" not in looked.content


def test_it_counts_once_however_often_it_is_sent(asking):
    first = asking.post("/tickets/", ASKED, once="ask-for-it").json()
    again = asking.post("/tickets/", ASKED, once="ask-for-it")
    assert (again.json()["id"], again["Idempotent-Replayed"]) == (first["id"], "true")
    other = asking.post("/tickets/", {"need": "hall-use"}, once="ask-for-it")
    assert (other.status_code, other.json()["refusals"][0]["code"]) == (409, "key-used")
    assert (Ticket.objects.count(), TicketEvent.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 422), ({"words": "  "}, 422), ({"need": "no-such"}, 409), ({"words": "Hello?", "phone": "12"}, 422),
     ({"words": "Hello?", "first": "elderly"}, 422)],
)  # fmt: skip
def test_what_cannot_be_asked_opens_nothing(asking, body, status):
    assert asking.post("/tickets/", body, once="ask-for-it").status_code == status
    assert Ticket.objects.count() == 0


def test_another_system_sees_no_ticket_of_it(asking):
    made = asking.post("/tickets/", ASKED, once="ask-for-it").json()
    other = program("other", "front-desk", system="another-system")
    assert other.get(f"/tickets/{made['id']}").status_code == 404
