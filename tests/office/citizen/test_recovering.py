"""A lost receipt comes back through the contact given at filing, to its owner alone, and nobody learns who has one."""

import logging
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from layani.office.actions import recovering
from layani.office.actions.filing import file
from layani.office.actions.following import case_of_receipt
from layani.office.actions.numbering import first_code, receipt_code
from layani.office.actions.parties import Person, register
from layani.office.actions.recovering import TRIES_EACH, WAIT_FOR_NEW_CONTACT, ask_recovery, note_emails, use_recovery
from layani.office.actions.vouching import vouch
from layani.office.actor import Actor
from layani.office.gateways.notification import DemoNotifier
from layani.office.house import key_store
from layani.office.jobs.send_messages import send_due
from layani.office.tables.models import DemoMessage, Look, Message, Party, ReceiptRenewal, RecoveryCode, User
from layani.office.tables.models.people import SEEN
from layani.rules.refusal import Refused
from tests.office.actions.applications import application
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.phone import Phone
from tests.office.conftest import CARLA

pytestmark = pytest.mark.django_db
HERE, MAIL = "198.51.100.7", "carla@example.org"
ELSEWHERE = "+6281299998888"


def code():
    return "".join(re.search(r"(\d{3}) (\d{3})", DemoMessage.objects.latest("pk").text).groups())


def ask(contact, now, address=HERE):
    return ask_recovery(contact, address=address, language="en", now=now)


def recovers(contact, who, now):
    return use_recovery(ask(contact, now), code(), who, address=HERE, now=now)


def opens(row, given, now):
    try:
        return case_of_receipt(row.number, given, address=HERE, now=now) == row
    except Refused:
        return False


def code_of(row):
    row.refresh_from_db()
    return receipt_code(key_store().get(row.ref), row.receipt_edition)


def filed(person, now, channel="counter", assurance=SEEN):
    party = register(person, now=now, assurance=assurance)
    actor = Actor(kind="citizen", party=party.pk, assurance=assurance, seen=assurance == SEEN)
    return file(replace(application(), applicant=party, channel=channel), actor=actor, now=now).row


@pytest.fixture
def lost(now):
    """An application of Carla's, filed at the counter, of which she lost the receipt."""
    return filed(replace(CARLA, email=MAIL), now)


@pytest.mark.parametrize("contact", [CARLA.phone, MAIL, "Carla@Example.ORG"])
def test_her_contact_and_her_nik_give_a_new_code_and_the_old_one_stops(lost, now, contact):
    before = code_of(lost)
    assert recovers(contact, CARLA.nik, now) == lost.party
    after = code_of(lost)
    assert before != after and opens(lost, after, now) and not opens(lost, before, now)
    assert [(one.edition, one.by) for one in ReceiptRenewal.objects.all()] == [
        (1, "email" if "@" in contact else "phone")
    ]


def test_every_next_code_is_another_and_none_comes_back(lost, now):
    given = {code_of(lost)}
    for hour in range(3):
        recovers(CARLA.phone, CARLA.nik, now + timedelta(hours=hour))
        given.add(code_of(lost))
    assert len(given) == 4 and sum(opens(lost, one, now) for one in given) == 1


def test_a_contact_that_nobody_with_an_application_gave_gets_nothing(lost, now):
    register(Person(nik="3174014107850004", name="Eka", phone=ELSEWHERE), now=now)  # who has no application
    for contact in (ELSEWHERE, "+6281277776666", "nobody@example.org"):
        ref = ask(contact, now)
        with pytest.raises(Refused):
            use_recovery(ref, "000000", "3174014107850004", address=HERE, now=now)
    assert not DemoMessage.objects.exists()


def test_it_goes_to_the_address_as_the_register_spells_it(lost, now):
    ask(MAIL.upper(), now)
    assert DemoMessage.objects.get().to == MAIL


def test_a_letter_that_only_looks_alike_reaches_nobody_else(now):
    filed(replace(CARLA, email="kim@example.org"), now)
    ask("\u212aim@example.org", now)  # the sign for kelvin, which becomes k in small letters
    assert {one.to for one in DemoMessage.objects.all()} == {"kim@example.org"}


@pytest.mark.parametrize("who", ["3174014107850004", "Carla Wijaya", "", "3174015501900003"])
def test_the_phone_alone_opens_nothing(lost, now, who):
    before, ref = code_of(lost), ask(CARLA.phone, now)
    with pytest.raises(Refused) as wrong_person:
        use_recovery(ref, code(), who, address=HERE, now=now)
    with pytest.raises(Refused) as wrong_code:
        use_recovery(ask(CARLA.phone, now), "x", CARLA.nik, address=HERE, now=now)
    assert wrong_person.value.refusals == wrong_code.value.refusals
    assert opens(lost, before, now) and not ReceiptRenewal.objects.exists()


def test_a_code_is_good_once_for_ten_minutes_and_five_tries(lost, now):
    ref = ask(CARLA.phone, now)
    right = code()
    with pytest.raises(Refused):
        use_recovery(ref, right, CARLA.nik, address=HERE, now=now + timedelta(minutes=10))
    for _ in range(TRIES_EACH):
        with pytest.raises(Refused):
            use_recovery(ref, "000000x", CARLA.nik, address=HERE, now=now)
    with pytest.raises(Refused, match="no longer valid"):
        use_recovery(ref, right, CARLA.nik, address=HERE, now=now)
    ref = ask(CARLA.phone, now)
    use_recovery(ref, code(), CARLA.nik, address=HERE, now=now)
    with pytest.raises(Refused, match="no longer valid"):
        use_recovery(ref, code(), CARLA.nik, address=HERE, now=now)
    assert ReceiptRenewal.objects.count() == 1


def test_a_shared_phone_opens_to_each_their_own(now):
    household = [replace(CARLA, nik=f"31740141078{place + 500:05}", name=f"Warga {place}") for place in range(30)]
    rows = [filed(one, now) for one in household]
    for place, one in enumerate(household):  # one after the other, within one hour
        assert recovers(CARLA.phone, one.nik, now + timedelta(minutes=2 * place)).pk == rows[place].party_id
    assert [row.receipt_renewals.count() for row in rows] == [1] * 30


def test_who_asks_for_anothers_contact_all_day_sends_no_more_than_fifteen(lost, now, caplog):
    for hour in range(8):
        for place in range(10):
            ask(CARLA.phone, now + timedelta(hours=hour, minutes=place), address=f"203.0.{hour}.{place}")
    # Beyond the hour's five nothing is sent, and it counts for the day's fifteen all the same.
    assert DemoMessage.objects.count() == 2 * recovering.TO_CONTACT.most
    assert CARLA.phone not in caplog.text


def test_used_codes_end_too(lost, now, monkeypatch):
    monkeypatch.setattr(recovering, "ALL_TO_CONTACT_A_DAY", recovering.Limit("few", most=3, span=timedelta(days=1)))
    for _ in range(3):
        recovers(CARLA.phone, CARLA.nik, now)
    ask(CARLA.phone, now)
    assert DemoMessage.objects.count() == 3


def test_a_program_behind_one_address_is_stopped_and_those_who_got_in_do_not_count(lost, now):
    for _ in range(5):
        recovers(CARLA.phone, CARLA.nik, now)
    for place in range(recovering.PER_ADDRESS.most):
        ask(f"+62813{place:08}", now)
    with pytest.raises(Refused, match="too many tries"):
        ask(CARLA.phone, now)


def test_she_is_told_at_every_contact_and_nothing_personal_is_sent(lost, now):
    recovers(CARLA.phone, CARLA.nik, now)
    Message.objects.exclude(kind="codes-renewed").delete()
    before = set(DemoMessage.objects.values_list("pk", flat=True))
    assert send_due(now, DemoNotifier()) == 1
    told = DemoMessage.objects.exclude(pk__in=before)
    assert {one.to for one in told} == {CARLA.phone, MAIL}
    for one in DemoMessage.objects.all():
        assert not any(word in one.text for word in ("Carla", CARLA.nik, lost.number, code_of(lost)))


def test_the_code_stands_in_no_program_log(lost, now, caplog):
    caplog.set_level(logging.INFO)
    recovers(CARLA.phone, CARLA.nik, now)
    assert "were replaced" in caplog.text
    assert not any(word in caplog.text for word in (CARLA.phone, CARLA.nik, code_of(lost), lost.number))


def test_the_agents_contact_never_opens_the_persons_case(lost, now):
    agent = Person(nik="3174014107850004", name="Eka", phone=ELSEWHERE)
    own = filed(agent, now)
    before = code_of(lost)
    assert recovers(ELSEWHERE, agent.nik, now).pk == own.party_id
    assert code_of(lost) == before
    with pytest.raises(Refused):
        recovers(ELSEWHERE, CARLA.nik, now)


def test_whoever_declared_her_nik_online_does_not_get_what_she_filed_at_the_counter(now):
    stranger = replace(CARLA, phone=ELSEWHERE, source="declared at sign-in, 2026-11-23; the phone answered")
    hers = filed(stranger, now, assurance="declared")
    theirs = filed(stranger, now, channel="online", assurance="declared")
    before = code_of(hers)
    recovers(ELSEWHERE, CARLA.nik, now)
    assert code_of(hers) == before and theirs.receipt_renewals.count() == 1


def test_a_contact_that_an_officer_replaced_waits_and_the_one_before_is_told(lost, ana, now):
    Message.objects.all().delete()
    vouch(lost.party, replace(CARLA, phone=ELSEWHERE), actor=ana, now=now)
    ask(ELSEWHERE, now + timedelta(hours=1))
    assert not DemoMessage.objects.exists()
    assert send_due(now, DemoNotifier()) == 1
    assert {one.to for one in DemoMessage.objects.all()} == {CARLA.phone, MAIL}
    assert ELSEWHERE not in str(Message.objects.values_list("params", flat=True)) and "old" not in str(
        Message.objects.values_list("params", flat=True)
    )
    # Nor does the contact from before open anything: the card was seen with the other.
    ask(CARLA.phone, now + WAIT_FOR_NEW_CONTACT)
    assert DemoMessage.objects.filter(to=CARLA.phone).count() == 1
    recovers(ELSEWHERE, CARLA.nik, now + WAIT_FOR_NEW_CONTACT)
    assert lost.receipt_renewals.count() == 1


def test_a_card_that_says_the_same_contact_changes_nothing_for_it(lost, ana, now):
    Message.objects.all().delete()
    vouch(lost.party, replace(CARLA, email=MAIL, phone="0812 3456 7890"), actor=ana, now=now)
    assert not Message.objects.exists()
    recovers(MAIL, CARLA.nik, now)


def test_between_asking_and_using_an_officer_cannot_slip_another_contact_in(lost, ana, now):
    ref = ask(CARLA.phone, now)
    given = code()
    vouch(lost.party, replace(CARLA, phone=ELSEWHERE), actor=ana, now=now)
    with pytest.raises(Refused):
        use_recovery(ref, given, CARLA.nik, address=HERE, now=now)


def test_who_has_no_nik_here_writes_the_name(now):
    row = filed(Person(nik="", name="Ivan  Petrov", phone=ELSEWHERE), now)
    assert recovers(ELSEWHERE, " ivan petrov ", now).pk == row.party_id


def test_of_two_with_one_name_and_phone_neither_is_guessed(now):
    for _ in range(2):
        party = Party.objects.get(pk=filed(Person(nik="", name="Ivan Petrov", phone=ELSEWHERE), now).party_id)
    assert party
    with pytest.raises(Refused):
        recovers(ELSEWHERE, "Ivan Petrov", now)


def test_an_erased_case_is_left_out_and_an_erased_person_gets_nothing(lost, now, erase):
    party = recovers(CARLA.phone, CARLA.nik, now)
    erase(lost)
    assert recovering.opened(party) == ([], "")
    erase(party)
    sent = DemoMessage.objects.count()
    ask(CARLA.phone, now)
    assert DemoMessage.objects.count() == sent


def test_what_she_made_herself_no_officer_and_no_program_is_shown(lost, now):
    key = key_store().get(lost.ref)
    assert first_code(key, 0) == receipt_code(key)
    recovers(CARLA.phone, CARLA.nik, now)
    lost.refresh_from_db()
    assert first_code(key, lost.receipt_edition) == ""


def test_the_log_of_renewals_is_append_only(lost, now, append_only):
    recovers(CARLA.phone, CARLA.nik, now)
    for change in (ReceiptRenewal.objects.all().delete, lambda: ReceiptRenewal.objects.update(by="email")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_e_mails_from_before_are_found_once_they_are_noted(lost, now):
    Party.objects.update(email_mac=None)
    ask(MAIL, now)
    assert not DemoMessage.objects.exists()
    assert note_emails() == 1 and note_emails() == 0
    recovers(MAIL, CARLA.nik, now)


def test_codes_that_are_over_are_forgotten(lost, now):
    ask(CARLA.phone, now)
    ask(CARLA.phone, now + timedelta(minutes=11))
    assert RecoveryCode.objects.count() == 1


# ---------------------------------------------------------------- the pages


def lose(contact):
    phone = Phone().open("/follow/lost/")
    phone.fill(contact=contact)
    return phone


@pytest.fixture
def lost_now():
    """As ``lost``, filed today by the clock of the pages."""
    return filed(replace(CARLA, email=MAIL), timezone.now())


def test_a_person_without_an_account_gets_number_and_code_again(lost_now):
    before = code_of(lost_now)
    old = Client()
    old.post("/follow/", {"number": lost_now.number, "code": before})
    assert old.get(f"/case/{lost_now.number}/").status_code == 200
    phone = lose("0812 3456 7890")
    phone.fill(code=code(), who=CARLA.nik)
    page = phone.page.content.decode()
    assert lost_now.number in page and code_of(lost_now) in page and before not in page
    assert "Carla" not in page and CARLA.nik not in page
    assert "no-store" in phone.page["Cache-Control"]
    # Who had typed the old code is out at once.
    assert old.get(f"/case/{lost_now.number}/").status_code == 302
    assert phone.client.post("/follow/", {"number": lost_now.number, "code": code_of(lost_now)}).status_code == 302
    assert phone.client.get(f"/case/{lost_now.number}/").status_code == 200


def test_every_contact_is_answered_alike(lost_now):
    pages = []
    for contact in (CARLA.phone, "+6281277776666", MAIL, "nobody@example.org"):
        phone = lose(contact)
        pages.append((phone.page.status_code, re.sub(r'value="[^"]*"', "", phone.page.content.decode())))
    assert len(set(pages)) == 1


@pytest.mark.parametrize("typed", ["", "abc", "a@b", "08", "\0", "x" * 500])
def test_what_is_no_contact_is_told_so(db, typed):
    answer = Client().post("/follow/lost/", {"contact": typed})
    assert answer.status_code == 422 and "f-contact" in answer.content.decode()


def test_a_wrong_code_stays_on_its_page_and_the_last_one_ends_it(lost_now):
    client = Client()
    client.post("/follow/lost/", {"contact": CARLA.phone})
    for _ in range(TRIES_EACH - 1):
        assert client.post("/follow/lost/code/", {"code": "1", "who": CARLA.nik}).status_code == 422
    assert client.post("/follow/lost/code/", {"code": "1", "who": CARLA.nik}).status_code == 410
    assert client.get("/follow/lost/code/").status_code == 302
    assert client.post("/follow/lost/code/", {"code": code(), "who": CARLA.nik}).status_code == 302
    assert not ReceiptRenewal.objects.exists()


def test_empty_boxes_cost_no_try(lost_now):
    client = Client()
    client.post("/follow/lost/", {"contact": CARLA.phone})
    assert client.post("/follow/lost/code/", {"code": "", "who": ""}).status_code == 422
    assert RecoveryCode.objects.get().tries == 0


def test_the_list_closes_after_a_quarter_of_an_hour_and_with_the_card(lost_now, ana, monkeypatch):
    phone = lose(CARLA.phone)
    phone.fill(code=code(), who=CARLA.nik)
    assert phone.client.get("/follow/lost/cases/").status_code == 200
    later = timezone.now() + timedelta(minutes=15, seconds=1)
    with monkeypatch.context() as patched:
        patched.setattr("layani.office.pages.citizen.follow_lost_cases.timezone.now", lambda: later)
        assert phone.client.get("/follow/lost/cases/").status_code == 302
    vouch(lost_now.party, CARLA, actor=ana, now=timezone.now())
    assert phone.client.get("/follow/lost/cases/").status_code == 302


def test_strangers_citizens_and_officers_without_the_code_see_nothing(lost_now, ana):
    citizen = signed_in(register(Person(nik="3174010101800001", name="Dan"), now=timezone.now(), assurance=SEEN))
    officer = Client()
    officer.force_login(User.objects.get(pk=ana.user))
    for client in (Client(), citizen, officer):
        assert client.get("/follow/lost/cases/")["Location"] == "/follow/lost/"
        assert client.get("/follow/lost/code/")["Location"] == "/follow/lost/"


def test_an_officer_who_has_the_code_is_noted_as_whoever_opens_a_case(lost_now, ana):
    client = Client()
    client.force_login(User.objects.get(pk=ana.user))
    client.post("/follow/lost/", {"contact": CARLA.phone})
    client.post("/follow/lost/code/", {"code": code(), "who": CARLA.nik})
    assert client.get("/follow/lost/cases/").status_code == 200
    assert Look.objects.get(what="follow-lost-cases").party_id == lost_now.party_id


def test_many_applications_come_page_by_page_with_the_same_number_of_queries(django_assert_num_queries, now):
    for _ in range(recovering.ON_ONE_PAGE + 3):
        row = filed(CARLA, timezone.now())
    phone = lose(CARLA.phone)
    phone.fill(code=code(), who=CARLA.nik)
    with django_assert_num_queries(3):  # the session, the party, the applications
        first = phone.client.get("/follow/lost/cases/").content.decode()
    assert row.number in first
    older = re.search(r"\?before=[^\"]+", first)[0]
    with django_assert_num_queries(4):
        second = phone.client.get(f"/follow/lost/cases/{older}").content.decode()
    assert second.count('name="number"') == 3
    assert connection.vendor
