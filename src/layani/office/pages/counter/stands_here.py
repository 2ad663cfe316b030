"""Who stands at the counter with an application: its person, or somebody by a mandate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils import timezone

from layani.office.actions.drafting import Place
from layani.office.actions.mandating import names_of, told_directly
from layani.office.actions.parties import person_of
from layani.office.actions.proxying import ByProxy
from layani.office.house import calendar
from layani.office.tables.models import Mandate, Party
from layani.rules.mandates.using import not_covered
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

THE_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Stands:
    """Somebody who may stand here for the person: the mandate's reference, the name, and whether the person is told."""

    ref: str
    name: str
    told: bool


def who_may_stand(party: Party, slug: str) -> Sequence[Stands]:
    """Return those who hold a mandate in force for this service; one query, two where there are any."""
    rows = _held(party, slug)
    if not rows:
        return ()
    people, person = names_of([one.holder for one in rows]), person_of(party)
    found = ((one, people.get(one.holder_id)) for one in rows)
    return [Stands(str(one.ref), who.name, told_directly(person, who)) for one, who in found if who]


def with_who_stands(request: HttpRequest, place: Place, slug: str) -> Place:
    """Return the place with the mandate that the officer chose; raises Refused where nobody was chosen.

    Where nobody holds a mandate, it is the person.
    """
    rows, said = _held(place.party, slug), request.POST.get("stands", "")
    if said == THE_PERSON or not (rows or said):
        return place
    if not said:
        raise Refused(_not_said())
    row = next((one for one in rows if str(one.ref) == said), None)
    if row is None:
        raise Refused(not_covered())
    return replace(place, proxy=ByProxy(row, request.POST.get("why_not", "")[:500]))


def _held(party: Party, slug: str) -> list[Mandate]:
    today = calendar().local(timezone.now()).date()
    rows = Mandate.objects.on(today).filter(giver=party).select_related("holder").order_by("-pk")
    return [one for one in rows if slug in one.services]


def _not_said() -> Refusal:
    return Refusal(
        "nobody-stands",
        Text("Belum dipilih siapa yang berdiri di depan Anda.", "It is not said who stands before you."),
        Text("Pilih orangnya sendiri, atau yang mengurusnya.", "Choose the person, or who acts for them."),
    )
