"""The 14 components of a service standard: those that follow from the rest of the file are written from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from layani.rules.catalogue.grammar.duties import DutyEntry
from layani.rules.catalogue.grammar.service import ServiceFile
from layani.rules.catalogue.grammar.steps import (
    ApplicantEntry,
    ExternalEntry,
    NoticeEntry,
    PerformEntry,
    RankEntry,
    WorkEntry,
)
from layani.rules.catalogue.lasting import lasting_words
from layani.rules.catalogue.model import STANDARD_COMPONENTS, FormPage, OfficeFile
from layani.rules.catalogue.order import beside
from layani.rules.money.fee import Fee
from layani.rules.text import Text

DERIVED = ("requirements", "procedure", "time_limit", "fee", "product", "legal_basis", "staffing")
"""Components that follow from the form, the steps, the promise, the fee, the product, the laws and the roles."""

_KINDS = {
    "check": Text(id="{role} memeriksa kelengkapan", en="{role} checks that it is complete"),
    "perform": Text(id="{role}: {what}", en="{role}: {what}"),
    "visit": Text(id="{role} meninjau lokasi", en="{role} visits the place"),
    "initial": Text(id="{role} membubuhkan paraf", en="{role} initials the draft"),
    "external": Text(id="{role} mengurusnya di {what}", en="{role} has it done in {what}"),
    "notice": Text(
        id="{role} mengumumkannya di {what} dan menerima keberatan",
        en="{role} makes it public ({what}) and takes objections",
    ),
    "applicant": Text(id="Anda: {what} ({role} mencatatnya)", en="You: {what} ({role} records it)"),
    "rank": Text(
        id="{role} menyusun peringkat, {what} menandatanganinya, daftarnya diumumkan",
        en="{role} makes the ranking, {what} signs it, the list is published",
    ),
    "decide": Text(id="{role} memutuskan", en="{role} decides"),
}


def full_standard(
    entry: ServiceFile,
    fee: Fee[Any],
    pages: Sequence[FormPage],
    office: OfficeFile,
    conditional: Mapping[str, Text | None],
) -> dict[str, Text]:
    """Return the components that are written or can be derived, in the law's order; lint asks for the others.

    conditional: "only if …" of the steps that not every case takes, by the step's id
    """
    derived = {
        "requirements": _requirements(entry, pages),
        "procedure": _procedure(entry, office, conditional),
        "time_limit": _time_limit(entry),
        "fee": fee.words(),
        "product": Text(id=(entry.gives.name or entry.name).id, en=(entry.gives.name or entry.name).en),
        "legal_basis": _listed([Text(id=law.cite, en=law.cite) for law in entry.law]),
        "staffing": _staffing(entry, office),
    }
    written = {
        key: Text(id=words.id, en=words.en)
        for key in STANDARD_COMPONENTS
        if (words := getattr(entry.standard, key)) is not None
    }
    both = {**derived, **written}
    return {key: both[key] for key in STANDARD_COMPONENTS if key in both}


def _listed(items: Sequence[Text]) -> Text:
    return Text(id="; ".join(item.id for item in items), en="; ".join(item.en for item in items))


def _requirements(entry: ServiceFile, pages: Sequence[FormPage]) -> Text:
    documents = [one.label for page in pages for one in page.fields if one.kind == "file"]
    rules = [Text(id=rule.says.id, en=rule.says.en) for rule in entry.rules]
    if not documents and not rules:
        return Text(id="Tidak ada, selain mengisi formulir", en="None, besides filling in the form")
    return _listed([*rules, *documents])


def _procedure(entry: ServiceFile, office: OfficeFile, conditional: Mapping[str, Text | None]) -> Text:
    steps = [Text(id="Pemohon mengisi formulir dan menerima tanda terima", en="You fill in the form and get a receipt")]
    with_it = beside([(step.name, step.work.after) for step in entry.steps])
    titles = {step.name: _role_of(step.work, office) for step in entry.steps}
    for step in entry.steps:
        title = titles[step.name]
        said, within, what = _KINDS[step.kind], step.work.within.words(), _what(step.work, office)
        steps.append(
            Text(
                id=f"{said.id.format(role=title.id, what=what.id)} dalam {within.id}",
                en=f"{said.en.format(role=title.en, what=what.en)} within {within.en}",
            )
        )
        if others := list(dict.fromkeys(titles[name] for name in with_it[step.name] if titles[name] != title)):
            steps[-1] = Text(
                id=f"{steps[-1].id}, bersamaan dengan {', '.join(one.id for one in others)}",
                en=f"{steps[-1].en}, side by side with {', '.join(one.en for one in others)}",
            )
        if when := conditional.get(step.name):
            # The list is divided at its semicolons, so a label may not bring one along.
            steps[-1] = Text(
                id=f"{steps[-1].id}, {when.id.replace(';', ',')}", en=f"{steps[-1].en}, {when.en.replace(';', ',')}"
            )
    steps.append(Text(id="Pemohon menerima hasilnya", en="You receive the result"))
    steps += [_owed(duty) for duty in entry.owes]
    return _listed(steps)


def _owed(duty: DutyEntry) -> Text:
    """Return what the holder owes after the grant; the list is divided at its semicolons."""
    within, says = lasting_words(duty.within), (duty.says.id.replace(";", ","), duty.says.en.replace(";", ","))
    perhaps = Text(", bila ditentukan dalam surat", ", where the letter says so") if duty.when else Text("", "")
    return Text(
        id=f"Sesudahnya pemohon: {says[0]}, dalam {within.id}{perhaps.id}",
        en=f"Afterwards you: {says[1]}, within {within.en}{perhaps.en}",
    )


def _role_of(work: WorkEntry, office: OfficeFile) -> Text:
    role = office.roles.get(work.by)
    return role.title if role else Text(id=work.by, en=work.by)


def _what(work: WorkEntry, office: OfficeFile) -> Text:
    """Return what is done, or where; of a ranking, who signs it."""
    match work:
        case RankEntry(signed_by=role):
            return office.roles[role].title if role in office.roles else Text(id=role, en=role)
        case (
            PerformEntry(says=words)
            | ApplicantEntry(says=words)
            | ExternalEntry(system=words)
            | NoticeEntry(where=words)
        ):
            return Text(id=words.id, en=words.en)
    return Text(id="", en="")


def _time_limit(entry: ServiceFile) -> Text:
    total = entry.promise.total.words()
    start = {
        "first contact": Text(id="sejak Anda pertama kali datang", en="from the day you first came"),
        "received": Text(id="sejak permohonan diterima", en="from the day it is received"),
        "complete": Text(id="sejak permohonan lengkap", en="from the day it is complete"),
        "closing": Text(id="sejak pendaftaran ditutup", en="from the close of applications"),
    }[entry.promise.counts_from]
    said = [Text(id=f"{total.id} {start.id}", en=f"{total.en} {start.en}")]
    if entry.promise.legal:
        most = entry.promise.legal.term.words()
        said.append(Text(id=f"menurut hukum paling lama {most.id}", en=f"by law {most.en} at most"))
    if entry.promise.extension:
        more = entry.promise.extension.by.words()
        said.append(Text(id=f"dapat diperpanjang satu kali {more.id}", en=f"can be extended once by {more.en}"))
    return _listed(said)


def _staffing(entry: ServiceFile, office: OfficeFile) -> Text:
    names = list(dict.fromkeys(step.work.by for step in entry.steps))
    roles = [office.roles[name] for name in names if name in office.roles]
    return _listed(
        [Text(id=f"{role.title.id}: {role.holders} orang", en=f"{role.title.en}: {role.holders}") for role in roles]
    )
