"""A code to the phone: short-lived, few tries, and one answer for those whom the office knows and does not know."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from layani.office.actions import signing_in
from layani.office.actions.parties import Person, find_party, person_of, register
from layani.office.actions.signing_in import (
    AGAIN_FOR,
    PER_ADDRESS,
    PER_NIK,
    PER_NIK_HERE,
    TRIES_EACH,
    VALID_FOR,
    Claim,
    ask_code,
    birth_date_in,
    use_code,
)
from layani.office.gateways import sealing
from layani.office.gateways.key_store import KeyGone
from layani.office.house import key_store
from layani.office.tables.models import DemoMessage, Party, SignInCode, Tries
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA

HERE = "192.0.2.7"
NEWCOMER = Claim(nik="3174014107850004", name="Eka Putri", phone="+6281211112222")


def sent_code():
    message = DemoMessage.objects.latest("pk")
    return "".join(re.search(r"(\d{3}) (\d{3})", message.text).groups())


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def ask(claim, now, address=HERE):
    return ask_code(claim, address=address, now=now)


def test_a_known_person_signs_in_with_the_nik_alone(carla, now):
    asked = ask(Claim(CARLA.nik), now)
    assert DemoMessage.objects.get().to == CARLA.phone
    assert use_code(asked, sent_code(), now=now) == carla


def test_the_code_of_a_known_person_goes_to_the_registered_phone_whatever_phone_is_typed(carla, now):
    ask(Claim(CARLA.nik, "Dan", "+6289999999999"), now)
    assert [message.to for message in DemoMessage.objects.all()] == [CARLA.phone]


def test_a_newcomer_is_entered_only_when_the_phone_has_answered(db, now):
    asked = ask(NEWCOMER, now)
    assert find_party(NEWCOMER.nik) is None
    party = use_code(asked, sent_code(), now=now)
    person = person_of(party)
    assert (person.name, person.phone, person.birth_date) == ("Eka Putri", "+6281211112222", "1985-07-01")
    assert party.assurance == "declared"


def test_nobody_learns_whether_the_office_knows_a_nik(carla, now):
    known, unknown = ask(Claim(CARLA.nik), now), ask(Claim(NEWCOMER.nik), now)
    assert type(known) is type(unknown) is UUID
    for asked in (known, unknown):
        with pytest.raises(Refused) as refused:
            use_code(asked, "12345", now=now)
        assert refused.value.refusals[0].code == "wrong-code"


def test_known_and_unknown_cost_the_same_queries(carla, now):
    """The one more of the known person is the demo's own message; a real gateway is asked beside the request."""
    asked = {}
    for who in (Claim(NEWCOMER.nik), Claim(CARLA.nik)):
        ask(who, now)
        with CaptureQueriesContext(connection) as context:
            ask(who, now)
        asked[who.nik] = [query["sql"].split()[0] for query in context if "demomessage" not in query["sql"]]
    assert asked[NEWCOMER.nik] == asked[CARLA.nik]


def test_known_and_unknown_fetch_a_key_and_open_something_once_each(carla, now, monkeypatch):
    done = []
    for name in ("open_bytes", "seal_bytes"):
        real = getattr(sealing, name)
        monkeypatch.setattr(sealing, name, lambda *given, real=real, name=name: done.append(name) or real(*given))
    fetch = type(key_store()).get
    monkeypatch.setattr(type(key_store()), "get", lambda store, ref: done.append("key") or fetch(store, ref))
    ask(Claim(CARLA.nik), now)
    known, done[:] = sorted(done), []
    ask(Claim(NEWCOMER.nik), now)
    assert sorted(done) == known == ["key", "open_bytes", "seal_bytes"]


def test_no_code_opens_a_nik_that_has_no_phone(db, now, monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda most: 123456)
    asked = ask(Claim(NEWCOMER.nik), now)
    with pytest.raises(Refused):
        use_code(asked, "123456", now=now)
    assert not Party.objects.exists()


def test_a_person_registered_without_a_phone_gets_no_code(db, now):
    register(Person(nik=CARLA.nik, name=CARLA.name), now=now)
    ask(Claim(CARLA.nik, "Dan", "+6289999999999"), now)
    assert not DemoMessage.objects.exists()


def test_an_erased_person_is_treated_like_one_who_was_never_known(carla, erase, now):
    erase(carla)
    ask(Claim(CARLA.nik), now)
    assert not DemoMessage.objects.exists()


def test_a_code_is_over_after_ten_minutes(carla, now):
    asked = ask(Claim(CARLA.nik), now)
    code = sent_code()
    with pytest.raises(Refused, match="Ask for a new code"):
        use_code(asked, code, now=now + VALID_FOR)


def test_a_code_is_over_after_five_wrong_tries(carla, now):
    asked = ask(Claim(CARLA.nik), now)
    code = sent_code()
    for left in range(TRIES_EACH - 1, 0, -1):
        with pytest.raises(Refused, match=f"{left} more"):
            use_code(asked, wrong(code), now=now)
    with pytest.raises(Refused, match="new code"):
        use_code(asked, wrong(code), now=now)
    with pytest.raises(Refused, match="new code"):
        use_code(asked, code, now=now)


@pytest.mark.parametrize("who", [Claim(CARLA.nik), NEWCOMER], ids=["known", "newcomer"])
def test_a_code_that_is_sent_twice_opens_the_same_and_two_minutes_later_nothing(carla, now, who):
    asked = ask(who, now)
    code = sent_code()
    party = use_code(asked, code, now=now)
    assert use_code(asked, code, now=now + AGAIN_FOR - timedelta(seconds=1)) == party
    with pytest.raises(Refused, match="new code"):
        use_code(asked, code, now=now + AGAIN_FOR)


def test_a_code_used_in_its_last_second_and_at_the_last_try_is_taken_again_as_well(carla, now):
    asked = ask(Claim(CARLA.nik), now)
    code, last = sent_code(), now + VALID_FOR - timedelta(seconds=1)
    for _ in range(TRIES_EACH - 1):
        with pytest.raises(Refused):
            use_code(asked, wrong(code), now=last)
    assert use_code(asked, code, now=last) == use_code(asked, code, now=last + timedelta(seconds=2)) == carla


def test_a_used_code_is_not_found_by_trying(carla, now):
    asked = ask(Claim(CARLA.nik), now)
    code = sent_code()
    use_code(asked, code, now=now)
    for _ in range(TRIES_EACH):
        with pytest.raises(Refused):
            use_code(asked, wrong(code), now=now)
    with pytest.raises(Refused):
        use_code(asked, code, now=now)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("nik", [CARLA.nik, NEWCOMER.nik], ids=["known", "newcomer"])
def test_two_clicks_at_once_use_the_code_once_and_open_one_party(nik, now, monkeypatch):
    register(CARLA, now=now)
    asked = ask(replace(NEWCOMER, nik=nik), now)
    code, start, used = sent_code(), threading.Barrier(2), []
    use = signing_in._use
    # The first one takes its time, so that the second one comes in between wherever it is not kept out.
    monkeypatch.setattr(signing_in, "_use", lambda *given: used.append(1) or time.sleep(0.3) or use(*given))

    def click(_):
        start.wait()
        try:
            return use_code(asked, code, now=now).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(click, range(2))) == {find_party(nik).pk}
    assert len(used) == 1


def test_a_code_may_be_typed_as_it_was_printed(carla, now):
    asked = ask(Claim(CARLA.nik), now)
    code = sent_code()
    assert use_code(asked, f" {code[:3]} {code[3:]} ", now=now) == carla


def test_somebody_elses_code_is_no_code(carla, now):
    mine = ask(Claim(CARLA.nik), now)
    ask(NEWCOMER, now)
    code = sent_code()
    with pytest.raises(Refused):
        use_code(mine, code, now=now)
    with pytest.raises(Refused):
        use_code(uuid4(), code, now=now)


def test_too_many_codes_for_one_nik_are_refused_alike_for_known_and_unknown(carla, now):
    for claim in (Claim(CARLA.nik), Claim(NEWCOMER.nik)):
        for place in range(PER_NIK.most):
            ask(claim, now, f"192.0.2.{place}")
        with pytest.raises(Refused, match="come to the counter"):
            ask(claim, now)
    ask(Claim(CARLA.nik), now + PER_NIK.span)


def test_five_requests_from_elsewhere_do_not_keep_the_owner_out(carla, now):
    for _ in range(PER_NIK_HERE.most):
        ask(Claim(CARLA.nik), now, "203.0.113.9")
    with pytest.raises(Refused):
        ask(Claim(CARLA.nik), now, "203.0.113.9")
    ask(Claim(CARLA.nik), now, "192.0.2.1")


def test_who_has_the_code_is_not_counted_against_any_longer(carla, now):
    for _ in range(4):
        for _ in range(PER_NIK_HERE.most):
            asked = ask(Claim(CARLA.nik), now, "192.0.2.1")
        use_code(asked, sent_code(), now=now, address="192.0.2.1")


def test_too_many_codes_from_one_network_address_are_refused(db, now, monkeypatch):
    monkeypatch.setattr("layani.office.actions.signing_in.PER_ADDRESS", PER_ADDRESS.__class__("a", 3, PER_ADDRESS.span))
    for year in range(60, 63):
        ask(Claim(f"3174014107{year}0004"), now)
    with pytest.raises(Refused, match="too many tries"):
        ask(Claim("3174014107700004"), now)


def test_the_tables_hold_no_nik_no_code_and_no_address(carla, now):
    ask(NEWCOMER, now)
    code = sent_code()
    row = SignInCode.objects.get()
    stored = bytes(row.sealed) + bytes(row.code_hash) + b"".join(bytes(t.key) for t in Tries.objects.all())
    for secret in (NEWCOMER.nik, NEWCOMER.name, NEWCOMER.phone, code, HERE):
        assert secret.encode() not in stored


def test_codes_that_are_over_are_forgotten_with_their_keys(carla, now):
    asked = ask(NEWCOMER, now)
    ask(Claim(CARLA.nik), now + timedelta(hours=1))
    assert not SignInCode.objects.filter(ref=asked).exists()
    with pytest.raises(KeyGone):
        key_store().get(asked)


def test_what_a_person_declared_for_a_code_is_erased_when_it_is_used(db, now):
    asked = ask(NEWCOMER, now)
    use_code(asked, sent_code(), now=now)
    assert SignInCode.objects.get(ref=asked).sealed is None
    with pytest.raises(KeyGone):
        key_store().get(asked)


def test_two_phones_that_declare_the_same_nik_become_one_party(db, now):
    first = ask(NEWCOMER, now)
    code_one = sent_code()
    second = ask(Claim(NEWCOMER.nik, "Dan", "+6289999999999"), now)
    code_two = sent_code()
    party = use_code(first, code_one, now=now)
    with pytest.raises(Refused):
        use_code(second, code_two, now=now)
    assert person_of(party).phone == NEWCOMER.phone


def test_a_newcomer_whom_the_counter_entered_meanwhile_with_the_same_phone_is_let_in(db, now):
    asked = ask(NEWCOMER, now)
    party = register(Person(nik=NEWCOMER.nik, name=NEWCOMER.name, phone=NEWCOMER.phone), now=now)
    Party.objects.update(vouched=1)
    assert use_code(asked, sent_code(), now=now) == party


@pytest.mark.parametrize(
    ("nik", "born"),
    [
        ("3174015501900002", date(1990, 1, 15)),  # a woman: 40 is added to the day
        ("3174011501900002", date(1990, 1, 15)),
        ("3174011501100002", date(2010, 1, 15)),
        ("3174011501200002", date(1920, 1, 15)),  # six years old, or a hundred and six: nobody of six signs in
        ("3174012902000002", date(2000, 2, 29)),
    ],
)
def test_a_nik_holds_the_date_of_birth(nik, born):
    assert birth_date_in(nik, date(2026, 11, 23)) == born
