"""The applicant objects to a decision, in their own words."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from layani.office.actions.drafting import files_in
from layani.office.actions.objecting import EVIDENCE, object_to, open_to_objection, roles_that_answer
from layani.office.actions.uploading import discard
from layani.office.house import role_title
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.citizen.in_own_words import ask_for_words
from layani.office.pages.citizen.objecting import against_decision
from layani.office.pages.citizen.uploads import Sent, take_files
from layani.office.pages.citizen.withdraw import once_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.own_words import require_short, words_in
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.rules.cases.acts.objecting import WORDS_AT_LEAST
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

LONGEST = 4_000
"""Characters of an objection."""


@private
def case_objection(request: HttpRequest, number: str) -> HttpResponse:
    """Ask why, or take it; where there is nothing to object to, the case says how it stands."""
    row = own_case(request, number)
    if open_to_objection(state_of(row)) is None:
        return redirect("case", row.number)
    if request.method != "POST":
        return _ask(request, row)
    words, now = words_in(request), timezone.now()
    taken = take_files(row.party, (EVIDENCE,), sent_files(request), now)
    proof = taken.files.get(EVIDENCE.name)
    try:
        if taken.fault is not None:
            raise taken.fault
        _require_taken(taken.refused.get(EVIDENCE.name))
        require_short(words, LONGEST)
        object_to(row.number, words, actor=request.actor, now=now, once=once_of(request), evidence=proof)
    except Refused as refused:
        # The browser does not send a chosen file again by itself, so what was kept of it would belong to nothing.
        discard(files_in(taken.files))
        return _ask(request, row, refused.refusals)
    return redirect("case", row.number)


def sent_files(request: HttpRequest) -> Sent:
    """Return the files of a form, by the question that each answers."""
    return {name: file for name, file in request.FILES.items() if isinstance(file, UploadedFile)}


def _require_taken(why: Text | None) -> None:
    if why is not None:
        remedy = Text(
            "Keberatan Anda belum terkirim. Pilih berkas lain, atau kirim tanpa berkas.",
            "Your objection was not sent yet. Choose another file, or send it without one.",
        )
        raise Refused(Refusal("evidence-not-taken", why, remedy))


def _ask(request: HttpRequest, row: Case, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    case = state_of(row)
    return ask_for_words(
        request,
        "citizen/case_objection.html",
        row,
        refusals,
        case=case,
        objection=against_decision(case),
        by=[role_title(role) for role in roles_that_answer(case)],
        longest=LONGEST,
        at_least=WORDS_AT_LEAST,
        most_megabytes=EVIDENCE.max_bytes // 1_000_000,
    )


PAGE = Page(path="case/<str:number>/objection/", name="case-objection", readers=Readers.CITIZEN, view=case_objection)
