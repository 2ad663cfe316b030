"""What the schedule no longer keeps is erased by a logged act, and the record and the database still agree."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from layani.office.actions import erasing, filing, holding, instructing
from layani.office.actions.comparing import Altered, altered
from layani.office.actions.parties import find_party, person_of
from layani.office.actions.rebuilding import differences
from layani.office.actions.retention_facts import what_is_due
from layani.office.actions.viewing import answers_of
from layani.office.gateways.file_store import file_store
from layani.office.gateways.key_store import KeyGone
from layani.office.house import catalogue, key_store
from layani.office.jobs import erase_due, issue_letters
from layani.office.jobs.clock_ahead import ClockAhead
from layani.office.jobs.integrate_record import JOB as INTEGRATE
from layani.office.tables.models import Attempt, Case, Document, Erasure, Hold, Instruction, Party
from layani.rules.cases.clock import Term
from layani.rules.refusal import Refused
from layani.rules.retention.model import Kept
from tests.office.actions.applications import CITIZEN, application
from tests.office.conftest import CARLA, MONDAY, officer
from tests.office.officer.walks import another, filed, granted, refused
from tests.office.record.test_comparing import by_hand

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=366)
LATER = MONDAY + 5 * YEAR


@pytest.fixture
def own_folders(settings, tmp_path):
    settings.LOG_FOLDER, settings.KEY_FOLDER = tmp_path / "log", tmp_path / "keys"


@pytest.fixture
def kept_for(monkeypatch):
    """Let the residence letter say in its own file how long it is kept."""

    def kept_for(**spans):
        named = {f"case-{name}": span for name, span in spans.items()}
        found = catalogue()
        service = replace(found.services["residence-letter"], retention=Kept(named, "jra"))
        monkeypatch.setattr(
            "layani.office.house._given", [replace(found, services={**found.services, "residence-letter": service})]
        )

    return kept_for


@contextmanager
def refuses(code):
    with pytest.raises(Refused) as caught:
        yield
    assert [one.code for one in caught.value.refusals] == [code]


def found():
    return [one for one in altered() if isinstance(one, Altered)]


def test_a_refused_application_is_erased_when_its_time_is_over_and_not_a_day_before(ana, ben, own_folders):
    number = refused(ana, ben)
    row = Case.objects.get(number=number)
    # Issued with its letter; the span counts from then.
    assert not erasing.erase_case(number, now=MONDAY + 4 * YEAR)
    assert Erasure.objects.count() == 0
    assert erasing.erase_case(number, now=LATER)
    with pytest.raises(KeyGone):
        answers_of(row)
    erasure = Erasure.objects.get()
    assert (erasure.case_id, erasure.rule) == (row.pk, "case-refused")
    assert number not in erasure.body
    assert CARLA.name not in erasure.body
    assert not erasing.erase_case(number, now=LATER)


def test_record_and_database_agree_afterwards_and_only_there_a_key_may_be_missing(ana, ben, own_folders):
    number, other = refused(ana, ben), filed(another(1))
    INTEGRATE.run(MONDAY)
    erasing.erase_due(LATER)
    INTEGRATE.run(LATER)
    assert found() == []
    assert [one for one in differences() if not isinstance(one, int)] == []
    key_store().erase(Case.objects.get(number=other).ref)
    assert [(one.where, "no erasure" in one.what) for one in found()] == [(other, True)]
    assert Erasure.objects.get().case.number == number


def test_an_erasure_that_was_made_for_other_leaves_is_found(ana, ben, own_folders):
    number = refused(ana, ben)
    erasing.erase_due(LATER)
    by_hand("update tables_erasure set body = replace(body, '\"count\":', '\"count\":1')")
    assert {one.where for one in found()} == {number}


def test_an_open_application_is_never_due(own_folders):
    filed()
    assert erasing.erase_due(MONDAY + 50 * YEAR) == 0


def test_what_was_granted_without_an_end_stays_unless_the_services_file_says_a_span(ana, ben, kept_for, own_folders):
    number = granted(ana, ben)
    issue(number)
    far = MONDAY + 20 * YEAR
    if Case.objects.get(number=number).rest.get("valid_until") is None:
        assert erasing.erase_due(far) == 0
    kept_for(granted=Term(12, "months"))
    assert erasing.erase_due(MONDAY + 2 * YEAR) == 1


def issue(number):
    issue_letters.JOB.run(MONDAY + timedelta(hours=1))
    assert Case.objects.get(number=number).issued_at


def test_a_held_application_stays_until_the_hold_ends(ana, ben, own_folders):
    number = refused(ana, ben)
    oki, indra = officer("oki", "operator"), officer("indra", "auditor")
    today = LATER.date()
    asked = holding.Asked(number, "court", "12/PTUN/2031", today + timedelta(days=200))
    row = holding.hold(asked, actor=oki, now=LATER)
    assert erasing.erase_due(LATER) == 0
    assert what_is_due(LATER).held == {"hold": 1}
    with refuses("own-hold"):
        holding.rule_on(row.pk, "confirmed", actor=oki, now=LATER)
    assert Attempt.objects.get().code == "own-hold"
    # Nobody confirmed it, so it ends by itself.
    assert what_is_due(LATER + timedelta(days=20)).rules == {"case-refused": 1}
    holding.rule_on(row.pk, "confirmed", actor=indra, now=LATER + timedelta(days=1))
    assert erasing.erase_due(LATER + timedelta(days=20)) == 0
    holding.rule_on(row.pk, "lifted", actor=indra, now=LATER + timedelta(days=21))
    assert erasing.erase_due(LATER + timedelta(days=21)) == 1
    with refuses("erased-already"):
        holding.hold(asked, actor=oki, now=LATER)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"number": "XX-1"}, "no-such-case"), ({"reason": "so"}, "no-reason"), ({"letter": ""}, "no-letter")],
)
def test_a_hold_that_says_too_little_is_refused_and_keeps_nothing(ana, ben, change, code):
    oki = officer("oki", "operator")
    asked = holding.Asked(refused(ana, ben), "court", "12/2031", LATER.date())
    with refuses(code):
        holding.hold(replace(asked, **change), actor=oki, now=LATER)
    assert not Hold.objects.exists()


def test_only_operator_and_inspectorate_hold(ana, ben):
    asked = holding.Asked(refused(ana, ben), "court", "12/2031", LATER.date())
    with refuses("not-a-holder"):
        holding.hold(asked, actor=ana, now=LATER)


def test_an_instruction_about_it_holds_it_for_its_own_span(ana, ben, own_folders):
    number = refused(ana, ben)
    told = instructing.Told("Kepala", "pagi", "phone", "Tolak saja itu.", case=Case.objects.get(number=number))
    instructing.write_down(told, actor=ana, now=MONDAY + YEAR, once=uuid4())
    assert erasing.erase_due(LATER) == 0
    assert erasing.erase_due(LATER + YEAR) == 2
    assert set(Erasure.objects.values_list("rule", flat=True)) == {"case-refused", "instruction"}


@pytest.fixture
def instruction(ana, own_folders):
    """One about a whole service, to which its writer added something a year later."""
    told = instructing.Told("Kepala", "pagi", "phone", "Tolak saja semuanya.", service="residence-letter")
    row = instructing.write_down(told, actor=ana, now=MONDAY, once=uuid4())
    instructing.add(row, "Ia menelepon lagi hari ini.", actor=ana, now=MONDAY + YEAR, once=uuid4())
    INTEGRATE.run(MONDAY + YEAR)
    return row


def test_an_instruction_goes_with_all_that_was_added_to_it_and_no_page_counts_it(instruction):
    rows = list(Instruction.objects.all())
    assert erasing.erase_due(LATER + timedelta(days=10)) == 0
    assert len(instructing.opened(rows)) == 2
    assert what_is_due(LATER + 2 * YEAR).rules == {}
    assert erasing.erase_due(LATER + YEAR + timedelta(days=10)) == 1
    assert instructing.opened(rows) == {}
    INTEGRATE.run(LATER + 2 * YEAR)
    assert found() == [] and Erasure.objects.count() == 2
    assert not Erasure.objects.listed().exists()
    assert erasing.erase_due(LATER + 2 * YEAR) == 0


def test_what_came_between_the_finding_and_the_erasing_keeps_an_instruction(instruction, ana, monkeypatch):
    late = LATER + YEAR + timedelta(days=10)
    found_due = erasing.instructions_due(late, 10)
    assert found_due == [instruction.pk]
    instructing.add(instruction, "Dan tadi pagi lagi.", actor=ana, now=late, once=uuid4())
    monkeypatch.setattr(erasing, "instructions_due", lambda *_: found_due)
    assert erasing.erase_due(late) == 0 and not Erasure.objects.exists()
    assert len(instructing.opened(list(Instruction.objects.all()))) == 3


def test_a_hold_of_that_moment_keeps_an_instruction_too(ana, ben, own_folders, monkeypatch):
    number = refused(ana, ben)
    told = instructing.Told("Kepala", "pagi", "phone", "Tolak saja itu.", case=Case.objects.get(number=number))
    row = instructing.write_down(told, actor=ana, now=MONDAY, once=uuid4())
    late = LATER + YEAR
    assert erasing.is_instruction_due(row.pk, late)
    monkeypatch.setattr("layani.office.actions.retention_facts.held_by", lambda *_: ("court",))
    assert not erasing.is_instruction_due(row.pk, late)


def test_nothing_is_added_to_an_instruction_that_was_erased(instruction, ana):
    late = LATER + YEAR + timedelta(days=10)
    assert erasing.erase_due(late) == 1
    with pytest.raises(Refused) as refused_:
        instructing.add(instruction, "Dan tadi pagi lagi.", actor=ana, now=late, once=uuid4())
    assert refused_.value.refusals[0].code == "erased" and Instruction.objects.count() == 2


def test_an_instruction_whose_key_was_taken_by_hand_is_found(instruction):
    key_store().erase(instruction.ref)
    assert [(one.where, "no erasure" in one.what) for one in found()] == [(f"instruction {instruction.pk}", True)]


def test_an_instruction_about_an_open_application_stays(ana, own_folders):
    told = instructing.Told("Kepala", "pagi", "phone", "Tolak saja itu.", case=Case.objects.get(number=filed()))
    instructing.write_down(told, actor=ana, now=MONDAY, once=uuid4())
    assert erasing.erase_due(MONDAY + 20 * YEAR) == 0


def test_its_documents_go_with_it(ana, ben, own_folders):
    number = refused(ana, ben)
    row = Case.objects.select_related("party").get(number=number)
    ref = uuid4()
    file_store().put(ref, key_store().get(row.party.ref), b"%PDF")
    Document.objects.create(
        ref=ref, party=row.party, case=row, media_type="application/pdf", size=4, scanned="clean", uploaded_at=MONDAY
    )
    erasing.erase_due(LATER)
    assert not Document.objects.exists()
    with pytest.raises(FileNotFoundError):
        file_store().get(ref, key_store().get(row.party.ref))


def test_a_key_that_a_restore_brought_back_is_erased_again(ana, ben, own_folders):
    number = refused(ana, ben)
    row = Case.objects.get(number=number)
    key = key_store().get(row.ref)
    erasing.erase_due(LATER)
    key_store().put({row.ref: key}, LATER)
    assert erasing.finish() == 1
    assert key_store().held([row.ref]) == {}


def test_a_person_goes_last_and_leaves_a_row_that_knows_nobody(ana, ben, own_folders):
    refused(ana, ben)
    party = find_party(CARLA.nik)
    erasing.erase_due(LATER)
    assert person_of(party).name == CARLA.name
    assert erasing.erase_due(LATER + YEAR) == 0
    assert erasing.erase_due(LATER + 3 * YEAR) == 1
    with pytest.raises(KeyGone):
        person_of(party)
    assert find_party(CARLA.nik) is None
    row = Party.objects.get()
    assert (bytes(row.sealed), row.nik_mac, row.phone_mac, row.vouched) == (b"", None, None, 1)


def test_who_comes_back_after_that_is_new_to_the_register(ana, ben, own_folders):
    refused(ana, ben)
    erasing.erase_due(LATER)
    erasing.erase_due(LATER + 3 * YEAR)
    filing.file(application(), actor=CITIZEN, now=LATER + 3 * YEAR)
    assert Party.objects.count() == 2
    assert person_of(find_party(CARLA.nik)).name == CARLA.name


def test_nothing_is_erased_on_a_clock_that_goes_ahead(ana, ben, own_folders):
    refused(ana, ben)
    with pytest.raises(ClockAhead):
        erase_due.JOB.run(LATER)
    assert not Erasure.objects.exists()


def test_what_would_be_erased_is_counted_as_it_is_then_erased(ana, ben, own_folders):
    for place in range(3):
        refused(ana, ben, another(place), at=MONDAY + place * timedelta(hours=1))
    due = what_is_due(LATER)
    assert (due.rules, due.held) == ({"case-refused": 3}, {})
    assert erasing.erase_due(LATER) == 3
    assert what_is_due(LATER).rules == {}


def test_what_was_imported_is_left_alone(ana, ben, own_folders):
    Case.objects.filter(number=refused(ana, ben)).update(imported=True)
    assert erasing.erase_due(LATER) == 0


@pytest.mark.parametrize("many", [1, 4])
def test_the_number_of_questions_of_the_count_does_not_grow(ana, ben, many, django_assert_max_num_queries):
    for place in range(many):
        refused(ana, ben, another(place), at=MONDAY + place * timedelta(hours=1))
    with django_assert_max_num_queries(7):
        what_is_due(LATER)
