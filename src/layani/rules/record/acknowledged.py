"""Opening a provisional receipt: signed by an acknowledgement key of the policy, while that key was in use."""

from dataclasses import dataclass
from datetime import datetime

from layani.rules.record.encoding import time_text
from layani.rules.record.note import Unsigned, open_note
from layani.rules.record.policy import Policy
from layani.rules.record.receipt import ProvisionalReceipt, parse_provisional


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A provisional receipt, and whether its signature alone says that the office wrote it.

    taken: since when somebody else has the key that signed it, who can have dated it back; None = nobody has
    """

    receipt: ProvisionalReceipt
    taken: datetime | None = None


def open_provisional(data: bytes, policy: Policy) -> Acknowledged:
    """Return the receipt in ``data``; a key that was retired is believed for what was issued until then.

    Raises Malformed, BadSignature, or Unsigned: the latter also for what a taken key signed since it was taken.
    """
    opened = open_note(data, (*policy.acknowledgements, *policy.acknowledgement_compromised))
    receipt = parse_provisional(opened.text)
    signers = [key for key, _ in opened.verified if key in policy.acknowledgements]
    if not signers:
        taken = max(policy.acknowledgement_compromised[key] for key, _ in opened.verified)
        _require_before(receipt, taken)
        return Acknowledged(receipt, taken)
    ends = [policy.acknowledged_until.get(key) for key in signers]
    if all(end is not None and receipt.issued > end for end in ends):
        last = max(end for end in ends if end is not None)
        raise Unsigned(
            f"The receipt says that it was issued at {time_text(receipt.issued)}, and the key that signed it was "
            f"retired at {time_text(last)}."
        )
    return Acknowledged(receipt)


def _require_before(receipt: ProvisionalReceipt, taken: datetime) -> None:
    if receipt.issued >= taken:
        raise Unsigned(
            f"The receipt says that it was issued at {time_text(receipt.issued)}, and the key that signed it is in "
            f"somebody else's hands since {time_text(taken)}. Whether the office or the thief wrote it cannot be "
            "known. Get a new receipt, from the case's page."
        )
