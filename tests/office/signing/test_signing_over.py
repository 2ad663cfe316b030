"""The head is away: a letter that waits is signed by who may today, in their own form, and nothing is stuck."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from layani.office.actions import issuing, signing
from layani.office.actions.authorising import confirm_power, end_power, enter_power
from layani.office.actions.rebuilding import differences
from layani.office.actions.signing_over import open_letters, take_over
from layani.office.gateways.fake_signing_service import make_key
from layani.office.tables.models import Attempt, Case, Event, Letter, Role, Signature
from layani.office.tables.models.people import User
from layani.office.tables.projection import event_of
from layani.rules.refusal import Refused
from tests.office.authority.conftest import acting, citra, oki  # noqa: F401  fixtures
from tests.office.conftest import MONDAY, officer
from tests.office.officer.walks import another, granted, refused
from tests.office.signing.conftest import LATER, PASSPHRASE, PASSWORD_OF_DINI

MINUTE = timedelta(minutes=1)
BEFORE = datetime(2026, 11, 23, 16, 59, tzinfo=UTC)  # Monday 23:59 in Jakarta
FIRST = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # Tuesday 00:00
LAST = datetime(2026, 11, 25, 16, 59, tzinfo=UTC)  # Wednesday 23:59
AFTER = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)  # Thursday 00:00


def with_role(actor, *names):
    """Ben holds his post in the database, too, as the register of roles would."""
    for name in names:
        Role.objects.create(user_id=actor.user, office=actor.office, name=name, since=date(2026, 1, 1))


@pytest.fixture
def head(ben):
    with_role(ben, "head")
    return ben


@pytest.fixture
def dini(local, db):
    """The deputy, with a key of her own."""
    make_key(local, "dini", PASSWORD_OF_DINI, begins=MONDAY - timedelta(days=30))
    return officer("dini", "head")


@pytest.fixture
def away(oki, citra, head, dini):  # noqa: F811
    """Dini is Plh. from Tuesday to Wednesday."""
    power = acting("dini", since=date(2026, 11, 24), until=date(2026, 11, 25), not_acts=("refuse",))
    entry = enter_power(power, actor=oki, now=MONDAY).pk
    confirm_power(entry, actor=citra, now=MONDAY)
    return entry


def codes(call, *args, **values):
    with pytest.raises(Refused) as said:
        call(*args, **values)
    return [one.code for one in said.value.refusals], said.value.refusals[0].remedy.id


def open_to(actor, now):
    return [one.row.case.number for one in open_letters(actor=actor, now=now)]


def test_on_her_days_the_letter_is_open_to_the_plh_and_on_no_other(away, waiting, head, dini):
    assert [open_to(dini, at) for at in (BEFORE, FIRST, LAST, AFTER)] == [[], [waiting], [waiting], []]
    assert open_to(head, FIRST) == []


def test_the_old_signer_is_refused_with_the_name_of_who_may_and_the_attempt_is_kept(away, waiting, head):
    done = signing.sign([waiting], PASSPHRASE, actor=head, now=FIRST)
    assert (done.issued, done.refusal.code) == (0, "outside-authority")
    assert "Dini" in done.refusal.remedy.id and "Plh." in done.refusal.remedy.id
    assert Attempt.objects.filter(code="outside-authority").count() == 1 and not Letter.objects.exists()


@pytest.mark.parametrize("at", [BEFORE, AFTER])
def test_the_day_before_and_the_day_after_it_is_the_heads(away, waiting, head, dini, at):
    assert codes(take_over, waiting, actor=dini, now=at)[0][0] in ("outside-authority", "still-theirs")
    assert signing.sign([waiting], PASSPHRASE, actor=head, now=at).issued == 1


def test_the_plh_takes_it_over_and_the_letter_has_her_form_and_name(away, waiting, head, dini):
    take_over(waiting, actor=dini, now=FIRST)
    assert Signature.objects.get().signer_id == dini.user
    assert codes(signing.prepare, waiting, actor=head, now=FIRST)[0] == ["not-yours-to-sign"]
    assert signing.sign([waiting], PASSWORD_OF_DINI, actor=dini, now=FIRST + MINUTE).issued == 1
    closing = issuing.opened_letter(Letter.objects.get(), Case.objects.get())["text"]["id"]["closing"]
    assert closing["title"].startswith("Plh. ") and closing["name"] == "Dini"
    data = event_of(Event.objects.get(act="take_signature")).data
    assert data["signs"]["kind"] == "plh"
    assert Case.objects.get().rest["done_by"]["decide"] == head.user
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_what_the_mandate_leaves_out_is_refused_to_the_plh_too(away, ana, head, dini):
    number = refused(ana, head)
    signing.issue_or_wait(number, now=LATER)
    assert open_to(dini, FIRST) == []
    found, _ = codes(take_over, number, actor=dini, now=FIRST)
    assert found[0] in ("outside-authority", "nobody-may-sign") and Attempt.objects.exists()


def test_whoever_checked_the_case_does_not_sign_it(oki, citra, ana, head, local, waiting):  # noqa: F811
    with_role(ana, "front-desk")
    power = acting("ana", since=date(2026, 11, 24), until=date(2026, 11, 25))
    confirm_power(enter_power(power, actor=oki, now=MONDAY).pk, actor=citra, now=MONDAY)
    both = officer_with(ana, "head")
    assert open_to(both, FIRST) == []
    assert codes(take_over, waiting, actor=both, now=FIRST)[0] == ["four-eyes"]


def officer_with(actor, *roles):
    return replace(actor, roles=actor.roles | set(roles))


def test_a_letter_with_a_number_keeps_it_and_names_who_signs(away, waiting, head, dini):
    assert signing.sign([waiting], "wrong", actor=head, now=LATER).refusal.code == "wrong-passphrase"
    number = Letter.objects.get().number
    take_over(waiting, actor=dini, now=FIRST)
    signing.sign([waiting], PASSWORD_OF_DINI, actor=dini, now=FIRST + MINUTE)
    letter = Letter.objects.get()
    said = issuing.opened_letter(letter, letter.case)
    assert letter.number == number == said["number"]
    assert said["text"]["id"]["closing"]["title"].startswith("Plh. ")


def test_when_the_entry_is_ended_early_it_is_the_heads_again(away, waiting, head, citra):  # noqa: F811
    end_power(away, date(2026, 11, 24), "Camat sudah kembali dari perjalanan dinas.", actor=citra, now=FIRST)
    wednesday = FIRST + timedelta(days=1)
    assert signing.sign([waiting], PASSPHRASE, actor=head, now=wednesday).issued == 1


def test_when_her_days_end_before_she_signed_it_the_head_takes_it_back(away, waiting, head, dini):
    take_over(waiting, actor=dini, now=LAST)
    thursday = replace(dini, roles=frozenset())  # the queue of her days has closed with them
    assert signing.sign([waiting], PASSWORD_OF_DINI, actor=thursday, now=AFTER).refusal is not None
    assert open_to(head, AFTER) == [waiting]
    take_over(waiting, actor=head, now=AFTER)
    assert signing.sign([waiting], PASSPHRASE, actor=head, now=AFTER + MINUTE).issued == 1


def test_who_has_left_the_office_holds_nothing_up(local, waiting, head, dini):
    with_role(dini, "head")
    User.objects.filter(pk=head.user).update(is_active=False)
    assert open_to(dini, LATER) == [waiting]
    take_over(waiting, actor=dini, now=LATER)
    assert Signature.objects.get().signer_id == dini.user


def test_the_code_page_says_in_which_form_it_was_signed(client, away, waiting, dini):
    take_over(waiting, actor=dini, now=FIRST)
    signing.sign([waiting], PASSWORD_OF_DINI, actor=dini, now=FIRST + MINUTE)
    html = client.get(f"/letter/{Letter.objects.get().code}/").content.decode()
    assert "Plh. Camat: Dini" in html


def test_a_page_of_open_letters_costs_the_same_for_many(away, ana, head, dini, django_assert_max_num_queries):
    for n in range(6):
        number = granted(ana, head, another(n), at=MONDAY + timedelta(minutes=10 * n))
        signing.issue_or_wait(number, now=LATER)
    with django_assert_max_num_queries(4):
        assert len(open_letters(actor=dini, now=FIRST)) == 6
