"""A permit is renewed in its time by its holder; what is kept stays, and the new letter takes the old one's place."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office import house
from layani.office.actions import deciding, drafting, filing, renewing, revoking
from layani.office.actions.parties import Person, register
from layani.office.actions.rebuilding import differences
from layani.office.actor import Actor
from layani.office.jobs import remind_holders
from layani.office.jobs.clock_ahead import ClockAhead
from layani.office.tables.models import Case, Event, Message
from layani.office.tables.projection import state_of
from layani.rules.cases.validity import standing
from layani.rules.refusal import Refused
from tests.office.officer.practising import answers, ending, filed, granted, permit, practice_office, staff

__all__ = ["practice_office", "staff"]
RENEWAL = "practice-permit-renewal"
BUDI = Person(
    nik="3174010101850001", name="Budi Santoso", birth_date="1985-01-01", phone="+6281234567891", source="declared"
)


def state(number):
    return state_of(Case.objects.get(number=number))


def holder(number):
    return Case.objects.select_related("party").get(number=number).party


def begun(number, now):
    service = house.service(RENEWAL)
    place = drafting.Place(holder(number), RENEWAL, str(service.version))
    renewing.begin_renewal(place, service, number, now=now)
    return service, place, drafting.find_draft(place)


def renewed(number, now, **changed):
    """File the renewal of a case's product with what was taken over and one new answer."""
    service, place, draft = begun(number, now)
    whole = replace(draft, answers={**answers(), **draft.answers, "registration": "REG-2", **changed})
    actor = Actor(kind="citizen", party=place.party.pk)
    return drafting.file_draft(whole, place, service, actor=actor, language="id", now=now).row.number


def code_of(call, *args, **values):
    with pytest.raises(Refused) as refused:
        call(*args, **values)
    return refused.value.refusals[0].code


def test_the_permit_ends_five_years_after_its_letter_in_the_evening(staff):  # noqa: F811
    case = state(permit(staff))
    local = house.calendar().local(case.valid_until)
    issued = house.calendar().local(case.issued_at)
    assert (local.year - issued.year, local.month, local.day) == (5, issued.month, issued.day)
    assert (local.hour, local.minute) == (23, 59)
    assert standing(case, case.valid_until).standing == "valid"
    assert standing(case, case.valid_until + timedelta(seconds=1)).standing == "expired"


def test_a_renewal_begins_with_what_the_earlier_case_holds(staff):  # noqa: F811
    _, _, draft = begun(ending(staff), timezone.now())
    assert draft.answers == {"profession": "midwife", "place": "Jalan Melati 3"} and draft.done == frozenset()


def test_the_new_letter_takes_the_place_of_the_old_one(staff):  # noqa: F811
    now = timezone.now()
    old = ending(staff)
    new = renewed(old, now)
    assert standing(state(old), now).standing == "valid"
    granted(staff, new, now)
    stands = standing(state(old), now + timedelta(hours=1))
    assert (stands.standing, stands.by) == ("superseded", new)
    assert state(old).remind_at is None and state(new).renews == old
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_it_opens_ninety_days_before_the_end_and_says_when(staff):  # noqa: F811
    number = permit(staff)
    with pytest.raises(Refused) as refused:
        begun(number, timezone.now())
    assert refused.value.refusals[0].code == "renewal-too-early"
    opens = state(number).valid_until - timedelta(days=89)
    begun(number, opens)


def test_what_has_ended_is_not_renewed(staff):  # noqa: F811
    number = ending(staff)
    assert code_of(begun, number, timezone.now() + timedelta(days=60)) == "holds-no-more"


def test_nobody_renews_the_permit_of_another(staff):  # noqa: F811
    number, now = ending(staff), timezone.now()
    place = drafting.Place(register(BUDI, now=now), RENEWAL, "2026-11-01")
    assert code_of(renewing.begin_renewal, place, house.service(RENEWAL), number, now=now) == "nothing-to-renew"


def test_the_renewing_service_takes_no_application_without_an_earlier_case(staff):  # noqa: F811
    assert code_of(filed, timezone.now(), RENEWAL) == "nothing-to-renew"


def test_what_is_kept_cannot_be_sent_otherwise(staff):  # noqa: F811
    assert code_of(renewed, ending(staff), timezone.now(), profession="doctor") == "earlier-case-changed"


def test_one_renewal_at_a_time(staff):  # noqa: F811
    number, now = ending(staff), timezone.now()
    renewed(number, now)
    assert code_of(begun, number, now) == "renewal-under-way"


def test_while_a_revocation_is_open_the_warning_is_answered_first(staff):  # noqa: F811
    number, now = ending(staff), timezone.now()
    revoking.warn_revocation(number, "other-place", "Praktik di Jalan Melati kosong.", actor=staff["ina"], now=now)
    assert code_of(begun, number, now) == "being-revoked"


def test_what_is_revoked_meanwhile_is_not_given_again_by_its_renewal(staff):  # noqa: F811
    number, now = ending(staff), timezone.now()
    new = renewed(number, now)
    fact = "Praktik di Jalan Melati kosong."
    revoking.warn_revocation(number, "other-place", fact, actor=staff["ina"], now=now)
    assert code_of(granted, staff, new, now) == "revocation-undecided"
    revoking.revoke(number, fact, actor=staff["kadis"], now=now + timedelta(days=16))
    later = now + timedelta(days=17)
    assert code_of(deciding.grant, new, actor=staff["kadis"], now=later) == "earlier-revoked"
    assert state(new).is_open and standing(state(number), now + timedelta(days=18)).standing == "revoked"


def test_a_renewal_goes_on_when_the_warning_was_dropped(staff):  # noqa: F811
    number, now = ending(staff), timezone.now()
    new = renewed(number, now)
    revoking.warn_revocation(number, "other-place", "Praktik di Jalan Melati kosong.", actor=staff["ina"], now=now)
    revoking.drop_revocation(number, "Alamat lama; sudah pindah.", actor=staff["kadis"], now=now + timedelta(days=16))
    granted(staff, new, now + timedelta(days=17))
    assert standing(state(number), now + timedelta(days=18)).standing == "superseded"


def test_the_holder_is_reminded_once_and_not_before_the_day(staff):  # noqa: F811
    number = permit(staff)
    day = state(number).remind_at
    assert remind_holders.run(day - timedelta(days=1)) == 0
    recent = filed(day - timedelta(days=1))  # an office in which nothing happens for years has a wrong clock
    assert remind_holders.run(day) == 1 and remind_holders.run(day) == 0
    assert Message.objects.filter(case__number=number, kind="reminded").count() == 1
    assert Event.objects.filter(case__number=number, act="remind").count() == 1 and recent


def test_a_clock_far_ahead_reminds_nobody(staff):  # noqa: F811
    day = state(permit(staff)).remind_at
    with pytest.raises(ClockAhead):
        remind_holders.run(day)
    assert not Event.objects.filter(act="remind").exists()


def test_a_permit_from_before_has_no_end_and_is_valid(staff):  # noqa: F811
    case = replace(state(permit(staff)), valid_until=None, lasts=None)
    assert standing(case, timezone.now() + timedelta(days=10_000)).standing == "valid"


def test_filing_by_the_application_itself_needs_the_partys_own_case(staff):  # noqa: F811
    number, now = ending(staff), timezone.now()
    other = register(BUDI, now=now)
    application = filing.Application(house.service(RENEWAL), other, answers(), "online", renews=number)
    assert code_of(filing.file, application, actor=Actor(kind="citizen"), now=now) == "nothing-to-renew"


def test_a_change_asks_only_what_changed_and_keeps_the_end(staff):  # noqa: F811
    number, now = permit(staff), timezone.now()
    service = house.service("practice-permit-change")
    place = drafting.Place(holder(number), service.slug, str(service.version))
    renewing.begin_renewal(place, service, number, now=now)
    draft = drafting.find_draft(place)
    assert set(draft.answers) == {"profession", "registration", "place"}
    whole = replace(draft, answers={**answers(), **draft.answers, "place": "Jalan Mawar 9"})
    actor = Actor(kind="citizen", party=place.party.pk)
    new = drafting.file_draft(whole, place, service, actor=actor, language="id", now=now).row.number
    granted(staff, new, now)
    assert state(new).valid_until == state(number).valid_until
    assert state(new).remind_at == state(number).valid_until.replace(hour=17, minute=0, second=0) - timedelta(days=61)
    assert standing(state(number), now + timedelta(hours=1)).standing == "superseded"


def test_what_was_renewed_once_is_renewed_again(staff):  # noqa: F811
    now = timezone.now()
    first = renewed(ending(staff), now)
    granted(staff, first, now)
    later = state(first).valid_until - timedelta(days=20)
    second = renewed(first, later)
    assert state(second).renews == first
