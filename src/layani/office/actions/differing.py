"""Where an application says something else of its person than the register of people, which was put right since.

An application keeps its answers until somebody puts them right in it; nothing changes them behind its back. So whoever
reads them must be told, and nobody grants, and so issues a letter with, what the office itself holds otherwise unseen.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from layani.office.actions.parties import Person, person_of
from layani.office.actions.viewing import answers_of
from layani.office.gateways.key_store import KeyGone
from layani.office.house import service
from layani.office.tables.models import Case as CaseRow
from layani.office.tables.models import Party
from layani.rules.catalogue import Service
from layani.rules.catalogue.answers import identity_fields
from layani.rules.catalogue.model import Field
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

WHO_IT_IS: Final = ("name", "nik", "birth_date")
"""What tells one person from another. A phone or an e-mail may be another one for each application."""
MOST_CASES: Final = 20


@dataclass(frozen=True, slots=True)
class Differing:
    """One answer of an application about its person: ``here``, and ``held`` by the register of people."""

    asked: Field
    here: Any
    held: Any


def differing_in(definition: Service | None, answers: Mapping[str, Any], person: Person) -> tuple[Differing, ...]:
    """Return the answers about its person that are not what the register holds of them, in the form's order.

    Capitals and spaces of a name make no difference. What the register does not know is nothing to differ from.
    """
    if definition is None:
        return ()
    about = [one for one in identity_fields(definition) if one.name in WHO_IT_IS and answers.get(one.name)]
    found = (Differing(one, answers[one.name], getattr(person, one.name)) for one in about)
    return tuple(one for one in found if one.held and _plain(one.here) != _plain(one.held))


def differing_of(row: CaseRow) -> tuple[Differing, ...]:
    """Return the same of a case; one query, and one more where its party is not loaded. Raises KeyGone."""
    return differing_in(_form_of(row), answers_of(row), person_of(row.party))


def open_with(party: Party, item: str, rows: Collection[CaseRow] | None = None) -> list[tuple[CaseRow, bool]]:
    """Return a person's open cases that answer an item about them, the newest first, and whether they say it otherwise.

    rows: those that the reader may see, where not all of them may be told
    Two queries, and one for each open case; at most MOST_CASES are looked at. What is erased is left out.
    """
    if item not in WHO_IT_IS:
        return []
    mine = CaseRow.objects.of_party(party.pk).own() if rows is None else rows
    opened = [one for one in mine if one.decided_at is None and one.closed_at is None][:MOST_CASES]
    found = []
    person = person_of(party) if opened else None
    for row in opened:
        row.party = party
        definition = _form_of(row)
        if person is None or definition is None or item not in {one.name for one in identity_fields(definition)}:
            continue
        try:
            answers = answers_of(row)
        except KeyGone:
            continue
        if item in answers:
            found.append((row, any(one.asked.name == item for one in differing_in(definition, answers, person))))
    return found


def require_seen(row: CaseRow, seen: Collection[str]) -> None:
    """Raise Refused where an application says something else of its person than the register, and nobody was shown it.

    seen: names of what the officer's page showed them of it
    """
    unseen = [one for one in differing_of(row) if one.asked.name not in seen]
    if unseen:
        raise Refused(_differs([one.asked.label for one in unseen]))


def _form_of(row: CaseRow) -> Service | None:
    """Return the service under which a case was filed; None where this office never had it."""
    try:
        return service(row.service, row.version)
    except KeyError:
        return None


def _plain(value: Any) -> str:
    return " ".join(str(value).casefold().split())


def _differs(labels: list[Text]) -> Refusal:
    id_, en = ", ".join(one.id for one in labels), ", ".join(one.en for one in labels)
    return Refusal(
        "differs-from-register",
        Text(
            f"Di data diri pemohon kini tercatat lain daripada di permohonan ini: {id_}.",
            f"What the office holds of the person is no longer what this application says: {en}.",
        ),
        Text(
            "Bandingkan keduanya di bagian Pemohon. Bila permohonannya yang lama, kembalikan berkas ini: pemohon "
            "melaporkannya untuk permohonan ini di Data saya atau di loket. Bila benar, kabulkan lagi.",
            "Compare both under The applicant. If the application has the old one, put the case back: the person "
            "reports it for this application on My data or at the counter. If it is right, grant it again.",
        ),
    )
