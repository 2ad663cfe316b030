"""One running office for all attacks on its database: built once, and given back after each attack as it was."""

import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction

from layani.cli import main
from layani.office.actions import serving
from layani.office.actions.looking import Shown, give_reason, keep_look
from layani.office.actions.mandating import give
from layani.office.actions.moving_staff import Person, enter_change
from layani.office.actions.receipts import final_receipt, provisional_receipt
from layani.office.gateways.log_keys import trust_policy
from layani.office.jobs import issue_letters
from layani.office.jobs.integrate_record import integrate
from layani.office.jobs.seal_ledgers import JOB as SEAL
from layani.office.tables.models import BlankSeries, Case, Event, Letter
from layani.rules.looks.reasons import Said
from layani.rules.refusal import Refused
from tests.office.conftest import MONDAY, officer
from tests.office.door import tickets
from tests.office.lasting import lasting
from tests.office.mandates.conftest import as_citizen, person, wish
from tests.office.officer.walks import another, filed, granted, refused
from tests.office.staff.test_moving_staff import change

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """Build an office with a little of everything, all of it sealed and published; nothing of it stays."""
    folder = tmp_path_factory.mktemp("office")
    with lasting(django_db_blocker, folder, LOG_ORIGIN="office.example/cases"):
        yield _build(folder)


def _build(folder: Path) -> SimpleNamespace:
    ana, ben = officer("ana", "front-desk", "head"), officer("ben", "head", "verifier")
    eva, citra = officer("eva", "front-desk"), officer("citra", "supervisor")
    yes, no = granted(ana, ben, another(0)), refused(ana, ben, another(1), at=MONDAY + 10 * MINUTE)
    issue_letters.JOB.run(MONDAY + 20 * MINUTE)
    waiting = filed(another(2), at=MONDAY + 21 * MINUTE)
    with pytest.raises(Refused):
        serving.take(waiting, actor=officer("dan2", "front-desk"), now=MONDAY)
    tickets.serving(eva)
    case = Case.objects.get(number=yes)
    for what in ("officer-case", "found-by-nik"):
        keep_look(
            Shown(case.party_id, case.pk, what, "counter"), actor=ana, role="front-desk", now=MONDAY + 30 * MINUTE
        )
    why = Said("asked", "Pemohon menelepon kami.")
    give_reason(case, why, audit=False, actor=citra, role="supervisor", now=MONDAY + 31 * MINUTE)
    enter_change(change(), Person(nik="3174015501900066", email="dewi@office.example"), actor=citra, now=MONDAY)
    # No service of the example office is printed on blanks; the line is what the storekeeper's page writes.
    BlankSeries.objects.create(
        office=citra.office, kind="paper", prefix="KIA", first=1, last=20, width=6, note="SJ-12", by_id=citra.user,
        at=MONDAY,
    )  # fmt: skip
    giver, holder = person(1, MONDAY), person(2, MONDAY)
    mandate = give(wish(giver, holder, MONDAY), actor=as_citizen(giver), now=MONDAY, once=uuid4())
    SEAL.run(LATER)
    integrate(now=LATER)
    event = Event.objects.of_case(case.pk).select_related("case", "outbox").earliest("seq")
    shutil.copytree(folder / "log", folder / "copy")
    (folder / "policy").write_text(trust_policy(), encoding="utf-8")
    (folder / "receipt").write_text(final_receipt(event), encoding="utf-8")
    (folder / "provisional").write_text(provisional_receipt(event), encoding="utf-8")
    return SimpleNamespace(
        granted=case, refused=Case.objects.get(number=no), waiting=Case.objects.get(number=waiting), mandate=mandate,
        letter=Letter.objects.get(case=case), blanks=BlankSeries.objects.get(), ana=ana, ben=ben, folder=folder,
    )  # fmt: skip


@pytest.fixture
def office(built, db, settings, tmp_path):
    """Give the office to one attack: its rows come back with the test's transaction, its files are a copy."""
    for name in ("log", "keys"):
        shutil.copytree(built.folder / name, tmp_path / name)
    settings.LOG_FOLDER, settings.KEY_FOLDER = tmp_path / "log", tmp_path / "keys"
    settings.LOG_ORIGIN = "office.example/cases"
    yield built
    # What was torn apart is not looked at for what it refers to: it is rolled back.
    transaction.set_rollback(True)


@pytest.fixture
def check(capsys):
    """Give a function that runs a command as its user does: (exit code, what it said)."""

    def check(*words):
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out + said.err

    return check


@pytest.fixture
def rebuild(office, check):
    """Look at everything, and require that it was found: exit code 1, and these words."""

    def rebuild(*words, nothing=False):
        code, said = check("rebuild", "--check")
        assert code == (0 if nothing else 1), said
        for some in words:
            assert some in said, said
        return said

    return rebuild
