"""The process that a service's steps describe, and the picture of it."""

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as Xml

import pytest

from layani.rules.catalogue.expressions import Expression
from layani.rules.catalogue.renderings.bpmn import MODEL, bpmn_of
from layani.rules.catalogue.renderings.layout import layout_of
from layani.rules.catalogue.renderings.process import APPLICANT, process_of


@pytest.fixture(params=["hall-use", "move-of-address", "residence-letter"])
def service(request, catalogue):
    return catalogue.services[request.param]


def test_everybody_who_works_on_it_has_a_lane_and_the_applicant_the_first(service, catalogue):
    lanes = process_of(service, catalogue.office).lanes
    assert list(lanes) == [APPLICANT, *dict.fromkeys(step.role for step in service.steps)]


def test_each_term_of_the_file_is_a_timer(catalogue):
    process = process_of(catalogue.services["hall-use"], catalogue.office)
    timers = {one.id: one.timer for one in process.nodes if one.timer}
    assert timers == {
        "late_step_check": "P1D",
        "late_again_step_check": "P1D",
        "late_step_decide": "P3D",
        "deemed_step_decide": "due_at",
    }


def test_a_step_with_a_condition_can_be_passed_by(catalogue):
    service = catalogue.services["move-of-address"]
    condition = Expression.compile('tenancy == "rent"', ["tenancy"])
    steps = (service.steps[0], replace(service.steps[0], id="look", kind="visit", when=condition), service.steps[-1])
    process = process_of(replace(service, steps=steps), catalogue.office)
    asked = process.node("needed_step_look")
    ways = [(one.target, one.condition, one.otherwise) for one in process.flows if one.source == asked.id]
    assert ways == [("step_look", condition.text, False), ("before_step_decide", "", True)]
    assert asked.name.en == ("Visit the place, only if “Whose is the new home?” is answered “Rented”")


def test_nothing_in_the_picture_lies_upon_another_thing(service, catalogue):
    process = process_of(service, catalogue.office)
    layout = layout_of(process)
    standing = {name: box for name, box in layout.nodes.items() if not process.node(name).timer}
    boxes = [standing[one.id] for one in process.nodes if one.id in standing and one.kind != "withdrawal"]
    upon = [
        (a, b)
        for a, b in combinations(boxes, 2)
        if a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height
    ]
    assert upon == []


def test_every_arrow_begins_and_ends_at_the_edge_of_what_it_joins(service, catalogue):
    process = process_of(service, catalogue.office)
    layout = layout_of(process)

    def touches(box, point):
        return box.x <= point[0] <= box.x + box.width and box.y <= point[1] <= box.y + box.height

    for flow in process.flows:
        points = layout.flows[flow.id]
        assert touches(layout.nodes[flow.source], points[0]) and touches(layout.nodes[flow.target], points[-1]), flow.id
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in zip(points, points[1:], strict=False)), flow.id


def test_the_names_are_in_the_readers_language_and_the_ids_are_not(service, catalogue):
    indonesian, english = (Xml.fromstring(bpmn_of(service, catalogue.office, one)) for one in ("id", "en"))  # noqa: S314
    names = [{one.get("name") for one in root.iter(f"{{{MODEL}}}userTask")} for root in (indonesian, english)]
    assert "Memutuskan" in names[0] and "Decide" in names[1]
    ids = [[one.get("id") for one in root.iter()] for root in (indonesian, english)]
    assert ids[0] == ids[1]
