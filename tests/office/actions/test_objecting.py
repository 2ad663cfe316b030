"""Who is refused objects; others answer, in time, and what is set aside is decided anew by others still."""

from datetime import timedelta

import pytest

from layani.office.actions import checking, deciding, issuing, objecting, serving
from layani.office.actions.acting import would_refuse
from layani.office.actions.issuing import letter_pdf
from layani.office.actions.rebuilding import differences
from layani.office.actor import SYSTEM, Actor
from layani.office.house import calendar
from layani.office.jobs.issue_letters import issue_due
from layani.office.jobs.uphold_unanswered import run
from layani.office.pages.citizen.case_words import due_of
from layani.office.pages.citizen.progress import steps_of
from layani.office.tables.models import Attempt, Case, Event, Letter, Message, Signature
from layani.office.tables.projection import event_of, state_of
from layani.office.tables.supervision import cases_of_day
from layani.office.tables.unserved import unserved
from layani.rules.cases.recalendaring import recalendared
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, MONDAY, officer
from tests.office.officer.conftest import browser_of  # noqa: F401  a fixture
from tests.office.officer.walks import filed, granted, refused, with_failed_rule

WORDS = "Saya tinggal di Jalan Mawar 3 sejak 2019; lihat rekening listrik."
REASON = "Rekening listrik 2019 sampai 2026 atas nama pemohon menunjukkan alamat itu."
DAY = timedelta(days=1)
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def citizen(db):
    return lambda number: Actor(kind="citizen", party=Case.objects.get(number=number).party_id)


@pytest.fixture
def sari(db):
    """The supervisor, who did nothing in the case."""
    return officer("sari", "supervisor")


@pytest.fixture
def gita(db):
    """Another head, who decides anew."""
    return officer("gita", "head", "front-desk")


def state(number):
    return state_of(Case.objects.get(number=number))


def code_of(call, *args, **values):
    with pytest.raises(Refused) as refusal:
        call(*args, **values)
    return refusal.value.refusals[0].code


def objected(number, citizen, *, now=LATER, words=WORDS):
    return objecting.object_to(number, words, actor=citizen(number), now=now)


def test_an_objection_stands_with_its_day_and_who_answers(ana, ben, citizen):
    number = refused(ana, ben)
    objected(number, citizen)
    case = state(number)
    assert case.status == "refused" and case.objection["about"] == "refused"
    assert case.objection["roles"] == ["supervisor", "head"]
    assert case.objection_due.date().isoformat() == "2026-12-08"  # ten working days, of which the 7th is none
    assert Message.objects.filter(case__number=number, kind="objection-filed").count() == 1
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_one_objects_once_with_words_and_in_time(ana, ben, citizen):
    number = refused(ana, ben)
    assert code_of(objected, number, citizen, words="  tidak  ") == "objection-empty"
    assert code_of(objected, number, citizen, now=MONDAY + 40 * DAY) == "too-late-to-object"
    objected(number, citizen)
    assert code_of(objected, number, citizen) == "objected-already"
    assert Attempt.objects.filter(code__in=("objection-empty", "too-late-to-object", "objected-already")).count() == 3


def test_nobody_objects_to_what_was_granted_or_is_not_decided(ana, ben, citizen):
    for number in (granted(ana, ben), filed(at=LATER)):
        assert code_of(objected, number, citizen, now=LATER + DAY) == "nothing-to-object-to"


def test_the_counter_writes_it_down_and_others_do_not(ana, ben, dan):
    number = refused(ana, ben)
    assert code_of(objecting.object_to, number, WORDS, actor=dan, now=LATER) == "not-at-the-counter"
    objecting.object_to(number, WORDS, actor=officer("eva", "front-desk"), now=LATER)
    assert state(number).objection["at"]


@pytest.mark.parametrize("act", ["uphold", "reject"])
def test_who_worked_on_the_case_does_not_answer(ana, ben, citizen, act):
    number = refused(ana, ben)
    objected(number, citizen)
    answer = {"uphold": lambda **by: objecting.uphold(number, REASON, "decide", **by)}.get(
        act, lambda **by: objecting.reject(number, REASON, **by)
    )
    for one in (ana, ben):
        assert code_of(answer, actor=one, now=LATER) == "four-eyes"
    assert code_of(answer, actor=officer("eva", "front-desk"), now=LATER) == "not-your-role"
    assert state(number).objection_due is not None


def test_an_answer_needs_a_reason_and_a_step_that_was_done(ana, ben, sari, citizen):
    number = refused(ana, ben)
    objected(number, citizen)
    assert code_of(objecting.reject, number, "Tidak.", actor=sari, now=LATER) == "fact-missing"
    assert code_of(objecting.uphold, number, REASON, "visit", actor=sari, now=LATER) == "no-such-step"


def test_rejected_it_stands_and_cannot_be_made_again(ana, ben, sari, citizen):
    number = refused(ana, ben)
    objected(number, citizen)
    objecting.reject(number, REASON, actor=sari, now=LATER)
    case = state(number)
    assert (case.status, case.objection["outcome"], case.objection_due) == ("refused", "rejected", None)
    assert code_of(objected, number, citizen) == "objected-already"
    assert code_of(objecting.uphold, number, REASON, "decide", actor=sari, now=LATER) == "no-objection"
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_upheld_it_is_decided_anew_by_others_within_five_days(ana, ben, gita, sari, citizen):
    number = refused(ana, ben)
    issuing.issue(number, actor=SYSTEM, now=MONDAY + timedelta(minutes=5))
    objected(number, citizen)
    objecting.uphold(number, REASON, "decide", actor=sari, now=LATER)
    case = state(number)
    assert (case.status, case.step, case.ball, case.decided_at, case.ground) == (
        "deciding",
        "decide",
        "office",
        None,
        "",
    )
    assert case.objection["earlier"]["status"] == "refused"
    assert case.due_at.date().isoformat() == "2026-11-30"
    assert serving.take_next(actor=ben, now=LATER) is None, "who decided before is not given it again"
    assert serving.take_next(actor=gita, now=LATER).row.number == number
    deciding.grant(number, actor=gita, now=LATER + timedelta(minutes=5))
    assert state(number).status == "granted"
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_a_decision_that_was_set_aside_is_told_wherever_it_was_counted(ana, ben, gita, sari, citizen, browser_of):  # noqa: F811
    number = refused(ana, ben)
    issuing.issue(number, actor=SYSTEM, now=MONDAY + timedelta(minutes=5))
    day = (MONDAY - timedelta(hours=2), MONDAY + timedelta(hours=12))
    assert (cases_of_day("sukamaju", ["residence-letter"], *day).refused) == 1
    objected(number, citizen)
    objecting.uphold(number, REASON, "decide", actor=sari, now=LATER)
    then = cases_of_day("sukamaju", ["residence-letter"], *day)
    assert (then.refused, then.granted, then.set_aside) == (0, 0, 1)
    assert cases_of_day("another-office", ["residence-letter"], *day).set_aside == 0
    serving.take_next(actor=gita, now=LATER)
    again = LATER + timedelta(minutes=15)
    deciding.grant(number, actor=gita, now=again)
    issuing.issue(number, actor=SYSTEM, now=again + timedelta(minutes=1))
    register = browser_of("citra", "supervisor").text("/letters/register/?year=2026")
    newer, older = register.split("0001/SKM/XI/2026")
    assert "ditolak" in older and "dibatalkan karena keberatan" in older and "Keputusannya dibatalkan" in older
    assert "dikabulkan" in newer and "dibatalkan" not in newer
    row = Case.objects.get(number=number)
    (decided,) = [
        one
        for one in steps_of(state_of(row), [event_of(one) for one in Event.objects.of_case(row.pk)], again)
        if one.title.id == "Sudah diputuskan"
    ]
    assert decided.done_at == again, "not the time of the decision that was set aside"


@pytest.mark.parametrize("back_to", ["check", "decide"])
def test_who_upheld_it_decides_nothing_of_it_and_is_told_who_may(ana, ben, gita, citizen, back_to):
    sari = officer("sari", "supervisor", "head", "front-desk")
    number = refused(ana, ben)
    objected(number, citizen)
    objecting.uphold(number, REASON, back_to, actor=sari, now=LATER)
    assert sari.user in state(number).barred and str(sari.user) in Case.objects.get(number=number).barred
    assert serving.take_next(actor=sari, now=LATER) is None
    for take in (serving.take, serving.take_up):
        with pytest.raises(Refused) as refusal:
            take(number, actor=sari, now=LATER)
        assert refusal.value.refusals[0].code == "answered-it"
    title = "Petugas loket" if back_to == "check" else "Camat"
    assert f"Yang boleh: {title} lain" in refusal.value.refusals[0].remedy.id
    assert serving.take_next(actor=gita, now=LATER).row.number == number


def test_who_upheld_it_while_it_lay_on_their_desk_cannot_grant_it_either(ana, ben, citizen):
    sari = officer("sari", "supervisor", "head")
    number = refused(ana, ben)
    objected(number, citizen)
    objecting.uphold(number, REASON, "decide", actor=sari, now=LATER)
    Case.objects.filter(number=number).update(holder_id=sari.user)  # as an office had it that ran without this bar
    codes = {one.code for one in would_refuse(Case.objects.get(number=number), "decide_grant", actor=sari, now=LATER)}
    assert "answered-it" in codes
    codes = {one.code for one in would_refuse(Case.objects.get(number=number), "decide_refuse", actor=sari, now=LATER)}
    assert "answered-it" in codes
    assert would_refuse(Case.objects.get(number=number), "put_back", actor=sari, now=LATER, reason="conflict") == ()


def test_where_nobody_is_left_to_decide_anew_it_shows_as_unserved(ana, ben, citizen):
    sari = officer("sari", "supervisor", "head")
    number = refused(ana, ben)
    objected(number, citizen)
    objecting.uphold(number, REASON, "decide", actor=sari, now=LATER)
    assert [(one.step, one.count) for one in unserved(sari.office, LATER.date())] == [("decide", 1)]


def test_silence_bars_the_first_decider_alone(ana, ben, citizen):
    sari = officer("sari", "supervisor", "head")
    number = refused(ana, ben)
    objected(number, citizen)
    later = state(number).objection_due + timedelta(seconds=1)
    run(later)
    assert set(state(number).objection["barred"]) == {ben.user}
    assert serving.take_next(actor=sari, now=later).row.number == number


def test_it_may_go_back_to_the_check_and_then_both_are_done_by_others(ana, ben, gita, sari, citizen):
    number = refused(ana, ben)
    objected(number, citizen)
    objecting.uphold(number, REASON, "check", actor=sari, now=LATER)
    assert state(number).status == "checking"
    assert serving.take_next(actor=ana, now=LATER) is None
    assert serving.take_next(actor=gita, now=LATER).row.number == number
    checking.check_complete(number, actor=gita, now=LATER)
    assert serving.take_next(actor=ben, now=LATER) is None
    hana = officer("hana", "head")
    assert serving.take_next(actor=hana, now=LATER).row.number == number
    fact = "Kartu keluarga pemohon masih tercatat di kecamatan lain."
    deciding.refuse(number, deciding.Why("not-resident", fact), actor=hana, now=LATER + timedelta(minutes=5))
    assert objecting.open_to_objection(state(number)), "a new decision, so it may be objected to"
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_an_objection_grants_nothing_against_a_mandatory_rule(ana, ben, gita, sari, citizen):
    number = with_failed_rule(refused(ana, ben))
    objected(number, citizen)
    objecting.uphold(number, REASON, "decide", actor=sari, now=LATER)
    serving.take_next(actor=gita, now=LATER)
    assert code_of(deciding.grant, number, actor=gita, now=LATER) == "mandatory-rule-failed"


def test_unanswered_it_counts_as_upheld_by_nobody_but_the_clock(ana, ben, citizen):
    number = refused(ana, ben)
    objected(number, citizen)
    due = state(number).objection_due
    assert run(due) == 0
    assert code_of(objecting.count_as_upheld, number, now=due) == "still-time-to-answer"
    assert run(due + timedelta(seconds=1)) == 1
    case = state(number)
    assert (case.status, case.objection["outcome"]) == ("deciding", "silent")
    assert Message.objects.filter(case__number=number, kind="objection-upheld").count() == 1
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_nobody_answers_their_own_objection(ana, ben, citizen):
    number = refused(ana, ben)
    carla = officer("carla", "supervisor", "front-desk", nik=CARLA.nik)
    assert code_of(objecting.object_to, number, WORDS, actor=carla, now=LATER) == "own-case"
    objected(number, citizen)
    assert code_of(objecting.reject, number, REASON, actor=carla, now=LATER) == "own-case"


def decided_anew(number, citizen, sari, gita, *, now=LATER):
    """Object, set aside, and let another head grant."""
    objected(number, citizen)
    objecting.uphold(number, REASON, "decide", actor=sari, now=now)
    assert serving.take_next(actor=gita, now=now).row.number == number
    deciding.grant(number, actor=gita, now=now + timedelta(minutes=5))


def test_the_letter_of_the_refusal_falls_and_says_so_and_the_new_one_counts(ana, ben, gita, sari, citizen, client):
    number = refused(ana, ben)
    issue_due(MONDAY + timedelta(minutes=5))
    first = Letter.objects.get(case__number=number)
    objected(number, citizen)
    assert Letter.objects.get(case__number=number).in_force, "the decision stands until it is answered"
    objecting.uphold(number, REASON, "decide", actor=sari, now=LATER)
    page = client.get(f"/letter/{first.code}/").content.decode()
    assert "Keputusan dalam surat ini dibatalkan" in page and "Permohonan ditolak" in page
    serving.take_next(actor=gita, now=LATER)
    deciding.grant(number, actor=gita, now=LATER + timedelta(minutes=5))
    issue_due(LATER + timedelta(minutes=6))
    second = Letter.objects.get(case__number=number, in_force=True)
    assert second.number != first.number and state(number).letter == second.number
    assert letter_pdf(Case.objects.get(number=number)).startswith(b"%PDF")
    assert second.number in client.get(f"/letter/{first.code}/").content.decode()
    page = client.get(f"/letter/{second.code}/").content.decode()
    assert "Permohonan dikabulkan" in page and "dibatalkan" not in page
    issue_due(LATER + timedelta(minutes=7))
    assert Letter.objects.filter(case__number=number).count() == 2
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_where_letters_are_signed_the_new_one_waits_for_who_decided_anew(ana, ben, gita, sari, citizen, settings):
    number = refused(ana, ben)
    issue_due(MONDAY + timedelta(minutes=5))
    settings.SIGNING = "ink"
    decided_anew(number, citizen, sari, gita)
    issue_due(LATER + timedelta(minutes=6))
    assert Signature.objects.get(case__number=number, state="waiting").signer_id == gita.user


def test_a_refusal_that_waits_for_its_signature_is_not_signed_any_more(ana, ben, gita, sari, citizen, settings):
    settings.SIGNING = "ink"
    number = refused(ana, ben)
    issue_due(MONDAY + timedelta(minutes=5))
    assert Signature.objects.get(case__number=number).signer_id == ben.user
    decided_anew(number, citizen, sari, gita)
    issue_due(LATER + timedelta(minutes=6))
    assert Signature.objects.get(case__number=number).signer_id == gita.user


@pytest.mark.parametrize("back_to", ["check", "decide"])
def test_the_new_day_counts_from_the_answer_is_told_so_and_no_calendar_moves_it(ana, ben, sari, citizen, back_to):
    number = refused(ana, ben)
    objected(number, citizen)
    objecting.uphold(number, REASON, back_to, actor=sari, now=LATER)
    case = state(number)
    said = due_of(case, LATER).why
    assert "Dihitung 5 hari kerja sejak keberatan dikabulkan" in said.id and "from when the objection" in said.en
    assert recalendared(calendar(), case, LATER) is None
