"""Whoever asked for it is told when their turn is near; and what is written by WhatsApp becomes a ticket."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from layani.office.actions import door, door_chat, door_reading
from layani.office.gateways.notification import DemoNotifier, NotSent
from layani.office.gateways.whatsapp import Heard, NotUnderstood, body_of, heard_in, is_signed, secret, signature
from layani.office.jobs import tell_tickets
from layani.office.tables.models import DemoMessage, Ticket, TicketEvent, TicketMessage
from layani.rules.voice.messages import ONE_SMS
from layani.rules.voice.wordings.door import CHAT, SHORT, ticket_words
from tests.office.conftest import MONDAY
from tests.office.door.tickets import VISITOR, called, done, opened
from tests.office.jobs.conftest import Memory
from tests.office.officer.conftest import words_of
from tests.rules.voice.test_messages import GSM

pytestmark = pytest.mark.django_db
PHONE, HOOK = "+6281255512345", "/door/whatsapp/"
LATER = MONDAY + timedelta(minutes=30)


class Chat:
    """Remembers what was said; raises ``failure`` instead where there is one."""

    def __init__(self, failure=None):
        self.said, self.failure = [], failure

    def send(self, phone, text):
        if self.failure:
            raise self.failure
        self.said.append((phone, text))


@pytest.fixture(autouse=True)
def no_counted_tries():
    cache.clear()


def hear(text, ident="m-1", at=MONDAY):
    return door_chat.hear(Heard(PHONE, text, ident), at)


def post(client, body, key=None):
    header = signature(body, key if key is not None else secret())
    return client.post(HOOK, body, content_type="application/json", headers={"X-Hub-Signature-256": header})


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", SHORT)
def test_a_text_message_to_somebody_with_a_ticket_fits_into_one(kind, language):
    values = {
        "office": "Kecamatan Sukamaju", "number": 123, "ahead": 2,
        "link": "https://layanan.sukamaju.go.id/door/ticket/7KQ4M-2XD9A/",
    }  # fmt: skip
    text = ticket_words(kind, values, language)
    assert len(text) <= ONE_SMS
    assert set(text) <= GSM


def test_only_whoever_asked_and_is_near_is_told_and_once(eva):
    rows = [opened(minute, phone=PHONE, texts=minute in (1, 3)) for minute in range(5)]
    texts = Memory()
    tell_tickets.tell_near(LATER)
    tell_tickets.tell_near(LATER)
    assert [one.ticket_id for one in TicketMessage.objects.all()] == [rows[1].pk]
    called(eva, minute=31)
    tell_tickets.tell_near(LATER)
    assert tell_tickets.send_due(LATER, texts, None) == 2
    assert [to for to, _, _ in texts.taken] == [PHONE, PHONE]
    assert "1 orang lagi" in texts.taken[0][2]
    assert f"/door/ticket/{rows[1].code}/" in texts.taken[0][2]
    assert tell_tickets.send_due(LATER, texts, None) == 0


@pytest.mark.parametrize(("language", "title"), [("id", "Tentang nomor Anda, 1"), ("en", "About your number, 1")])
def test_the_title_of_a_message_is_in_words_of_its_person(language, title):
    opened(phone=PHONE, texts=True, language=language)
    tell_tickets.tell_near(LATER)
    assert tell_tickets.send_due(LATER, DemoNotifier(), None) == 1
    assert DemoMessage.objects.get().subject == title


def test_a_number_is_asked_for_on_the_tickets_page_and_sealed(client):
    row = opened()
    page = f"/door/ticket/{row.code}/"
    assert client.post(page, {"act": "want_text", "phone": ""}).status_code == 422
    assert client.post(page, {"act": "want_text", "phone": "0812 5551 2345"}).status_code == 302
    row.refresh_from_db()
    assert row.texts
    assert door_reading.contact_of(row) == PHONE
    assert "kirim SMS begitu giliran" in words_of(client.get(page))


def test_what_cannot_be_sent_waits_and_is_then_given_up_and_shown(browser_of):
    row = opened(phone=PHONE, texts=True)
    tell_tickets.tell_near(LATER)
    away = Memory(answers=[NotSent("away")] * 9)
    assert tell_tickets.send_due(LATER, away, None) == 0
    assert TicketMessage.objects.get().due_at > LATER
    refused = Memory(answers=[NotSent("no", for_good=True)])
    assert tell_tickets.send_due(LATER + timedelta(hours=1), refused, None) == 1
    assert TicketMessage.objects.get().why == "not-accepted"
    assert "ditolak penyedia" in browser_of("hana", "head").text(f"/officer/door/ticket/{row.pk}/")


def test_a_forgotten_number_is_told_nothing():
    opened(phone=PHONE, texts=True)
    tell_tickets.tell_near(LATER)
    Ticket.objects.update(sealed_contact=None)
    assert tell_tickets.send_due(LATER, Memory(), None) == 1
    assert TicketMessage.objects.get().why == "no-address"


def test_the_first_message_is_event_zero_and_is_answered_plainly():
    row = hear("KTP saya hilang, bagaimana?")
    assert (row.channel, row.place, row.number) == ("whatsapp", "remote", 1)
    assert [text for _, text in door_reading.words_of(row)] == ["KTP saya hilang, bagaimana?"]
    chat = Chat()
    tell_tickets.send_due(MONDAY, Memory(), chat)
    ((phone, text),) = chat.said
    assert phone == PHONE
    assert "nomor 1" in text
    assert "1. " in text and "BATAL" in text and "Jangan kirim NIK" in text


def test_the_number_of_a_need_names_it_and_other_words_are_added():
    row = hear("Halo")
    hear("1", "m-2")
    row.refresh_from_db()
    assert row.need == door_chat.menu()[0].slug
    hear("2", "m-3")  # the need is known: from now on a number is what it says
    hear("Di kelurahan Mawar", "m-4")
    assert [text for _, text in door_reading.words_of(row)] == ["Halo", "2", "Di kelurahan Mawar"]
    assert Ticket.objects.count() == 1
    kinds = [one.kind for one in TicketMessage.objects.order_by("pk")]
    assert kinds == ["chat-opened", "chat-need", "chat-more", "chat-more"]


@pytest.mark.parametrize("nik", ["3174015501900002", "3174 0155 0190 0002", "3174.0155.0190.0002"])
def test_what_looks_like_a_nik_is_deleted_before_anything_is_kept(nik):
    row = hear(f"NIK saya {nik}, tolong dicek")
    assert [text for _, text in door_reading.words_of(row)] == ["NIK saya […], tolong dicek"]
    assert TicketMessage.objects.filter(kind="chat-no-nik").exists()


def test_a_message_that_is_sent_again_is_taken_once_and_a_flood_is_not_taken(monkeypatch):
    hear("Halo")
    assert hear("Halo") is None
    assert TicketEvent.objects.count() == 1
    for number in range(70):
        hear("lagi", f"n-{number}")
    assert TicketEvent.objects.count() == 60


def test_a_cancelled_question_is_over_and_the_next_message_is_another_one():
    row = hear("Halo")
    hear("Batal", "m-2")
    row.refresh_from_db()
    assert (row.status, row.end) == ("ended", "left")
    assert hear("Halo lagi", "m-3").pk != row.pk


def test_a_photo_is_not_kept_and_the_reply_says_so():
    row = door_chat.hear(Heard(PHONE, None, "p-1"), MONDAY)
    assert [one.kind for one in TicketMessage.objects.filter(ticket=row)] == ["chat-opened", "chat-text-only"]


def test_the_answer_reaches_the_chat_as_a_link_and_not_in_words(eva):
    row = hear("Apakah Sabtu buka?")
    door.call_next("", actor=eva, now=LATER, place="remote")
    door.end_answer(row.pk, "Tidak, Senin sampai Jumat.", actor=eva, now=LATER)
    chat = Chat()
    tell_tickets.send_due(LATER, Memory(), chat)
    assert f"/door/ticket/{row.code}/" in chat.said[-1][1]
    assert "Jumat" not in chat.said[-1][1]


def test_without_a_way_to_reply_the_reply_is_given_up_and_the_ticket_stays():
    hear("Halo")
    assert tell_tickets.send_due(MONDAY, Memory(), None) == 1
    assert TicketMessage.objects.get().why == "not-accepted"
    assert Ticket.objects.get().status == "waiting"


def test_the_webhook_takes_what_is_signed_and_nothing_else(client):
    body = body_of(PHONE, "KTP saya hilang", "m-1")
    assert post(client, body, "another secret").status_code == 403
    assert client.post(HOOK, body, content_type="application/json").status_code == 403
    assert post(client, body + b" ", "x").status_code == 403
    assert not Ticket.objects.exists()
    assert post(client, body).status_code == 200
    assert Ticket.objects.get().channel == "whatsapp"


def test_an_office_without_a_secret_takes_nothing(client, settings):
    settings.LAYANI_DEMO = False
    body = body_of(PHONE, "Halo", "m-1")
    assert secret() == ""
    assert not is_signed(body, signature(body, ""), "")
    assert post(client, body, "").status_code == 403


@pytest.mark.parametrize("body", [b"{}", b"[]", b"x", b'{"entry": [{"changes": [{"value": {"messages": [{}]}}]}]}'])
def test_what_is_not_understood_is_refused_whole(client, body):
    with pytest.raises(NotUnderstood):
        heard_in(body)
    assert post(client, body).status_code == 400
    assert not Ticket.objects.exists()


def test_what_only_tells_of_deliveries_is_taken_for_nothing(client):
    body = json.dumps({"entry": [{"changes": [{"value": {"statuses": [{"status": "read"}]}}]}]}).encode()
    assert post(client, body).status_code == 200
    assert not Ticket.objects.exists()


def test_the_webhook_proves_that_it_is_ours(client, settings):
    asked = {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1158201444"}
    assert client.get(HOOK, asked).status_code == 404
    settings.WHATSAPP_VERIFY = "our-token"
    assert client.get(HOOK, {**asked, "hub.verify_token": "our-token"}).content == b"1158201444"
    assert client.get(HOOK, {**asked, "hub.verify_token": "theirs"}).status_code == 404
    bad = {**asked, "hub.verify_token": "our-token", "hub.challenge": "<script>"}
    assert client.get(HOOK, bad).status_code == 404


def test_a_body_that_is_too_large_is_not_read(client):
    assert post(client, b"x" * 300_000).status_code == 413


def test_the_demo_writes_through_the_same_door_and_reads_the_replies(client):
    client.post("/demo/whatsapp/", {"text": "KTP saya hilang"})
    assert Ticket.objects.get().channel == "whatsapp"
    tell_tickets.run(MONDAY + timedelta(days=4000))
    assert DemoMessage.objects.get().subject == "WhatsApp"
    page = words_of(client.get("/demo/whatsapp/"))
    assert "KTP saya hilang" in page
    assert "nomor 1" in page


def test_every_reply_is_said_in_both_languages():
    assert all(one.id != one.en for one in (*CHAT.values(), *SHORT.values()))


def test_no_act_of_a_chat_names_its_writer():
    hear("Saya Carla Wijaya")
    hear("Carla Wijaya lagi", "m-2")
    assert all("Carla" not in one.body and "81255512345" not in one.body for one in TicketEvent.objects.all())
    done(Ticket.objects.get(), "leave", VISITOR)


def test_the_webhook_is_known_by_its_signature_and_not_by_a_cookie():
    body = body_of(PHONE, "Halo", "m-1")
    assert post(Client(enforce_csrf_checks=True), body).status_code == 200


def test_a_message_that_could_not_be_taken_is_taken_when_it_comes_again(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(door_chat, "_reply", broken)
        with pytest.raises(RuntimeError):
            hear("Halo")
    assert not Ticket.objects.exists()
    assert hear("Halo").number == 1


def broken(*_):
    raise RuntimeError("the disk is full")


def test_a_question_on_the_web_from_the_same_phone_is_another_ticket():
    row = hear("Halo")
    opened(channel="web", phone=PHONE)
    assert hear("Masih di sini", "m-2").pk == row.pk
