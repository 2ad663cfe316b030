"""A service as a process: who does what, after what, until which end. Drawn by ``bpmn.py``, placed by ``layout.py``.

The ends are those of the cases themselves (``rules/cases``): granted, refused, withdrawn, and deemed granted where the
law lets silence grant. What is missing is asked for once; so the process has no loop.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from layani.rules.cases.clock import Term
from layani.rules.catalogue.duties import duty_words
from layani.rules.catalogue.model import OfficeFile, Service, Step
from layani.rules.catalogue.order import beside, leads_to
from layani.rules.catalogue.renderings.durations import iso_duration
from layani.rules.catalogue.renderings.step_words import step_note
from layani.rules.catalogue.step_kinds import ApplicantTurn
from layani.rules.text import Text

NodeKind = Literal[
    "start",
    "task",
    "choice",
    "join",
    "fork",
    "all",
    "end",
    "withdrawal",
    "late",
    "deemed",
    "warned",
    "lapsed",
    "silent",
]
BOUNDARY: Final = frozenset({"withdrawal", "late", "deemed", "warned", "lapsed", "silent"})
"""Kinds of nodes that sit on the edge of a task and leave it."""

GOES_ON: Final = frozenset({"late", "warned", "silent"})
"""Those of them that do not end the task."""

APPLICANT: Final = "_applicant"
"""The applicant's lane; no role of an office can have this name, which begins with a stroke."""

DUE: Final = "due_at"
"""The name of the moment at which the whole case is due, which an engine has to set; it moves with each pause."""

TASKS: Final = {
    "check": Text(id="Memeriksa kelengkapan", en="Check that it is complete"),
    "decide": Text(id="Memutuskan", en="Decide"),
    "visit": Text(id="Meninjau lokasi", en="Visit the place"),
    "perform": Text(id="Mengerjakan", en="Do the work"),
    "initial": Text(id="Membubuhkan paraf", en="Initial the draft"),
    "external": Text(id="Mengurus di sistem lain", en="Have it done in another system"),
    "notice": Text(id="Mengumumkan kepada umum", en="Make it public"),
    "applicant": Text(id="Menjalankan yang diminta", en="Do what is asked"),
    "rank": Text(id="Menyusun dan mengumumkan peringkat", en="Rank, sign and publish"),
}
"""What each kind of step is called in the diagram; a kind that is not here is shown by its own name."""


@dataclass(frozen=True, slots=True)
class Node:
    """One element of the process.

    end:    the status in which a case ends here, such as "granted"; "" elsewhere, and where only a notice goes out
    on:     id of the task on whose edge a boundary event sits
    timer:  xsd:duration, or DUE, of an event that waits
    column: place from the left, 0 for the first
    """

    id: str
    kind: NodeKind
    name: Text
    lane: str
    column: int
    end: str = ""
    on: str = ""
    timer: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow. ``condition`` is CEL over the answers and the act's outcome; of a choice one arrow is ``otherwise``."""

    source: str
    target: str
    name: Text | None = None
    condition: str = ""
    otherwise: bool = False

    @property
    def id(self) -> str:
        """The arrow's name: from where to where."""
        return f"from_{self.source}_to_{self.target}"


@dataclass(frozen=True, slots=True)
class Note:
    """Words beside a task, about what moves its day and not its way; ``on`` is the task's id."""

    id: str
    words: Text
    on: str


@dataclass(frozen=True)
class Process:
    """Everything that the diagram shows. lanes: role -> title, the applicant's first.

    side_by_side: some work runs side by side, so that what ends the case has to end all of it
    """

    lanes: dict[str, Text]
    side_by_side: bool = False
    nodes: list[Node] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)

    def node(self, name: str) -> Node:
        """Return the node with this id, or raise KeyError."""
        for one in self.nodes:
            if one.id == name:
                return one
        raise KeyError(name)


def process_of(service: Service, office: OfficeFile) -> Process:
    """Return the process that the service's steps describe."""
    return _Drawing(service, office).drawn()


class _Drawing:
    """Adds node after node, from the filing to the ends."""

    def __init__(self, service: Service, office: OfficeFile) -> None:
        self.service = service
        order = [(step.id, step.after) for step in service.steps]
        self.before = leads_to(order)
        lanes = {APPLICANT: Text(id="Pemohon", en="Applicant")} | _lanes(service.steps, office)
        self.process = Process(lanes, any(beside(order).values()))
        self.left: dict[str, list[Flow]] = {}
        """Step -> the arrows that leave it."""
        self.column = 0
        self.complete = service.promise.starts != "complete"
        self.open: list[Flow] = []
        """The arrows that lead to whatever comes next; their target is not known yet."""

    def drawn(self) -> Process:
        self._put("start", "start", Text(id="Permohonan diajukan", en="Application filed"), APPLICANT)
        self.open = [Flow("start", "")]
        for number, step in enumerate(self.service.steps):
            self._after(step)
            skip = self._condition(step) if step.when else None
            last = number == len(self.service.steps) - 1
            self._work(step, last=last)
            if skip:
                self.open.append(skip)
            self._part(step)
        if self.open:  # a service whose last step decides nothing
            self._arrive("done", "end", Text(id="Selesai", en="Done"), self.service.steps[-1].role, end="done")
        return self.process

    def _after(self, step: Step) -> None:
        """Lead to a step what it comes after; several steps meet first where all of them are waited for."""
        before = self.before[step.id]
        if len(before) == 1:
            self.open = self.left[before[0]]
        elif before:
            arrows = [self._single(name, step.role) for name in before]
            self.open = arrows
            self._arrive(f"all_before_{_id(step.id)}", "all", Text(id="", en=""), step.role)

    def _single(self, name: str, lane: str) -> Flow:
        """Return the one arrow that leaves a step; where there are several, they meet first."""
        if len(self.left[name]) > 1:
            self.open = self.left[name]
            self._arrive(f"end_of_{_id(name)}", "join", Text(id="", en=""), lane)
            self.left[name] = self.open
        return self.left[name][0]

    def _part(self, step: Step) -> None:
        """Keep the arrows that leave a step; where several steps come after it, they part."""
        after = [name for name, before in self.before.items() if step.id in before]
        if len(after) > 1:
            self._arrive(f"part_{_id(step.id)}", "fork", Text(id="", en=""), step.role)
        self.left[step.id] = self.open

    def _put(self, name: str, kind: NodeKind, words: Text, lane: str, **more: str) -> None:
        """Add a node in a new column; boundary events stand in the column of their task."""
        self.process.nodes.append(Node(name, kind, words, lane, self.column, **more))
        self.column += kind not in BOUNDARY and not more.get("on")

    def _arrive(self, name: str, kind: NodeKind, words: Text, lane: str, **more: str) -> None:
        """Lead every open arrow to a new node; several meet first in a join, unless the node is one."""
        if len(self.open) > 1 and kind not in ("join", "all"):
            self._arrive(f"before_{name}", "join", Text(id="", en=""), lane)
        self.process.flows.extend(Flow(one.source, name, one.name, one.condition, one.otherwise) for one in self.open)
        self._put(name, kind, words, lane, **more)
        self.open = [] if kind == "end" else [Flow(name, "")]

    def _condition(self, step: Step) -> Flow:
        """Add the question whether the step is needed; return the arrow past it."""
        when = step_note(step, self.service.steps, self.service.fields, self.service.amounts)
        if step.when is None or when is None:
            raise AssertionError("only a step with a condition is asked about")
        name = f"needed_{_id(step.id)}"
        said = _needed(step, when)
        self._arrive(name, "choice", said, step.role)
        self.open = [Flow(name, "", Text(id="Ya", en="Yes"), step.when.text)]
        return Flow(name, "", Text(id="Tidak", en="No"), otherwise=True)

    def _work(self, step: Step, *, last: bool) -> None:
        name = _id(step.id)
        if step.turn:
            self._their_turn(name, step, step.turn)
            return
        self._task(name, _title(step), step.role, step.within)
        if step.kind == "check":
            self._ask_once(name, step)
        if step.kind == "decide":
            self._decision(name, step, last=last)

    def _task(self, name: str, words: Text, lane: str, within: Term | None) -> None:
        """Add a task with what can leave it: the applicant's withdrawal, and the office's terms."""
        self._arrive(name, "task", words, lane)
        self.column -= 1  # what sits on the task stands in its column
        self._leave(name, lane, "withdrawal", Text(id="Pemohon menarik kembali", en="The applicant withdraws"))
        if within:
            said = within.words()
            self._leave(name, lane, "late", Text(id=f"{said.id} lewat", en=f"{said.en} have passed"), within)
        if within and self.complete and self.service.promise.if_late == "grant":
            said = self.service.promise.total.words()
            self._leave(name, lane, "deemed", Text(id=f"{said.id} lewat semuanya", en=f"{said.en} in all have passed"))
        if within and self.complete and self.service.promise.if_late == "refuse":
            said = self.service.promise.total.words()
            self._leave(name, lane, "silent", Text(id=f"{said.id} lewat semuanya", en=f"{said.en} in all have passed"))
        self.column += 1

    def _leave(self, task: str, lane: str, kind: NodeKind, words: Text, within: Term | None = None) -> None:
        """Add an event on a task's edge and the end to which it leads."""
        timer = iso_duration(within) if within else DUE if kind in ("deemed", "silent") else ""
        end, said = _ENDS_OF[kind]
        self._put(f"{kind}_{task}", kind, words, lane, on=task, timer=timer)
        self._put(f"{kind}_{task}_end", "end", said, lane, end=end, on=task)
        self.process.flows.append(Flow(f"{kind}_{task}", f"{kind}_{task}_end"))

    def _ask_once(self, name: str, step: Step) -> None:
        """Add the one notice of what is missing: the applicant completes it, and the office looks again."""
        choice = f"complete_{name}"
        self._arrive(choice, "choice", Text(id="Lengkap?", en="Complete?"), step.role)
        yes = Flow(choice, "", Text(id="Ya", en="Yes"), "complete")
        self.open = [Flow(choice, "", Text(id="Tidak, diminta satu kali", en="No, asked for once"), otherwise=True)]
        self._task(f"answer_{name}", Text(id="Melengkapi permohonan", en="Complete the application"), APPLICANT, None)
        self._answer_in_time(f"answer_{name}")
        again = Text(id="Memeriksa yang dilengkapi", en="Check what was added")
        self._task(f"again_{name}", again, step.role, step.within)
        self.open.append(yes)
        self.complete = True

    def _answer_in_time(self, task: str) -> None:
        """Add the warning and the closing of a case whose applicant does not answer, where the service has them."""
        answer = self.service.promise.answer
        if answer is None:
            return
        self.column -= 1
        for kind, term in (("warned", answer.warn_after), ("lapsed", answer.within)):
            said = term.words()
            words = Text(id=f"{said.id} tanpa jawaban", en=f"{said.en} without an answer")
            self._leave(task, APPLICANT, kind, words, term)  # type: ignore[arg-type]
        self.column += 1

    def _their_turn(self, name: str, step: Step, turn: ApplicantTurn) -> None:
        """Add what the applicant does, in their lane and while no term of the office runs, and the look at it."""
        self._task(name, _title(step), APPLICANT, None)
        self.column -= 1
        for kind, term in (("warned", turn.remind_after), ("lapsed", turn.within if turn.closes else None)):
            if term:
                said = term.words()
                words = Text(id=f"{said.id} tanpa kabar", en=f"{said.en} without a word")
                self._leave(name, APPLICANT, kind, words, term)  # type: ignore[arg-type]
        self.column += 1
        seen = Text(id="Melihat yang sudah dilakukan", en="Look at what was done")
        self._task(f"seen_{name}", seen, step.role, step.within)

    def _notes(self, task: str) -> None:
        """Say at the first decision what may move its day: an extension, and another body's system that is out."""
        promise = self.service.promise
        if self.process.notes:
            return
        if promise.extension:
            more = promise.extension.by.words()
            words = Text(id=f"Dapat diperpanjang satu kali {more.id}", en=f"Can be extended once by {more.en}")
            self.process.notes.append(Note(f"extension_{task}", words, task))
        if promise.outage:
            most, systems = promise.outage.most.words(), ", ".join(promise.outage.systems)
            words = Text(
                id=f"Jam berhenti satu kali bila {systems} mati, paling lama {most.id}",
                en=f"The clock stops once if {systems} is out, for {most.en} at most",
            )
            self.process.notes.append(Note(f"outage_{task}", words, task))

    def _decision(self, name: str, step: Step, *, last: bool) -> None:
        """Add the outcomes of a decision: a refusal ends the case, and so does a grant in the last step."""
        self._notes(name)
        choice = f"outcome_{name}"
        self._arrive(choice, "choice", Text(id="Keputusan?", en="Decision?"), step.role)
        refused = Flow(choice, f"refused_{name}", Text(id="Ditolak", en="Refused"), otherwise=True)
        granted = Flow(choice, "", Text(id="Dikabulkan", en="Granted"), 'outcome == "granted"')
        said = Text(id="Ditolak dengan alasan dan jalan keluar", en="Refused, with the reason and the way out")
        self.process.flows.append(refused)
        self._put(refused.target, "end", said, step.role, end="refused", on=choice)
        self.open = [granted]
        if last:
            product = self.service.gives.name
            self._arrive(
                f"granted_{name}", "end", Text(id=f"{product.id} terbit", en=f"{product.en} issued"), step.role,
                end="granted",
            )  # fmt: skip
            if owes := [duty_words(one) for one in self.service.owes]:
                words = Text(
                    f"Sesudahnya: {'; '.join(one.id for one in owes)}",
                    f"Afterwards: {'; '.join(one.en for one in owes)}",
                )
                self.process.notes.append(Note("owes", words, f"granted_{name}"))


def _needed(step: Step, when: Text) -> Text:
    task = _title(step)
    return Text(id=f"{task.id}, {when.id}", en=f"{task.en}, {when.en}")


def _title(step: Step) -> Text:
    if step.turn and step.says:
        return step.says
    return TASKS.get(step.kind, Text(step.kind, step.kind))


_ENDS_OF: Final = {
    "withdrawal": ("withdrawn", Text(id="Ditarik kembali", en="Withdrawn")),
    "late": ("", Text(id="Atasan diberi tahu", en="The superior is told")),
    "warned": ("", Text(id="Pemohon diingatkan", en="The applicant is warned")),
    "lapsed": ("lapsed", Text(id="Ditutup tanpa jawaban", en="Closed without an answer")),
    "silent": ("", Text(id="Menurut hukum ditolak: boleh keberatan", en="By law a refusal: one may object")),
    "deemed": ("deemed_granted", Text(id="Dianggap dikabulkan menurut hukum", en="Deemed granted by law")),
}


def _lanes(steps: Iterable[Step], office: OfficeFile) -> dict[str, Text]:
    roles = dict.fromkeys(step.role for step in steps)
    return {role: office.roles[role].title if role in office.roles else Text(role, role) for role in roles}


def _id(step: str) -> str:
    """Return a step's id as XML takes it; both service files and XML allow small letters, digits and hyphens."""
    return f"step_{step}"
