"""Discretion: what an official may do where the rules give a choice, are silent, incomplete or unclear, and never else.

It is no road past a mandatory rule that failed or a negative finding: the law lets it contradict no legislation
(pasal 24 huruf b), so no kind here grants anything, meets a rule or changes a finding.
Source: UU 30/2014 pasal 22 to 26 (pasal 22 to 25 read in a copy of the text, http://bangkomaragam.blogspot.com/2014/11/
undangundang-republik-indonesia-nomor_64.html; pasal 26 in an abstract, see administration.yaml).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from layani.rules.cases.state import GRANTED_STATUSES, Case, other_case
from layani.rules.refusal import Refusal
from layani.rules.text import Text

TIME: Final = "applicant-time"
KINDS: Final[Mapping[str, Text]] = {
    TIME: Text("Memberi pemohon waktu lebih untuk menjawab", "Give the applicant more time to answer"),
    "equivalent-document": Text(
        "Menerima dokumen yang setara dengan yang diminta", "Accept a document equivalent to the one that is asked for"
    ),
    "rule-silent": Text("Bertindak di mana aturannya diam atau tidak jelas", "Act where the rule is silent or unclear"),
}
"""What it can do. The first moves the applicant's day; the others are noted on the case, for who checks and decides."""

PURPOSES: Final[Mapping[str, Text]] = {
    "smooth-running": Text("Melancarkan penyelenggaraan pemerintahan", "To keep the administration running"),
    "legal-gap": Text("Mengisi kekosongan hukum", "To fill a gap in the law"),
    "legal-certainty": Text("Memberikan kepastian hukum", "To give legal certainty"),
    "stagnation": Text(
        "Mengatasi stagnasi dalam keadaan tertentu guna kepentingan umum",
        "To overcome a standstill for the good of all",
    ),
}
"""UU 30/2014 pasal 22 ayat (2)."""

SCOPES: Final[Mapping[str, Text]] = {
    "choice": Text("Peraturan memberi pilihan", "The rules give a choice"),
    "silent": Text("Peraturan tidak mengatur", "The rules do not say"),
    "incomplete": Text("Peraturan tidak lengkap atau tidak jelas", "The rules are incomplete or unclear"),
    "standstill": Text("Ada stagnasi pemerintahan", "The administration is at a standstill"),
}
"""UU 30/2014 pasal 23."""

WORDS_AT_LEAST, WORDS_AT_MOST = 30, 1_000  # characters
MOST_DAYS = 30
"""Working days that the applicant can be given; a house rule, not a law's."""
_LONG_NUMBER = re.compile(r"\d{8,}")


@dataclass(frozen=True, slots=True)
class Discretion:
    """What an official proposes; all of it is published once it is approved.

    says:   what is done and why the public interest asks for it
    budget: it may cost the office money or change its budget; costs: how much and from where, in words
    days:   working days more for the applicant, for TIME
    """

    kind: str
    purpose: str
    scope: str
    says: str
    budget: bool = False
    costs: str = ""
    days: int = 0


def objections_to_proposal(one: Discretion, names: Iterable[str]) -> tuple[Refusal, ...]:
    """Return what is missing or must not stand there.

    names: what would name the applicant: the words are published, and are to name nobody
    """
    found = []
    if one.kind not in KINDS or one.purpose not in PURPOSES or one.scope not in SCOPES:
        found.append(
            _refusal(
                "discretion-bare",
                "Jenis, tujuan, atau lingkup diskresinya belum dipilih.",
                "Kind, purpose or scope of the discretion is not chosen.",
            )
        )
    if not WORDS_AT_LEAST <= len(one.says.strip()) <= WORDS_AT_MOST:
        found.append(
            _refusal(
                "discretion-words",
                f"Uraiannya harus {WORDS_AT_LEAST} sampai {WORDS_AT_MOST} huruf.",
                f"Its words must be {WORDS_AT_LEAST} to {WORDS_AT_MOST} characters long.",
            )
        )
    if one.budget and len(one.costs.strip()) < WORDS_AT_LEAST:
        found.append(
            _refusal(
                "discretion-costs",
                "Dampak pada anggaran belum diuraikan.",
                "What it does to the budget is not written.",
            )
        )
    if one.kind == TIME and not 1 <= one.days <= MOST_DAYS:
        found.append(
            _refusal(
                "discretion-days",
                f"Tulis berapa hari kerja, 1 sampai {MOST_DAYS}.",
                f"Write how many working days, 1 to {MOST_DAYS}.",
            )
        )
    if _names(f"{one.says} {one.costs}", names):
        found.append(
            _refusal(
                "discretion-personal",
                "Uraian ini diumumkan, dan memuat nama atau nomor seseorang.",
                "These words are published, and hold somebody's name or number.",
            )
        )
    return tuple(found)


def failed_for_good(case: Case) -> tuple[str, ...]:
    """Return the mandatory rules that have failed, and the cases without which this one is not granted, by name.

    What could not be worked out yet is none of them: it may still be found.
    """
    failed = [rule for rule in case.must if case.rules.get(rule) == "failed"]
    return (*failed, *map(other_case, case.without))


def against_the_rules(kind: str, failed: Sequence[Text]) -> Refusal | None:
    """Refuse what would be a road past a mandatory rule (pasal 24: not against legislation); more time may be given.

    failed: the rules that have failed, in words
    """
    if kind == TIME or not failed:
        return None
    id_, en = "; ".join(one.id for one in failed), "; ".join(one.en for one in failed)
    return Refusal(
        "discretion-against-rule",
        Text(
            f"Syarat wajib tidak terpenuhi: {id_}. Diskresi tidak dapat mengabulkannya (UU 30/2014 pasal 24).",
            f"A mandatory rule has failed: {en}. Discretion cannot grant it (UU 30/2014 pasal 24).",
        ),
        Text(
            "Jalan yang sah: minta pemohon memperbaiki bila masih boleh, beri waktu tambahan, atau tolak dengan "
            "alasan; pemohon lalu boleh mengajukan keberatan atau permohonan baru.",
            "The lawful roads: ask the applicant to put it right while that is open, give more time, or refuse with "
            "the ground; the applicant may then object or apply anew.",
        ),
    )


USED, UNUSED, NOT_YET = "used", "not-used", "not-yet"
"""What became of discretion that was approved: the words are published, and say no more than what happened."""


def use_of(kind: str, approved_at: datetime, case: Case) -> str:
    """Return what became of it: time counts as used with its approval, the rest with a grant that came after it."""
    if kind == TIME:
        return USED
    if case.is_open:
        return NOT_YET
    granted = case.status in GRANTED_STATUSES and case.decided_at is not None and case.decided_at >= approved_at
    return USED if granted else UNUSED


def objections_to_ruling(
    proposed_by: int, proposer_roles: frozenset[str], actor: int, roles: frozenset[str]
) -> Refusal | None:
    """Return why somebody may not rule on it: never who proposed it, and only a superior of theirs."""
    if proposed_by == actor:
        return _refusal(
            "discretion-own",
            "Anda yang mengusulkannya, jadi atasan Anda yang memutuskannya.",
            "You proposed it, so your superior rules on it.",
        )
    superior = {"supervisor"} if "head" in proposer_roles else {"supervisor", "head"}
    if roles & superior:
        return None
    return _refusal(
        "discretion-no-superior",
        f"Hanya atasan pengusul (peran “{', '.join(sorted(superior))}”) yang memutuskannya.",
        f"Only a superior of who proposed it (role “{', '.join(sorted(superior))}”) rules on it.",
    )


def _names(words: str, names: Iterable[str]) -> bool:
    said = words.casefold()
    parts = {part.casefold() for name in names for part in name.split() if len(part) > 3}  # noqa: PLR2004  "bin", "dan"
    return bool(_LONG_NUMBER.search(words)) or any(re.search(rf"\b{re.escape(part)}\b", said) for part in parts)


def _refusal(code: str, id_: str, en: str) -> Refusal:
    return Refusal(
        code, Text(id_, en), Text("Betulkan, atau serahkan kepada yang berwenang.", "Correct it, or leave it.")
    )
