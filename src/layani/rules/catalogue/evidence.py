"""What officers do with the papers behind the answers, in words, and which of it an application needs."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from layani.rules.cases.acts.evidence import LOOKED_UP
from layani.rules.catalogue.answers import Form, asked_fields
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

KINDS: Final[Mapping[str, Text]] = {
    "seen": Text("aslinya dilihat", "original seen"),
    "kept": Text("aslinya disimpan kantor", "original kept by the office"),
    "stamped": Text("salinannya dicocokkan dan dicap", "copy compared and stamped"),
    "witnessed": Text("ditandatangani di depan petugas", "signed before an officer"),
    LOOKED_UP: Text("dilihat di data instansi lain", "looked up in another body's register"),
}
"""Every kind of evidence that an officer records; what has none is declared."""

DECLARED: Final = Text("dinyatakan pemohon", "declared by the applicant")

_HINTS: Final[Mapping[str, Text]] = {
    "seen": Text(
        "Bawa aslinya ke loket; petugas melihatnya.", "Bring the original to the counter; an officer looks at it."
    ),
    "kept": Text(
        "Serahkan aslinya di loket; kantor menyimpannya.", "Hand in the original at the counter; the office keeps it."
    ),
    "stamped": Text(
        "Bawa aslinya dan salinannya ke loket; petugas mencocokkan dan mencapnya.",
        "Bring the original and a copy to the counter; an officer compares and stamps it.",
    ),
    "witnessed": Text("Tanda tangani di loket, di depan petugas.", "Sign it at the counter, before an officer."),
}


def hint_of(hint: Text | None, kind: str) -> Text | None:
    """Return the help below a question, with what the applicant does about its evidence."""
    more = _HINTS.get(kind)
    if more is None or hint is None:
        return more or hint
    return Text(f"{hint.id} {more.id}", f"{hint.en} {more.en}")


def _kind(one: Field, day: date | None) -> str:
    """Return what a question needs; where the office may not look into the register, a declaration is enough."""
    if one.evidence:
        return one.evidence.kind
    if not one.register or not one.confirmed:
        return ""
    register = one.register[0]
    return LOOKED_UP if (register.open_on(day) if day else register.access) else ""


def evidence_for(service: Form, answers: Mapping[str, Any], day: date | None = None) -> dict[str, str]:
    """Return {field: kind of evidence} of what these answers need; what was not answered needs none.

    day: on which the agreement with a register's body must hold; left out, it is taken to hold
    """
    needs = {name: kind for name, one in service.answers.fields.items() if (kind := _kind(one, day))}
    if not needs:
        return {}
    asked = asked_fields(service, answers)
    return {name: kind for name, kind in needs.items() if name in asked and name in answers}
