"""A mandate that ended is erased: what an officer saw of it and its scan; the record and the database still agree."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from layani.office.actions import erasing, holding
from layani.office.actions.comparing import Altered, altered
from layani.office.actions.comparing_mandates import altered_mandates
from layani.office.actions.mandating import end, seen_of, with_agent_code
from layani.office.actions.parties import person_of
from layani.office.actions.rebuilding import differences
from layani.office.actions.retention_facts import what_is_due
from layani.office.gateways.file_store import file_store
from layani.office.gateways.key_store import KeyGone
from layani.office.house import key_store
from layani.office.jobs.integrate_record import JOB as INTEGRATE
from layani.office.tables.models import Agent, Case, Document, Erasure, Mandate, Outbox, Party
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import ErasureLeaf, parse_leaf
from layani.rules.record.merkle import leaf_hash, root_of
from layani.rules.refusal import Refused
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import MONDAY, officer
from tests.office.mandates.conftest import as_citizen, filed, given, person, recorded
from tests.office.officer.walks import refused
from tests.office.record.test_comparing import by_hand

pytestmark = pytest.mark.django_db
DAY, YEAR = timedelta(days=1), timedelta(days=366)
OVER = 2 * YEAR + 40 * DAY
"""After which a mandate of thirty days is over and kept no longer."""


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.LOG_FOLDER, settings.KEY_FOLDER = tmp_path / "log", tmp_path / "keys"
    settings.FILE_FOLDER = tmp_path / "files"


@pytest.fixture
def mandate(carla, budi, now):
    """Recorded by an officer who wrote what they saw, with a scan."""
    ref = uuid4()
    file_store().put(ref, key_store().get(carla.ref), b"%PDF of the letter")
    Document.objects.create(
        ref=ref, party=carla, media_type="application/pdf", size=18, scanned="clean", uploaded_at=now
    )
    row = recorded(carla, budi, officer("eno", "front-desk"), now, scan=ref)
    assert row.scan is not None and "Surat kuasa" in seen_of(row)["seen"]
    INTEGRATE.run(now)
    return row


def found():
    return [(one.where, one.what) for one in altered() if isinstance(one, Altered)]


def in_order():
    return found() == [] and [one for one in differences() if not isinstance(one, int)] == []


def is_gone(row, scan, giver_key):
    row.refresh_from_db()
    with pytest.raises(KeyGone):
        seen_of(row)
    with pytest.raises(FileNotFoundError):
        file_store().get(scan, giver_key)
    return (bytes(row.sealed), row.scan) == (b"", None) and not Document.objects.exists()


def test_after_its_time_nothing_of_it_is_readable_and_the_record_still_agrees(mandate, now):
    scan, key = mandate.scan.ref, key_store().get(mandate.giver.ref)
    assert erasing.erase_due(now + 2 * YEAR) == 1, "its holder; it ended not long enough ago"
    assert file_store().get(scan, key)
    assert what_is_due(now + OVER).rules == {"mandate": 1}
    assert erasing.erase_due(now + OVER) == 1
    assert is_gone(mandate, scan, key)
    INTEGRATE.run(now + OVER)
    assert in_order()
    told = Erasure.objects.get(rule="mandate")
    leaves = list(mandate.events.order_by("seq").values_list("outbox__leaf", flat=True))
    assert (told.mandate_id, told.rule, told.ref) == (mandate.pk, "mandate", mandate.ref)
    assert encode_base64(root_of(leaf_hash(leaf.encode()) for leaf in leaves)) in told.body
    assert isinstance(parse_leaf(told.outbox.leaf.encode()), ErasureLeaf) and told.outbox.idx is not None
    assert what_is_due(now + OVER).rules == {}
    assert erasing.erase_due(now + OVER) == 1, "its giver, whom the scan had kept"
    assert erasing.erase_due(now + OVER) == 0 and Erasure.objects.filter(rule="mandate").count() == 1
    INTEGRATE.run(now + OVER)
    assert in_order()
    for party in Party.objects.all():
        with pytest.raises(KeyGone):
            person_of(party)


def test_one_that_can_still_be_used_is_never_erased(carla, budi, now):
    mandate = given(carla, budi, now)
    Mandate.objects.filter(pk=mandate.pk).update(since=now.date(), until=now.date() + 50 * YEAR)
    assert erasing.erase_due(now + 49 * YEAR) == 0
    assert what_is_due(now + 49 * YEAR).rules == {} == what_is_due(now + 49 * YEAR).held
    end(mandate.ref, "holder", actor=as_citizen(budi), now=now + 49 * YEAR)
    assert erasing.erase_due(now + 49 * YEAR) == 3, "and with it the two people whom it kept"


def test_it_goes_with_the_last_of_its_people_however_young(carla, budi, now):
    mandate = given(carla, budi, now)
    Party.objects.update(created_at=now - 5 * YEAR)
    end(mandate.ref, "person", actor=as_citizen(carla), now=now)
    assert erasing.erase_due(now) == 3
    with pytest.raises(KeyGone):
        seen_of(mandate)
    INTEGRATE.run(now)
    assert in_order()


def test_while_what_was_filed_by_it_is_kept_it_stays_and_a_hold_of_that_holds_it(mandate, now):
    number = filed(mandate, now).row.number
    assert what_is_due(now + OVER).held == {"filed": 1}
    Case.objects.filter(number=number).update(status="withdrawn", closed_at=now)
    asked = holding.Asked(number, "court", "12/PTUN/2028", (now + OVER + 90 * DAY).date())
    hold = holding.hold(asked, actor=officer("oki", "operator"), now=now + OVER)
    holding.rule_on(hold.pk, "confirmed", actor=officer("indra", "auditor"), now=now + OVER)
    assert what_is_due(now + OVER).held == {"hold": 1, "filed": 1}
    assert erasing.erase_due(now + OVER) == 1, "the holder, who is not needed any more"
    assert seen_of(mandate)["seen"]
    assert erasing.erase_due(now + OVER + 100 * DAY) == 2, "the application, and then the mandate"
    assert set(Erasure.objects.values_list("rule", flat=True)) == {"party", "case-withdrawn", "mandate"}


@pytest.mark.parametrize("at", ["file", "key"])
def test_a_process_that_dies_half_way_is_finished_by_the_next_one(mandate, now, monkeypatch, at):
    scan, key = mandate.scan.ref, key_store().get(mandate.giver.ref)

    class Dies:
        def __getattr__(self, name):
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "file_store" if at == "file" else "key_store", Dies)
        with pytest.raises(KeyboardInterrupt):
            erasing._erase_mandate(mandate.pk, now + OVER)
    assert Erasure.objects.get().mandate_id == mandate.pk and key_store().get(mandate.ref)
    assert found() == [], "the act is there, and only its key and file are not gone yet"
    assert erasing.finish() == 1
    assert is_gone(mandate, scan, key)
    assert in_order()
    assert erasing.finish() == 0


def test_a_key_that_was_taken_by_hand_is_found_and_so_is_an_act_that_was_changed(mandate, now):
    key_store().erase(mandate.ref)
    lost = "has lost its key, and no erasure by the schedule says why"
    assert found() == [(f"mandate {mandate.pk}", lost)]
    erasing.erase_due(now + OVER)
    assert found() == []
    by_hand("update tables_erasure set body = replace(body, '\"count\":', '\"count\":1') where mandate_id is not null")
    assert {where for where, _ in found()} == {f"mandate {mandate.pk}"}


def test_an_erasure_of_one_mandate_excuses_no_other(mandate, carla, budi, now):
    other = given(carla, budi, now)
    erasing.erase_due(now + OVER)
    assert Erasure.objects.filter(rule="mandate").count() == 2
    by_hand("update tables_erasure set mandate_id = null where mandate_id = %s", other.pk)
    assert [where for where, _ in found()] == [f"mandate {other.pk}"]


def test_the_public_leaf_tells_nobody_of_whom(mandate, now):
    assert erasing._erase_mandate(mandate.pk, now + OVER)
    leaf = Outbox.objects.get(pk=Erasure.objects.get().outbox_id).leaf
    assert "mandate" not in leaf and str(mandate.ref) not in leaf


def test_whoever_is_erased_is_no_agent_any_more(budi, now, mandate):
    code = Agent.objects.create(party=budi, code="K-AAAA-BBBB", organisation="RSUD").code
    assert with_agent_code(code, asker="x", now=now) == budi
    for _ in range(2):
        erasing.erase_due(now + OVER)
    assert not Agent.objects.exists()
    with pytest.raises(Refused, match="There is no such code"):
        with_agent_code(code, asker="x", now=now)


def test_what_was_erased_of_a_mandate_breaks_no_page_of_its_people(mandate, carla, now, browser_of):
    assert erasing._erase_mandate(mandate.pk, now + OVER)
    page = signed_in(carla).get("/mandates/")
    assert page.status_code == 200 and str(mandate.ref) in page.content.decode()
    assert signed_in(carla).get(f"/mandates/{mandate.ref}/").status_code == 200
    assert signed_in(carla).get("/my-data/").status_code == 200
    assert "Kuasa" in browser_of("oki2", "operator").text("/retention/")


@pytest.mark.parametrize("many", [1, 4])
def test_the_number_of_questions_does_not_grow(carla, now, many, django_assert_max_num_queries):
    for n in range(many):
        given(carla, person(n + 1, now), now)
    with django_assert_max_num_queries(7):
        assert what_is_due(now + OVER).rules == {"mandate": many}


def test_an_application_that_nobody_filed_for_another_holds_no_mandate(ana, ben, mandate):
    refused(ana, ben)
    assert what_is_due(MONDAY + OVER).held == {}


@pytest.mark.parametrize("seen", ["tables_mandateevent", "tables_erasure"])
def test_an_act_of_that_moment_is_no_alteration(seen, carla, budi, now):
    """It ends while the check is between two of its questions: what it read before is not what it reads then."""
    row, ended = given(carla, budi, now), []

    def meanwhile(execute, sql, params, many, context):
        if not ended and sql.startswith("SELECT") and f'FROM "{seen}"' in sql:
            ended.append(True)
            end(row.ref, "person", actor=as_citizen(carla), now=now + DAY)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        assert list(altered_mandates()) == []
    assert ended and Mandate.objects.get().ended == "person"
    by_hand("update tables_mandate set ended = '', ended_at = null where id = %s", row.pk)
    assert [what for _, what in altered_mandates()] == [
        "does not say what happened to it: its basis, services, days, confirmation or end"
    ]
