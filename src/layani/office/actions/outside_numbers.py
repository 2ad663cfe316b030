"""Keep another system's number once, and count what was typed there a second time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from layani.office.actions.system_use import FIELDS, MINUTES, month_of
from layani.office.gateways.sealing import canonical
from layani.office.house import catalogue, codes
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.outside_numbers import OutsideNumber
from layani.office.tables.models.system_use import SystemUse
from layani.rules.catalogue import FieldProblem, Step
from layani.rules.catalogue.step_kinds import NUMBER
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

USED_BEFORE: Final = Refusal(
    code="number-used-before",
    reason=Text(
        id="Nomor itu sudah tercatat pada permohonan lain untuk layanan ini.",
        en="Another application for this service already has that number.",
    ),
    remedy=Text(
        id="Salin lagi nomornya dari sistem itu. Bila memang sama, tanyakan kepada pemilik sistem itu.",
        en="Copy the number again from that system. If it is the same, ask those whose system it is.",
    ),
)


def unlike_the_register(step: Step, found: Mapping[str, Any]) -> tuple[FieldProblem, ...]:
    """Return what is wrong with a number that was typed in by hand, by the office's register of systems; () for none.

    The service file says how it writes the number; the register says how that system writes all of them.
    """
    system = catalogue().office.systems.get(step.external.of) if step.external else None
    form, number = (system.number if system else None), str(found.get(NUMBER, ""))
    if system is None or form is None or form.fits(number):
        return ()
    said = Text(
        id=f"“{number}” tidak seperti nomor {system.name.id}. Nomor yang benar misalnya {form.example}.",
        en=f"“{number}” does not look like a number of {system.name.en}. A right one is such as {form.example}.",
    )
    return (FieldProblem(NUMBER, said),)


def keep_number(row: CaseRow, step: Step, number: str, now: datetime) -> None:
    """Keep the number of a case and count what was typed; raises Refused where another case has that number.

    The caller holds the transaction.
    """
    if step.external is None:
        return
    if not step.external.again:
        plain = "".join(number.casefold().split())
        code = codes().subject(canonical({"outside": step.id, "service": row.service, "number": plain}))
        kept, _ = OutsideNumber.objects.get_or_create(code=code, defaults={"case": row})
        if kept.case_id != row.pk:
            raise Refused(USED_BEFORE)
    if typed := step.external.types_again:
        for what, count in ((FIELDS, typed.fields), (MINUTES, typed.minutes)):
            SystemUse.objects.add(month_of(now), (step.external.of, what, row.service), count)
