"""Whether a service takes an application today: before its end, inside its window, and with a fee that can be told."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from layani.rules.catalogue.amounts.model import Window
from layani.rules.catalogue.fees import reckon_fee
from layani.rules.catalogue.kinds.date import show_date
from layani.rules.catalogue.model import Service
from layani.rules.refusal import Refusal
from layani.rules.text import Text

_FEE_UNKNOWN = Refusal(
    code="fee-unknown",
    reason=Text(
        id="Biaya permohonan ini tidak dapat dihitung dari jawaban Anda.",
        en="The fee of this application cannot be worked out from your answers.",
    ),
    remedy=Text(
        id="Isi juga pertanyaan yang menentukan biaya, lalu kirim lagi. Bila tetap begini, tanyakan di loket.",
        en="Answer the questions that decide the fee too, then send again. If this stays, ask at the counter.",
    ),
)


def admission(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[Refusal, ...]:
    """Return why an application is not taken on the day of the facts; () when it is.

    facts: as ``scope.office_facts`` makes them
    """
    found = not_open(service, date.fromisoformat(facts["today"]))
    found = found or fee_untold(service, answers, facts)
    return (found,) if found else ()


def fee_untold(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Refusal | None:
    """Return why these answers have no fee, or None when they have one, or a step will find what it is set by."""
    if all(row.fixed is not None for row in service.fee.rows):
        return None
    found = reckon_fee(service, answers, facts)
    return None if found.amount is not None or found.waits else _FEE_UNKNOWN


def window_on(service: Service, day: date) -> Window | None:
    """Return the window that is open on a day, or else the next one; None after the last or where there is none."""
    return next((one for one in service.amounts.intake if day <= one.closes), None)


def not_open(service: Service, day: date) -> Refusal | None:
    """Return why nothing can be applied for on a day, with the day on which it can; None when it can."""
    if service.closing and service.closing.ended(day):
        return service.closing.refusal(service.name)
    if not service.amounts.intake:
        return None
    window = window_on(service, day)
    if window is None:
        return Refusal("closed", _closed(service.amounts.intake[-1].closes), _ASK)
    return None if window.opens <= day else Refusal("not-open", _NOT_OPEN, _between(window))


_NOT_OPEN = Text(id="Layanan ini sedang tidak menerima permohonan.", en="This service takes no applications now.")
_ASK = Text(
    id="Tanyakan di loket atau lewat telepon kapan pendaftaran dibuka lagi.",
    en="Ask at the counter or by telephone when it opens again.",
)


def _closed(last: date) -> Text:
    day = last.isoformat()
    return Text(
        id=f"Pendaftaran sudah ditutup pada {show_date(day, 'id')}.",
        en=f"Applications closed on {show_date(day, 'en')}.",
    )


def _between(window: Window) -> Text:
    opens, closes = window.opens.isoformat(), window.closes.isoformat()
    return Text(
        id=f"Ajukan dari {show_date(opens, 'id')} sampai {show_date(closes, 'id')}.",
        en=f"Apply from {show_date(opens, 'en')} to {show_date(closes, 'en')}.",
    )
