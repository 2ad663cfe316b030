"""What a version does to open applications, in words: what they follow, by which law, and what keeps one from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from layani.office.actions.open_cases import (
    AMOUNT,
    ANSWER,
    ERASED,
    FIRST,
    GROUND,
    NOT_KEPT,
    PART,
    QUESTIONS,
    RANKING,
    open_cases_of,
)
from layani.office.tables.models import Proposal
from layani.rules.text import Text

PARTS: Final[Mapping[str, Text]] = {
    "rules": Text("syarat", "the rules"),
    "parameters": Text("angka dari hukum", "the numbers of the law"),
    "tables": Text("tabel", "the tables"),
    "grounds": Text("alasan penolakan", "the grounds for a refusal"),
    "ask": Text("pertanyaan formulir", "the questions of the form"),
    "steps": Text("langkah", "the steps"),
    "promise": Text("janji waktu", "the promise of time"),
    "fee": Text("biaya", "the fee"),
    "pays": Text("uang yang dibayarkan", "what is paid out"),
    "gives": Text("hasilnya", "the product"),
    "letters": Text("surat", "the letters"),
}
KEPT: Final[Mapping[str, Text]] = {
    NOT_KEPT: Text("versinya tidak tersimpan di kantor ini", "its version is not kept at this office"),
    ERASED: Text("isinya sudah dihapus", "what it said has been erased"),
    QUESTIONS: Text("pertanyaan yang berlaku baginya menjadi lain", "other questions would be asked of it"),
    AMOUNT: Text("biayanya menjadi lain daripada yang sudah diberitahukan", "its fee would not be what was told"),
    FIRST: Text("giliran khususnya menjadi lain", "it would be served first, or not any more"),
    RANKING: Text("tempatnya dibagi dengan peringkat", "its place is given by a ranking"),
    GROUND: Text("alasan penolakan yang disebut di dalamnya tidak ada lagi", "a ground that it names is gone"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a proposed version says of open applications, and what that does to those of the day it was proposed.

    follow: the parts in words; law: how a lawyer cites it; outcomes: words, how many, their numbers
    """

    follow: Text
    law: str
    says: Text
    of: int
    looked_at: int
    outcomes: tuple[tuple[Text, int, list[str]], ...]
    why: tuple[tuple[Text, int], ...]


def open_cases_shown(proposal: Proposal) -> Shown | None:
    """Return what the pages of a version say of open applications; None where they keep their version."""
    said = open_cases_of(proposal)
    if said is None:
        return None
    follow, law, says = said
    told: Mapping[str, Any] = proposal.report.get("open_cases") or {}
    named = told.get("named", {})
    words = {
        "follow": Text("pindah ke versi ini", "go over to this version"),
        "fails": Text("lalu gagal pada syarat wajib", "then fail a mandatory rule"),
        "stay": Text("tidak dapat, dan tetap memakai versinya", "cannot, and keep theirs"),
    }
    return Shown(
        Text(*(", ".join(PARTS[one].in_(language) for one in follow) for language in ("id", "en"))),
        law,
        says,
        told.get("of", 0),
        told.get("looked_at", 0),
        tuple((said, told[kind], named.get(kind, [])) for kind, said in words.items() if told.get(kind)),
        tuple((kept_words(why), count) for why, count in told.get("why", {}).items()),
    )


def kept_words(why: str) -> Text:
    """Return in words what keeps an application from following a version."""
    if why.startswith(PART):
        part = why.removeprefix(PART)
        name = PARTS.get(part, Text(f"“{part}”", f"“{part}”"))
        return Text(f"{name.id} juga berbeda", f"different, too: {name.en}")
    if why.startswith(ANSWER):
        rule = why.removeprefix(ANSWER)
        return Text(
            f"syarat “{rule}” membaca jawaban yang tidak ada", f"the rule “{rule}” needs an answer that is not there"
        )
    return KEPT[why]
