"""A letter that says something wrong is corrected in the open, by two people, and the old one says that it is void."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from layani.office.actions import correcting, issuing, revoking, signing
from layani.office.actions.correcting import Correction
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.rebuilding import differences
from layani.office.actor import SYSTEM, Actor
from layani.office.tables.models import Attempt, Case, Event, Letter, Message
from layani.office.tables.projection import event_of, state_of
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, MONDAY, officer
from tests.office.officer.walks import another, granted, refused

WRONG = "Tertulis Jalan Mawar nomor 3, padahal tidak begitu."
RIGHT = "Yang benar Jalan Melati nomor 30 menurut kartu keluarga."
SOURCE = "Kartu keluarga yang diunggah pada permohonan, baris alamat."
WHY = "Kartu keluarga memang menyebut alamat itu; kantor salah mengetik."
DAY = timedelta(days=1)
NOW = MONDAY + timedelta(minutes=10)


def moved(number, street="Jl. Melati 30"):
    """The answers of the case with another street."""
    address = correcting.answers_of(Case.objects.get(number=number))["address"]
    return {"address": {**address, "street": street}}


def proposal(number, **other):
    values = {"ground": "fact", "wrong": WRONG, "right": RIGHT, "source": SOURCE, "changes": moved(number)}
    return Correction(**{**values, **other})


def state(number):
    return state_of(Case.objects.get(number=number))


def code_of(call, *args, **values):
    with pytest.raises(Refused) as refused:
        call(*args, **values)
    return refused.value.refusals[0].code


def holder(number):
    return Actor(kind="citizen", party=Case.objects.get(number=number).party_id)


@pytest.fixture
def fira(db):
    """Another who decides."""
    return officer("fira", "head")


@pytest.fixture
def number(ana, ben):
    number = granted(ana, ben)
    issuing.issue(number, actor=SYSTEM, now=NOW)
    return number


def corrected(number, ben, fira, at=NOW + DAY):
    correcting.propose_correction(number, proposal(number), actor=ben, now=at)
    correcting.answer_correction(number, "", agrees=True, actor=holder(number), now=at + DAY)
    return correcting.correct(number, WHY, actor=fira, now=at + DAY + timedelta(minutes=1))


def test_the_corrected_letter_has_a_number_of_its_own_says_what_it_corrects_and_counts_alone(number, ben, fira):
    corrected(number, ben, fira)
    old, new = Letter.objects.order_by("edition")
    assert (old.number, new.number) == ("0001/SKM/XI/2026", "0002/SKM/XI/2026")
    assert (old.in_force, new.in_force) == (False, True) and old.superseded_at == NOW + 2 * DAY + timedelta(minutes=1)
    said = str(issuing.opened_letter(new, new.case)["text"]["id"])
    assert "memperbaiki dan menggantikan surat nomor 0001/SKM/XI/2026" in said
    assert "Melati 30" in said and "Mawar 3" not in said and "Mawar" in str(issuing.opened_letter(old, old.case))
    case = state(number)
    assert case.letter == new.number and case.status == "granted" and case.corrected[0]["letter"] == old.number
    assert not case.correction and Case.objects.get(number=number).correction_due is None


def test_how_long_it_holds_counts_from_the_first_letter(number, ben, fira):
    corrected(number, ben, fira, NOW + 30 * DAY)
    new = Letter.objects.get(in_force=True)
    said = issuing.opened_letter(new, new.case)["text"]["id"]["corrects"].replace("\xa0", " ")
    assert "dihitung sejak 23 November 2026" in said


def test_the_applicant_is_told_twice_and_the_new_letter_has_still_to_be_delivered(number, ben, fira):
    issuing.deliver(number, actor=holder(number), now=NOW, how="download", once="a")
    corrected(number, ben, fira)
    kinds = list(Message.objects.filter(case__number=number).values_list("kind", flat=True))
    assert kinds.count("correction-proposed") == 1 and kinds.count("letter-corrected") == 1
    assert Case.objects.get().delivered_at is None
    issuing.deliver(number, actor=holder(number), now=NOW + 3 * DAY, how="download", once="b")
    assert Case.objects.get().delivered_at == NOW + 3 * DAY


def test_without_an_answer_it_is_decided_only_when_the_time_has_passed(number, ben, fira):
    correcting.propose_correction(number, proposal(number), actor=ben, now=NOW)
    assert code_of(correcting.correct, number, WHY, actor=fira, now=NOW + timedelta(hours=1)) == "answer-awaited"
    assert Letter.objects.count() == 1
    correcting.correct(number, WHY, actor=fira, now=NOW + 4 * DAY)
    assert Letter.objects.count() == 2


def test_a_dispute_is_kept_sealed_and_the_correction_can_be_dropped_with_the_reason(number, ben, fira):
    correcting.propose_correction(number, proposal(number), actor=ben, now=NOW)
    words = "Alamat saya memang Jalan Mawar, saya baru pindah kembali."
    correcting.answer_correction(number, words, agrees=False, actor=holder(number), now=NOW + DAY)
    assert all("Mawar, saya baru" not in one.body for one in Event.objects.all())
    correcting.drop_correction(number, WHY, actor=fira, now=NOW + DAY)
    assert Letter.objects.get().in_force and not state(number).correction
    assert Message.objects.filter(kind="correction-dropped").count() == 1


def test_a_dispute_without_words_is_refused(number, ben):
    correcting.propose_correction(number, proposal(number), actor=ben, now=NOW)
    assert (
        code_of(correcting.answer_correction, number, " ", agrees=False, actor=holder(number), now=NOW)
        == "dispute-empty"
    )


def test_who_proposed_does_not_decide_where_the_service_has_four_eyes(number, ben):
    correcting.propose_correction(number, proposal(number), actor=ben, now=NOW)
    assert code_of(correcting.correct, number, WHY, actor=ben, now=NOW + 4 * DAY) == "four-eyes"
    assert Attempt.objects.filter(code="four-eyes").count() == 1 and Letter.objects.count() == 1


@pytest.mark.parametrize("role", ["front-desk", "supervisor", "operator", "auditor", "counter"])
def test_no_role_but_one_that_decides_proposes_decides_or_drops(number, ben, role):
    other = officer(f"x-{role}", role)
    assert code_of(correcting.propose_correction, number, proposal(number), actor=other, now=NOW) == "not-your-role"
    correcting.propose_correction(number, proposal(number), actor=ben, now=NOW)
    for act in (correcting.correct, correcting.drop_correction):
        assert code_of(act, number, WHY, actor=other, now=NOW + 4 * DAY) == "not-your-role"


def test_what_would_change_the_decision_is_no_correction(number, ben):
    """Every rule, step and fee must come out as it did; the roads that there are stand in the refusal."""
    row = Case.objects.get()
    other = {"address": {**moved(number)["address"], "ward": "31.74.01.9999"}}
    differs = correcting._differing(row, correcting.answers_of(row), {**correcting.answers_of(row), **other})
    assert "lives-here" in differs
    with pytest.raises((Refused, AnswersRejected)) as said:
        correcting.propose_correction(number, proposal(number, changes={"tenancy": "rent"}), actor=ben, now=NOW)
    text = str(said.value)
    assert isinstance(said.value, AnswersRejected) or "objection" in text or "changes" in text
    assert not state(number).correction


@pytest.mark.parametrize("lacks", ["ground", "wrong", "right", "source", "changes"])
def test_a_proposal_needs_ground_the_wrong_the_right_its_source_and_a_change(number, ben, lacks):
    bare = {**{name: "" for name in ("ground", "wrong", "right", "source")}, "changes": {}}[lacks]
    code = code_of(correcting.propose_correction, number, proposal(number, **{lacks: bare}), actor=ben, now=NOW)
    assert code == {"ground": "ground-missing", "changes": "nothing-changes"}.get(lacks, "fact-missing")


def test_an_answer_that_the_form_would_not_take_is_told_by_its_question(number, ben):
    with pytest.raises(AnswersRejected) as rejected:
        correcting.propose_correction(number, proposal(number, changes={"purpose": "moon"}), actor=ben, now=NOW)
    assert [one.field for one in rejected.value.problems] == ["purpose"]


def test_the_fixed_wording_is_corrected_without_any_answer(number, ben, fira):
    correcting.propose_correction(number, proposal(number, ground="wording", changes={}), actor=ben, now=NOW)
    correcting.answer_correction(number, "", agrees=True, actor=holder(number), now=NOW + DAY)
    correcting.correct(number, WHY, actor=fira, now=NOW + DAY)
    assert Letter.objects.count() == 2


def test_a_letter_can_be_corrected_twice_and_one_counts(number, ben, fira):
    corrected(number, ben, fira)
    correcting.propose_correction(
        number, proposal(number, changes=moved(number, "Jl. Melati 31")), actor=ben, now=NOW + 5 * DAY
    )
    correcting.correct(number, WHY, actor=fira, now=NOW + 9 * DAY)
    assert list(Letter.objects.order_by("edition").values_list("in_force", flat=True)) == [False, False, True]
    assert "0002/SKM" in str(issuing.opened_letter(Letter.objects.get(in_force=True), Case.objects.get()))


def test_the_database_itself_lets_one_letter_of_a_case_count(number, ben, fira):
    corrected(number, ben, fira)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(edition=0).update(in_force=True, superseded_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(edition=1).update(superseded_at=NOW)


def test_a_refusal_is_corrected_as_a_refusal(ana, ben, fira):
    number = refused(ana, ben)
    issuing.issue(number, actor=SYSTEM, now=NOW)
    corrected(number, ben, fira)
    new = Letter.objects.get(in_force=True)
    assert state(number).status == "refused" and issuing.opened_letter(new, new.case)["outcome"] == "refused"


def test_only_one_correction_is_open_and_only_of_a_letter_that_is_out(ana, ben, number):
    correcting.propose_correction(number, proposal(number), actor=ben, now=NOW)
    assert code_of(correcting.propose_correction, number, proposal(number), actor=ben, now=NOW) == "correction-open"
    other = granted(ana, ben, another(1), at=MONDAY + timedelta(hours=1))
    later = MONDAY + timedelta(hours=2)
    assert (
        code_of(correcting.propose_correction, other, proposal(other), actor=ben, now=later) == "no-letter-to-correct"
    )


def test_nobody_touches_a_letter_of_their_own(number, fira):
    own = officer("carla", "head", nik=CARLA.nik)
    assert code_of(correcting.propose_correction, number, proposal(number), actor=own, now=NOW) == "own-case"


def test_the_case_can_be_computed_again_from_its_events(number, ben, fira):
    corrected(number, ben, fira)
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_the_words_and_the_answers_of_a_correction_are_sealed(number, ben, fira):
    corrected(number, ben, fira)
    bodies = " ".join(one.body for one in Event.objects.all())
    for secret in ("Melati", WRONG, RIGHT, SOURCE, WHY):
        assert secret not in bodies
    data = event_of(Event.objects.get(act="reissue")).data
    paper = sha256(issuing.letter_pdf(Case.objects.get())).hexdigest()
    assert data == {"letter": "0002/SKM/XI/2026", "corrects": "0001/SKM/XI/2026", "paper": paper}


def test_the_code_of_the_old_letter_says_that_it_is_void_and_by_which_number(client, number, ben, fira):
    corrected(number, ben, fira)
    old, new = Letter.objects.order_by("edition")
    html = client.get(f"/letter/{old.code}/").content.decode()
    assert "tidak berlaku" in html and new.number in html and 'data-color="danger"' in html
    assert "Surat ini masih berlaku" not in html
    html = client.get(f"/letter/{new.code}/").content.decode()
    assert old.number in html and 'role="alert"' not in html
    assert "Carla" not in html


def test_a_corrected_letter_waits_for_the_signature_and_the_old_one_counts_until_then(ana, ben, fira, settings):
    settings.SIGNING = "ink"
    number = granted(ana, ben)
    signing.issue_or_wait(number, now=NOW)
    signing.prepare(number, actor=ben, now=NOW)
    scan = b"%PDF-1.7\n% a letter with ink on it\n%%EOF\n"
    signing.take_scan(number, scan, actor=ben, now=NOW)
    corrected(number, ben, fira)
    row = Case.objects.get()
    assert Letter.objects.count() == 1 and issuing.letter_pdf(row) == scan
    signing.prepare(number, actor=fira, now=NOW + 4 * DAY)
    assert Letter.objects.get(edition=1).in_force is False and issuing.letter_pdf(row) == scan
    again = scan + b"% corrected\n%%EOF\n"
    signing.take_scan(number, again, actor=fira, now=NOW + 4 * DAY)
    assert issuing.letter_pdf(row) == again and Letter.objects.get(in_force=True).edition == 1
    assert event_of(Event.objects.get(act="reissue")).data["signature"]["how"] == "ink"


def test_a_revoked_letter_is_not_corrected(number, ben):
    row = Case.objects.get()
    Case.objects.filter(pk=row.pk).update(rest={**row.rest, "revoked_at": NOW.isoformat()})
    assert (
        code_of(correcting.propose_correction, number, proposal(number), actor=ben, now=NOW) == "no-letter-to-correct"
    )
    assert revoking.DECIDES
