"""What outsiders say of the record, for the public page and the operator's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from layani.office.actions.quorum import Standing, standing_of
from layani.office.gateways.witness_policy import witness_policy
from layani.office.tables.models.record import Checkpoint
from layani.office.tables.models.witnessing import WitnessState
from layani.rules.record.cosigning import WORDS
from layani.rules.record.note import ED25519, VerifierKey
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class WitnessLine:
    """One witness as the page shows it.

    older:  the key as older programs spell it
    size:   entries that it cosigned last, at ``seen``; None = never yet
    fault:  what is wrong, None = nothing; alarms: it may mean that our own record is not what it was
    """

    name: str
    key: str
    older: str
    by_file: bool
    size: int
    seen: datetime | None
    fault: Text | None
    alarms: bool


@dataclass(frozen=True, slots=True)
class Watched:
    """What outsiders say of the record: the witnesses, the lines that they put under it, and whether they suffice."""

    lines: Sequence[WitnessLine]
    under: str
    standing: Standing
    may_release: bool

    @property
    def key(self) -> str:
        """Return what tells apart the texts that the page can have because of them."""
        seen = [(line.key, line.size, line.fault and line.fault.en) for line in self.lines]
        return repr((seen, self.standing.asked, self.standing.since, self.may_release))


def watched(newest: Checkpoint | None, now: datetime) -> Watched:
    """Return what outsiders say; one query, none without witnesses."""
    policy = witness_policy()
    rows = WitnessState.objects.known(policy.witnesses.values()) if policy.witnesses else {}
    under = [row.line for row in rows.values() if newest and row.line and row.line_size == newest.size]
    found = standing_of(policy, rows, now)
    lines = [
        _line(name, key, name not in policy.addresses, rows.get(key.text())) for name, key in policy.witnesses.items()
    ]
    return Watched(lines, "".join(under), found, found.may_release(now))


def _line(name: str, key: VerifierKey, by_file: bool, row: WitnessState | None) -> WitnessLine:
    fault = row.known_fault if row else None
    return WitnessLine(
        name=name,
        key=key.text(),
        older=VerifierKey(key.name, ED25519, key.public).text(),
        by_file=by_file,
        size=row.line_size if row else 0,
        seen=row.last_seen if row else None,
        fault=WORDS[fault] if fault else None,
        alarms=fault is not None and fault.alarms,
    )
