"""A made-up log goes through the office's own actions: once, whole, at its own times, marked imported for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count

from layani.office.actions import importing
from layani.office.actions.imported import recorded_cases, replayed_figures
from layani.office.actions.importing import import_log
from layani.office.actions.rebuilding import differences
from layani.office.actions.viewing import answers_of
from layani.office.house import service
from layani.office.jobs.integrate_record import integrate
from layani.office.jobs.replay_log import replay_log
from layani.office.tables.models import Attempt, Case, Event, Message, Outbox, Party, User
from layani.office.tables.projection import event_of
from layani.rules.refusal import Refused
from tests.office.replay.small_logs import MAP, csv, ordinary, planned, row, xes

pytestmark = pytest.mark.django_db
START = datetime(2024, 1, 29, 2, tzinfo=UTC)  # Monday 09:00 in Jakarta


# In XES, channel and deadline are the trace's, and are called as other tools call them.
XES_MAP = MAP.replace(": deadline, channel: channel", ': "case:deadline", channel: "case:channel"').replace(
    "[deadline, channel,", '["case:deadline", "case:channel",'
)
FORMATS = {"csv": (csv, MAP), "xes": (xes, XES_MAP)}


@pytest.fixture(params=["csv", "xes"])
def written(request, tmp_path):
    """Write rows in each format and return the plan of the file."""
    write, text = FORMATS[request.param]
    return lambda rows: planned(write(tmp_path, rows), text)


@pytest.fixture
def plan_of(tmp_path):
    return lambda rows, text=MAP: planned(csv(tmp_path, rows), text)


def replay(plan, now):
    return import_log(plan, service("residence-letter"), now=now)


def acts(**which):
    found = Event.objects.filter(**which).select_related("case").order_by("occurred_at", "case_id", "seq")
    return list(found.values_list("act", flat=True))


def attempts():
    return sorted(Attempt.objects.values_list("code", "act", "officer__username", "observed"))


def test_a_case_goes_through_every_act_at_the_logs_own_times(written, now):
    done = replay(written(ordinary(channel="Web", deadline="2024-02-05 00:00:00")), now)
    case = Case.objects.get()
    assert (done.filed, done.acts, done.taken, done.refused) == (1, 6, 2, 0)
    assert acts() == ["file", "take", "check_complete", "take", "decide_grant", "issue"]
    assert (case.status, case.channel, case.received_at) == ("granted", "online", START)
    assert (case.decided_at, case.issued_at) == (START + timedelta(hours=4), START + timedelta(hours=5))
    assert case.due_at == datetime(2024, 2, 5, 16, 59, 59, tzinfo=UTC)  # a date without a clock ends with its day


def test_everything_is_marked_imported_for_ever_and_nobody_is_told(written, now):
    replay(written(ordinary()), now)
    case = Case.objects.get()
    assert case.imported and not Message.objects.exists()
    for event in Event.objects.all():
        assert event_of(event).by.kind == "importer"
        assert event.recorded_at == now and event.occurred_at < now
    assert event_of(case.events.first()).data["imported"] is True


def test_the_logs_own_words_are_sealed_and_its_rows_are_not_personal(written, now):
    replay(written(ordinary("Carla Wijaya 3174015501900002")), now)
    assert answers_of(Case.objects.get()) == {"log_case": "Carla Wijaya 3174015501900002"}
    for event in Event.objects.all():
        assert not any(text in event.body for text in ("Carla", "3174015501900002", "checked"))
    assert Party.objects.get().nik_mac is None


def test_officers_of_a_log_are_users_who_cannot_sign_in(plan_of, now):
    replay(plan_of(ordinary()), now)
    users = {user.username: user for user in User.objects.all()}
    assert users.keys() == {"small:ana", "small:ben"}
    assert not any(user.is_active or user.has_usable_password() for user in users.values())
    assert Event.objects.get(act="check_complete").officer == users["small:ana"]


def test_the_same_log_again_files_nothing_twice(written, now):
    plan = written(ordinary("K-1") + ordinary("K-2", 1))
    first = replay(plan, now)
    before = (Case.objects.count(), Event.objects.count(), Attempt.objects.count(), Outbox.objects.count())
    again = replay(plan, now + timedelta(days=1))
    assert (again.filed, again.acts, again.skipped) == (0, 0, len(plan.acts))
    assert before == (Case.objects.count(), Event.objects.count(), Attempt.objects.count(), Outbox.objects.count())
    assert again.cases == first.cases


def test_the_same_log_packed_otherwise_is_the_same_log(tmp_path, now):
    import gzip  # noqa: PLC0415  only here

    plain = csv(tmp_path, ordinary())
    packed = tmp_path / "small.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    replay(planned(plain), now)
    assert replay(planned(packed), now).skipped == 4


def test_a_replay_that_was_broken_off_goes_on_where_it_stopped(plan_of, now, monkeypatch):
    plan = plan_of(ordinary("K-1") + ordinary("K-2", 1, checker="dan") + ordinary("K-3", 2))
    monkeypatch.setattr(importing, "AT_ONCE", 3)

    def stop(done, total):
        if done >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_log(plan, service("residence-letter"), now=now, progress=stop)
    assert 0 < Event.objects.count() < 18
    done = replay(plan, now)
    assert done.skipped == 6
    whole = {kind: n for kind, n in Event.objects.values_list("act").annotate(n=Count("pk"))}
    assert whole == {"file": 3, "take": 6, "check_complete": 3, "decide_grant": 3, "issue": 3}
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_another_map_for_a_log_that_is_recorded_is_refused_and_writes_nothing(tmp_path, now):
    file = csv(tmp_path, ordinary("K-1") + ordinary("K-2", 1))
    replay(planned(file), now)
    before = Event.objects.count()
    other = MAP.replace("{activity: sent, act: issue}", "{activity: sent, act: deliver}")
    with pytest.raises(Refused, match="row 4 was recorded as “issue”, and would now be “deliver”"):
        replay(planned(file, other), now)
    assert Event.objects.count() == before


def test_two_logs_with_equal_case_names_are_different_cases(tmp_path, now):
    replay(planned(csv(tmp_path, ordinary("1"))), now)
    replay(planned(csv(tmp_path, ordinary("1", 0.5), "other.csv")), now)
    assert Case.objects.count() == 2


def test_rows_in_any_order_make_the_same_cases(tmp_path, now):
    rows = ordinary("K-1") + ordinary("K-2", 1)
    plan = planned(csv(tmp_path, sorted(rows, key=lambda one: one["activity"])))
    replay(plan, now)
    assert plan.moved == 2
    for case in Case.objects.all():
        assert acts(case=case) == ["file", "take", "check_complete", "take", "decide_grant", "issue"]


def test_an_activity_without_a_meaning_is_kept_as_a_note(written, now):
    rows = [*ordinary(), row("K-1", "coffee", 3)]
    plan = written(rows)
    replay(plan, now)
    assert [(one.activity, one.count) for one in plan.unmapped] == [("coffee", 1)]
    assert "note" in acts()


def test_who_checks_and_decides_is_observed_by_four_eyes_and_not_stopped(written, now):
    done = replay(written(ordinary(decider="ana")), now)
    assert Case.objects.get().status == "granted"
    assert attempts() == [
        ("four-eyes", "decide_grant", "small:ana", True), ("four-eyes", "take", "small:ana", True),
    ]  # fmt: skip
    assert done.refused == 2


def test_who_overtakes_an_earlier_case_is_observed_by_the_queue(written, now):
    early, late = ordinary("K-1", 0), ordinary("K-2", 1)
    early[1] = row("K-1", "checked", 3.5, "ana")
    replay(written(early + late), now)
    assert attempts() == [("head-of-queue", "take", "small:ana", True)]
    assert Attempt.objects.get().case.received_at == START + timedelta(hours=1)


def test_an_earlier_case_that_waits_for_the_citizen_is_not_overtaken(written, now):
    asked = [row("K-1", "received", 0, ""), row("K-1", "asked", 0.5), row("K-1", "answered", 50, "")]
    replay(written(asked + ordinary("K-2", 1)), now)
    assert not Attempt.objects.filter(code="head-of-queue").exists()


def test_a_case_on_another_desk_is_handed_over_with_a_question(written, now):
    rows = [row("K-1", "received", 0, ""), row("K-1", "drafted", 1, "ana"), row("K-1", "drafted", 2, "ben")]
    replay(written(rows), now)
    assert attempts() == [("held-by-another", "take", "small:ben", True)]
    assert Case.objects.get().holder.username == "small:ben"


def test_asking_twice_and_deciding_too_early_are_observed(written, now):
    rows = [
        row("K-1", "received", 0, ""), row("K-1", "asked", 1), row("K-1", "answered", 2, ""), row("K-1", "asked", 3),
        row("K-1", "decided", 4, "ben", outcome="no"),
    ]  # fmt: skip
    replay(written(rows), now)
    assert [one[:2] for one in attempts()] == [("asked-once", "ask_missing"), ("out-of-place", "decide_refuse")]
    assert Case.objects.get().status == "refused"


def test_a_term_of_the_map_stands_still_while_the_citizen_must_answer_and_moves_with_an_extension(plan_of, now):
    rows = [
        row("K-1", "received", 0, ""), row("K-1", "asked", 1), row("K-1", "answered", 49, ""),
        row("K-2", "received", 0, ""), row("K-2", "extended", 1, days="14"), row("K-3", "received", 0, ""),
    ]  # fmt: skip
    done = replay(plan_of(rows), now)
    due = {case: Case.objects.get(number=number).due_at for case, number in done.cases.items()}
    assert due["K-3"] == datetime(2024, 2, 15, 9, tzinfo=UTC)  # two holidays and an election day in between
    assert due["K-1"] == datetime(2024, 2, 19, 9, tzinfo=UTC)  # two working days more
    assert due["K-2"] - due["K-3"] == timedelta(days=14)


def test_a_deadline_of_the_log_is_moved_by_neither(plan_of, now):
    rows = [
        row("K-1", "received", 0, "", deadline="2024-02-20 12:00:00"), row("K-1", "asked", 1),
        row("K-1", "answered", 49, ""), row("K-1", "extended", 50, days="14"),
    ]  # fmt: skip
    replay(plan_of(rows), now)
    assert Case.objects.get().due_at == datetime(2024, 2, 20, 5, tzinfo=UTC)


def test_the_tables_can_be_computed_again_and_the_record_takes_every_leaf(written, now, settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"
    replay(written(ordinary("K-1") + ordinary("K-2", 1, decider="ana")), now)
    assert list(differences()) == [2]
    leaves = Event.objects.count() + Attempt.objects.count()
    assert integrate(now=now).size == leaves == Outbox.objects.count()


def test_the_figures_are_read_back_from_the_tables(plan_of, now):
    plan = plan_of(ordinary("K-1", deadline="2024-01-29 12:00:00") + ordinary("K-2", 1, decider="ana"))
    done = replay(plan, now)
    shown = replayed_figures(done.cases.values(), kept_by="decided", end_of_log=plan.log.first_and_last[1])
    assert (shown.cases, shown.taken, shown.officers, shown.ended) == (2, 4, 2, 2)
    assert (shown.kept["log"].late, shown.kept["map"].in_time) == (1, 1)
    assert [(one.code, one.cases) for one in shown.stopped] == [("four-eyes", 1)]
    assert len(list(recorded_cases(done.cases.values()))) == 2


def test_the_whole_replay_in_an_office_of_its_own_proves_what_it_says(plan_of, settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"
    looked_at = []
    result = replay_log(plan_of(ordinary()), fresh=True, progress=lambda done, of: looked_at.append((done, of)))
    assert result.checked == (1, 0, 6)
    assert looked_at[-1] == (4, 4)


def test_a_service_that_the_office_does_not_offer_is_refused_with_those_it_does(plan_of):
    with pytest.raises(Refused) as refused:
        replay_log(plan_of(ordinary(), MAP.replace("id: residence-letter", "id: flying-permit")), fresh=False)
    refusal = refused.value.refusals[0]
    assert "“flying-permit”" in refusal.reason.en and "residence-letter" in refusal.remedy.en
    assert not Case.objects.exists()


def test_strange_accounts_stay_apart(plan_of, now):
    accounts = ["x" * 200 + "1", "x" * 200 + "2", "a\u200bb", "a\u200cb", "Ana", "ana"]
    rows = [row("K-1", "received", 0, ""), *(row("K-1", "drafted", n + 1, name) for n, name in enumerate(accounts))]
    replay(plan_of(rows), now)
    names = set(User.objects.values_list("username", flat=True))
    assert len(names) == len(accounts)
    assert all(len(name) <= 150 and name.isprintable() for name in names)


def test_a_deadline_that_means_none_and_a_stray_year_break_nothing(plan_of, now):
    far = "2199-12-31 23:59:59"
    rows = [
        row("K-1", "received", 0, "", deadline=far), row("K-1", "asked", 1, deadline=far),
        row("K-1", "answered", 48, "", deadline=far), row("K-1", "extended", 49, days="9999", deadline=far),
        row("K-2", "received", -24 * 365 * 90, ""), row("K-2", "asked", 0), row("K-2", "answered", 24 * 365 * 60, ""),
        row("K-2", "decided", 24 * 365 * 61, "ben"),
    ]  # fmt: skip
    plan = plan_of(rows)
    done = replay(plan, now)
    shown = replayed_figures(done.cases.values(), kept_by="decided", end_of_log=plan.log.first_and_last[1])
    assert (shown.cases, shown.ended) == (2, 1)
    assert [one for one in differences() if not isinstance(one, int)] == []
