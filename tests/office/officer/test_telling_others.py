"""People whom a case names are told by machine, once; whom no message reaches, the officer tells."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from layani.office.actions import checking, serving, uploading
from layani.office.actions.filing import Application, file
from layani.office.actions.parties import register
from layani.office.actions.telling_others import NAMED, people_told
from layani.office.actions.texting import NAMED_TO_CONTACT
from layani.office.actions.uploading import upload
from layani.office.actions.viewing import answers_of, findings_of
from layani.office.actor import Actor
from layani.office.gateways.file_store import MemoryStore
from layani.office.gateways.notification import NotSent
from layani.office.house import calendar, catalogue, key_store, service
from layani.office.jobs.send_messages import MOST_TRIES, send_due
from layani.office.tables.models import Case, Event, Message, Outbox
from layani.rules.dates import day_words
from layani.rules.voice.messages import TWO_SMS, written
from tests.office.citizen.files import PDF, sent
from tests.office.conftest import CARLA, officer
from tests.office.jobs.conftest import Memory
from tests.office.officer.conftest import words_of

RINA = {"name": "Rina Lestari", "relation": "spouse", "phone": "+6281200000001"}
EKA = {"name": "Eka Wijaya", "relation": "child", "email": "eka@example.org"}
BUDI = {"name": "Budi Wijaya", "relation": "child"}
SECRETS = ("Rina", "Lestari", "+6281200000001", "eka@example.org", "Budi")


@pytest.fixture(autouse=True)
def store(monkeypatch):
    memory = MemoryStore()
    monkeypatch.setattr(uploading, "file_store", lambda: memory)


@pytest.fixture
def memory():
    return Memory()


@pytest.fixture
def early(db):
    return timezone.now() - timedelta(days=1)


def answers(party, at, heirs):
    of = service("heirs-statement").fields
    files = {name: upload(party, of[name], sent(PDF), now=at) for name in ("death_certificate", "statement")}
    return {
        "name": CARLA.name,
        "nik": CARLA.nik,
        "birth_date": CARLA.birth_date,
        "phone": CARLA.phone,
        "deceased_name": "Bambang Wijaya",
        "died_on": "2026-01-20",
        "last_home": {"street": "Jalan 1", "rt": "001", "rw": "002", "ward": catalogue().office.wards[0]},
        "relation": "child",
        **({"other_heirs": heirs} if heirs else {}),
        "minors": False,
        "witness_1": "Slamet",
        "witness_2": "Ningsih",
        "all_named": True,
        **files,
    }


@pytest.fixture
def filed(early):
    """Return a function that files a statement with these heirs."""

    def filed(*heirs):
        party = register(CARLA, now=early)
        application = Application(service("heirs-statement"), party, answers(party, early, list(heirs)), "online")
        return file(application, actor=Actor(kind="citizen", party=party.pk), now=early).row

    return filed


def told_by(memory):
    return {to: text for to, _, text in memory.taken if to not in (CARLA.phone, CARLA.email)}


def how(case):
    definition = service("heirs-statement")
    return [one.how for one in people_told(case, definition, definition.tells[0], answers_of(case))]


def test_everybody_named_is_told_once_with_the_number_and_how_to_object(filed, memory, early):
    case = filed(RINA, EKA, BUDI)
    for minutes in range(3):
        send_due(early + timedelta(minutes=minutes), memory)
    assert sorted(told_by(memory)) == ["+6281200000001", "eka@example.org"]
    assert len(memory.taken) == 3  # Carla's own message, Rina and Eka
    for text in told_by(memory).values():
        assert case.number in text
        assert "berkeberatan" in text or "Keberatan" in text
        assert not any(word in text for word in ("Carla", "Bambang", *SECRETS))
    assert how(case) == ["sent", "sent", "no-contact"]


def test_the_applicants_language_is_not_that_of_the_others(filed, memory, early):
    case = filed(RINA, EKA)
    type(case.party).objects.filter(pk=case.party_id).update(language="en")
    send_due(early, memory)
    texts = told_by(memory)
    assert "Keberatan" in texts["+6281200000001"] and "object" not in texts["+6281200000001"]
    assert "berkeberatan" in texts["eka@example.org"] and "if you object" in texts["eka@example.org"]


def test_who_is_named_reads_of_which_office_and_service_and_by_when_to_object(filed, memory, early):
    """Nothing is decided while the notice hangs, seven days at least, so until then an objection is in time."""
    filed(RINA)
    send_due(early, memory)
    text = told_by(memory)["+6281200000001"]
    assert text.startswith("Kecamatan Sukamaju") and "Surat keterangan ahli waris" in text
    assert f"paling lambat {day_words((calendar().local(early) + timedelta(days=7)).date()).id}" in text
    assert len(text) <= TWO_SMS


def test_who_is_told_after_that_day_reads_no_day_that_is_over(filed, memory, early):
    filed(RINA)
    send_due(early + timedelta(days=9), memory)
    assert "segera, sebelum diputuskan" in told_by(memory)["+6281200000001"]
    assert "paling lambat" not in told_by(memory)["+6281200000001"]


def test_the_longest_name_of_a_service_still_fits():
    office = catalogue().office
    for one in catalogue().services.values():
        values = {
            "office": office.name.id.partition(",")[0],
            "number": "SKM-2026-7KQ4-M2XD",
            "phone": office.contacts.phone,
            "service": one.name.id,
            "by": "paling lambat 30 September 2026",
        }
        assert len(written("named-filed", values, "id").sms) <= TWO_SMS, one.slug


def test_neither_the_message_nor_the_record_nor_the_log_holds_who_it_is(filed, memory, early, caplog):
    case = filed(RINA, EKA, BUDI)
    memory.answers = [None, NotSent("No such number.", for_good=True)]
    send_due(early, memory)
    kept = json.dumps(list(Message.objects.values("kind", "params")))
    body = " ".join(event.body for event in Event.objects.of_case(case.pk))
    leaves = " ".join(str(one.leaf) for one in Outbox.objects.all())
    assert not any(secret in place for secret in SECRETS for place in (kept, body, leaves, caplog.text))


def test_two_rows_with_one_phone_are_told_once(filed, memory, early):
    case = filed(RINA, {**BUDI, "phone": RINA["phone"]})
    send_due(early, memory)
    assert len(told_by(memory)) == 1
    assert len(memory.taken) == 2
    assert how(case) == ["sent", "sent"]


@pytest.mark.parametrize("named", [RINA, EKA])
def test_nobody_is_flooded_by_being_named_again_and_again_and_who_files_still_hears(filed, memory, early, named):
    cases = [filed(named) for _ in range(NAMED_TO_CONTACT.most + 3)]
    for minutes in range(0, 60, 5):
        send_due(early + timedelta(minutes=minutes), memory)
    assert [to for to, _, _ in memory.taken].count(named.get("phone") or named["email"]) == NAMED_TO_CONTACT.most
    assert [to for to, _, _ in memory.taken].count(CARLA.phone) == len(cases)
    assert sorted(how(case)[0] for case in cases) == ["sent"] * NAMED_TO_CONTACT.most + ["waiting"] * 3
    send_due(early + timedelta(days=2), memory)
    assert {how(case)[0] for case in cases} == {"sent"}


def test_a_worker_that_dies_between_leaves_nobody_told_twice(filed, memory, early):
    filed(RINA)
    Message.objects.filter(kind="filed").update(tries=0)
    send_due(early, memory)
    # The applicant's message is due again, as after a process that died before it was marked.
    Message.objects.filter(kind="filed").update(sent_at=None, gave_up_at=None, due_at=early)
    send_due(early + timedelta(days=1), memory)
    assert [to for to, _, _ in memory.taken].count("+6281200000001") == 1


def test_whoever_is_new_in_corrected_answers_is_told_and_the_others_not_again(filed, memory, early):
    case = filed(RINA)
    send_due(early, memory)
    desk = officer("desi", "front-desk")
    serving.take_next(actor=desk, now=early + timedelta(hours=1))
    checking.ask_missing(case.number, {"other_heirs": "Siapa lagi?"}, actor=desk, now=early + timedelta(hours=2))
    citizen = Actor(kind="citizen", party=case.party_id)
    checking.answer(case.number, {"other_heirs": [RINA, EKA]}, actor=citizen, now=early + timedelta(hours=3))
    send_due(early + timedelta(hours=4), memory)
    assert [to for to, _, _ in memory.taken].count("+6281200000001") == 1
    assert [to for to, _, _ in memory.taken].count("eka@example.org") == 1


def test_a_service_that_tells_nobody_tells_nobody(memory, early):
    party = register(CARLA, now=early)
    Message.objects.create(party=party, kind="filed", due_at=early)
    send_due(early, memory)
    assert not Message.objects.filter(kind__startswith=NAMED).exists()


def test_an_erased_case_names_nobody_any_more(filed, memory, early):
    case = filed(RINA)
    key_store().erase(case.ref)
    send_due(early, memory)
    assert told_by(memory) == {}


# The officer's work


@pytest.fixture
def wati(browser_of):
    return browser_of("wati", "ward-officer")


@pytest.fixture
def at_tell(filed, memory, early, wati):
    """Return a function that brings a case with these heirs onto the ward officer's desk."""

    def at_tell(*heirs):
        case = filed(*heirs)
        desk = officer("desi", "front-desk")
        serving.take_next(actor=desk, now=early + timedelta(minutes=1))
        checking.check_complete(case.number, actor=desk, now=early + timedelta(minutes=2))
        wati.post("/officer/")
        assert Case.objects.get(pk=case.pk).holder_id == wati.actor.user
        return case

    return at_tell


def done(browser, case, **values):
    posted = {"act": "perform", "step": "tell", "once": str(uuid4()), "agree": "yes", **values}
    answer = browser.post(f"/officer/case/{case.number}/", posted)
    assert answer.status_code == 302, words_of(answer)
    return findings_of(Case.objects.get(pk=case.pk))["tell"]


def test_all_told_becomes_true_by_machine(at_tell, memory, early, wati):
    case = at_tell(RINA, EKA)
    send_due(early, memory)
    shown = wati.text(f"/officer/case/{case.number}/")
    assert "Yang diberi tahu" in shown
    assert "sudah dikirimi pesan" in shown
    assert "Semua sudah diberi tahu" not in shown  # nobody is asked what the machine knows
    assert done(wati, case) == {"told": 2, "all_told": True, "agree": True}
    assert Case.objects.get(pk=case.pk).rest["rules"]["all-told"] == "passed"


def test_whom_no_message_reaches_is_work_with_what_to_do(at_tell, memory, early, wati):
    case = at_tell(RINA, BUDI)
    memory.answers = [None, NotSent("No such number.", for_good=True)]
    send_due(early, memory)
    shown = wati.text(f"/officer/case/{case.number}/")
    assert "pesan tidak sampai" in shown and "tidak ada telepon atau surel" in shown
    assert "telepon atau datangi" in shown.lower()
    assert done(wati, case, by_mouth=["0", "1"])["all_told"] is True


def test_whoever_is_not_ticked_counts_as_not_told_and_nothing_can_be_typed_instead(at_tell, memory, early, wati):
    case = at_tell(RINA, BUDI)
    send_due(early, memory)
    found = done(wati, case, told="30", all_told="yes", by_mouth=["7", "x", "-1"])
    assert found == {"told": 1, "all_told": False, "agree": True}
    assert Case.objects.get(pk=case.pk).rest["rules"]["all-told"] == "failed"


def test_where_nobody_else_is_named_all_are_told(at_tell, wati):
    assert done(wati, at_tell()) == {"told": 0, "all_told": True, "agree": True}


def test_a_message_to_the_applicant_tells_no_other_heir(at_tell, memory, early, wati):
    case = at_tell({**RINA, "phone": CARLA.phone})
    send_due(early, memory)
    assert len(memory.taken) == 1  # Carla's own
    assert "kontak pemohon sendiri" in wati.text(f"/officer/case/{case.number}/")
    assert done(wati, case)["all_told"] is False


def test_a_message_that_waits_is_not_told_yet(at_tell, memory, early, wati):
    case = at_tell(RINA)
    memory.answers = [None, *[NotSent("Busy.")] * MOST_TRIES]
    send_due(early, memory)
    assert "pesan belum terkirim" in wati.text(f"/officer/case/{case.number}/")
    assert done(wati, case)["all_told"] is False
