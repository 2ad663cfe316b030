"""Look declared answers up in a register of another body: by the case's holder, with basis, elements and expiry."""

import logging
from datetime import datetime

from django.conf import settings

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actions.parties import person_of
from layani.office.actions.system_use import count_looks
from layani.office.actions.viewing import answers_of
from layani.office.actor import Actor
from layani.office.gateways.sources import NotConnected, connected
from layani.office.house import calendar, service
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.projection import state_of
from layani.rules.cases.acts.evidence import LOOKED_UP
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

log = logging.getLogger(__name__)
_NOT_CONNECTED = Refusal(
    code="register-not-connected",
    reason=Text(
        id="Data instansi itu tidak dapat dilihat sekarang.", en="That body's register cannot be looked up now."
    ),
    remedy=Text(
        id="Coba lagi nanti, atau minta pemohon menunjukkan aslinya dan catat bahwa Anda melihatnya.",
        en="Try again later, or have the applicant show the original and record that you saw it.",
    ),
)
_NOT_YOURS = Refusal(
    code="not-on-your-desk",
    reason=Text(id="Berkas ini tidak ada di meja Anda.", en="This case is not on your desk."),
    remedy=Text(id="Tekan \u201cLayani berikutnya\u201d.", en="Press \u201cServe next\u201d."),
)


def look_up(number: str, source: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Ask one register about every answer of this case that is looked up there.

    The event says which register, by which basis, which elements, which answers it confirms, and until when that may be
    relied on; what the register said is sealed. Nothing else is taken. The answers stay as the applicant gave them.
    """
    row = CaseRow.objects.select_related("party").get(number=number)
    if row.holder_id != actor.user:
        raise Refused(_NOT_YOURS)  # nobody's data are fetched for the curious
    fields = service(row.service, row.version).fields
    needed = state_of(row).evidence_needed
    wanted = {
        name: one.register
        for name, one in fields.items()
        if one.register and one.register[0].id == source and needed.get(name) == LOOKED_UP
    }
    if not wanted:
        return act_on(number, Deed("looked_up", {"fields": [], "valid": [1, "calendar days"]}), actor=actor, now=now)
    register = next(iter(wanted.values()))[0]
    elements = sorted({element for _, element in wanted.values()})
    try:
        asked = connected(register, settings.CATALOGUE, calendar().local(now).date(), demo=settings.LAYANI_DEMO)
        said = asked.fetch(person_of(row.party).nik, elements)
    except NotConnected as fault:
        log.warning("A register could not be asked: %s", fault)
        raise Refused(_NOT_CONNECTED) from fault
    count_looks(register, elements, now)
    answers = answers_of(row)
    data = {
        "source": register.id,
        "basis": register.basis,
        "elements": elements,
        "fields": sorted(wanted),
        "same": sorted(
            name for name, (_, element) in wanted.items() if element in said and said[element] == answers.get(name)
        ),
        "valid": [register.valid.amount, register.valid.unit],
    }
    return act_on(number, Deed("looked_up", data, personal={"said": dict(said)}, once=once), actor=actor, now=now)
