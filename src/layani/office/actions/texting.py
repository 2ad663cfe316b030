"""Text messages cost money and ring somebody's phone: so many to one number, and an alarm on all of them together."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from layani.office.actions.trying import Limit, count_try, forget_tries, give_back, tried
from layani.rules.refusal import Refused

log = logging.getLogger(__name__)

DAY = timedelta(days=1)
# A family, or a neighbour who helps, signs in several people with one phone; nobody needs a code every minute.
CODES_TO_PHONE = Limit("codes-to-phone", most=10, span=timedelta(hours=1))
CODES_TO_PHONE_A_DAY = Limit("codes-to-phone-a-day", most=30, span=DAY)
# Used codes count here alone: a ward's phone signs in thirty families, and nobody earns by codes to their own phone.
ALL_CODES_TO_PHONE_A_DAY = Limit("all-codes-to-phone-a-day", most=150, span=DAY)
# Two or three a family and day on such a phone; what is over waits for the next day.
TEXTS_TO_PHONE = Limit("texts-to-phone", most=150, span=DAY)
# Whoever is only named in applications never asked to hear from this office: anybody can name anybody, any number of
# times. Their own messages are counted apart, so that naming somebody does not silence what they are told themselves.
NAMED_TO_CONTACT = Limit("named-to-contact", most=5, span=DAY)
# Counted, never refused: who made an office silent by asking for codes would have won.
ALL_TEXTS = Limit("texts", most=0, span=DAY)


def may_send_code(phone: str, now: datetime) -> bool:
    """Count one sign-in code for a phone; False when it has had too many.

    phone: may be empty; then the same work is done, so that the time of an answer tells nothing
    """
    limits = (CODES_TO_PHONE, CODES_TO_PHONE_A_DAY, ALL_CODES_TO_PHONE_A_DAY)
    return all([_counted(limit, phone, now) for limit in limits])


def forget_codes(phone: str, now: datetime) -> None:
    """Begin the hour's count anew for a phone on which a code was just used, and take that code out of the day's."""
    forget_tries(CODES_TO_PHONE, phone)
    give_back(CODES_TO_PHONE_A_DAY, phone, now)


def may_text(phone: str, now: datetime) -> bool:
    """Count one message about a case for a phone; False when it has had too many today."""
    return _counted(TEXTS_TO_PHONE, phone, now)


def may_tell_named(to: str, now: datetime) -> bool:
    """Count one message to a phone or an e-mail address that an application names; False after too many today."""
    return _counted(NAMED_TO_CONTACT, to, now)


def count_text(now: datetime, *, sent: bool = True) -> None:
    """Count a text message that goes out, whatever it says; log once when the office's alarm is reached.

    sent: False for a code that nobody gets, for which the same work is done
    """
    _counted(ALL_TEXTS, "" if sent else "unsent", now)
    if texts_lately(now) == settings.SMS_ALARM and sent:
        log.error(
            "%d text messages went out within 24 hours (LAYANI_SMS_ALARM). If that is not a busy day, somebody asks "
            "for codes by program: look at the sign-in attempts at your proxy, and at your SMS provider's bill.",
            settings.SMS_ALARM,
        )


def texts_lately(now: datetime) -> int:
    """Return how many text messages went out in the day that is being counted; one query."""
    return tried(ALL_TEXTS, "", now)


def _counted(limit: Limit, value: str, now: datetime) -> bool:
    try:
        count_try(limit, value, now)
    except Refused:
        return False
    return True
