"""Whether enough witnesses outside the office see its record, and what waits when they do not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from layani.office.gateways.witness_policy import witness_policy
from layani.office.tables.models.record import Checkpoint
from layani.office.tables.models.witnessing import WitnessState
from layani.rules.record.cosigning import last_quorum
from layani.rules.record.policy import Policy

QUIET = timedelta(minutes=15)
"""Witnesses are asked every ten minutes; after this long without enough of them there is no quorum any more."""
ALARM = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the record stands with its witnesses.

    asked:  a quorum is asked for; without one there is nothing to wait for, and nobody outside is counted on
    last:   when enough of them had cosigned last, None = never
    since:  since when there is no quorum, None = there is one (or none is asked for, or nothing was signed yet)
    """

    asked: bool
    last: datetime | None = None
    since: datetime | None = None

    def alarms(self, now: datetime) -> bool:
        """Whether the operator is told."""
        return self.since is not None and now - self.since >= ALARM

    def may_release(self, now: datetime) -> bool:
        """Whether money may be released."""
        return self.since is None or now - self.since < settings.QUORUM_LIMIT


def standing(now: datetime) -> Standing:
    """Return how the record stands now; one query, two more while there was never a quorum."""
    policy = witness_policy()
    return standing_of(policy, WitnessState.objects.known(policy.witnesses.values()) if policy.quorum else {}, now)


def standing_of(policy: Policy, rows: Mapping[str, WitnessState], now: datetime) -> Standing:
    """Return how the record stands, from the rows of its witnesses ({vkey: row})."""
    if policy.quorum is None:
        return Standing(asked=False)
    seen = {key: rows[key.text()] for key in policy.cosigners if key.text() in rows}
    last = last_quorum(policy, {key: row.last_seen for key, row in seen.items() if row.last_seen is not None})
    if last is not None:
        return Standing(True, last, None if now - last <= QUIET else last)
    return Standing(True, None, _never_since(rows, now))


def _never_since(rows: Mapping[str, WitnessState], now: datetime) -> datetime | None:
    """Return since when a quorum is missing that never was: since there was something to witness and whom to ask."""
    first = Checkpoint.objects.order_by("size").first()
    if first is None:
        return None
    asked = [row.since for row in rows.values()]
    return max(first.signed_at, min(asked)) if asked else first.signed_at


def may_release(now: datetime) -> bool:
    """Say whether money may be released now.

    False once there has been no quorum for the published limit (LAYANI_QUORUM_LIMIT): whoever rewrites the record must
    not be paid before anybody outside could have seen it. Everything else goes on. Where the office asks for no quorum
    this is True, and /record/ says that nobody outside watches.
    """
    return standing(now).may_release(now)
