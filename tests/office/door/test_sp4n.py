"""Complaints shared with SP4N-LAPOR!: one number once, one clock from its receipt, answered above the counter."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from layani.office.actions import door
from layani.office.actions.complaints import give_number, handed_back, number_of, receive, receive_all
from layani.office.actions.door import Opening
from layani.office.actions.door_rebuilding import ticket_differences
from layani.office.house import calendar
from layani.office.tables.models import Complaint, SystemUse, Ticket, TicketEvent
from layani.rules.cases.clock import Term, due
from layani.rules.door.sp4n import Row, read_rows, written_rows
from layani.rules.refusal import Refused
from tests.office.conftest import MONDAY, officer
from tests.office.door.tickets import VISITOR, opened
from tests.office.officer.conftest import words_of

pytestmark = pytest.mark.django_db
RECEIVED = MONDAY - timedelta(days=3)
ROW = Row(2, "8123456", RECEIVED, "light", "Loket tutup pukul dua.")
CSV = "number,received_at,class,words\n8123456,2026-11-20T09:00:00+07:00,light,Loket tutup\n"


@pytest.fixture
def hana(db):
    return officer("hana", "supervisor")


def test_its_day_counts_from_sp4ns_own_receipt(hana):
    row = receive(ROW, actor=hana, now=MONDAY, typed=True)
    assert row.answer_by == due(calendar(), RECEIVED, Term(14, "working days"))
    assert row.answer_by < due(calendar(), MONDAY, Term(14, "working days"))
    assert (row.channel, row.first_contact, row.place) == ("sp4n", RECEIVED, "remote")
    assert [one for one in ticket_differences() if not isinstance(one, int)] == []


def test_a_number_is_taken_once_and_must_look_like_one(hana):
    receive(ROW, actor=hana, now=MONDAY, typed=True)
    with pytest.raises(Refused, match="entered here already"):
        receive(replace(ROW, words="Lagi"), actor=hana, now=MONDAY, typed=True)
    with pytest.raises(Refused, match="such as 8123456"):
        receive(replace(ROW, number="LAPOR-12"), actor=hana, now=MONDAY, typed=True)
    with pytest.raises(Refused, match="still to come"):
        receive(
            replace(ROW, number="8123457", received_at=MONDAY + timedelta(days=1)), actor=hana, now=MONDAY, typed=True
        )
    assert Ticket.objects.count() == Complaint.objects.count() == 1


def test_the_number_stands_nowhere_in_the_clear(hana):
    row = receive(ROW, actor=hana, now=MONDAY, typed=True)
    kept = Complaint.objects.get()
    bodies = "".join(TicketEvent.objects.of_ticket(row.pk).values_list("body", flat=True))
    assert ROW.number not in bodies and ROW.number.encode() not in bytes(kept.code) + bytes(kept.sealed_number)
    assert number_of(kept) == ROW.number


@pytest.mark.parametrize("role", ["front-desk", "auditor", "operator", "verifier"])
def test_only_supervisors_take_one(role):
    with pytest.raises(Refused, match="A supervisor takes"):
        receive(ROW, actor=officer("x", role), now=MONDAY, typed=True)
    for actor in (VISITOR, officer("y", role)):
        with pytest.raises(Refused, match="No ticket is opened in that way"):
            door.open_ticket(Opening("sp4n", words="Lagi"), actor=actor, now=MONDAY)


def test_the_counter_neither_gets_it_nor_is_held_up_by_it(hana, eva):
    row = receive(ROW, actor=hana, now=MONDAY, typed=True)
    web = opened(1, channel="web")
    assert door.call_next("loket-1", actor=eva, now=MONDAY + timedelta(minutes=5), place="remote").pk == web.pk
    with pytest.raises(Refused, match="answered by the head or a supervisor"):
        door.answer_report(row.pk, "Sudah.", actor=officer("fay", "front-desk"), now=MONDAY)
    door.answer_report(row.pk, "Loket dibuka sampai pukul empat.", actor=hana, now=MONDAY)
    assert Ticket.objects.get(pk=row.pk).end == "answer"


def test_double_entry_is_counted_and_a_file_is_none(hana):
    receive(ROW, actor=hana, now=MONDAY, typed=True)
    use = SystemUse.objects.get(system="sp4n")
    before = use.count
    taken = receive_all([ROW, replace(ROW, number="8123999")], actor=hana, now=MONDAY)
    assert taken == (1, 1) and SystemUse.objects.get(system="sp4n").count == before > 0


def test_a_file_is_taken_as_a_whole_or_not(hana):
    with pytest.raises(Refused, match="does not look like"):
        receive_all([ROW, replace(ROW, number="x")], actor=hana, now=MONDAY)
    assert not Ticket.objects.exists()


def test_a_file_says_what_is_wrong_in_which_line():
    assert read_rows(CSV)[1] == [] and read_rows(CSV)[0][0].number == "8123456"
    for wrong, words in {
        "a,b\n": "heading",
        CSV.replace("+07:00", ""): "Line 2: the time",
        CSV.replace("light", "heavy"): "no class “heavy”",
        CSV.replace("Loket tutup", " "): "no words",
        "number,received_at,class,words\n8123456\n": "Line 2",
        "": "heading",
    }.items():
        rows, problems = read_rows(wrong)
        assert words in problems[0].en and not rows


def test_answers_go_back_once_and_no_cell_is_a_formula(hana):
    row = receive(ROW, actor=hana, now=MONDAY, typed=True)
    assert not Complaint.objects.to_hand_back().exists()
    door.answer_report(row.pk, "=cmd() sudah dibuka", actor=hana, now=MONDAY)
    assert handed_back([row.ref.hex, "nonsense"], actor=hana, now=MONDAY) == 1
    assert handed_back([row.ref.hex], actor=hana, now=MONDAY) == 0
    assert "'=cmd" in written_rows([{"answer": "=cmd() sudah dibuka"}])


def test_a_report_made_here_gets_the_number_of_there(hana):
    here = opened(channel="gate", sent_away=True, words="Disuruh pulang.")
    made = give_number(here.pk, "8123456", actor=hana, now=MONDAY)
    assert not made.came and number_of(made) == "8123456"
    assert give_number(here.pk, "8123456", actor=hana, now=MONDAY).pk == made.pk
    other = opened(2, channel="gate", sent_away=True, words="Saya juga.")
    with pytest.raises(Refused, match="entered here already"):
        give_number(other.pk, "8123456", actor=hana, now=MONDAY)
    door.answer_report(here.pk, "Maaf, silakan datang lagi.", actor=hana, now=MONDAY)
    assert Complaint.objects.to_hand_back().get() == made


def test_every_reader(browser_of):
    for path in ("/officer/sp4n/", "/officer/sp4n/answers.csv"):
        assert Client().get(path).status_code == 302
        for role, status in {
            "supervisor": 200,
            "head": 200,
            "front-desk": 403,
            "auditor": 403,
            "operator": 403,
        }.items():
            assert browser_of(f"{role}{len(path)}", role).get(path).status_code == status


def test_a_supervisor_types_one_takes_a_file_answers_and_hands_back(browser_of):
    hana = browser_of("hani", "supervisor")
    at = timezone.localtime() - timedelta(days=1)
    said = {"do": "receive", "number": "8123456", "received_at": at.strftime("%Y-%m-%dT%H:%M"), "class": "light",
            "words": "Loket tutup"}  # fmt: skip
    assert hana.post("/officer/sp4n/", said).status_code == 302
    wrong = hana.post("/officer/sp4n/", {**said, "number": "12"})
    assert wrong.status_code == 409 and "8123456" in words_of(wrong)
    assert hana.post("/officer/sp4n/", {**said, "received_at": "9999-99-99"}).status_code == 409
    body = CSV.replace("8123456", "8123999").replace("2026-11-20T09:00:00+07:00", at.isoformat())
    taken = hana.post("/officer/sp4n/", {"do": "file", "file": SimpleUploadedFile("a.csv", body.encode())})
    assert "Masuk 1, sudah ada 0" in words_of(taken)
    bad = hana.post("/officer/sp4n/", {"do": "file", "file": SimpleUploadedFile("a.csv", b"\xff\xfe")})
    assert bad.status_code == 422
    row = Ticket.objects.order_by("pk").first()
    page = reverse("door-day-ticket", args=[row.pk])
    assert "Loket tutup" in words_of(hana.get(page))
    hana.post(page, {"words": "Buka sampai pukul empat."})
    assert "8123456" in hana.get("/officer/sp4n/answers.csv").content.decode()
    hana.post("/officer/sp4n/", {"do": "handed", "ref": row.ref.hex})
    assert Complaint.objects.get(ticket=row).handed_at is not None
    assert hana.post("/officer/sp4n/", {"do": "number", "ticket": "9999", "number": "8120000"}).status_code == 409
