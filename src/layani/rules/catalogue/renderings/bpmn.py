"""A service's process as BPMN 2.0 XML with its diagram, for the tools of others; the office itself does not run it.

Source: OMG Business Process Model and Notation 2.0.2 (formal/2013-12-09), chapters 10 and 12.
"""

from typing import Final
from xml.etree import ElementTree as Xml  # only written here, never read

from layani.rules.catalogue.model import OfficeFile, Service
from layani.rules.catalogue.renderings.layout import Box, Layout, layout_of
from layani.rules.catalogue.renderings.process import BOUNDARY, DUE, GOES_ON, Flow, Node, Process, process_of

MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS: Final = "http://www.omg.org/spec/DD/20100524/DC"
EDGES: Final = "http://www.omg.org/spec/DD/20100524/DI"
INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
CEL: Final = "https://cel.dev"
PREFIXES: Final = {"": MODEL, "bpmndi": DIAGRAM, "dc": BOUNDS, "di": EDGES, "xsi": INSTANCE}
TAGS: Final = {
    **{"start": "startEvent", "task": "userTask", "end": "endEvent"},
    **dict.fromkeys(("choice", "join"), "exclusiveGateway"),
    **dict.fromkeys(("fork", "all"), "parallelGateway"),
}
GATEWAYS: Final = frozenset({"choice", "join", "fork", "all"})
MESSAGE: Final = "withdrawal"


def bpmn_of(service: Service, office: OfficeFile, language: str) -> bytes:
    """Return the process of a service as a BPMN file in UTF-8, its names in "id" or "en". Equal input, equal bytes."""
    process = process_of(service, office)
    file = _File(process, language)
    root = Xml.Element(_tag("definitions"), {"id": "definitions", "targetNamespace": f"urn:layani:{office.slug}"})
    message = {"id": MESSAGE, "name": "Penarikan kembali" if language == "id" else "Withdrawal"}
    Xml.SubElement(root, _tag("message"), message)
    collaboration = Xml.SubElement(root, _tag("collaboration"), {"id": "office"})
    pool = {"id": "pool", "name": office.name.in_(language), "processRef": _process_id(service)}
    Xml.SubElement(collaboration, _tag("participant"), pool)
    file.add_process(root, service)
    file.add_diagram(root)
    return _written(root)


def _process_id(service: Service) -> str:
    return f"service_{service.slug}"


class _File:
    """Writes the two halves of the file: the process, and its picture."""

    def __init__(self, process: Process, language: str) -> None:
        self.process = process
        self.language = language

    def add_process(self, root: Xml.Element, service: Service) -> None:
        """Add lanes, nodes and arrows, in the order that the schema asks for."""
        name = service.name.in_(self.language)
        element = Xml.SubElement(
            root, _tag("process"), {"id": _process_id(service), "name": name, "isExecutable": "true"}
        )
        promise = service.promise.total.words().in_(self.language)
        Xml.SubElement(element, _tag("documentation")).text = f"{name}, {service.version}. {promise}."
        lanes = Xml.SubElement(element, _tag("laneSet"), {"id": "lanes"})
        for role, title in self.process.lanes.items():
            lane = Xml.SubElement(lanes, _tag("lane"), {"id": f"lane_{role}", "name": title.in_(self.language)})
            for one in self.process.nodes:
                if one.lane == role:
                    Xml.SubElement(lane, _tag("flowNodeRef")).text = one.id
        for one in self.process.nodes:
            self._add_node(element, one)
        for flow in self.process.flows:
            self._add_flow(element, flow)
        for note in self.process.notes:
            found = Xml.SubElement(element, _tag("textAnnotation"), {"id": note.id})
            Xml.SubElement(found, _tag("text")).text = note.words.in_(self.language)
            given = {"id": f"{note.id}_of", "sourceRef": note.on, "targetRef": note.id}
            Xml.SubElement(element, _tag("association"), given)

    def _add_node(self, parent: Xml.Element, node: Node) -> None:
        given = {"id": node.id} | ({"name": node.name.in_(self.language)} if node.name.en else {})
        if node.kind in BOUNDARY:
            given |= {"attachedToRef": node.on} | ({"cancelActivity": "false"} if node.kind in GOES_ON else {})
        leaving = [one for one in self.process.flows if one.source == node.id]
        default = next((one.id for one in leaving if one.otherwise), None)
        if default:
            given["default"] = default
        if node.kind in GATEWAYS:
            given["gatewayDirection"] = "Diverging" if node.kind in ("choice", "fork") else "Converging"
        element = Xml.SubElement(parent, _tag(TAGS.get(node.kind, "boundaryEvent")), given)
        for one in self.process.flows:
            if one.target == node.id:
                Xml.SubElement(element, _tag("incoming")).text = one.id
        for one in leaving:
            Xml.SubElement(element, _tag("outgoing")).text = one.id
        _add_waiting(element, node)
        if node.end and self.process.side_by_side:
            # The case has ended, so the work beside it ends, too.
            Xml.SubElement(element, _tag("terminateEventDefinition"), {"id": f"{node.id}_all"})

    def _add_flow(self, parent: Xml.Element, flow: Flow) -> None:
        given = {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}
        if flow.name:
            given["name"] = flow.name.in_(self.language)
        element = Xml.SubElement(parent, _tag("sequenceFlow"), given)
        if flow.condition:
            kind = {f"{{{INSTANCE}}}type": "tFormalExpression", "language": CEL}
            Xml.SubElement(element, _tag("conditionExpression"), kind).text = flow.condition

    def add_diagram(self, root: Xml.Element) -> None:
        """Add the picture: the pool, its lanes, every node and every arrow."""
        layout = layout_of(self.process)
        diagram = Xml.SubElement(root, f"{{{DIAGRAM}}}BPMNDiagram", {"id": "diagram"})
        plane = Xml.SubElement(diagram, f"{{{DIAGRAM}}}BPMNPlane", {"id": "plane", "bpmnElement": "office"})
        _add_shape(plane, "pool", layout.pool, {"isHorizontal": "true"})
        for role, box in layout.lanes.items():
            _add_shape(plane, f"lane_{role}", box, {"isHorizontal": "true"})
        for one in self.process.nodes:
            self._add_picture(plane, one, layout)
        for note in self.process.notes:
            _add_shape(plane, note.id, layout.notes[note.id], {})
        for name, points in layout.flows.items():
            edge = Xml.SubElement(plane, f"{{{DIAGRAM}}}BPMNEdge", {"id": f"edge_{name}", "bpmnElement": name})
            for x, y in points:
                Xml.SubElement(edge, f"{{{EDGES}}}waypoint", {"x": str(x), "y": str(y)})

    def _add_picture(self, plane: Xml.Element, node: Node, layout: Layout) -> None:
        more = {"isMarkerVisible": "true"} if node.kind in ("choice", "join") else {}
        shape = _add_shape(plane, node.id, layout.nodes[node.id], more)
        if node.id in layout.words:
            label = Xml.SubElement(shape, f"{{{DIAGRAM}}}BPMNLabel")
            Xml.SubElement(label, f"{{{BOUNDS}}}Bounds", _numbers(layout.words[node.id]))


def _add_waiting(element: Xml.Element, node: Node) -> None:
    """Say what an event on a task's edge waits for: the applicant's word, or a time."""
    if node.kind == "withdrawal":
        given = {"id": f"{node.id}_word", "messageRef": MESSAGE}
        Xml.SubElement(element, _tag("messageEventDefinition"), given)
    elif node.timer:
        timer = Xml.SubElement(element, _tag("timerEventDefinition"), {"id": f"{node.id}_timer"})
        kind = {f"{{{INSTANCE}}}type": "tFormalExpression"}
        name = "timeDate" if node.timer == DUE else "timeDuration"
        Xml.SubElement(timer, _tag(name), kind).text = node.timer


def _add_shape(plane: Xml.Element, name: str, box: Box, more: dict[str, str]) -> Xml.Element:
    shape = Xml.SubElement(plane, f"{{{DIAGRAM}}}BPMNShape", {"id": f"shape_{name}", "bpmnElement": name} | more)
    Xml.SubElement(shape, f"{{{BOUNDS}}}Bounds", _numbers(box))
    return shape


def _numbers(box: Box) -> dict[str, str]:
    return {"x": str(box.x), "y": str(box.y), "width": str(box.width), "height": str(box.height)}


def _tag(name: str) -> str:
    return f"{{{MODEL}}}{name}"


def _written(root: Xml.Element) -> bytes:
    for prefix, address in PREFIXES.items():
        Xml.register_namespace(prefix, address)
    Xml.indent(root)
    text = Xml.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
