"""What a preventive control is, and how all of them are asked before an act."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from layani.rules.refusal import Refusal
from layani.rules.text import Text

WORK = frozenset(
    {
        "perform", "visit", "initial", "external_sent", "external_done", "outage", "notice_opened", "notice_objection",
        "notice_closed", "turn_done", "turn_again", "ranked", "rank_answered", "rank_annulled", "evidence_noted",
        "condition_met", "looked_up", "duty_met", "duty_again",
    }
)  # fmt: skip
"""Acts by which an officer works on a step that neither checks nor decides."""

CLOCK = frozenset({"extend", "pause", "resume"})
"""Acts by which an officer moves the day of a case."""


REVOCATION = frozenset({"warn_revocation", "answer_revocation", "drop_revocation", "revoke"})
"""Acts about a product that was given."""


OBJECTION = frozenset({"objection_filed", "objection_upheld", "objection_rejected"})
"""Acts about an objection to a decision, also the typing of what somebody said at the counter."""
CORRECTION = frozenset({"propose_correction", "drop_correction", "correct"})
"""Acts by which an officer corrects a letter."""
PUT_RIGHT = frozenset({"put_right"})
"""Acts by which an officer puts an answer right whose person has said that it is wrong."""


INITIALS = frozenset({"initial_letter", "send_letter_back", "answer_letter_back", "pass_initial"})
"""Acts on a decided letter before it is signed."""


ORDER = frozenset({"put_first", "expedite_granted", "expedite_refused"})
"""Acts that move a case in its queues."""


LIFTED = WORK | {"take", "check_complete", "ask_missing", "decide_grant", "decide_refuse"}
"""Acts in which an exemption from separation of duties lets one officer do two steps; it lifts nothing else."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The facts that controls look at, gathered before an act.

    act:            kind of the act
    officer:        id of the acting officer; None for the citizen and the system
    done_by:        step id -> officer who did it in this case
    not_same_as:    steps whose officer may not do the present one
    own_case:       the applicant, or who filed it for them, is the acting officer
    ahead:          cases that come before it in the same queue (first by law, let ahead, or earlier) and still wait
    recused:        the officer has declared a conflict of interest in this case
    failed_rules:   rules that the law makes mandatory and that have failed, in the words of the service
    roads:          lawful roads past a failed rule that are open in this case, by their ids (mandatory_rules.ROADS)
    unseen:         questions whose evidence the law asks for and nobody has recorded, in the words of the service
    place:          where places are ranked: "none" (no list yet), "placed", "waiting", "without", "excluded"; else ""
    for_want_of_place: it is refused on the ground that no place is left
    earlier:        what became of the products on which this case rests (it renews one, or waited for it in a bundle):
                    "stands", "warned", "revoked"; "" for none
    exemption:      number of the exemption from separation of duties that holds for the step now; "" for none
    drawn_to:       the officer to whom the step was drawn by lot, 0 while it waits for its draw; None: it is not drawn
    did_before:     the officer did this step before, in a decision that was set aside on an objection
    answered_it:    the officer answered that objection, so that the decision was set aside
    desk:           title of the role whose step is open; None where no step is
    agent_serves_here: an officer of this office brings the application as somebody's agent
    outside_authority: why the authority register does not let the officer sign this, with who may; None where it does,
                    and where the office keeps no register
    """

    act: str
    officer: int | None = None
    done_by: Mapping[str, int] = field(default_factory=dict)
    not_same_as: tuple[str, ...] = ()
    own_case: bool = False
    ahead: int = 0
    recused: bool = False
    failed_rules: tuple[Text, ...] = ()
    roads: tuple[str, ...] = ()
    unseen: tuple[Text, ...] = ()
    place: str = ""
    for_want_of_place: bool = False
    earlier: str = ""
    agent_serves_here: bool = False
    outside_authority: Refusal | None = None
    did_before: bool = False
    exemption: str = ""
    answered_it: bool = False
    desk: Text | None = None
    drawn_to: int | None = None


@dataclass(frozen=True)
class Control:
    """One preventive control: a rule file's ``CONTROL``.

    id:       of the catalogue of controls (P01 …)
    stops:    the acts it looks at
    check:    the refusal, or None
    why:      the abuse that it prevents, for the public page
    source:   law or guidance behind it
    owner:    the role that answers for it; review: the date by which it must show its benefit
    stopped, allowed: attempts that it must stop and must allow; a test runs them
    """

    id: str
    name: Text
    stops: frozenset[str]
    check: Callable[[Attempt], Refusal | None]
    why: Text
    source: Text
    owner: str
    review: str
    stopped: tuple[Attempt, ...]
    allowed: tuple[Attempt, ...]


def refusals(attempt: Attempt, controls: Iterable[Control]) -> tuple[Refusal, ...]:
    """Return what the controls say against an attempt; empty when it may go on."""
    found = (control.check(attempt) for control in controls if attempt.act in control.stops)
    return tuple(refusal for refusal in found if refusal)
