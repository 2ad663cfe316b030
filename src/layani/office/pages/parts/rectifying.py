"""What a person calls wrong of what is held about them: the form in which they say it, and what was answered."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from layani.office.actions.differing import open_with
from layani.office.actions.rectifying import Wrong, ask, said_under
from layani.office.actions.rectifying_facts import items_of, kind_of, label_of
from layani.office.house import key_store
from layani.office.pages.auditor.words import role_words
from layani.office.pages.citizen.withdraw import once_of
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.tables.models import Case, Party, Rectification
from layani.rules.catalogue.model import Field
from layani.rules.rectifying.deciding import CORRECTED, LONGEST, OUTCOMES, ROADS, WORDS_AT_LEAST
from layani.rules.rectifying.likeness import unlike
from layani.rules.rectifying.terms import time_to_answer
from layani.rules.refusal import Refused
from layani.rules.text import Text
from layani.rules.unread import UNREAD

MOST_CASES = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One request as its person reads it.

    number: of the case, "" for the register of people; what: the question
    right, evidence: what they said; None: erased
    outcome, road, why, answered_at, role: the answer; letters: that say what was wrong
    told, untold: who else was given it, as the office names them
    still_in: numbers of the person's open applications that go on saying it otherwise than the register
    """

    ref: UUID
    number: str
    what: Text
    asked_at: datetime
    due_at: datetime
    right: str | None
    evidence: str | None
    at_the_counter: bool
    late: bool
    outcome: Text | None = None
    road: Text | None = None
    road_id: str = ""
    why: str | None = None
    answered_at: datetime | None = None
    role: Text | None = None
    letters: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    still_in: tuple[str, ...] = ()


def lines_of(party: Party, readable: Iterable[Case], now: datetime) -> list[Line]:
    """Return everything that a person has called wrong, the newest first; three queries, and one look for the keys.

    One query more for each open application, where something of the person was put right.
    """
    rows = list(Rectification.objects.of_person(party.pk, readable))
    for row in rows:
        row.party = party
    keys = key_store().held(row.key_ref for row in rows) if rows else {}
    corrected = {row.item for row in rows if row.case is None and _put_right(row)}
    still = {item: _still_in(party, item, readable) for item in corrected}
    return [_line(row, keys.get(row.key_ref), now, still) for row in rows]


def _put_right(row: Rectification) -> bool:
    return hasattr(row, "answer") and row.answer.outcome == CORRECTED


def _still_in(party: Party, item: str, readable: Iterable[Case]) -> tuple[str, ...]:
    return tuple(row.number for row, differs in open_with(party, item, list(readable)) if differs)


def _line(row: Rectification, key: bytes | None, now: datetime, still: Mapping[str, tuple[str, ...]]) -> Line:
    answer = row.answer if hasattr(row, "answer") else None
    said: Mapping[str, Any] = said_under(key, row, answer) if key else {}
    asked = Line(
        row.ref, row.case.number if row.case else "", label_of(row), row.asked_at, row.due_at, said.get("right"),
        said.get("evidence"), row.asked_by_id is not None, (answer.at if answer else now) > row.due_at,
    )  # fmt: skip
    if answer is None:
        return asked
    untold = tuple(answer.still_to_tell)
    return Line(
        asked.ref, asked.number, asked.what, asked.asked_at, asked.due_at, asked.right, asked.evidence,
        asked.at_the_counter, asked.late, OUTCOMES[answer.outcome], ROADS.get(answer.road), answer.road,
        said.get("why"), answer.at, role_words(answer.role or "officer"), tuple(answer.letters),
        tuple(one for one in answer.recipients if one not in untold), untold,
        still.get(row.item, ()) if row.case is None and answer.outcome == CORRECTED else (),
    )  # fmt: skip


def form_for(case: Case | None) -> OwnForm:
    """Return the form: which item of a case or of the register, what should stand there, what proves it."""
    items = items_of(case)
    return OwnForm(
        (
            Field("item", "choice", Text("Yang mana yang keliru?", "Which of it is wrong?"),
                  options=tuple(items.items())),
            Field("right", "text", Text("Yang benar", "What is right"),
                  Text("Tulis seperti yang seharusnya tercatat.", "Write it as it should stand."),
                  limits={"longest": LONGEST}),
            Field("evidence", "long text", Text("Apa buktinya?", "What proves it?"),
                  Text(f"Sebut suratnya dan bagiannya, paling sedikit {WORDS_AT_LEAST} huruf. Bawa suratnya bila "
                       "diminta.",
                       f"Name the paper and the place in it, at least {WORDS_AT_LEAST} characters. Bring it if asked."),
                  limits={"longest": LONGEST}),
        )
    )  # fmt: skip


def parts_of(form: OwnForm, posted: Mapping[str, list[str]], problems: Mapping[str, Text]) -> list[FieldPart]:
    """Return the boxes of the form."""
    return [field_part(one, problem=problems.get(one.name), posted=posted) for one in form.fields]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a posted form: problems by question, and the boxes again; without problems it was kept."""

    problems: Mapping[str, Text]
    posted: Mapping[str, list[str]]


NOTHING = Sent({}, {})


def shown_or_taken(
    request: HttpRequest, party: Party, case: Case | None, show: Callable[..., HttpResponse]
) -> HttpResponse | None:
    """Return the page with the form, or with what is wrong in it; None once what was sent is kept.

    show: takes the request, the person, the case (None: the register), what was Sent, and what was refused
    """
    if request.method != "POST":
        return show(request, party, case)
    once = once_of(request)
    if once is None:
        return bad_request(request)
    try:
        sent = _taken(request, party, case, UUID(once), timezone.now())
    except Refused as refused:
        return show(request, party, case, Sent({}, posted_by(request)), refused.refusals)
    return show(request, party, case, sent) if sent.problems else None


def _taken(request: HttpRequest, party: Party, case: Case | None, once: UUID, now: datetime) -> Sent:
    """Read the form and keep what it says; raises Refused."""
    posted = posted_by(request)
    values, problems = form_for(case).read(posted)
    if not problems and (said := unlike(kind_of(case, values["item"]), values["right"])):
        problems = {"right": said}
    if not problems:
        wrong = Wrong(values["item"], values["right"], values["evidence"], case)
        ask(party, wrong, actor=request.actor, now=now, once=once)
    return Sent(problems, posted)


def term_words() -> Text:
    """Return the time for an answer with its law, and that it is not checked where nobody has read it."""
    term = time_to_answer()
    doubt = Text("", "") if term.certain else Text(f" ({UNREAD.id})", f" ({UNREAD.en})")
    return Text(f"{term.says.id}; {term.cite}{doubt.id}", f"{term.says.en}; {term.cite}{doubt.en}")
