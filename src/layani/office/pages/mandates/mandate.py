"""One mandate, for its two people: what it says, what happened to it; each of them ends it here."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.mandating import end, names_of
from layani.office.house import calendar, catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.mandates.form_for import covers
from layani.office.pages.mandates.mandates import line_of
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Mandate, MandateEvent
from layani.rules.mandates.model import bases
from layani.rules.mandates.using import OWN_ACTS
from layani.rules.text import Text

HAPPENED = {
    "given": Text("Diberikan oleh orangnya", "Given by the person"),
    "recorded": Text("Dicatat petugas di loket", "Recorded by an officer at the counter"),
    "confirmed": Text("Dibenarkan dengan kode dari telepon orangnya", "Confirmed by the code on the person’s phone"),
    "ended-by-person": Text("Diakhiri oleh orangnya", "Ended by the person"),
    "ended-by-holder": Text("Dilepas oleh pemegangnya", "Given up by its holder"),
    "ended-by-death": Text("Berakhir karena kematian", "Ended by death"),
    "ended-by-card": Text(
        "Berakhir: diberikan sebelum KTP orangnya dilihat; dapat diberikan lagi",
        "Ended: it was given before the person’s card was seen; it can be given again",
    ),
    "disowned": Text("Orangnya menyatakan tidak menyetujuinya", "The person said that they did not agree"),
}
"""What happens to a mandate, in words."""


@private
def mandate(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show it to its two people, or end it; to everybody else it does not exist."""
    row = _own(request, ref)
    gave = row.giver_id == request.actor.party
    if request.method == "POST":
        end(ref, "person" if gave else "holder", actor=request.actor, now=timezone.now())
        return redirect("mandate", ref)
    today = calendar().local(timezone.now()).date()
    other = row.holder if gave else row.giver
    person = names_of([other]).get(other.pk)
    mandate, services = row.mandate(), catalogue().services
    shown = {
        "line": line_of(row, person.name if person else "–", today),
        "row": row,
        "gave": gave,
        "basis": bases()[row.basis],
        "ends": bases()["ends"],
        "happened": [(one.at, HAPPENED[one.kind]) for one in MandateEvent.objects.filter(mandate=row).order_by("seq")],
        "may_file": [
            *(services[one] for one in row.services if one in services and mandate.covers(one, today)),
            *(one for one in catalogue().bundles.values() if "online" in one.channels and covers(row, one.slug, today)),
        ],
        "sure": "sure" in request.GET and not row.ended,
        "own_acts": OWN_ACTS.values(),
    }
    return render(request, "mandates/mandate.html", shown)


def _own(request: HttpRequest, ref: UUID) -> Mandate:
    row = Mandate.objects.select_related("giver", "holder").filter(ref=ref).first()
    if row is None or request.actor.party not in (row.giver_id, row.holder_id):
        raise Http404("There is no such mandate for this reader.")
    return row


PAGE = Page(path="mandates/<uuid:ref>/", name="mandate", readers=Readers.CITIZEN, view=mandate)
