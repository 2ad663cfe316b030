"""The process diagrams as other projects read them: the OMG's schema, bpmnlint, and an engine that runs them.

The schema comes with SpiffWorkflow and is not ours to ship; none of these programs is installed in an office.
"""

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
from layani.rules.cases.decider import decide, evolve, objections
from layani.rules.cases.state import By, Case, PlannedStep, planned
from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.renderings.bpmn import bpmn_of
from layani.rules.catalogue.renderings.process import DUE, process_of
from tests.available import BPMNLINT

SCHEMA = Path(SpiffWorkflow.__file__).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"
CATALOGUE = load_catalogue(Path(layani.example_office.__file__).parent)
SERVICES = list(CATALOGUE.services.values())
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)

each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.slug)
in_both = pytest.mark.parametrize("language", ["id", "en"])


@each_service
@in_both
def test_the_schema_of_the_omg_accepts_every_diagram(service, language):
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.assertValid(etree.fromstring(bpmn_of(service, CATALOGUE.office, language)))


def linted(folder, text) -> subprocess.CompletedProcess:
    """Run bpmnlint with its recommended rules, its warnings counted as errors."""
    (folder / ".bpmnlintrc").write_text(json.dumps({"extends": "bpmnlint:recommended"}), encoding="utf-8")
    (folder / "process.bpmn").write_bytes(text)
    command = [BPMNLINT, "--max-warnings", "0", "process.bpmn"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.bpmnlint
@each_service
def test_another_projects_linter_finds_nothing(service, tmp_path):
    done = linted(tmp_path, bpmn_of(service, CATALOGUE.office, "id"))
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
        return expression if expression.startswith("P") else self.answers[expression]


def end_of(service, plan) -> set[str]:
    """Run the diagram by one plan and return the ends at which it arrived."""
    answers, withdrawn_in, late_in = plan
    process = process_of(service, CATALOGUE.office)
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.ElementTree(etree.fromstring(bpmn_of(service, CATALOGUE.office, "en"))))
    workflow = BpmnWorkflow(parser.get_spec(f"service_{service.slug}"), script_engine=Engine(answers, late_in))
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


def plans(service):
    """Yield every combination of answers, and with each of them nothing else, a withdrawal, or silence in one task."""
    process = process_of(service, CATALOGUE.office)
    conditions = sorted({flow.condition for flow in process.flows if flow.condition})
    tasks = [one.id for one in process.nodes if one.kind == "task"]
    for values in itertools.product([True, False], repeat=len(conditions)):
        answers = dict(zip(conditions, values, strict=True))
        yield answers, None, None
        for task in tasks:
            yield answers, task, None
            yield answers, None, task


ACTS = (
    ("check_complete", "officer", {}),
    ("ask_missing", "officer", {"items": ["phone"]}),
    ("answer", "citizen", {}),
    ("perform", "officer", {}),
    ("visit", "officer", {"team": 9, "team_at_least": 1}),
    ("initial", "officer", {}),
    ("external_sent", "officer", {}),
    ("external_done", "officer", {"fits": True}),
    ("notice_opened", "officer", {}),
    ("notice_over", "system", {}),
    ("notice_closed", "officer", {}),
    # Objections are over: the steps of these cases are planned without their time.
    ("ranked", "officer", {"rank": 1, "place": "placed", "objections_until": NOW.isoformat()}),
    ("rank_final", "system", {}),
    ("decide_grant", "officer", {}),
    ("decide_refuse", "officer", {"ground": "g", "grounds": ["g"], "fact_length": 40}),
    ("withdraw", "citizen", {}),
    ("deem_granted", "system", {}),
)


def ends_of_cases(service) -> set[str]:
    """Return every status in which a case of the service can end, found by trying every act in every state."""
    steps = [PlannedStep(s.id, s.kind, s.role, s.within.amount, s.within.unit) for s in service.steps]
    promise = service.promise
    filing = {
        "number": "1", "office": "o", "service": service.slug, "version": str(service.version), "channel": "online",
        "steps": [planned(one) for one in steps], "promise": [promise.total.amount, promise.total.unit],
        "promise_starts": promise.starts, "silence_grants": promise.if_late == "grant",
    }  # fmt: skip
    calendar, ends = Calendar(), set()
    first = decide(None, Act("file", By("citizen"), NOW, filing), calendar)
    open_cases = [evolve(Case(), first)]
    while open_cases:
        case = open_cases.pop()
        for kind, who, data in ACTS:
            # Every act comes after a year: the time in which silence grants has passed.
            at = case.last_at + timedelta(days=365)
            act = Act(kind, By(who, case.holder), at, {**data, "step": case.step} if case.step else data)
            if objections(case, act):
                continue
            after = evolve(case, decide(case, act, calendar))
            if after.is_open:
                open_cases.append(after)
            else:
                ends.add(after.status)
    return ends


@each_service
def test_an_engine_reaches_the_ends_that_cases_reach_and_no_others(service):
    reached = [end_of(service, plan) for plan in plans(service)]
    assert {len(ends - {""}) for ends in reached} == {1}, "every run ends the case once"
    assert set().union(*reached) - {""} == ends_of_cases(service)


@pytest.mark.parametrize("starts", ["received", "complete"])
@pytest.mark.parametrize("if_late", ["grant", "escalate"])
@pytest.mark.parametrize("first", [0, 1], ids=["checked first", "decided at once"])
def test_whatever_the_promise_the_diagram_and_the_cases_agree(starts, if_late, first):
    service = CATALOGUE.services["residence-letter"]
    service = replace(
        service, steps=service.steps[first:], promise=replace(service.promise, starts=starts, if_late=if_late)
    )
    reached = set().union(*(end_of(service, plan) for plan in plans(service))) - {""}
    assert reached == ends_of_cases(service)


def test_silence_ends_a_case_only_where_the_law_lets_it():
    ends = {one.slug: ends_of_cases(one) for one in SERVICES}
    assert {slug for slug, found in ends.items() if "deemed_granted" in found} == {"hall-use"}
