"""Turns what a file says of a step into what the house reads."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from layani.rules.cases.clock import Term
from layani.rules.catalogue.answers import CompiledAnswers
from layani.rules.catalogue.expressions import Expression
from layani.rules.catalogue.grammar.partly import SetEntry
from layani.rules.catalogue.grammar.parts import Words
from layani.rules.catalogue.grammar.steps import (
    ApplicantEntry,
    DecideEntry,
    ExternalEntry,
    FindingEntry,
    NoticeEntry,
    PerformEntry,
    RankEntry,
    StepEntry,
    VisitEntry,
    WorkEntry,
)
from layani.rules.catalogue.model import Field, Findings, FormPage, Step
from layani.rules.catalogue.official_number import LONGEST, NumberFormat
from layani.rules.catalogue.partly import PLACE, Partly
from layani.rules.catalogue.step_kinds import (
    DONE,
    NUMBER,
    SEEN,
    ApplicantTurn,
    External,
    Notice,
    Rank,
    TypesAgain,
    Visit,
)
from layani.rules.text import Text

PHOTOS: Final = ("jpg", "png")


def compile_step(
    entry: StepEntry, when: Expression | None = None, fields: Mapping[str, Field] = MappingProxyType({})
) -> Step:
    """Return the step.

    when:   its compiled condition, which may read what earlier steps find
    fields: the questions of the form, of which a decision may grant a part
    """
    work = entry.work
    return Step(
        entry.name,
        entry.kind,
        work.by,
        work.confirm if isinstance(work, ApplicantEntry) else work.within,
        when,
        tuple(work.not_same_as),
        office_unit=work.unit or "",
        says=_text(work.says) if isinstance(work, PerformEntry | ApplicantEntry) else None,
        finds=_findings(entry),
        visit=_visit(work),
        external=_external(work),
        notice=_notice(work),
        turn=_turn(work),
        rank=Rank(work.signed_by, work.objections, work.ground, work.waits) if isinstance(work, RankEntry) else None,
        after=None if work.after is None else tuple(work.after),
        partly=_partly(work, fields),
        mode="draw" if work.draw else "next",
    )


def _partly(work: WorkEntry, fields: Mapping[str, Field]) -> Partly | None:
    if not isinstance(work, DecideEntry) or work.partly is None:
        return None
    entry = work.partly
    page = FormPage(PLACE, _text(entry.says), tuple(_set(name, one, fields) for name, one in entry.sets.items()))
    asked = {name: one.asked for name, one in entry.sets.items() if one.asked}
    sets = Findings(CompiledAnswers((page,)), (page,))
    return Partly(entry.law, _text(entry.says), sets, asked, tuple(entry.grounds))


def _set(name: str, entry: SetEntry, fields: Mapping[str, Field]) -> Field:
    """Return what is set as a question to the officer; of several, with the choices that were asked for."""
    asked = fields.get(entry.asked or "")
    return Field(
        name=name,
        kind=entry.is_,
        label=_text(entry.label),
        hint=_text(entry.hint) if entry.hint else None,
        required=entry.required,
        options=asked.options if asked and entry.is_ == "several" else (),
        limits={key: value for key in ("longest", "least", "most") if (value := getattr(entry, key)) is not None},
    )


def _text(words: Words) -> Text:
    return Text(id=words.id, en=words.en)


def _findings(entry: StepEntry) -> Findings | None:
    work = entry.work
    fields: list[Field] = []
    if isinstance(work, PerformEntry | VisitEntry):
        fields = [_finding(name, one) for name, one in work.find.items()]
    elif isinstance(work, ExternalEntry):
        fields = [Field(NUMBER, "text", _text(work.number.label), limits={"longest": LONGEST})]
    elif isinstance(work, ApplicantEntry):
        fields = _seen_of(work)
    if not fields:
        return None
    page = FormPage(entry.name, Text(id="Temuan", en="Findings"), tuple(fields))
    return Findings(CompiledAnswers((page,)), (page,))


def _finding(name: str, entry: FindingEntry) -> Field:
    photo = entry.is_ == "photo"
    limits = {key: value for key in ("longest", "least", "most") if (value := getattr(entry, key)) is not None}
    return Field(
        name=name,
        kind="file" if photo else entry.is_,
        label=_text(entry.label),
        hint=_text(entry.hint) if entry.hint else None,
        required=entry.required and entry.from_ is None,
        tells=entry.from_ or "",
        options=tuple((value, _text(label)) for value, label in (entry.of or {}).items()),
        accept=PHOTOS if photo else (),
        max_bytes=entry.max_ if photo else 0,
        limits=limits,
    )


def _visit(work: WorkEntry) -> Visit | None:
    if not isinstance(work, VisitEntry):
        return None
    return Visit(work.team.people, tuple(work.team.roles), work.budget, _text(work.report))


def _external(work: WorkEntry) -> External | None:
    if not isinstance(work, ExternalEntry):
        return None
    number = NumberFormat.parse(work.number.format)
    typed = TypesAgain(work.types_again.fields, work.types_again.minutes) if work.types_again else None
    return External(
        system=_text(work.system),
        link=work.link or "",
        label=_text(work.number.label),
        number=number,
        again=work.number.again,
        of=work.of or "",
        types_again=typed,
    )


def _seen_of(work: ApplicantEntry) -> list[Field]:
    """Return what the role writes down: whether it was done, the number of the receipt, and what was seen."""
    done = Field(DONE, "yes no", Text(id="Apakah pemohon sudah melakukannya?", en="Has the applicant done it?"))
    what = Text(id="Apa yang Anda lihat?", en="What did you see?")
    seen = Field(SEEN, "text", what, required=work.number is None, limits={"longest": 300})
    if work.number is None:
        return [done, seen]
    return [done, Field(NUMBER, "text", _text(work.number.label), required=False, limits={"longest": LONGEST}), seen]


def _turn(work: WorkEntry) -> ApplicantTurn | None:
    if not isinstance(work, ApplicantEntry):
        return None
    half = Term(work.within.amount // 2, work.within.unit) if work.within.amount > 1 else None
    return ApplicantTurn(
        work.law,
        work.within,
        work.remind_after or half,
        work.if_late == "close",
        work.pays is not None or work.offers is not None,
        _text(work.declines) if work.declines else None,
        _text(work.number.label) if work.number else None,
        NumberFormat.parse(work.number.format) if work.number else None,
    )


def _notice(work: WorkEntry) -> Notice | None:
    if not isinstance(work, NoticeEntry):
        return None
    return Notice(work.length, _text(work.where), work.objections or work.length)
