"""What takes an office of its own: acts that are dropped, backups that come back, and clocks that are turned.

``docs/explanation/changing-history.md`` lists these tests as its rows.
"""

from datetime import UTC, datetime

import pytest

from layani.city import hall
from layani.office.actions import filing, shown_outside
from layani.office.actions.comparing_times import altered_times
from layani.office.actions.receipts import provisional_receipt
from layani.office.gateways.log_keys import trust_policy
from layani.office.jobs.integrate_record import RolledBack, integrate
from layani.office.tables.models import Checkpoint, Cosignature, Event, Outbox
from layani.rules.record.leaf import AttemptLeaf, TicketLeaf
from layani.rules.record.note import SigningKey, parse_note
from tests.office.actions.applications import CITIZEN, application
from tests.office.attacks.conftest import DAY, MINUTE
from tests.office.record.conftest import own_record, two  # noqa: F401  fixtures
from tests.office.record.test_comparing import by_hand
from tests.office.record.test_integrate import restorable, restore, wait
from tests.office.record.witnesses import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised(own_record, now):  # noqa: F811  a fixture
    """Give the provisional receipt of an application whose act never comes into the record."""
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    event = Event.objects.select_related("case", "outbox").get(case__number=number)
    (own_record / "policy").write_text(trust_policy(), encoding="utf-8")
    (own_record / "provisional").write_text(provisional_receipt(event), encoding="utf-8")
    for table in ("message", "event", "attempt"):
        by_hand(f"delete from tables_{table} where case_id = %s", event.case_id)  # noqa: S608  names of tables
    by_hand("delete from tables_case where id = %s", event.case_id)
    by_hand("delete from tables_outbox where id = %s", event.outbox_id)
    return own_record


def test_an_application_is_dropped_before_it_is_published(promised, now, check):
    asked = (
        "verify",
        "receipt",
        promised / "provisional",
        "--tiles",
        promised / "log",
        "--policy",
        promised / "policy",
    )
    wait(3)
    integrate(now=now)
    code, said = check(*asked)
    assert code == 2, "its deadline has not come"
    Outbox.objects.create(leaf=AttemptLeaf(bytes(32), now + 2 * DAY).text())
    integrate(now=now + 2 * DAY)
    code, said = check(*asked)
    assert code == 1
    assert "DISPROVED" in said
    assert "SKM-" not in check("rebuild", "--check")[1], "without the receipt nobody would know"


def test_the_database_is_rolled_back_to_an_old_backup(own_record, now):  # noqa: F811  a fixture
    wait(5)
    integrate(now=now)
    backup = restorable()
    wait(5, start=5)
    integrate(now=now)
    restore(backup)
    shown_outside._passed.clear()
    wait(7, start=100)
    with pytest.raises(RolledBack, match="had 10 entries; the database has 5"):
        integrate(now=now)
    assert not Outbox.objects.filter(idx__gte=5).exists(), "nothing new was signed"


@pytest.fixture
def witnessed(two, settings):  # noqa: F811  fixtures
    """Give the time at which two witnesses cosigned five entries."""
    settings.LAYANI_DEMO = False
    at = datetime.now(UTC).replace(microsecond=0)
    leaves = [AttemptLeaf(bytes([one]) * 32, at).text() for one in range(5)]
    Outbox.objects.bulk_create([Outbox(leaf=leaf) for leaf in leaves])
    integrate(now=at)
    assert sweep(at) == 2
    assert list(altered_times()) == []
    return at


def enter(leaf, at):
    Outbox.objects.create(leaf=leaf.text())
    integrate(now=at)


def test_the_clock_is_turned_back_for_an_act(witnessed):
    enter(AttemptLeaf(b"x" * 32, witnessed - DAY), witnessed)
    [(where, what)] = altered_times()
    assert where == "entry 5"
    assert "came after what was cosigned at" in what


def test_of_a_demo_only_the_time_ahead_is_asked(witnessed, settings, check):
    """A demo opens tickets of its past while it runs, as ``city.hall`` does, after its sample witness cosigned."""
    enter(TicketLeaf(b"x" * 32, witnessed - hall.LONG), witnessed)
    enter(AttemptLeaf(b"x" * 32, witnessed + DAY), witnessed)
    assert sweep(witnessed + 2 * MINUTE) == 2
    assert [where for where, _ in altered_times()] == ["entry 5", "entry 6"]
    assert "This is a demo" not in check("rebuild", "--check")[1]
    settings.LAYANI_DEMO = True
    assert [where for where, _ in altered_times()] == ["entry 6"]
    assert (
        "This is a demo, filled with a past while it runs: no date was called too old."
        in check("rebuild", "--check")[1]
    )


def test_the_clock_is_turned_ahead_for_an_act(witnessed):
    enter(AttemptLeaf(b"x" * 32, witnessed + DAY), witnessed)
    assert list(altered_times()) == [], "nobody has cosigned it yet"
    assert sweep(witnessed + 2 * MINUTE) == 2
    [(where, what)] = altered_times()
    assert where == "entry 5"
    assert "was cosigned already" in what


def test_a_cosignature_is_dated_back(witnessed):
    by_hand("update tables_cosignature set cosigned_at = %s", witnessed - DAY)
    assert {where.split()[0] for where, _ in altered_times()} == {"cosignature"}


def test_one_false_cosignature_hides_no_wrong_time(witnessed):
    """It is named and known; what it says of its time, many years ahead, must not stand for all that comes after it."""
    by_hand("update tables_cosignature set cosigned_at = %s", witnessed + 3650 * DAY)
    known = set(altered_times())
    enter(AttemptLeaf(b"x" * 32, witnessed), witnessed)
    assert sweep(witnessed + 2 * MINUTE) == 2
    enter(AttemptLeaf(b"y" * 32, witnessed - DAY), witnessed)
    enter(AttemptLeaf(b"z" * 32, witnessed + 9 * DAY), witnessed)
    assert sweep(witnessed + 4 * MINUTE) == 2
    assert {where for where, _ in set(altered_times()) - known} == {"entry 6", "entry 7"}


def test_a_witness_of_ones_own_hides_no_wrong_time(witnessed):
    """Whoever writes into the database can make a key and sign with it, for any time; it then stands beside others."""
    enter(AttemptLeaf(b"x" * 32, witnessed + 9 * DAY), witnessed)
    signed = Checkpoint.objects.latest_signed()
    late = int((witnessed + 3650 * DAY).timestamp())
    own = SigningKey.from_seed("own.example/w", bytes(32))
    line = own.cosign(parse_note(signed.text.encode()).text, late)
    Cosignature.objects.keep(signed.size, own.verifier.as_cosigner(), line, witnessed)
    enter(AttemptLeaf(b"y" * 32, witnessed), witnessed)
    assert sweep(witnessed + 2 * MINUTE) == 2
    assert ("entry 5", True) in [(where, "was cosigned already" in what) for where, what in altered_times()]


def test_cosignatures_are_deleted(witnessed, own_record, settings, check):  # noqa: F811  a fixture
    """With them wrong times are hidden; what was published with them says that they were there."""
    mirror, policy = own_record / "mirror", own_record / "policy"
    policy.write_text(trust_policy(), encoding="utf-8")
    copied = ("rebuild", "--check", "--tiles", mirror, "--policy", policy)
    assert check("mirror", settings.LOG_FOLDER, mirror, "--policy", policy)[0] == 0
    assert "cosignature" not in check(*copied)[1]
    enter(AttemptLeaf(b"x" * 32, witnessed), witnessed)
    assert sweep(witnessed + 2 * MINUTE) == 2
    for table in ("cosignature", "witnessed", "witnessstate"):
        by_hand(f"delete from tables_{table}")  # noqa: S608  names of tables
    assert list(altered_times()) == []
    said = check("rebuild", "--check")[1]
    assert "cosignature of ombudsman.example/w on 6 stands under the public checkpoint, and is not in the" in said
    settings.WITNESSES = ""
    said = check("rebuild", "--check")[1]
    assert "has no key for ombudsman.example/w, press.example/w, who signed the public checkpoint" in said
    bare = Checkpoint.objects.latest_signed().text
    (settings.LOG_FOLDER / "checkpoint").write_text(bare, encoding="utf-8")
    assert "cosignature" not in check("rebuild", "--check")[1], "who has the folder too hides it from the office"
    assert "cosignature of press.example/w on 5 stands under a checkpoint of your copy" in check(*copied)[1]


def test_what_is_no_leaf_is_found(witnessed):
    by_hand("update tables_outbox set leaf = %s where idx = 2", "attempt/v1\nCarla Wijaya 3174015501900002\n")
    assert [where for where, _ in altered_times()] == ["entry 2"]
