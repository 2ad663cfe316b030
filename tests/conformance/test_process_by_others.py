"""The process diagrams as other projects read them: the OMG's schema, bpmnlint, and an engine that runs them.

The schema comes with SpiffWorkflow and is not ours to ship; none of these programs is installed in an office.
"""

import functools
import itertools
import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import SpiffWorkflow
from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

import layani.example_office
from layani.rules.cases.act import Act
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import Term
from layani.rules.cases.decider import RULES, decide, evolve, objections
from layani.rules.cases.state import By, Case
from layani.rules.cases.state_json import planned
from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.planning import lawful, planned_step
from layani.rules.catalogue.promise import Answer, Extension, Outage
from layani.rules.catalogue.renderings.bpmn import bpmn_of
from layani.rules.catalogue.renderings.process import DUE, process_of
from tests.available import BPMNLINT

SCHEMA = Path(SpiffWorkflow.__file__).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"
CATALOGUE = load_catalogue(Path(layani.example_office.__file__).parent)
TESTS = Path(__file__).parents[1]
MADE_UP = [
    load_catalogue(TESTS / name)
    for name in ("building_office", "side_by_side_office", "grant_office", "standards_office")
]
OFFICE_OF = {one: found.office for found in (CATALOGUE, *MADE_UP) for one in found.services}
SHIPPED = list(CATALOGUE.services.values())
SERVICES = [one for found in (CATALOGUE, *MADE_UP) for one in found.services.values()]
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)

each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.slug)
in_both = pytest.mark.parametrize("language", ["id", "en"])


@functools.cache
def schema() -> etree.XMLSchema:
    """Read the schema once for all diagrams."""
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


@each_service
@in_both
def test_the_schema_of_the_omg_accepts_every_diagram(service, language):
    schema().assertValid(etree.fromstring(bpmn_of(service, OFFICE_OF[service.slug], language)))


def linted(folder, text) -> subprocess.CompletedProcess:
    """Run bpmnlint with its recommended rules, its warnings counted as errors."""
    (folder / ".bpmnlintrc").write_text(json.dumps({"extends": "bpmnlint:recommended"}), encoding="utf-8")
    (folder / "process.bpmn").write_bytes(text)
    command = [BPMNLINT, "--max-warnings", "0", "process.bpmn"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.bpmnlint
@each_service
def test_another_projects_linter_finds_nothing(service, tmp_path):
    done = linted(tmp_path, bpmn_of(service, OFFICE_OF[service.slug], "id"))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.bpmnlint
def test_that_linter_would_speak(tmp_path):
    broken = bpmn_of(SERVICES[0], CATALOGUE.office, "id").replace(b' name="Memutuskan"', b"")
    done = linted(tmp_path, broken)
    assert done.returncode == 1 and "label-required" in done.stdout


class Engine(PythonScriptEngine):
    """Answers every condition as one plan says, and lets the whole time pass while one task waits.

    The diagrams hold CEL and plain ISO durations; SpiffWorkflow would read both as Python.
    """

    def __init__(self, answers, late_in):
        super().__init__()
        self.answers, self.late_in = answers, late_in

    def evaluate(self, task, expression, external_context=None):
        if expression == DUE:
            here = task.task_spec.name == f"deemed_{self.late_in}"
            return (datetime.now(UTC) + timedelta(days=-1 if here else 365)).isoformat()
        if task.task_spec.name == f"lapsed_{self.late_in}":
            return "PT0S"
        return expression if expression.startswith("P") else self.answers[expression]


def ends_of(service) -> list[set[str]]:
    """Run the diagram by every plan and return the ends at which each run arrived."""
    process = process_of(service, OFFICE_OF[service.slug])
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.ElementTree(etree.fromstring(bpmn_of(service, OFFICE_OF[service.slug], "en"))))
    spec = parser.get_spec(f"service_{service.slug}")
    return [end_of(process, spec, plan) for plan in plans(process)]


def end_of(process, spec, plan) -> set[str]:
    """Run a diagram by one plan and return the ends at which it arrived."""
    answers, withdrawn_in, late_in = plan
    workflow = BpmnWorkflow(spec, script_engine=Engine(answers, late_in))
    for _ in range(50):
        workflow.do_engine_steps()
        workflow.refresh_timers()
        waiting = workflow.get_tasks(state=TaskState.READY, manual=True)
        if not waiting:
            break
        if waiting[0].task_spec.name == withdrawn_in:
            workflow.send_event(BpmnEvent(MessageEventDefinition("Withdrawal"), {}))
        else:
            waiting[0].run()
    assert workflow.completed
    done = {one.task_spec.name for one in workflow.get_tasks(state=TaskState.COMPLETED)}
    return {one.end for one in process.nodes if one.kind == "end" and one.id in done}


def plans(process):
    """Yield every combination of answers, and with each of them nothing else, a withdrawal, or silence in one task."""
    conditions = sorted({flow.condition for flow in process.flows if flow.condition})
    tasks = [one.id for one in process.nodes if one.kind == "task"]
    for values in itertools.product([True, False], repeat=len(conditions)):
        answers = dict(zip(conditions, values, strict=True))
        yield answers, None, None
        for task in tasks:
            yield answers, task, None
            yield answers, None, task


ACTS = {
    "check_complete": ("officer", {}),
    "ask_missing": ("officer", {"items": ["phone"]}),
    "answer": ("citizen", {}),
    "visit": ("officer", {"team": 9, "team_at_least": 1}),
    "perform": ("officer", {}),
    "initial": ("officer", {}),
    "external_sent": ("officer", {}),
    "external_done": ("officer", {"fits": True}),
    "outage": ("officer", {"evidence_length": 40}),
    "notice_opened": ("officer", {}),
    "notice_objection": ("officer", {"words_length": 40}),
    "notice_over": ("system", {}),
    "notice_closed": ("officer", {}),
    "turn_said": ("citizen", {}),
    "turn_declined": ("citizen", {}),
    "turn_done": ("officer", {"done": True}),
    "turn_again": ("officer", {"words_length": 40}),
    "decide_grant": ("officer", {}),
    "decide_refuse": ("officer", {"ground": "g", "grounds": ["g"], "fact_length": 40}),
    "extend": ("officer", {"reason": "on-site"}),
    "pause": ("officer", {"system": "siak", "evidence_length": 40}),
    "resume": ("system", {}),
    "warn": ("system", {}),
    "lapse": ("system", {"warning_sent": True}),
    "withdraw": ("citizen", {}),
    "ranked": ("officer", {"place": "waiting"}),
    "rank_final": ("system", {}),
    "moved_up": ("system", {}),
    "waiting_ended": ("system", {}),
    "deem_complete": ("system", {}),
    "deem_granted": ("system", {}),
}
"""Every act that can change how a case ends, with who does it and the values that let it pass."""

NO_END = {
    "file": "begins it", "take": "to a desk", "put_back": "off a desk", "drawn": "to an officer",
    "release": "off another desk", "take_over": "makes it our own", "recalendar": "moves its dates",
    "version_changed": "changes its rules", "version_kept": "leaves it as it is",
    "predecessor_ended": "begins it after another case", "predecessor_reopened": "lets it wait for that case again",
    "silence": "leaves it open", "evidence_noted": "stands beside the step", "looked_up": "stands beside the step",
    "put_right": "stands beside the step",
    "put_first": "moves it in its queue", "expedite_asked": "moves it in its queue",
    "expedite_granted": "moves it in its queue", "expedite_refused": "moves it in its queue",
    "rank_objection": "holds the list up", "rank_answered": "lets the list go on", "rank_annulled": "begins it again",
    "issue": "after its end", "deliver": "after its end", "remind": "after its end", "supersede": "after its end",
    "condition_met": "after its end", "warn_revocation": "after its end", "answer_revocation": "after its end",
    "duty_said": "after its end", "duty_met": "after its end", "duty_again": "after its end",
    "duty_reminded": "after its end", "duty_late": "after its end",
    "revoke": "after its end", "drop_revocation": "after its end",
    "propose_correction": "after its end", "answer_correction": "after its end", "correct": "after its end",
    "drop_correction": "after its end", "reissue": "after its end", "post_letter": "after its end",
    "initial_letter": "after its end", "send_letter_back": "after its end",
    "answer_letter_back": "after its end", "pass_initial": "after its end",
    "take_signature": "after its end", "disown": "ends it as a withdrawal does", "discretion": "leaves it open",
    "objection_filed": "after its end", "objection_upheld": "begins it again", "objection_rejected": "after its end",
    "objection_silent": "begins it again",
    "pool_asked": "moves it in its queue", "exempted": "opens it to another officer",
    "exemption_over": "keeps it from an officer again", "after_checked": "beside its end",
    "note": "only the importer", "consult": "only the importer",
    "advise": "only the importer", "reach": "only the importer", "publish": "only the importer",
    "set_fee": "only the importer", "object": "only the importer", "close": "only the importer",
}  # fmt: skip
"""Acts that are left out, and why they can end no case otherwise."""


def test_no_act_is_forgotten():
    assert ACTS.keys() | NO_END.keys() == RULES.keys() and not ACTS.keys() & NO_END.keys()


def ends_of_cases(service) -> set[str]:
    """Return every status in which a case of the service can end, found by trying every act in every state."""
    steps = [planned_step(one) for one in service.steps]
    promise = service.promise
    filing = {
        "number": "1", "office": "o", "service": service.slug, "version": str(service.version), "channel": "online",
        "steps": [planned(one) for one in steps], "promise": [promise.total.amount, promise.total.unit],
        "promise_starts": promise.starts, "silence_grants": promise.if_late == "grant", **lawful(promise),
    }  # fmt: skip
    calendar, ends = Calendar(), set()
    first = decide(None, Act("file", By("citizen"), NOW, filing), calendar)
    open_cases = [evolve(Case(), first)]
    seen = set()
    while open_cases:
        case = open_cases.pop()
        for kind, step, days in itertools.product(ACTS, [one.id for one in case.open_steps()], DAYS):
            who, data = ACTS[kind]
            values = {**data, "step": step}
            act = Act(kind, By(who, case.holder), case.last_at + timedelta(days=days), values)
            if objections(case, act):
                continue
            after = evolve(case, decide(case, act, calendar))
            if not after.is_open:
                ends.add(after.status)
            elif (place := place_of(after)) not in seen:
                seen.add(place)
                open_cases.append(after)
    return ends


DAYS = (1, 365)
"""Days between two acts: a few, and so many that every term has passed."""


def place_of(case) -> tuple:
    """Return where a case is on its way; when it came there changes no end, but for what a notice or a pause waits."""
    steps = tuple((one.id, one.ball, tuple(sorted(one.work.keys() - {"outages"}))) for one in case.open_steps())
    ranked = (case.place.get("place"), bool(case.place.get("final")))
    paused = tuple(sorted({one.cause for one in case.pauses}))
    clock = (case.asked, bool(case.extended), paused, bool(case.warned_at))
    return case.status, steps, clock, case.ended, ranked


@each_service
def test_an_engine_reaches_the_ends_that_cases_reach_and_no_others(service):
    reached = ends_of(service)
    assert {len(ends - {""}) for ends in reached} == {1}, "every run ends the case once"
    assert set().union(*reached) - {""} == ends_of_cases(service)


@pytest.mark.parametrize("starts", ["received", "complete"])
@pytest.mark.parametrize("if_late", ["grant", "escalate", "refuse"])
@pytest.mark.parametrize("first", [0, 1], ids=["checked first", "decided at once"])
def test_whatever_the_promise_the_diagram_and_the_cases_agree(starts, if_late, first):
    service = CATALOGUE.services["residence-letter"]
    service = replace(
        service, steps=service.steps[first:], promise=replace(service.promise, starts=starts, if_late=if_late)
    )
    reached = set().union(*ends_of(service)) - {""}
    assert reached == ends_of_cases(service)


@each_service
def test_an_applicant_who_does_not_answer_closes_the_case_where_the_service_says_so(service):
    answer = Answer(Term(14, "calendar days"), Term(10, "calendar days"), "uu-25")
    promise = replace(
        service.promise,
        answer=answer,
        extension=Extension(Term(7, "working days"), "uu-14"),
        outage=Outage(("siak",), Term(2, "working days"), "uu-25"),
    )
    closing = replace(service, promise=promise)
    reached = set().union(*ends_of(closing)) - {""}
    assert reached == ends_of_cases(closing) and "lapsed" in reached
    drawn = bpmn_of(closing, OFFICE_OF[service.slug], "en")
    schema().assertValid(etree.fromstring(drawn))
    assert b"Can be extended once by 7 working days" in drawn and b"The clock stops once if siak is out" in drawn


@pytest.mark.parametrize("slug", ["burial-plot", "food-stall-hygiene"])
def test_an_applicant_who_does_nothing_in_their_step_closes_the_case_where_the_service_says_so(slug):
    service = next(one for one in SERVICES if one.slug == slug)
    assert "lapsed" not in ends_of_cases(service)
    steps = [replace(one, turn=replace(one.turn, closes=True)) if one.turn else one for one in service.steps]
    closing = replace(service, steps=tuple(steps))
    reached = set().union(*ends_of(closing)) - {""}
    assert reached == ends_of_cases(closing) and "lapsed" in reached
    schema().assertValid(etree.fromstring(bpmn_of(closing, OFFICE_OF[slug], "en")))


@pytest.mark.bpmnlint
@each_service
def test_the_linter_finds_nothing_in_what_moves_the_day(service, tmp_path):
    promise = replace(
        service.promise,
        answer=Answer(Term(14, "calendar days"), Term(10, "calendar days"), "uu-25"),
        extension=Extension(Term(7, "working days"), "uu-14"),
        outage=Outage(("siak",), Term(2, "working days"), "uu-25"),
    )
    done = linted(tmp_path, bpmn_of(replace(service, promise=promise), OFFICE_OF[service.slug], "id"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_silence_ends_a_case_only_where_the_law_lets_it():
    ends = {one.slug: ends_of_cases(one) for one in SHIPPED}
    assert {slug for slug, found in ends.items() if "deemed_granted" in found} == {"hall-use"}
