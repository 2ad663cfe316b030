"""Send a one-time code to a phone or an e-mail, beside the request: a gateway's delay then tells nobody anything."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from layani.office.gateways.notification import DemoNotifier, Notifier, NotSent, notifier
from layani.office.house import catalogue
from layani.rules.voice.messages import Written, written

log = logging.getLogger(__name__)
_sender = ThreadPoolExecutor(max_workers=2, thread_name_prefix="one-time-code")


def send_code(kind: str, to: str, code: str, *, valid_for: timedelta, language: str) -> None:
    """Send a code of six digits in the words of ``kind``; to nobody ("") everything is done but the sending."""
    words = written(
        kind,
        {
            "code": f"{code[:3]} {code[3:]}",
            "minutes": valid_for // timedelta(minutes=1),
            "office": catalogue().office.name.in_(language).partition(",")[0],
        },
        language,
    )
    gateway = notifier()
    if isinstance(gateway, DemoNotifier):
        _hand_over(gateway, to, words)
    else:
        _sender.submit(_hand_over, gateway, to, words)


def _hand_over(gateway: Notifier, to: str, words: Written) -> None:
    if not to:
        return
    try:
        if "@" in to:
            gateway.send(to_email=to, subject=words.subject, text=words.email)
        else:
            gateway.send(to_phone=to, subject=words.subject, text=words.sms)
    except NotSent as fault:
        # The person can ask for another code; the operator must see that none go out.
        log.error("A one-time code was not sent: %s", fault)
