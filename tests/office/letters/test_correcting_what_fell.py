"""A letter that was revoked, or whose place a renewal took, is corrected no more, wherever its correction stood."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import correcting, revoking, signing
from layani.office.actions.rebuilding import differences
from layani.office.actor import Actor
from layani.office.jobs import collect_signatures
from layani.office.tables.models import Case, Letter
from layani.office.tables.models.signatures import SENT, Signature
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused
from tests.office.conftest import officer
from tests.office.letters.test_correcting import RIGHT, SOURCE, WHY, WRONG, code_of
from tests.office.officer.practising import FIVE_YEARS, filed, granted, permit, practice_office, staff

__all__ = ["practice_office", "staff"]
DAY = timedelta(days=1)
FACT = "Pada 3 Mei praktik di Jalan Melati 3 kosong."


@pytest.fixture
def another(db):
    """Another who decides."""
    return officer("fira", "head")


def proposed(number, staff, at):  # noqa: F811
    case = Case.objects.get(number=number)
    said = correcting.Correction("fact", WRONG, RIGHT, SOURCE, {"place": "Jalan Melati 30"})
    correcting.propose_correction(number, said, actor=staff["kadis"], now=at)
    holder = Actor(kind="citizen", party=case.party_id)
    correcting.answer_correction(number, "", agrees=True, actor=holder, now=at + timedelta(minutes=1))


def revoked(number, staff, at):  # noqa: F811
    revoking.warn_revocation(number, "other-place", FACT, actor=staff["ina"], now=at)
    revoking.revoke(number, FACT, actor=staff["kadis"], now=at + 16 * DAY)
    return at + 17 * DAY


def renewed(number, staff, at):  # noqa: F811
    party = Case.objects.get(number=number).party
    again = filed(at, "practice-permit-renewal", applicant=party, renews=number)
    granted(staff, again, at)
    assert state_of(Case.objects.get(number=number)).superseded_by == again
    return at + DAY


@pytest.mark.parametrize("falls", [revoked, renewed])
def test_what_fell_while_its_correction_waited_to_be_decided_is_not_corrected(staff, another, falls):  # noqa: F811
    number = permit(staff, timezone.now() - FIVE_YEARS + 30 * DAY)
    now = timezone.now()
    proposed(number, staff, now)
    later = falls(number, staff, now + timedelta(hours=1))
    assert code_of(correcting.correct, number, WHY, actor=another, now=later) == "no-correction"
    assert Letter.objects.filter(case__number=number).count() == 1
    row = Case.objects.get(number=number)
    assert row.correction_due is None and not state_of(row).correction
    assert [one for one in differences() if not isinstance(one, int)] == []


@pytest.mark.parametrize("falls", [revoked, renewed])
def test_what_fell_while_its_corrected_letter_waited_to_be_signed_is_signed_no_more(
    staff,  # noqa: F811
    another,
    falls,
    settings,
):
    number = permit(staff, timezone.now() - FIVE_YEARS + 30 * DAY)
    now = timezone.now()
    settings.SIGNING = "ink"
    proposed(number, staff, now)
    correcting.correct(number, WHY, actor=another, now=now + timedelta(minutes=2))
    signing.prepare(number, actor=another, now=now + timedelta(minutes=3))
    later = falls(number, staff, now + timedelta(hours=1))
    assert not Signature.objects.filter(case__number=number).exists()
    with pytest.raises(Refused):
        signing.take_scan(number, b"%PDF-1.7\n%%EOF\n", actor=another, now=later)
    with pytest.raises(Refused):
        signing.reissue(number, now=later)
    assert Letter.objects.get(case__number=number, in_force=True).edition == 0


def test_a_signed_letter_that_may_not_be_issued_any_more_keeps_no_other_from_its_person(staff, monkeypatch):  # noqa: F811
    first, second = permit(staff), permit(staff)
    for number in (first, second):
        row = Case.objects.get(number=number)
        Signature.objects.create(
            case=row, edition=1, signer_id=staff["kadis"].user, since=timezone.now(), state=SENT, reference=number
        )
    tried = []

    def collected(_reference, number, *, now):
        tried.append(number)
        if number == first:
            signing.reissue(number, now=now)  # no correction is decided: refused
        return True

    monkeypatch.setattr(collect_signatures, "collect", collected)
    assert collect_signatures.run(timezone.now()) == 1 and tried == [first, second]
