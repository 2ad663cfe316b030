"""The administrator of the database changes history, with the triggers off: each time, somebody's check finds it.

``docs/explanation/changing-history.md`` lists these tests as its rows.
"""

import json
from uuid import uuid4

import pytest

from layani.office.actions import erasing, instructing
from layani.office.actions.erasing import What, _write
from layani.office.actions.sealing_ledgers import LEDGERS
from layani.office.house import key_store
from layani.office.jobs.integrate_record import integrate
from layani.office.jobs.seal_ledgers import JOB as SEAL
from layani.office.tables.models import (
    Attempt,
    BlankSeries,
    Case,
    Event,
    LedgerSeal,
    Look,
    MandateEvent,
    Outbox,
    Party,
    ProxyFiling,
)
from tests.office.attacks.conftest import DAY, LATER, MINUTE
from tests.office.conftest import PROTECTED
from tests.office.record.test_comparing import by_hand

pytestmark = pytest.mark.django_db


def act(case, seq=0):
    return Event.objects.get(case=case, seq=seq)


def rewrite(event, change):
    """Put another body into an act, as it would have been written."""
    body = json.loads(event.body)
    change(body)
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    by_hand("update tables_event set body = %s where id = %s", text, event.pk)


def known_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_an_honest_office_is_accused_of_nothing(rebuild):
    rebuild("3 cases looked at, 0 differences", "0 alterations", nothing=True)


def test_an_application_is_dated_back(office, rebuild):
    row, early = office.waiting, office.waiting.received_at - DAY
    rewrite(act(row), lambda body: body.update(at=early.isoformat()))
    by_hand("update tables_event set occurred_at = %s, recorded_at = %s where case_id = %s", early, early, row.pk)
    by_hand("update tables_case set received_at = %s where id = %s", early, row.pk)
    rebuild(f"{row.number}, act 0 is not what its leaf committed to: content, place, time")


def test_two_acts_change_their_places(office, rebuild):
    first, second = act(office.granted, 1), act(office.granted, 2)
    for event, seq in ((first, 1000), (second, 1), (first, 2)):
        by_hand("update tables_event set seq = %s where id = %s", seq, event.pk)
    rebuild(f"{office.granted.number}, act 1 is not what its leaf committed to")


def test_a_refusal_becomes_a_grant(office, rebuild):
    event = Event.objects.get(case=office.refused, act="decide_refuse")
    rewrite(event, lambda body: body.update(act="decide_grant", data={}))
    by_hand("update tables_event set act = 'decide_grant' where id = %s", event.pk)
    rebuild(f"{office.refused.number}, act {event.seq} is not what its leaf committed to")


@pytest.mark.parametrize("which", ["last", "middle"])
def test_an_act_is_taken_away(which, office, rebuild):
    events = list(Event.objects.of_case(office.granted.pk))
    gone = events[-1] if which == "last" else events[2]
    by_hand("delete from tables_event where id = %s", gone.pk)
    rebuild(f"leaf {gone.outbox_id} belongs to no act: an event or an attempt was taken away")


def test_an_act_is_taken_away_with_its_leaf(office, rebuild):
    gone = Event.objects.of_case(office.granted.pk).latest("seq")
    place = gone.outbox.idx
    by_hand("delete from tables_event where id = %s", gone.pk)
    by_hand("delete from tables_outbox where id = %s", gone.outbox_id)
    rebuild(f"entry {place} of the public record is not the leaf that the database has there")


def test_a_whole_case_is_taken_away(office, rebuild):
    case = office.waiting
    leaves = list(Event.objects.filter(case=case).values_list("outbox_id", flat=True))
    for table in ("message", "event", "attempt"):
        by_hand(f"delete from tables_{table} where case_id = %s", case.pk)  # noqa: S608  names of tables
    by_hand("delete from tables_case where id = %s", case.pk)
    rebuild(f"leaf {leaves[0]} belongs to no act", "case, lines")


def test_an_act_is_invented(office, rebuild):
    last = Event.objects.filter(case=office.waiting).latest("seq")
    known = known_of(last)
    leaf = Outbox.objects.create(leaf=last.outbox.leaf.replace("2026", "2025"))
    Event.objects.create(**{**known, "id": None, "seq": last.seq + 1, "outbox_id": leaf.pk, "once": None})
    rebuild(f"{office.waiting.number}, act {last.seq + 1} is not what its leaf committed to")


def test_a_case_is_invented(office, rebuild):
    row = Case.objects.get(pk=office.granted.pk)
    row.pk, row.number, row.ref = None, "SKM-2026-FAKE-CASE", uuid4()
    row.save(force_insert=True)
    rebuild("SKM-2026-FAKE-CASE: events is 0; its events say 'at least 1'")


def test_a_case_is_given_to_another_person(office, rebuild):
    other = Party.objects.exclude(pk=office.granted.party_id).earliest("pk")
    by_hand("update tables_case set party_id = %s where id = %s", other.pk, office.granted.pk)
    rebuild("case, lines 1 to", "are not the 3 that were sealed")


@pytest.mark.parametrize("how", ["invented", "rewritten", "taken away"])
def test_a_letter_is_invented_rewritten_or_taken_away(how, office, rebuild):
    letter = office.letter
    if how == "invented":
        by_hand("update tables_letter set number = '999/DEMO/XI/2026' where id = %s", letter.pk)
        rebuild("letter 999/DEMO/XI/2026 counts, and no act issued it", f"letter {letter.number} was issued by an act")
    elif how == "rewritten":
        by_hand("update tables_letter set code = 'AAAA-AAAA-AAAA-AAAA' where id = %s", letter.pk)
        rebuild(f"letter {letter.number} has another number or code in the register than in its text")
    else:
        by_hand("delete from tables_letter where id = %s", letter.pk)
        rebuild(f"letter {letter.number} was issued by an act of {office.granted.number} and is gone")


@pytest.mark.parametrize(
    ("column", "value"), [("status", "withdrawn"), ("due_at", LATER), ("holder_id", 1), ("urgency", 1)]
)
def test_only_the_projection_is_changed(column, value, office, rebuild):
    value = office.ana.user if column == "holder_id" else value
    by_hand(f"update tables_case set {column} = %s where id = %s", value, office.waiting.pk)  # noqa: S608  a column
    rebuild(f"{office.waiting.number}: {column} is")


def test_a_refused_attempt_is_taken_away(office, rebuild):
    leaf = Attempt.objects.get().outbox_id
    by_hand("delete from tables_attempt")
    rebuild(f"leaf {leaf} belongs to no act")


LEDGER_CHANGES = {
    "a look is taken away": ("delete from tables_look where what = 'found-by-nik'", "look, lines 1 to"),
    "a look is another's": ("update tables_look set officer_id = officer_id + 1", "look, lines 1 to"),
    "who gave a reason to look": ("update tables_lookreason set officer_id = officer_id + 1", "lookreason, lines 1 to"),
    "a reason to look is taken away": ("delete from tables_lookreason", "lookreason, lines 1 to"),
    "who decreed a change of staff": ("update tables_staffentry set decree = '1/2020'", "staffentry, lines 1 to"),
    "a series of blanks": ("update tables_blankseries set last = 30", "blankseries, lines 1 to"),
    "a mandate holds longer": ("update tables_mandate set until = '2030-01-01'", "does not say what happened to it"),
    "a mandate is another's": ("update tables_mandate set holder_id = giver_id", "mandate, lines 1 to"),
    "a mandate never ended": ("update tables_mandate set ended = 'person'", "does not say what happened to it"),
    "a ticket": ("update tables_ticketevent set occurred_at = '2026-11-20 02:00:00+00:00' where seq = 0", "ticket "),
}


@pytest.mark.parametrize("change", LEDGER_CHANGES)
def test_a_line_of_a_ledger_is_changed(change, office, rebuild):
    statement, words = LEDGER_CHANGES[change]
    by_hand(statement)
    rebuild(words)


def test_a_line_is_added_to_a_ledger_under_an_old_date(office, rebuild, settings):
    settings.LAYANI_DEMO = False
    look = Look.objects.latest("pk")
    Look.objects.create(
        officer_id=look.officer_id, role="head", party_id=look.party_id, what="found-by-nik", at=LATER - DAY
    )
    rebuild("look, lines from", "and no seal of later has them")
    SEAL.run(LATER + MINUTE)
    integrate(now=LATER + MINUTE)
    rebuild("but came after what was sealed at")


def test_a_seal_is_taken_away_with_what_it_sealed(office, rebuild):
    leaf = LedgerSeal.objects.get().outbox_id
    by_hand("delete from tables_look")
    by_hand("delete from tables_ledgerseal")
    rebuild(f"leaf {leaf} belongs to no act")


def test_a_key_is_wiped_without_an_erasure(office, rebuild):
    kept = key_store().get(office.granted.ref)
    key_store().erase(office.granted.ref)
    try:
        rebuild(f"{office.granted.number} has lost its key, and no erasure by the schedule says why")
    finally:
        key_store().put({office.granted.ref: kept}, LATER)


def test_an_erasure_is_written_before_its_time(office, rebuild):
    row = office.refused
    leaves = list(Event.objects.of_case(row.pk).values_list("outbox__leaf", flat=True))
    _write(What(row, "case-refused", "60 months", leaves), LATER)
    integrate(now=LATER)
    rebuild(f"{row.number} was erased on 2026-11-23, before its 60 months were over")


def test_an_erasure_is_written_for_a_span_that_nobody_set(office, rebuild):
    row = office.refused
    leaves = list(Event.objects.of_case(row.pk).values_list("outbox__leaf", flat=True))
    _write(What(row, "case-refused", "1 calendar days", leaves), LATER)
    rebuild(f"{row.number} was erased after 1 calendar days, which neither the schedule nor the service's file says")


def test_an_erasure_is_written_for_a_case_that_ended_otherwise(office, rebuild):
    row = office.waiting
    _write(What(row, "case-refused", "60 months", []), LATER)
    rebuild(f"{row.number} was erased by the rule case-refused, but it ended as checking")


def leaves_of(mandate):
    return list(MandateEvent.objects.filter(mandate=mandate).order_by("seq").values_list("outbox__leaf", flat=True))


@pytest.mark.parametrize(
    ("rule", "span", "says"),
    [
        ("mandate", "24 months", "was erased on 2026-11-23, before its time by the schedule was over"),
        ("mandate", "1 calendar days", "was erased after 1 calendar days, which the schedule does not say"),
        ("ticket", "24 months", "was erased by the rule ticket, which is not that of such a thing"),
    ],
)
def test_a_mandate_is_erased_against_the_schedule(rule, span, says, office, rebuild):
    _write(What(office.mandate, rule, span, leaves_of(office.mandate)), LATER)
    integrate(now=LATER)
    rebuild(f"mandate {office.mandate.pk} {says}")


def test_a_person_is_erased_for_a_span_that_nobody_set(office, rebuild):
    _write(What(office.mandate.giver, "party", "1 calendar days"), LATER)
    integrate(now=LATER)
    rebuild(f"person {office.mandate.giver_id} was erased after 1 calendar days, which the schedule does not say")


def test_a_mandate_by_which_something_was_filed_is_erased_before_that(office, rebuild):
    """Long after its end: but the application by which it shows why somebody else filed is still kept."""
    at = LATER + 3 * 366 * DAY
    ProxyFiling.objects.create(case=office.waiting, mandate=office.mandate, holder=office.mandate.holder, at=LATER)
    _write(What(office.mandate, "mandate", "24 months", leaves_of(office.mandate)), at)
    rebuild(
        f"mandate {office.mandate.pk} was erased on {at.date()}, while an application that was filed by it was kept"
    )


@pytest.mark.parametrize(
    ("span", "years", "says"),
    [
        ("60 months", 3, "was erased on {day}, before its time by the schedule was over"),
        ("3 months", 6, "was erased after 3 months, which the schedule does not say"),
        ("60 months", 6, "was erased on {day}, while its application was open"),
    ],
)
def test_an_instruction_is_erased_against_the_schedule(span, years, says, office, rebuild):
    """By its writer's enemy: the earlier part is old enough, and something was added to it later."""
    told = instructing.Told("Kepala", "pagi", "phone", "Tolak saja itu.", case=office.waiting)
    row = instructing.write_down(told, actor=office.ana, now=LATER - 3 * 366 * DAY, once=uuid4())
    added = instructing.add(row, "Ia menelepon lagi hari ini.", actor=office.ana, now=LATER, once=uuid4())
    at = LATER + years * 366 * DAY
    for one in (row, added):
        _write(What(one, "instruction", span, [one.outbox.leaf]), at)
    rebuild(*(f"instruction {one.pk} {says.format(day=at.date())}" for one in (row, added)))


def test_a_person_is_emptied_in_the_register(office, rebuild):
    by_hand("update tables_party set sealed = %s where id = %s", b"", office.granted.party_id)
    rebuild(f"person {office.granted.party_id} was emptied, and no erasure by the schedule says why")


def test_a_person_is_found_by_anothers_number(office, rebuild):
    by_hand("update tables_party set nik_mac = %s where id = %s", b"x" * 16, office.granted.party_id)
    rebuild(f"person {office.granted.party_id} is found by another identity number than the one that was sealed")


def test_an_erasure_in_its_time_is_no_finding(office, rebuild):
    kept = {row.ref: key_store().get(row.ref) for row in (office.refused,)}
    try:
        assert erasing.erase_case(office.refused.number, now=LATER + 5 * 366 * DAY)
        integrate(now=LATER)
        rebuild(nothing=True)
    finally:
        key_store().put(kept, LATER)


def test_a_leaf_is_dropped_before_it_has_its_place(office, rebuild):
    event = Event.objects.of_case(office.waiting.pk).latest("seq")
    by_hand("update tables_outbox set idx = null where id = %s", event.outbox_id)
    by_hand("delete from tables_outbox where id = %s", event.outbox_id)
    rebuild(f"{office.waiting.number}, act {event.seq} has no leaf", f"event {event.pk} has lost its leaf")


def test_an_attempt_loses_its_leaf_before_it_has_a_place(office, rebuild):
    attempt = Attempt.objects.get()
    leaf = Outbox.objects.create(leaf=attempt.outbox.leaf)
    by_hand("update tables_attempt set outbox_id = %s where id = %s", leaf.pk, attempt.pk)
    by_hand("delete from tables_outbox where id = %s", leaf.pk)
    rebuild(f"attempt {attempt.pk} has lost its leaf")


def test_a_line_is_given_an_id_below_one(office, rebuild):
    attempt, look = Attempt.objects.get(), Look.objects.latest("pk")
    by_hand("update tables_attempt set id = %s, body = '{}' where id = %s", -attempt.pk, attempt.pk)
    Look.objects.bulk_create([Look(**known_of(look) | {"id": -1})])
    rebuild(
        f"attempt {-attempt.pk} is not what its leaf committed to",
        f"attempt {-attempt.pk} has an id below 1",
        "look -1 has an id below 1",
    )


def test_rows_are_made_unreadable(office, rebuild):
    """Each is named, no text of it is printed, and the check goes on to its end."""
    first, second = act(office.granted), act(office.waiting)
    by_hand("update tables_event set body = %s where id = %s", "{Carla Wijaya", first.pk)
    by_hand("update tables_event set body = %s where id = %s", "{}", second.pk)
    by_hand("update tables_party set sealed = %s where id = %s", b"x", office.waiting.party_id)
    seal = LedgerSeal.objects.get()
    by_hand("update tables_ledgerseal set body = '[]' where id = %s", seal.pk)
    said = rebuild(
        f"{office.granted.number}, act 0 cannot be read",
        f"{office.waiting.number}, act 0 is not what its leaf committed to",
        f"{office.waiting.number}: what is written is 'cannot be read",
        f"person {office.waiting.party_id} has a sealed part that their key does not open",
        "seals cannot be read",
        "Compared with their leaves and the public record: ",
    )
    assert "Carla" not in said and "Traceback" not in said


def test_an_erasure_is_made_unreadable(office, rebuild):
    row, kept = office.refused, key_store().get(office.refused.ref)
    try:
        assert erasing.erase_case(row.number, now=LATER + 5 * 366 * DAY)
        integrate(now=LATER)
        by_hand("update tables_erasure set body = '{}'")
        rebuild(
            f"{row.number} cannot be read",
            f"{row.number} has an erasure that is not what its leaf committed to",
            f"{row.number} has an erasure that cannot be read",
        )
    finally:
        key_store().put({row.ref: kept}, LATER)


def test_every_table_that_takes_no_change_is_committed_to():
    """Each has a leaf for every line, or is sealed, or proves itself: who adds one must say which."""
    by_themselves = {"tables_outbox", "tables_cosignature", "tables_witnessed"}
    told = {table for table in PROTECTED if table.startswith("tables_paper")}  # ``actions/paper/lines.py``
    with_leaf = {
        model._meta.db_table
        for model in Event._meta.apps.get_models()
        if any(field.related_model is Outbox for field in model._meta.concrete_fields)
    }
    assert set(PROTECTED) - by_themselves - told - with_leaf - set(LEDGERS) == set()
    assert BlankSeries._meta.db_table in LEDGERS
