"""Opening a provisional receipt: signed by an acknowledgement key of the policy, while that key was in use."""

from layani.rules.record.encoding import time_text
from layani.rules.record.note import Unsigned, open_note
from layani.rules.record.policy import Policy
from layani.rules.record.receipt import ProvisionalReceipt, parse_provisional


def open_provisional(data: bytes, policy: Policy) -> ProvisionalReceipt:
    """Return the receipt in ``data``; a key that was retired is believed for what was issued until then.

    Raises Malformed, BadSignature, or Unsigned.
    """
    opened = open_note(data, policy.acknowledgements)
    receipt = parse_provisional(opened.text)
    until = policy.acknowledged_until
    ends = [until.get(key) for key, _ in opened.verified]
    if all(end is not None and receipt.issued > end for end in ends):
        last = max(end for end in ends if end is not None)
        raise Unsigned(
            f"The receipt says that it was issued at {time_text(receipt.issued)}, and the key that signed it was "
            f"retired at {time_text(last)}."
        )
    return receipt
