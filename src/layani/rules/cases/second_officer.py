"""Where separation of duties leaves nobody of a unit: the pool is asked, and where that fails an exemption may hold.

An exemption lets one person do two steps that the service keeps apart, and nothing else: a case of one's own, a
declared conflict and a step that was set aside on an objection stay closed to them.
Source: INTOSAI GOV 9100, section 2.3 (where duties cannot be segregated, compensating controls take their place).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, months_later
from layani.rules.cases.state import By, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text

MOST_MONTHS: Final = 6
"""For which one exemption may hold; a house rule. Who needs longer proposes another one."""
MOST_ONE_IN: Final = 5
"""One in so many cases is checked afterwards at the least (20 %); a house rule."""
CHECKED_WITHIN: Final = Term(10, "working days")
"""From the day on which a case is drawn until somebody must have checked it; a house rule."""
WORDS_AT_LEAST, WORDS_AT_MOST = 30, 1_000  # characters

GROUNDS: Final[Mapping[str, Text]] = {
    "one-officer": Text(
        "Hanya satu petugas yang berwenang di unit ini", "One officer alone in this unit has the power to do it"
    ),
    "post-vacant": Text("Jabatan kedua sedang kosong", "The second post is vacant"),
    "too-far": Text(
        "Petugas unit lain tidak dapat dijangkau pada waktunya", "No officer of another unit can be reached in time"
    ),
    "disaster": Text("Keadaan darurat atau bencana", "An emergency or disaster"),
}


@dataclass(frozen=True, slots=True)
class Exemption:
    """What somebody proposes; all of it is published once another person agrees.

    until: the last day; one_in: one in so many cases is checked afterwards; says: why nothing milder helps
    """

    service: str
    step: str
    ground: str
    since: date
    until: date
    one_in: int
    says: str


Span = tuple[date, date]


def objections_to_exemption(
    one: Exemption, *, allowed: bool, today: date, others: Iterable[Span] = ()
) -> tuple[Refusal, ...]:
    """Return what is wrong with a proposal; empty when it may be written down.

    allowed: the office's file names this step under ``exemptions``
    others:  first and last days of those in force or agreed on for the same step
    """
    found = []
    if not allowed:
        found.append(
            _refusal(
                "exemption-not-listed",
                "Langkah ini tidak tercantum pada 'exemptions' di berkas kantor.",
                "This step is not listed under 'exemptions' in the office's file.",
            )
        )
    if one.ground not in GROUNDS:
        found.append(_refusal("exemption-ground", "Alasannya belum dipilih.", "No ground is chosen."))
    if not WORDS_AT_LEAST <= len(one.says.strip()) <= WORDS_AT_MOST:
        found.append(
            _refusal(
                "exemption-words",
                f"Uraiannya harus {WORDS_AT_LEAST} sampai {WORDS_AT_MOST} huruf.",
                f"Its words must be {WORDS_AT_LEAST} to {WORDS_AT_MOST} characters long.",
            )
        )
    if not 1 <= one.one_in <= MOST_ONE_IN:
        found.append(
            _refusal(
                "exemption-rate",
                f"Yang diperiksa sesudahnya paling sedikit satu dari {MOST_ONE_IN} berkas.",
                f"At least one in {MOST_ONE_IN} cases is checked afterwards.",
            )
        )
    if one.since < today:
        found.append(_refusal("exemption-past", "Hari pertamanya sudah lewat.", "Its first day is over."))
    if one.until < one.since or one.until >= months_later(one.since, MOST_MONTHS):
        found.append(
            _refusal(
                "exemption-too-long",
                f"Pengecualian berlaku paling lama {MOST_MONTHS} bulan, dan berakhir sesudah mulai.",
                f"An exemption holds for {MOST_MONTHS} months at most, and ends after it begins.",
            )
        )
    if any(one.since <= until and since <= one.until for since, until in others):
        found.append(
            _refusal(
                "exemption-twice",
                "Untuk langkah ini sudah ada pengecualian pada hari-hari itu.",
                "There is an exemption for this step on some of these days already.",
            )
        )
    return tuple(found)


def objections_to_ruling(proposed_by: int, actor: int, roles: frozenset[str], doing: frozenset[str]) -> Refusal | None:
    """Return why somebody may not agree to a proposal: never who made it, nor who does steps of the service.

    doing: the roles that do a step of the service, and so gain from it
    """
    if proposed_by == actor:
        return _refusal("exemption-own", "Anda yang mengusulkannya.", "You proposed it.")
    if roles & doing:
        return _refusal(
            "exemption-gains",
            "Anda sendiri mengerjakan langkah layanan ini, jadi orang lain yang memutuskannya.",
            "You do steps of this service yourself, so somebody else rules on it.",
        )
    if "supervisor" not in roles:
        return _refusal("exemption-no-superior", "Hanya pengawas yang memutuskannya.", "Only a supervisor rules on it.")
    return None


def exempt_from(case: Case, by: By) -> str:
    """Return the number of the exemption without which an officer could not do the open step; "" where there is none.

    case: seen at the step that the act is about
    """
    number = str(case.exempt.get(case.step, {}).get("number", ""))
    if not number or by.kind != "officer":
        return ""
    return number if by.officer in {case.done_by.get(step) for step in case.kept_apart} else ""


def done_alone(before: Case, changed: Case, event: Event) -> Case:
    """Note under which exemption a step was done, where this act did it."""
    step, number = before.step, event.data.get("exemption")
    if not number or event.by.kind != "officer" or not step or changed.done_by.get(step) != event.by.officer:
        return changed
    return replace(changed, alone={**changed.alone, str(event.seq): {"step": step, "exemption": str(number)}})


def over_at(case: Case, step: str, now: datetime) -> dict[str, str]:
    """Return what an act says that ends the exemption of a step whose last moment has passed; {} where none has."""
    holds = case.exempt.get(step)
    if not holds or now < datetime.fromisoformat(holds["until"]):
        return {}
    return {"step": step, "exemption": str(holds["number"])}


def why_barred(case: Case, officer: int) -> tuple[str, ...]:
    """Return what keeps an officer from the open step, by name: "four-eyes", "recused", "answered-it", "did-before".

    >>> why_barred(Case(recused=(4,)), 4)
    ('recused',)
    """
    kept = {case.done_by.get(step) for step in case.kept_apart}
    found = {
        "four-eyes": officer in kept,
        "recused": officer in case.recused,
        "answered-it": officer == case.objection.get("answered_by"),
        "did-before": officer in case.objection.get("barred", ()) and officer != case.objection.get("answered_by"),
    }
    return tuple(name for name, holds in found.items() if holds)


def _refusal(code: str, id_: str, en: str) -> Refusal:
    return Refusal(
        code, Text(id_, en), Text("Betulkan, atau serahkan kepada yang berwenang.", "Correct it, or leave it.")
    )
