"""Where each element of a process diagram stands, in pixels from the top left; arrows turn at right angles only."""

from dataclasses import dataclass
from typing import Final

from layani.rules.catalogue.renderings.process import APPLICANT, BOUNDARY, Flow, Node, Process

LEFT: Final = 160
TOP: Final = 80
HEAD: Final = 30
"""Width of the strip that carries the title of the pool, and of each lane."""

COLUMN: Final = 230
LANE: Final = 340
TASK: Final = (160, 80)
ROUND: Final = 36
DIAMOND: Final = 50
MIDDLE: Final = 100
"""From a lane's upper edge to the line on which its tasks stand."""

ENDS: Final = 250
"""From a lane's upper edge to the line of the ends to which boundary events lead."""

EVENTS: Final = {"withdrawal": 10, "late": 80, "deemed": 150, "warned": 80, "lapsed": 150, "silent": 150}
NOTE: Final = (190, 60)
"""From a task's left edge to the middle of each kind of event on its lower edge."""

WORDS: Final = (68, 54)
QUESTION: Final = (110, 70)
GAP: Final = 6
CHANNEL: Final = 22
"""From a lane's upper edge to the line along which an arrow passes over what it skips."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """The point in its middle."""
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True)
class Layout:
    """Boxes of the pool, the lanes and the nodes; boxes of the words beside them; points of the arrows."""

    pool: Box
    lanes: dict[str, Box]
    nodes: dict[str, Box]
    words: dict[str, Box]
    flows: dict[str, list[tuple[int, int]]]
    notes: dict[str, Box]


def layout_of(process: Process) -> Layout:
    """Return the places of everything."""
    width = (max(one.column for one in process.nodes) + 1) * COLUMN + 40
    lanes = {role: Box(LEFT + HEAD, TOP + row * LANE, width, LANE) for row, role in enumerate(process.lanes)}
    nodes = {one.id: _box(one, process, lanes[one.lane]) for one in process.nodes}
    return Layout(
        pool=Box(LEFT, TOP, width + HEAD, LANE * len(lanes)),
        lanes=lanes,
        nodes=nodes,
        words={one.id: _words(one, nodes[one.id]) for one in process.nodes if one.kind != "task" and one.name.en},
        flows={one.id: _points(one, process, nodes, lanes) for one in process.flows}
        | {
            f"{one.id}_of": _to_the_note(nodes[one.on], _note_box(place, nodes[one.on]))
            for place, one in enumerate(process.notes)
        },
        notes={one.id: _note_box(place, nodes[one.on]) for place, one in enumerate(process.notes)},
    )


def _note_box(place: int, task: Box) -> Box:
    """Return the place of words above the pool, over the task that they speak of."""
    return Box(task.x + place * (NOTE[0] + 20), TOP - NOTE[1] - 10, *NOTE)


def _to_the_note(task: Box, note: Box) -> list[tuple[int, int]]:
    return [(task.x + 10, task.y), (note.x + 10, note.y + note.height)]


def _box(node: Node, process: Process, lane: Box) -> Box:
    """Return a node's rectangle; what hangs on a task stands below it."""
    left, line = lane.x + 20 + node.column * COLUMN, lane.y + MIDDLE
    if node.kind == "task":
        return Box(left, line - TASK[1] // 2, *TASK)
    if node.kind in BOUNDARY:
        return Box(left + EVENTS[node.kind] - ROUND // 2, line + TASK[1] // 2 - ROUND // 2, ROUND, ROUND)
    if node.on:
        return _below(node, process, lane, left)
    size = DIAMOND if node.kind in ("choice", "join", "fork", "all") else ROUND
    return Box(left + (TASK[0] - size) // 2, line - size // 2, size, size)


def _below(node: Node, process: Process, lane: Box, left: int) -> Box:
    """Return the place of an end below the event, or the choice, that leads to it."""
    source = process.node(next(one.source for one in process.flows if one.target == node.id))
    across = EVENTS.get(source.kind, TASK[0] // 2)
    column = lane.x + 20 + source.column * COLUMN if source.kind == "choice" else left
    return Box(column + across - ROUND // 2, lane.y + ENDS - ROUND // 2, ROUND, ROUND)


def _words(node: Node, box: Box) -> Box:
    """Return the place of a node's words: below it, and beside the arrow where one leaves it downwards."""
    below = box.y + box.height
    if node.kind == "choice":
        return Box(box.middle[0] - GAP - QUESTION[0], below - GAP, *QUESTION)
    if node.kind in BOUNDARY:
        return Box(box.middle[0] + 1, below + GAP, *WORDS)
    return Box(box.middle[0] - WORDS[0] // 2, below + GAP, *WORDS)


def _points(flow: Flow, process: Process, nodes: dict[str, Box], lanes: dict[str, Box]) -> list[tuple[int, int]]:
    """Return where an arrow begins, turns and ends."""
    source, target = process.node(flow.source), process.node(flow.target)
    start, end = nodes[source.id], nodes[target.id]
    if target.on:
        return [(start.middle[0], start.y + start.height), (end.middle[0], end.y)]
    if target.column > source.column + 1:
        return _over(source, lanes[source.lane], start, end)
    return _across(source, target, start, end)


def _over(source: Node, lane: Box, start: Box, end: Box) -> list[tuple[int, int]]:
    """Return an arrow that passes over what it skips."""
    (x, y), (to_x, to_y) = start.middle, end.middle
    over, right, turn = lane.y + CHANNEL, start.x + start.width, end.x - 25
    if not lane.y < to_y < lane.y + lane.height:
        return [(right, y), (right + 20, y), (right + 20, over), (turn, over), (turn, to_y), (end.x, to_y)]
    if source.kind == "choice":
        return [(right, y), (right + 20, y), (right + 20, over), (to_x, over), (to_x, end.y)]
    return [(x, start.y), (x, over), (to_x, over), (to_x, end.y)]


def _across(source: Node, target: Node, start: Box, end: Box) -> list[tuple[int, int]]:
    """Return an arrow to the next column, in the same lane or in another one."""
    (x, y), (_, to_y) = start.middle, end.middle
    right, turn = start.x + start.width, end.x - 25
    if y == to_y:
        return [(right, y), (end.x, to_y)]
    if source.kind == "choice" and target.lane == APPLICANT:
        return [(x, start.y), (x, to_y), (end.x, to_y)]
    return [(right, y), (turn, y), (turn, to_y), (end.x, to_y)]
