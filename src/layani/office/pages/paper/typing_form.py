"""One paper on one page: its number and time, the person, and the answers; typed here, or sent by a tablet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from layani.office.actions.drafting import filed_before, identity_answers
from layani.office.actions.filing import AnswersRejected, Application
from layani.office.actions.paper.entering import Typed, enter, require_typed
from layani.office.actions.paper.ledger import OnPaper
from layani.office.actions.paper.numbers import read_paper_number
from layani.office.actions.parties import Person, find_party, person_of, require_same_person
from layani.office.actions.vouching import enter as enter_person
from layani.office.actions.vouching import require_another
from layani.office.house import codes
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.uploads import take_files
from layani.office.pages.counter import newcomer
from layani.office.pages.page import Page, Readers
from layani.office.pages.paper.asked import CODE, CODE_HINT, LONGEST, MISTYPED, NO_CODE, NUMBER, TYPED
from layani.office.pages.paper.policy import with_script
from layani.office.pages.paper.typing import services_on_paper
from layani.office.pages.paper.when import chosen_moment
from layani.office.pages.parts.asking import OwnForm, posted_by, read_some
from layani.office.pages.parts.forms import Box, FieldPart, field_part
from layani.office.pages.parts.looks import note_look
from layani.office.pages.parts.say import language
from layani.office.tables.models import Party
from layani.office.tables.models.people import SEEN
from layani.rules.catalogue import Service
from layani.rules.catalogue.answers import identity_fields
from layani.rules.catalogue.kinds.nik import holds_birth_date
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

PERSON = OwnForm((newcomer.NIK, newcomer.NAME, newcomer.BORN, newcomer.PHONE, newcomer.EMAIL))
AFTER = (newcomer.SEEN, newcomer.AS_ON_THE_CARD)
WHEN = Text("Tanggal dan jam di kertas", "Day and time on the paper")
NO_WHEN = Text("Pilih tanggal dan jam yang tertulis di kertas.", "Choose the day and time that stand on the paper.")
JSON = "application/json"


@dataclass(frozen=True)
class Sent:
    """What one sending came to: the number of the application, or what is wrong by field, or why it was refused."""

    number: str = ""
    problems: Mapping[str, Text] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()


@private
def typing_form(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form, or take one paper; a tablet is answered in JSON, in the same words."""
    service = next((one for one in services_on_paper() if one.slug == slug), None)
    if service is None:
        raise Http404("No service of this name can be applied for on paper.")
    if request.method != "POST":
        return _show(request, service, Sent())
    sent = _take(request, service)
    if JSON in request.headers.get("Accept", ""):
        return _as_json(sent)
    if sent.number:
        return redirect(f"{reverse('paper-typing')}?{urlencode({'done': sent.number, 'of': slug})}")
    return _show(request, service, sent)


def _take(request: HttpRequest, service: Service) -> Sent:
    """File it once, however often it is sent. What the register, the paper or the form objects to is told at once."""
    now, once = timezone.now(), _once(request)
    if once and (earlier := filed_before(once, request.actor)):
        return Sent(earlier.number)
    typed, problems = _typed(request)
    values, wrong = PERSON.read(posted_by(request))
    problems |= wrong
    if not wrong and not _fits_card(request, values):
        problems["birth_date"] = newcomer.CONTRADICTION
    if problems or typed is None:
        return Sent(problems=problems)
    try:
        paper = require_typed(typed, actor=request.actor, now=now)
        party = _person(request, Person(**values), now)
        return _file(request, service, paper, party, str(once) if once else None, now)
    except Refused as refused:
        return Sent(refusals=refused.refusals)
    except AnswersRejected as rejected:
        return Sent(problems={one.field: one.text for one in rejected.problems})


def _once(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def _typed(request: HttpRequest) -> tuple[Typed | None, dict[str, Text]]:
    number, code = (request.POST.get(name, "")[:LONGEST].strip() for name in ("paper_number", "paper_code"))
    at = chosen_moment(request.POST, "paper")
    problems = {} if read_paper_number(number) else {"paper_number": MISTYPED}
    problems |= {} if code else {"paper_code": NO_CODE}
    if at is None:
        return None, problems | {"paper": NO_WHEN}
    return Typed(number, code, at), problems


def _fits_card(request: HttpRequest, values: Mapping[str, Any]) -> bool:
    return "as_on_card" in request.POST or holds_birth_date(values["nik"], values["birth_date"])


def _person(request: HttpRequest, person: Person, now: datetime) -> Party:
    """Return the party, entered if the register did not know it; raises Refused for oneself and for somebody else."""
    known, seen = find_party(person.nik), "seen" in request.POST
    require_another(known or Party(nik_mac=codes().nik(person.nik)), request.actor)
    if known is not None:  # whoever types a NIK with a name learns whether they belong together
        note_look(request, known)
    if known is not None and not (seen and known.assurance != SEEN):
        require_same_person(known, person)
        return known
    # Whoever held the paper reads Indonesian until they say otherwise, whatever the typist's screen says.
    return enter_person(person, seen=seen, language="id", actor=request.actor, now=now)


def _file(
    request: HttpRequest, service: Service, paper: OnPaper, party: Party, once: str | None, now: datetime
) -> Sent:
    identity = identity_answers(service, person_of(party))
    asked = [one for one in service.fields.values() if one.name not in identity]
    taken = take_files(party, asked, request.FILES, now)
    result = read_some(service, {one.name for one in asked}, posted_by(request), identity, files=taken.files)
    problems = {one.field: one.text for one in result.problems} | taken.refused
    taken.settle({} if problems else result.answers)
    if problems:
        return Sent(problems=problems)
    application = Application(
        service, party, result.answers, "counter", paper=paper, version=request.POST.get("version", "")[:20],
        language=party.language, once=once,
    )  # fmt: skip
    return Sent(enter(application, actor=request.actor, now=now).row.number)


def _as_json(sent: Sent) -> JsonResponse:
    said = language()
    content = {
        "number": sent.number or None,
        "problems": [{"field": name, "text": text.in_(said)} for name, text in sent.problems.items()],
        "refusals": [
            {"code": one.code, "reason": one.reason.in_(said), "remedy": one.remedy.in_(said)} for one in sent.refusals
        ],
    }
    return JsonResponse(content, status=201 if sent.number else 422)


def _show(request: HttpRequest, service: Service, sent: Sent) -> HttpResponse:
    posted = posted_by(request) if request.method == "POST" else {}
    person = [field_part(one, None, sent.problems.get(one.name), posted=posted) for one in (*PERSON.fields, *AFTER)]
    own = {one.name for one in identity_fields(service)} & {one.name for one in PERSON.fields}
    pages = [
        (page.title, [_part(one, sent, posted) for one in page.fields if one.name not in own]) for page in service.pages
    ]
    pages = [(title, parts) for title, parts in pages if parts]
    paper = [
        _box("paper_number", NUMBER, None, request, sent),
        _box("paper_code", CODE, CODE_HINT, request, sent),
        _when(request, sent),
    ]
    fields = [*paper, *person, *(part for _, parts in pages for part in parts)]
    shown: dict[str, Any] = {
        "service": service,
        "paper": paper,
        "person": person,
        "pages": pages,
        "fields": fields,
        "with_file": any(part.shape == "file" for part in fields),
        "problems": sent.problems,
        "refusals": sent.refusals,
        "once": request.POST.get("once") or uuid4(),
    }
    status = 409 if sent.refusals else 422 if sent.problems else 200
    return with_script(render(request, "paper/typing_form.html", shown, status=status))


def _part(one: Any, sent: Sent, posted: Mapping[str, list[str]]) -> FieldPart:
    return field_part(one, None, sent.problems.get(one.name), posted=posted, ask_identity=True)


def _box(name: str, label: Text, hint: Text | None, request: HttpRequest, sent: Sent) -> FieldPart:
    box = Box(name, TYPED, value=request.POST.get(name, "")[:LONGEST], width="w-16")
    return FieldPart(name, "box", label, hint, sent.problems.get(name), True, boxes=(box,))


def _when(request: HttpRequest, sent: Sent) -> FieldPart:
    boxes = tuple(
        Box(f"paper-{part}", {"type": kind}, Text(*words), value=request.POST.get(f"paper-{part}", "")[:10])
        for part, kind, words in (("day", "date", ("Tanggal", "Day")), ("time", "time", ("Jam", "Time")))
    )
    return FieldPart("paper", "boxes", WHEN, None, sent.problems.get("paper"), True, boxes=boxes)


PAGE = Page(path="counter/paper/<slug:slug>/", name="paper-form", view=typing_form, readers=Readers.COUNTER)
