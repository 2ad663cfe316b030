"""Whether a key that signs has handed over to another one already, as an entry of the record says.

So it is where the keys were put back from a backup of before a change: then an old key signs on, and the page of keys
names it as good, also one that somebody else has. The files do not know; the record does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from layani.office.gateways.log_keys import acknowledgement_key, log_key, next_acknowledgement_key, next_log_key
from layani.office.tables.models import Outbox
from layani.rules.record.encoding import Malformed, time_text
from layani.rules.record.leaf import KEY, KeyLeaf, parse_leaf
from layani.rules.record.note import SigningKey, VerifierKey


@dataclass(frozen=True, slots=True)
class Succeeded:
    """That ``key``, which signs, announced ``new`` at a time, and ``new`` is not here."""

    key: VerifierKey
    new: VerifierKey
    at: datetime

    def words(self) -> str:
        """Return what is wrong and what to do, to be read after the key."""
        return (
            f"is in use, but handed over to {self.new.text()} at {time_text(self.at)}, as an entry of the record says: "
            "the keys are of an older backup. Put back the newest ones. Where those are lost, change this key again "
            "('layani keys rotate-acknowledgement', or 'rotate' for the log key), and if it was said to be taken, say "
            "so again ('layani keys compromised-acknowledgement'): that stood beside the newest keys alone"
        )


def succeeded_keys() -> tuple[Succeeded, ...]:
    """Return the keys in use that announced a successor which is not here; reads the record's leaves once.

    While a change is going on the successor lies beside the key, and all is well.
    """
    announced = list(_announced())
    in_use = ((log_key(), next_log_key()), (acknowledgement_key(), next_acknowledgement_key()))
    found = (_of(key, coming, announced) for key, coming in in_use)
    return tuple(one for one in found if one)


def altered_keys() -> Iterator[tuple[str, str]]:
    """Yield the same as what was found in the office: (which key, what is wrong)."""
    yield from ((f"key {one.key.text()}", one.words()) for one in succeeded_keys())


def _announced() -> Iterator[KeyLeaf]:
    leaves = Outbox.objects.filter(leaf__startswith=f"{KEY}\n").order_by("pk").values_list("leaf", flat=True)
    for text in leaves:
        try:
            leaf = parse_leaf(text.encode())
        except Malformed:  # the check of leaves tells
            continue
        # Whoever writes into the outbox cannot accuse a key of what it did not sign.
        if isinstance(leaf, KeyLeaf) and leaf.is_signed:
            yield leaf


def _of(key: SigningKey, coming: SigningKey | None, announced: list[KeyLeaf]) -> Succeeded | None:
    of_key = [leaf for leaf in announced if leaf.old == key.verifier]
    if not of_key or (coming and coming.verifier in {leaf.new for leaf in of_key}):
        return None
    return Succeeded(key.verifier, of_key[-1].new, of_key[-1].time)
