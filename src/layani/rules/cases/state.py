"""The state of a case: what its events add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Self

from layani.rules.cases.changing import replace
from layani.rules.cases.parts import Ball, Extended, OpenStep, Pause, PlannedStep
from layani.rules.cases.urgency import urgency_of

Status = Literal[
    "checking", "waiting", "working", "deciding", "granted", "refused", "deemed_granted", "withdrawn", "lapsed"
]
ByKind = Literal["citizen", "officer", "system", "importer"]

OPEN_STATUSES: frozenset[str] = frozenset({"checking", "waiting", "working", "deciding"})
NOBODY_YET = 0
"""In place of an officer's id: a step that waits for its draw."""
DRAWN_MARK = "#"
"""Stands in the name of a queue between its lane and the officer to whom its cases were drawn."""
GRANTED_STATUSES: frozenset[str] = frozenset({"granted", "deemed_granted"})


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: an officer (by id) in a role, the citizen, the system, or the importer of an older log."""

    kind: ByKind
    officer: int | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One act on a case, as it will be written.

    data: every value that the projection needs, none of them personal; times are ISO 8601 in UTC
    """

    act: str
    seq: int
    by: By
    occurred_at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A case after its events so far; ``seq`` counts them.

    rules:    rule id -> outcome as evaluated last; must: ids of the rules that the law makes mandatory
    done_by:  step id -> officer who did it; FILED_BY, ANSWERED_BY, COPIED_BY, ASKED_AHEAD_BY -> who typed it
    recused:  officers who put it back for a conflict of interest, in order of their ids; none of its steps is theirs
    balls:    seconds for which each side had to act, in clock time
    asked:    how many deficiency notices were sent
    listed:   ticket and items of the list from the door that binds the office; revealed: items asked for beyond it
    paper:    number, entered_at and kind ("outage", "field") of a receipt on paper by which it was received
    contact_at: when the citizen first came with it, if that was before it was received
    promise:  amount and unit of the time promised for the whole; promise_starts: what it counts from
    legal:    amount, unit and start of the law's own term; legal_due_at: its end, before which silence grants nothing
    closes_at: the end of the window, month or year whose places it shares, before which nobody ranks it
    place:    where a ranking put it (rules/cases/acts/ranking.py); JSON values
    evidence_needed, evidence: field -> kind of what an officer must have recorded before a grant, and of what is
    looked_until: field -> until when what was looked up may be relied on
    put_first: why it is served before others (rules/cases/urgency.py); expedite: class, role, asked_at, answered_at and
              granted of a request to go ahead
    fee_waits: the steps, as expressions call them, whose findings the fee is still set by
    conditions: part of an amount -> role that records what it waits for; met: the parts of which that is done
    step_since: when the open step opened
    pauses:   times in which the office's clock stood still, in order
    answer:   time to answer a notice, time after which it is recalled, and their unit, where no answer closes the case
    answer_by, warn_at, warned_at: the last moment to answer; when to warn of it, and when that was done
    outage:   amount and unit of the longest pause for another body's system, and the systems; paused_for, resume_by:
              the cause of a pause that is on, and when it ends by itself
    extension: amount and unit of the time that may be added once; extended: what was added
    pending:  other bodies that were asked and have not answered
    work:     what happened in the open step so far (when it was sent out, until when a notice is public); JSON values
    objections: how many were made while the application was public
    silence_refuses: the law takes silence for a refusal; silent_at: since when the applicant may object to it
    beside:   the steps that are open side by side with ``step``, which is then the most urgent of them; ``holder``,
              ``ball``, ``step_due_at``, ``step_since`` and ``work`` are those of ``step``
    ended:    the steps that have ended, where steps run side by side
    renews:   number of the case whose product this one renews or changes; "" for none
    ends_with: the last moment of the earlier product, where this one changes it and keeps its end
    lasts, remind: amount and unit of how long the product holds, and of how long before its end the holder is reminded
    revocable: the roles that warn and decide, the time to answer and the grounds, where the product may be revoked
    valid_until: the product's last moment; remind_at, reminded_at: when its holder is to be reminded, and was
    superseded_by, superseded_at: the case whose product took this one's place
    revocation: ground, warned_at, answer_by, answered_at and heard_at (answered by its holder) of a revocation that is
        open or was carried out
    revocation_due: the last moment to answer a warning, while the revocation is open; revoked_at: when it was decided
    correction: a correction of the letter that is open (rules/cases/acts/correcting.py): ground, fields, proposed_at,
        answer_by, decide_by, answered_at, disputed, decided_at; correction_due: the last moment to decide it
    initials: of each round in which a letter was initialled (rules/cases/acts/initialling_letter.py): edition, since,
        links, and what was sent back; JSON values
    posted_at: when its letter was sent by post, while nobody knows yet that it arrived
    corrected: of every letter that a later one corrected, its number, when, and by which
    duties:   what is owed after the grant, and what the clock and the roles ask of it (rules/cases/duties.py)
    bundle:   name of the bundle with which it was filed, and the number of each of its cases by service
    waits_for: service -> number of the cases of the bundle that must have ended before its first step opens
    otherwise: service it waits for -> ground on which it is refused if that one is not granted
    awaits:   question -> [service, what] of the answers that those cases give (rules/cases/acts/following.py)
    without:  the services whose case was not granted, so that this one may not be either
    opened_at: when its turn came and its clock began, where it waited for other cases; reopened_at: when it waited
        again, for the decision without which it stood was set aside
    objection: at, due, about, roles, outcome, answered_at of an objection to the decision, who is ``barred`` from doing
        it anew, who upheld it (``answered_by``), and the ``earlier`` decision that was set aside
        (rules/cases/acts/objecting.py)
    objection_due: by when an objection that is open must be answered
    draws:    step -> officer, at and reason of the draw by which an officer got it; officer is None where it was opened
        to all, with the reason (rules/cases/acts/drawing.py)
    part_ground: of a grant in part, the ground on which the rest was refused; "" for a grant of all that was asked
    proxy:    basis and the agent's office-keyed code, where somebody else filed it by a mandate; {} else
    disowned_at: when the person said that they did not agree to that
    pooled:   step -> role of the pool that is asked for it, because nobody of the unit may do it
    exempt:   step -> number, last moment (``until``) and ``one_in`` of an exemption from separation of duties
    alone:    place of an act -> ``step`` that an officer did by it under an ``exemption``, having done another one that
              it should not share, and how that was ``found`` afterwards
    section:  the section of the office to which it belongs; "" for none
    kept_version: version, law and why (rules/cases/acts/changing_version.py), where a law made open cases follow a
              version and this one could not
    taken_over: at, reason, letter and ``stand`` (the other system's days that stay), where it came from another
              system's log while it was open and this office took it over (rules/cases/acts/taking_over.py)
    """

    number: str = ""
    office: str = ""
    service: str = ""
    version: str = ""
    section: str = ""
    channel: str = ""
    status: str = "checking"
    steps: tuple[PlannedStep, ...] = ()
    step: str = ""
    ball: Ball = "office"
    ball_since: datetime | None = None
    balls: Mapping[str, int] = field(default_factory=dict)
    holder: int | None = None
    received_at: datetime | None = None
    complete_at: datetime | None = None
    due_at: datetime | None = None
    step_due_at: datetime | None = None
    promise: tuple[int, str] | None = None
    promise_starts: str = "complete"
    contact_at: datetime | None = None
    legal: tuple[int, str, str] | None = None
    legal_due_at: datetime | None = None
    closes_at: datetime | None = None
    place: Mapping[str, Any] = field(default_factory=dict)
    evidence_needed: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    looked_until: Mapping[str, str] = field(default_factory=dict)
    put_first: tuple[str, ...] = ()
    expedite: Mapping[str, Any] = field(default_factory=dict)
    fee_waits: tuple[str, ...] = ()
    conditions: Mapping[str, str] = field(default_factory=dict)
    met: tuple[str, ...] = ()
    step_since: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    answer: tuple[int, int, str] | None = None
    outage: tuple[int, str, tuple[str, ...]] | None = None
    paused_for: str = ""
    resume_by: datetime | None = None
    answer_by: datetime | None = None
    warn_at: datetime | None = None
    warned_at: datetime | None = None
    extension: tuple[int, str] | None = None
    extended: Extended | None = None
    silence_grants: bool = False
    silence_refuses: bool = False
    silent_at: datetime | None = None
    paused_at: datetime | None = None
    asked: int = 0
    listed: Mapping[str, Any] = field(default_factory=dict)
    revealed: int = 0
    paper: Mapping[str, Any] = field(default_factory=dict)
    pending: tuple[str, ...] = ()
    work: Mapping[str, Any] = field(default_factory=dict)
    objections: int = 0
    beside: tuple[OpenStep, ...] = ()
    ended: tuple[str, ...] = ()
    renews: str = ""
    ends_with: datetime | None = None
    lasts: tuple[int, str] | None = None
    remind: tuple[int, str] | None = None
    revocable: Mapping[str, Any] = field(default_factory=dict)
    valid_until: datetime | None = None
    remind_at: datetime | None = None
    reminded_at: datetime | None = None
    superseded_by: str = ""
    superseded_at: datetime | None = None
    revocation: Mapping[str, Any] = field(default_factory=dict)
    revocation_due: datetime | None = None
    revoked_at: datetime | None = None
    correction: Mapping[str, Any] = field(default_factory=dict)
    correction_due: datetime | None = None
    corrected: tuple[Mapping[str, Any], ...] = ()
    initials: tuple[Mapping[str, Any], ...] = ()
    posted_at: datetime | None = None
    duties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    duty_at: datetime | None = None
    duty_role: str = ""
    duty_due: datetime | None = None
    bundle: Mapping[str, Any] = field(default_factory=dict)
    waits_for: Mapping[str, str] = field(default_factory=dict)
    otherwise: Mapping[str, str] = field(default_factory=dict)
    awaits: Mapping[str, Sequence[str]] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    opened_at: datetime | None = None
    kept_version: Mapping[str, Any] = field(default_factory=dict)
    draws: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    part_ground: str = ""
    objection: Mapping[str, Any] = field(default_factory=dict)
    objection_due: datetime | None = None
    proxy: Mapping[str, str] = field(default_factory=dict)
    disowned_at: datetime | None = None
    rules: Mapping[str, str] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    done_by: Mapping[str, int] = field(default_factory=dict)
    recused: tuple[int, ...] = ()
    pooled: Mapping[str, str] = field(default_factory=dict)
    exempt: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    alone: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ground: str = ""
    letter: str = ""
    decided_at: datetime | None = None
    issued_at: datetime | None = None
    delivered_at: datetime | None = None
    closed_at: datetime | None = None
    imported: bool = False
    reopened_at: datetime | None = None
    taken_over: Mapping[str, Any] = field(default_factory=dict)
    last_act: str = ""
    last_at: datetime | None = None
    seq: int = 0

    @property
    def open_step(self) -> PlannedStep | None:
        """The step that is to be done now, or None."""
        return next((s for s in self.steps if s.id == self.step), None)

    @property
    def outcome(self) -> str:
        """How it stands, by the name of the letter that goes out; a grant in part has one of its own."""
        return "granted_partly" if self.part_ground and self.status == "granted" else self.status

    @property
    def is_open(self) -> bool:
        """Whether no decision and no withdrawal has ended it."""
        return self.status in OPEN_STATUSES and self.closed_at is None

    @property
    def urgency(self) -> int:
        """Its place in every queue before the order of arrival: FIRST, AHEAD or IN_TURN."""
        return urgency_of(self.put_first)

    @property
    def lane(self) -> str:
        """The queue in which the open step waits: office, service, step, and the section if its role is held in one."""
        _, at, section = self.step_role.partition("@")
        return f"{self.office}/{self.service}/{self.step}{at}{section}"

    @property
    def drawn_to(self) -> int | None:
        """The officer to whom the open step was drawn; NOBODY_YET while it waits for its draw; None: it is not drawn.

        Who was drawn and may not do it any more (recused, set aside by an objection) is drawn anew.
        """
        step = self.open_step
        if step is None or not step.draw:
            return None
        officer: int | None = self.draws.get(step.id, {}).get("officer", NOBODY_YET)
        return NOBODY_YET if officer in self.barred else officer

    @property
    def queue(self) -> str:
        """The queue itself: that of the lane, or the drawn officer's own part of it, or of what waits for a draw."""
        return self.lane if self.drawn_to is None else f"{self.lane}{DRAWN_MARK}{self.drawn_to}"

    @property
    def step_role(self) -> str:
        """The role that may do the open step: its own, or that of the pool; empty when there is none."""
        step = self.open_step
        return self.pooled.get(step.id, step.role) if step else ""

    @property
    def branches(self) -> bool:
        """Whether some of its steps run side by side."""
        return any(step.after is not None for step in self.steps)

    @property
    def turn(self) -> Ball:
        """Who has to act in the case as a whole: the office, as long as one of its desks has to."""
        return "office" if any(one.ball == "office" for one in self.beside) else self.ball

    @property
    def kept_apart(self) -> tuple[str, ...]:
        """What must have been done by others than who does the open step.

        Of two steps side by side either may be done first, so it is enough that one of them names the other.
        """
        step = self.open_step
        if step is None:
            return ()
        if not self.branches:
            return step.kept_apart
        return (*step.kept_apart, *(one.id for one in self.steps if step.id in one.not_same_as))

    @property
    def barred(self) -> tuple[int, ...]:
        """The officers who may not do the open step, in order: they did one that it must not share, or are recused.

        An exemption lifts the first alone; that it still holds is asked when somebody acts.
        """
        if self.open_step is None:
            return ()
        anew = self.objection.get("barred", ())
        apart = () if self.step in self.exempt else self.kept_apart
        return tuple(sorted({self.done_by[s] for s in apart if s in self.done_by} | {*self.recused, *anew}))

    @property
    def failed_mandatory(self) -> tuple[str, ...]:
        """The rules that the law makes mandatory and that have failed, or could not be decided from the answers.

        A case that this one follows and that was not granted counts like such a rule, under ``other_case`` of its name.
        """
        failed = tuple(rule for rule in self.must if self.rules.get(rule) in ("failed", "unknown"))
        return (*failed, *map(other_case, self.without)) if self.without else failed

    @property
    def unseen(self) -> tuple[str, ...]:
        """The fields whose evidence nobody has recorded yet, in their order."""
        return tuple(name for name in self.evidence_needed if name not in self.evidence)

    def next_steps(self) -> tuple[PlannedStep, ...]:
        """The planned steps that open when the open one ends: the one below it, or all that waited for nothing else."""
        ids = [s.id for s in self.steps]
        if not self.branches:
            place = ids.index(self.step) + 1 if self.step in ids else 0
            return self.steps[place : place + 1]
        over = {*self.ended, self.step}
        begun = over | {one.id for one in self.beside}
        return tuple(
            step
            for place, step in enumerate(self.steps)
            if step.id not in begun and over.issuperset(ids[:place] if step.after is None else step.after)
        )

    def open_steps(self) -> tuple[OpenStep, ...]:
        """All steps that are open, in the order in which they are planned; most cases have one."""
        if not self.step:
            return ()
        mine = OpenStep(self.step, self.step_since, self.step_due_at, self.holder, self.ball, self.work)
        place = {step.id: number for number, step in enumerate(self.steps)}
        return tuple(sorted((mine, *self.beside), key=lambda one: place.get(one.id, 0)))

    def seen_at(self, step: str) -> Self:
        """Return the case as it is for one of its open steps; as it is when that one is not open.

        ``ball`` is then that step's own. An act is judged and done in this view (rules/cases/side_by_side.py).
        """
        found = next((one for one in self.beside if one.id == step), None)
        if found is None:
            return self
        return replace(
            self,
            step=found.id,
            step_since=found.since,
            step_due_at=found.due_at,
            holder=found.holder,
            ball=found.ball,
            work=found.work,
            beside=tuple(one for one in self.open_steps() if one.id != step),
        )

    def with_ball(self, ball: Ball, at: datetime) -> Self:
        """Return the case with the ball passed at ``at``, the time until then counted to who had it."""
        if ball == self.ball and self.ball_since:
            return self
        balls = dict(self.balls)
        if self.ball_since and at > self.ball_since and self.ball != "nobody":
            balls[self.ball] = balls.get(self.ball, 0) + int((at - self.ball_since).total_seconds())
        return replace(self, ball=ball, ball_since=at, balls=balls)


def other_case(service: str) -> str:
    """Return the name under which another case of the bundle stands among what a step comes after; no step has it."""
    return f"@{service}"
