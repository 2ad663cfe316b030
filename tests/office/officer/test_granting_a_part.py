"""A part of what was asked is given and the rest refused: on the officer's page, in the letter, and to the citizen."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from layani.cli import main
from layani.office.actions import checking, deciding, filing, issuing, performing, serving
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.performing import Found
from layani.office.actions.rebuilding import differences
from layani.office.actor import Actor
from layani.office.house import catalogue, service
from layani.office.jobs import figures
from layani.office.pages.citizen.objecting import against_decision
from layani.office.pages.parts.words import weekday
from layani.office.tables.models import Attempt, Case, Event, Figures, Letter, Message, Party
from layani.office.tables.projection import event_of, state_of
from layani.rules.catalogue import FieldProblem
from layani.rules.catalogue.examples import run_examples
from layani.rules.refusal import Refused
from layani.rules.text import Text
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA, officer
from tests.office.officer.at_the_desk import early, page, post
from tests.office.officer.conftest import words_of
from tests.office.officer.walks import on_the_deciders_desk

__all__ = ["early"]
pytestmark = pytest.mark.django_db
SLUG = "public-information"
MINUTE = timedelta(minutes=1)
GIVEN = "Halaman 1 sampai 3 surat pengaduan itu"
WITHHELD = "Halaman 4, nama pelapor"
FACT = "Halaman 4 memuat nama dan alamat orang yang melapor."
GROUND = "exempt-private-life"
PART = {"given": GIVEN, "withheld": WITHHELD, "ground": GROUND, "fact": FACT, "fact_language": "id"}


def found(is_open="part"):
    return {"held": True, "open": is_open, "where": "Arsip 2025", "tested": "Uji konsekuensi 13/2026"}


def searched(at, is_open="part"):
    """File a request, check it and search for what it asks; it then waits for its decision."""
    answers = {
        "name": CARLA.name, "nik": CARLA.nik, "birth_date": CARLA.birth_date, "phone": CARLA.phone,
        "wanted": "Surat pengaduan tentang jalan Mekarsari", "form": "view",
    }  # fmt: skip
    number = filing.file(
        filing.Application(service(SLUG), CARLA, answers, "online"), actor=Actor(kind="citizen"), now=at
    ).row.number
    ana, rini = officer("ana", "front-desk"), officer("rini", "information-officer")
    serving.take_next(actor=ana, now=at + MINUTE)
    checking.check_complete(number, actor=ana, now=at + 2 * MINUTE)
    serving.take_next(actor=rini, now=at + 3 * MINUTE)
    performing.finish(number, Found("search", found(is_open)), actor=rini, now=at + 4 * MINUTE)
    return number


@pytest.fixture
def ppid(browser_of):
    return browser_of("ppid", "information-head")


@pytest.fixture
def number(ppid, early):
    found_case = searched(early)
    ppid.post("/officer/")
    return found_case


def carla():
    return signed_in(Party.objects.get())


def part(**other):
    values = {"given": {"given": GIVEN, "withheld": WITHHELD}, "ground": GROUND, "fact": FACT, "language": "id"}
    return deciding.Part(**{**values, **other})


def test_the_page_offers_it_with_the_law_and_only_the_grounds_of_the_file(ppid, number):
    html = ppid.get(page(number)).content.decode()
    assert "Kabulkan sebagian" in html and "dihitamkan" in html and "pasal 22" in html
    form = html.split('id="partly"')[1].split("</details>")[0]
    assert GROUND in form and "not-held" not in form
    assert len(set(re.findall(r' id="([^"]+)"', html))) == len(re.findall(r' id="([^"]+)"', html))


def test_the_letter_is_shown_first_and_then_sent_as_it_was_shown(ppid, number):
    shown = post(ppid, number, "preview_partly", **PART)
    words = words_of(shown)
    assert shown.status_code == 200 and GIVEN in words and WITHHELD in words and FACT in words
    assert Case.objects.get().status == "deciding"
    hidden = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown.content.decode().split('id="preview"')[1])
    )
    answer = ppid.post(page(number), {**hidden, "act": "decide_partly"})
    assert answer["Location"] == f"/officer/?done=decide_partly&case={number}"
    row = Case.objects.get()
    case = state_of(row)
    assert (case.status, case.part_ground, case.outcome) == ("granted", GROUND, "granted_partly")
    text = issuing.opened_letter(Letter.objects.get(), row)["text"]["id"]
    assert GIVEN in str(text) and WITHHELD in str(text) and FACT in str(text) and "Komisi Informasi" in str(text)
    assert "sebagian terbuka" in text["title"]
    assert issuing.letter_pdf(row).startswith(b"%PDF")


def test_nothing_personal_stands_in_the_event_and_the_row_is_what_its_events_make(ppid, number):
    post(ppid, number, "decide_partly", **PART)
    event = event_of(Event.objects.get(act="decide_grant"))
    assert event.data["part_ground"] == GROUND and event.data["fact_length"] == len(FACT)
    assert GIVEN not in str(event.data) and FACT not in str(event.data)
    assert [one for one in differences() if not isinstance(one, int)] == []


@pytest.mark.parametrize(
    ("wrong", "status", "says"),
    [
        ({"given": ""}, 422, "Yang diberikan"),
        ({"ground": "not-held"}, 409, "Penolakan harus memakai alasan yang tercantum"),
        ({"ground": ""}, 409, "Penolakan harus memakai alasan yang tercantum"),
        ({"fact": "rahasia"}, 409, "belum jelas"),
    ],
)
@pytest.mark.parametrize("act", ["preview_partly", "decide_partly"])
def test_what_is_no_part_is_refused_with_what_was_written_kept(ppid, number, act, wrong, status, says):
    answer = post(ppid, number, act, **{**PART, **wrong})
    assert answer.status_code == status and says in words_of(answer)
    assert (WITHHELD in answer.content.decode()) is (status == 422)
    assert Case.objects.get().status == "deciding"


def test_while_a_mandatory_rule_fails_no_part_is_granted_either(ppid, early):
    number = searched(early, "none")
    ppid.post("/officer/")
    assert post(ppid, number, "decide_partly", **PART).status_code == 409
    assert Attempt.objects.filter(code="mandatory-rule-failed").exists()


def test_a_service_that_grants_all_or_nothing_refuses_it(ana, ben, now):
    number = on_the_deciders_desk(ana, ben)
    with pytest.raises(Refused, match="cannot be granted in part"):
        deciding.grant_partly(number, part(given={}), actor=ben, now=now + timedelta(hours=1))


def test_the_action_refuses_what_is_not_set(number, ppid):
    with pytest.raises(AnswersRejected) as rejected:
        deciding.grant_partly(number, part(given={"given": GIVEN}), actor=ppid.actor, now=timezone.now())
    assert rejected.value.problems[0].field == "withheld"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["Permohonan Anda dikabulkan sebagian", "Yang diberikan", "Mengapa tidak semuanya"]),
        ("en", ["Your application is granted in part", "What is given", "Why not all of it"]),
    ],
)
def test_the_citizen_reads_what_is_given_what_is_not_why_and_how_to_object(ppid, number, language, words):
    post(ppid, number, "decide_partly", **PART)
    client = carla()
    client.cookies["django_language"] = language
    shown = words_of(client.get(f"/case/{number}/"))
    ground = next(one for one in service(SLUG).grounds if one.id == GROUND)
    until = weekday(against_decision(state_of(Case.objects.get())).until) if language == "id" else ""
    for said in (*words, GIVEN, WITHHELD, FACT, ground.remedy.in_(language), until):
        assert said in shown.replace("&#x27;", "'").replace("&#39;", "'")
    assert ("Dikabulkan sebagian oleh" if language == "id" else "Granted in part by") in shown


def test_the_message_says_so_and_no_more(ppid, number):
    post(ppid, number, "decide_partly", **PART)
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert "granted-partly-with-letter" in kinds and "granted" not in kinds


def test_it_is_counted_as_granted_in_part_and_not_as_refused(ppid, number):
    post(ppid, number, "decide_partly", **PART)
    figures.run(timezone.now())
    row = Figures.objects.filter(service=SLUG).latest("month")
    assert (row.decided, row.partly, row.refused) == (1, 1, 0)


def test_the_service_page_says_that_a_part_can_be_granted(client):
    assert "Sebagian dapat dikabulkan." in words_of(client.get(f"/service/{SLUG}/"))


def test_such_a_case_becomes_an_example_that_tells_nobody_what_was_given(ppid, number, capsys, tmp_path):
    post(ppid, number, "decide_partly", **PART)
    assert main(["example-from", number]) == 0
    printed = capsys.readouterr().out
    assert "do: decide grant in part" in printed and f"ground: {GROUND}" in printed
    for real in (GIVEN, WITHHELD, FACT, CARLA.name, "Mekarsari"):
        assert real not in printed
    folder = tmp_path / SLUG
    folder.mkdir()
    (folder / "examples.yaml").write_text(f"examples:\n{printed}", encoding="utf-8")
    ran = run_examples(folder, service(SLUG), catalogue().office)
    assert [str(problem) for problem in ran.problems if problem.level == "error"] == []


def test_what_was_put_right_meanwhile_is_compared_again_under_the_lock(number, ppid, monkeypatch):
    found = iter([(), (FieldProblem("given", Text("Itu semuanya.", "That is all of it.")),)])
    monkeypatch.setattr(deciding, "part_problems", lambda *asked: next(found))
    with pytest.raises(AnswersRejected):
        deciding.grant_partly(number, part(), actor=ppid.actor, now=timezone.now())
    assert Case.objects.get(number=number).status == "deciding"
