"""Whoever holds a case's receipt may see how the case stands, without signing in."""

from datetime import datetime, timedelta

from layani.office.actions.numbering import read_number, same_code
from layani.office.actions.trying import Limit, count_try, give_back
from layani.office.gateways.key_store import KeyGone
from layani.office.house import key_store
from layani.office.tables.models import Case
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

PER_CASE = Limit("code-of-case", most=10, span=timedelta(hours=1))
PER_ADDRESS = Limit("receipt-from-address", most=60, span=timedelta(hours=1))
NO_KEY = bytes(64)


def case_of_receipt(number: str, code: str, *, address: str, now: datetime) -> Case:
    """Return the case whose number and receipt code were typed, or raise Refused.

    A number that does not exist and a code that is wrong are refused in the same words, after the same work.
    address: the network address of the asker, for counting only
    """
    count_try(PER_ADDRESS, address, now)
    typed = read_number(number)
    count_try(PER_CASE, typed or number[:40], now)
    row = Case.objects.filter(number=typed or "").first()
    try:
        key = key_store().get(row.ref) if row else NO_KEY
    except KeyGone:
        row, key = None, NO_KEY
    if not same_code(code, key, row.receipt_edition if row else 0) or row is None:
        raise Refused(
            Refusal(
                code="no-such-receipt",
                reason=Text(
                    id="Nomor dan kode ini tidak cocok.", en="This number and this code do not belong together."
                ),
                remedy=Text(
                    id="Salin keduanya dari tanda terima. Huruf besar dan kecil sama saja.",
                    en="Copy both from the receipt. Capital and small letters are the same.",
                ),
            )
        )
    give_back(PER_ADDRESS, address, now)
    give_back(PER_CASE, row.number, now)
    return row
