"""A law makes a version count for open cases: each goes over by an event of its own, or it is noted why it does not."""

from datetime import UTC, datetime, timedelta

import pytest

from layani.commands import compare
from layani.office.actions import checking, deciding, filing, open_cases, serving
from layani.office.actions.publishing import Wanted, propose, publish
from layani.office.actions.rebuilding import differences
from layani.office.actions.viewing import answers_of
from layani.office.actor import Actor
from layani.office.house import catalogue, service
from layani.office.jobs import follow_versions
from layani.office.pages.citizen.timeline import timeline
from layani.office.tables.models import Attempt, Case, Event, Message
from layani.office.tables.projection import event_of, state_of
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA
from tests.office.publishing.conftest import WHY, edit
from tests.office.publishing.test_publishing import clock_at
from tests.office.security.visitors import officer_client

pytestmark = pytest.mark.django_db
CITIZEN = Actor(kind="citizen")
FILED = datetime(2027, 1, 25, 3, tzinfo=UTC)
BEGUN = datetime(2027, 2, 1, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
UNLUCKY = 77
NEW_RULE = ("must: guests <= office.hall_seats", f"must: guests <= office.hall_seats && guests != {UNLUCKY}")
OPEN = (
    "next: []",
    "open_cases:\n  follow: [rules]\n  law: kep-camat-3-2026-kursi\n"
    "  says: {id: Hukum menyebut juga permohonan yang berjalan., en: The law names open applications too.}\nnext: []",
)
OTHER_STEP = ("within: 3 working days", "within: 2 working days")
READS_WHAT_IS_OPTIONAL = (
    'must: purpose != "sale"',
    """must: 'purpose != "sale" && (guests < 20 || guests > 21 || size(equipment) < 3)'""",
)


def filed(guests, **more):
    answers = {
        "name": CARLA.name, "nik": CARLA.nik, "birth_date": CARLA.birth_date, "phone": CARLA.phone,
        "purpose": "meeting", "event_name": "Rapat warga", "event_date": "2027-03-03", "part_of_day": "morning",
        "guests": guests, "equipment": ["chairs"], "leaves_clean": True, **more,
    }  # fmt: skip
    given = {name: value for name, value in answers.items() if value is not None}
    application = filing.Application(service("hall-use"), CARLA, given, "online")
    return filing.file(application, actor=CITIZEN, now=FILED).row.number


@pytest.fixture
def proposed(folder, sari, now):
    """Return a function that proposes the hall's version of February with these changes."""

    def made(*pieces):
        edit(folder, *pieces)
        return propose("hall-use", Wanted(WHY, 0, "Hukumnya sudah berlaku"), actor=sari, now=now)

    return made


@pytest.fixture
def begun(proposed, citra, now, monkeypatch):
    """Return a function that puts it in force and lets its day begin."""

    def published(*pieces):
        made = proposed(*pieces)
        publish(made.pk, actor=citra, now=now + timedelta(days=1))
        clock_at(monkeypatch, "2027-02-01")
        return made

    return published


def acts(number):
    return [event.act for event in Event.objects.all_of_case(Case.objects.get(number=number).pk)]


def test_open_cases_go_over_each_by_an_event_and_the_applicant_is_told(begun):
    number = filed(20)
    begun(NEW_RULE, OPEN)
    before = Case.objects.get(number=number)
    answers, steps = answers_of(before), state_of(before).steps
    assert follow_versions.run(BEGUN) == 1
    row = Case.objects.get(number=number)
    assert (row.version, acts(number)) == ("2027-02-01", ["file", "version_changed"])
    assert answers_of(row) == answers and state_of(row).steps == steps
    assert state_of(row).rules["fits-the-hall"] == "passed"
    assert Message.objects.filter(case=row, kind="version-changed").count() == 1
    told = timeline(state_of(row), [event_of(one) for one in Event.objects.all_of_case(row.pk)])[0].words
    assert "The law names open applications too." in told.en and "pasal 4" in told.id
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_a_second_run_finds_nothing_to_do(begun):
    number = filed(20)
    begun(NEW_RULE, OPEN)
    assert (follow_versions.run(BEGUN), follow_versions.run(BEGUN + MINUTE)) == (1, 0)
    assert acts(number).count("version_changed") == 1


def test_before_its_day_and_without_a_law_nothing_moves(folder, begun, proposed, citra, now):
    number = filed(20)
    publish(proposed(NEW_RULE, OPEN).pk, actor=citra, now=now + timedelta(days=1))
    assert follow_versions.run(FILED + MINUTE) == 0
    assert acts(number) == ["file"]


def test_a_version_that_names_no_law_leaves_open_cases_alone(begun):
    number = filed(UNLUCKY)
    begun(NEW_RULE)
    assert (follow_versions.run(BEGUN), acts(number)) == (0, ["file"])
    assert state_of(Case.objects.get(number=number)).failed_mandatory == ()


def test_a_mandatory_rule_that_now_fails_bars_the_grant(begun, ana, ben):
    number = filed(UNLUCKY)
    begun(NEW_RULE, OPEN)
    follow_versions.run(BEGUN)
    assert serving.take_next(actor=ana, now=BEGUN + MINUTE).row.number == number
    checking.check_complete(number, actor=ana, now=BEGUN + 2 * MINUTE)
    assert serving.take_next(actor=ben, now=BEGUN + 3 * MINUTE).row.number == number
    with pytest.raises(Refused) as refused:
        deciding.grant(number, actor=ben, now=BEGUN + 4 * MINUTE)
    assert "There are no more guests than seats" in refused.value.refusals[0].reason.en


def test_a_case_whose_steps_would_change_keeps_its_version_and_is_listed(begun, ana):
    number = filed(20)
    begun(NEW_RULE, OPEN, OTHER_STEP)
    assert (follow_versions.run(BEGUN), follow_versions.run(BEGUN + MINUTE)) == (1, 0)
    row = Case.objects.get(number=number)
    assert (row.version, acts(number)) == ("2026-11-01", ["file", "version_kept"])
    assert state_of(row).kept_version["why"] == ["part:steps"]
    assert not Message.objects.filter(case=row, kind="version-changed").exists()
    assert [one for one in differences() if not isinstance(one, int)] == []
    client = officer_client("hana", "head", headers={"accept-language": "en"})
    listed = client.get("/officer/kept-versions/").content.decode()
    assert number in listed and "different, too: the steps" in listed
    assert "different, too: the steps" in client.get(f"/officer/case/{number}/").content.decode()


def test_a_case_without_an_answer_that_the_rule_needs_keeps_its_version(begun):
    number, other = filed(20, equipment=None), filed(21)
    begun(READS_WHAT_IS_OPTIONAL, OPEN)
    follow_versions.run(BEGUN)
    assert state_of(Case.objects.get(number=number)).kept_version["why"] == ["answer:not-for-sales"]
    assert Case.objects.get(number=other).version == "2027-02-01"


def test_a_decided_case_does_not_go_over(begun, ana, ben):
    number = filed(20)
    serving.take_next(actor=ana, now=FILED + MINUTE)
    checking.check_complete(number, actor=ana, now=FILED + 2 * MINUTE)
    serving.take_next(actor=ben, now=FILED + 3 * MINUTE)
    deciding.grant(number, actor=ben, now=FILED + 4 * MINUTE)
    begun(NEW_RULE, OPEN)
    assert follow_versions.run(BEGUN) == 0
    with pytest.raises(Refused):
        open_cases.follow(number, catalogue().services["hall-use"], now=BEGUN)
    assert Attempt.objects.filter(act="version_changed").count() == 1
    assert Case.objects.get(number=number).version == "2026-11-01"


def test_who_proposes_sees_how_many_follow_and_by_which_law(proposed):
    lucky, unlucky = filed(20), filed(UNLUCKY)
    made = proposed(NEW_RULE, OPEN)
    told = made.report["open_cases"]
    assert (told["of"], told["follow"], told["stay"], told["fails"]) == (2, 2, 0, 1)
    assert told["named"] == {"follow": [lucky, unlucky], "fails": [unlucky]}
    client = officer_client("ayu", "analyst", headers={"accept-language": "en"})
    page = client.get(f"/publishing/{made.pk}/").content.decode()
    assert "then fail a mandatory rule: 1" in page and "pasal 4" in page
    public = client.get(f"/consultation/{made.pk}/").content.decode()
    assert "The law names open applications too." in public and unlucky not in public


def test_the_command_tells_it_in_words(folder, capsys):
    filed(20)
    edit(folder, NEW_RULE, OPEN, OTHER_STEP)
    found = compare.compared(folder / "hall-use", 50)
    said = "\n".join(compare._words(found))
    assert "1 of 1 open cases judged" in said and "part:steps: 1" in said


FEE = (
    "fee: free",
    "parameters:\n  rate:\n    says: {id: Tarif dasar, en: Basic rate}\n    law: kep-camat-3-2026\n    unit: IDR\n"
    "    values: [{from: 2024-01-01, value: 10_000 IDR}]\nfee: {amount: parameters.rate, law: kep-camat-3-2026}",
)


def costs(folder, old, new):
    """Let the worked cases expect another fee."""
    file = folder / "hall-use" / "examples.yaml"
    text = file.read_text(encoding="utf-8")
    assert f"fee: {old}" in text
    file.write_text(text.replace(f"fee: {old}", f"fee: {new}"), encoding="utf-8")


def test_a_case_whose_fee_would_be_another_keeps_its_version(folder, begun, sari, citra, now, monkeypatch):
    costs(folder, "free", "10_000 IDR")
    begun(FEE)
    number = filed(20)
    assert Case.objects.get(number=number).version == "2027-02-01"
    later = (
        ("version: 2027-02-01", "version: 2027-03-01"),
        ("value: 10_000 IDR", "value: 12_000 IDR"),
        (OPEN[0], OPEN[1].replace("follow: [rules]", "follow: [parameters]")),
    )
    file = folder / "hall-use" / "service.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in later:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    costs(folder, "10_000 IDR", "12_000 IDR")
    made = propose("hall-use", Wanted(WHY, 0, "Hukumnya sudah berlaku"), actor=sari, now=now + timedelta(days=2))
    assert made.report["open_cases"]["why"] == {"amount": 1}
    publish(made.pk, actor=citra, now=now + timedelta(days=3))
    clock_at(monkeypatch, "2027-03-01")
    follow_versions.run(BEGUN)
    assert state_of(Case.objects.get(number=number)).kept_version["why"] == ["amount"]


def test_after_an_answer_the_system_looks_again(begun, ana):
    number = filed(20, equipment=None)
    begun(READS_WHAT_IS_OPTIONAL, OPEN)
    follow_versions.run(BEGUN)
    assert serving.take_next(actor=ana, now=BEGUN + MINUTE).row.number == number
    checking.ask_missing(number, {"equipment": "Apa yang Anda perlukan?"}, actor=ana, now=BEGUN + 2 * MINUTE)
    checking.answer(number, {"equipment": ["sound"]}, actor=CITIZEN, now=BEGUN + 3 * MINUTE)
    assert follow_versions.run(BEGUN + 4 * MINUTE) == 1
    row = Case.objects.get(number=number)
    assert (row.version, state_of(row).kept_version) == ("2027-02-01", {})
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_the_list_goes_on_by_its_last_row_with_as_many_questions(begun, monkeypatch, django_assert_max_num_queries):
    first, second = filed(20), filed(21)
    begun(NEW_RULE, OPEN, OTHER_STEP)
    follow_versions.run(BEGUN)
    client = officer_client("hana", "head", headers={"accept-language": "en"})
    with django_assert_max_num_queries(12) as both:
        client.get("/officer/kept-versions/")
    monkeypatch.setattr("layani.office.pages.officer.kept_versions.ROWS", 1)
    with django_assert_max_num_queries(len(both)):
        page = client.get("/officer/kept-versions/").content.decode()
    assert first in page and second not in page
    following = page.split('rel="next" href="')[1].split('"')[0]
    page = client.get(f"/officer/kept-versions/{following}").content.decode()
    assert second in page and first not in page


def test_an_answer_that_is_sent_while_a_version_begins_is_judged_by_that_version(begun, ana, ben, monkeypatch):
    """Worked out by the version before, its rules would take the place of the law's new one: it could be granted."""
    number, real = filed(UNLUCKY), checking.act_on
    assert serving.take_next(actor=ana, now=FILED + MINUTE).row.number == number
    checking.ask_missing(number, {"event_name": "Acara apa?"}, actor=ana, now=FILED + 2 * MINUTE)
    begun(NEW_RULE, OPEN)

    def act_on(*given, **more):
        monkeypatch.setattr(checking, "act_on", real)
        assert follow_versions.run(BEGUN) == 1
        return real(*given, **more)

    monkeypatch.setattr(checking, "act_on", act_on)
    checking.answer(number, {"event_name": "Rapat RT 3"}, actor=CITIZEN, now=BEGUN + MINUTE)
    case = state_of(Case.objects.get(number=number))
    assert (case.version, case.failed_mandatory) == ("2027-02-01", ("fits-the-hall",))
    assert [one for one in differences() if not isinstance(one, int)] == []
