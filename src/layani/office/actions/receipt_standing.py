"""How far the receipts of some acts have come: promised, late, in the record, witnessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from layani.office.actions.cosigning import signers
from layani.office.gateways.witness_policy import witness_policy
from layani.office.tables.models.cases import Event
from layani.office.tables.models.record import Checkpoint, Outbox
from layani.office.tables.models.witnessing import Cosignature, Witnessed
from layani.rules.record.policy import Policy
from layani.rules.record.receipt import MAXIMUM_MERGE_DELAY


class Stage(Enum):
    """How far a receipt has come.

    PROMISED:     signed by the office; the record does not hold the act yet, and need not yet
    LATE:         the record should hold it and does not: the office broke its promise
    UNWITNESSED:  the record holds it; fewer outsiders than the office asks for have seen that
    FINAL:        the record holds it, and as many outsiders as the office asks for have seen that
    """

    PROMISED = "promised"
    LATE = "late"
    UNWITNESSED = "unwitnessed"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the receipt of one act stands. index: its place in the record, from 0; None = none yet.

    due: until when the office promised that the record holds it; alone: no outsider is asked by this office
    """

    stage: Stage
    due: datetime
    index: int | None
    alone: bool


def standings(events: Sequence[Event], now: datetime) -> Mapping[int, Standing]:
    """Return {seq: how its receipt stands} of acts of one case.

    Two queries (places, newest checkpoint), two more where witnesses are configured.
    """
    places = dict(Outbox.objects.filter(pk__in=[one.outbox_id for one in events]).values_list("pk", "idx"))
    policy = witness_policy()
    signed = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
    witnessed = signed if policy.quorum is None else _witnessed(policy)
    return {one.seq: _standing(one, places[one.outbox_id], (signed, witnessed), policy, now) for one in events}


def _standing(event: Event, index: int | None, sizes: tuple[int, int], policy: Policy, now: datetime) -> Standing:
    signed, witnessed = sizes
    due = event.recorded_at + MAXIMUM_MERGE_DELAY
    if index is None or index >= signed:
        stage, index = Stage.LATE if now > due else Stage.PROMISED, None
    else:
        stage = Stage.FINAL if index < witnessed else Stage.UNWITNESSED
    return Standing(stage, due, index, policy.quorum is None)


def _witnessed(policy: Policy) -> int:
    """Return the size of the newest checkpoint that has the quorum which the office asks for today, else 0."""
    newest = Witnessed.objects.newest()
    if newest is None or not policy.is_quorum(signers(list(Cosignature.objects.of_size(newest.size)))):
        return 0
    return newest.size
