"""What no act holds in itself is changed: who has which role, and the files that were handed in.

``docs/explanation/changing-history.md`` lists these tests as its rows.
"""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from layani.office.actions import filing
from layani.office.actions.moving_staff import Person, confirm_change, enter_change
from layani.office.actions.parties import register
from layani.office.actions.uploading import upload
from layani.office.gateways.file_store import file_store
from layani.office.house import key_store, service
from layani.office.jobs.integrate_record import integrate
from layani.office.jobs.seal_ledgers import JOB as SEAL
from layani.office.tables.models import Document, Role, User
from tests.office.attacks.conftest import DAY, LATER, MINUTE
from tests.office.citizen.files import PDF, sent
from tests.office.conftest import officer
from tests.office.officer.walks import CITIZEN, another, answers
from tests.office.record.test_comparing import by_hand
from tests.office.staff.test_moving_staff import change

pytestmark = pytest.mark.django_db


def test_a_role_is_given_without_a_line_of_the_staff_ledger(office, rebuild):
    """Also under a date of before the ledger, when it is named among those that nobody explains."""
    ana = User.objects.get(pk=office.ana.user)
    given = Role.objects.create(user=ana, office=office.ana.office, name="head", since=LATER.date())
    rebuild("role head of ana from 2026-11-23 on was given by no line of the staff ledger")
    by_hand("update tables_role set since = '2026-01-01' where id = %s", given.pk)
    rebuild(
        "0 alterations", "No line explains 1 roles of before the staff ledger. Who gave them? ana: head.", nothing=True
    )


def test_a_role_is_kept_beyond_its_end_or_taken_away(office, rebuild):
    oki, citra = keeper("oki"), keeper("citra2")
    joined = enter_change(change(username="lina"), Person(), actor=oki, now=LATER)
    confirm_change(joined.pk, actor=citra, now=LATER)
    left = enter_change(change("leave", "lina", day=LATER.date() + DAY), Person(), actor=oki, now=LATER)
    confirm_change(left.pk, actor=citra, now=LATER + MINUTE)
    integrate(now=LATER + MINUTE)
    rebuild("0 alterations", nothing=True)
    by_hand("update tables_role set until = null")
    rebuild("role verifier of lina from 2026-11-23 on has none as its last day; the ledgers say 2026-11-24")
    by_hand("delete from tables_role")
    rebuild("role verifier of lina from 2026-11-23 on was given by the ledgers, and is gone")
    by_hand("update tables_staffruling set by_id = %s", oki.user)
    rebuild(f"staff ledger, line {joined.pk} was confirmed by who entered it or whom it concerns")


def keeper(name):
    return officer(name, "supervisor")


@pytest.fixture
def handed_in(office, settings, tmp_path):
    """A tenant's application with the contract that it names, and where its file lies."""
    settings.FILE_FOLDER = tmp_path / "files"
    asked, who = service("residence-letter").answers.fields["contract"], another(7)
    party = register(who, now=LATER)
    named = upload(party, asked, sent(PDF), now=LATER)
    said = filing.Application(service("residence-letter"), who, answers(who, tenancy="rent", contract=named), "online")
    number = filing.file(said, actor=CITIZEN, now=LATER).row.number
    SEAL.run(LATER + MINUTE)
    integrate(now=LATER + MINUTE)
    document = Document.objects.get(ref=named["id"])
    [file] = [one for one in (tmp_path / "files").rglob("*") if one.is_file()]
    return SimpleNamespace(where=f"{number}, act 0, document {document.ref}", row=document, file=file)


def test_a_document_is_taken_away(handed_in, rebuild):
    rebuild("0 alterations", nothing=True)
    by_hand("update tables_document set case_id = null")
    rebuild(f"{handed_in.where} belongs to no application any more")
    by_hand("delete from tables_document")
    rebuild(f"{handed_in.where} was handed in and is gone, and no erasure says why")


def test_a_documents_file_is_taken_away_damaged_or_exchanged(handed_in, rebuild):
    sealed = handed_in.file.read_bytes()
    handed_in.file.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    rebuild(f"{handed_in.where} has a file that its key does not open: its bytes were changed")
    handed_in.file.unlink()
    rebuild(f"{handed_in.where} has lost its file")
    file_store().put(handed_in.row.ref, key_store().get(handed_in.row.party.ref), PDF + b" ")
    rebuild(f"{handed_in.where} has another file than the one whose digest its act commits to")
    by_hand("update tables_document set media_type = 'image/png'")
    rebuild(f"{handed_in.where} is entered with another type or size than its act says")


def test_a_person_counts_as_known_by_a_card_that_nobody_saw(office, rebuild):
    said = "declared at sign-in, 2026-11-23; the phone answered"
    party = register(replace(another(8), source=said), now=LATER)
    by_hand("update tables_party set assurance = 'seen' where id = %s", party.pk)
    rebuild(f"person {party.pk} counts as known by their card, and what was sealed says by their word alone")
