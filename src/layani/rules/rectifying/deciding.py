"""Who may answer that something held about a person is wrong, what an answer must say, and which roads are open.

What is wrong is put right where nothing was decided on it: in the register of people, or in a case that is open. A
decided case is never changed under its letter: the answer names the lawful road, and the person takes it or not.
Source: UU 27/2022, the right to have personal data corrected; ``terms.yaml`` says what of it was read.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from layani.rules.refusal import Refusal
from layani.rules.text import Text

PERSON_ITEMS: Final[Mapping[str, Text]] = {
    "name": Text("Nama", "Name"),
    "nik": Text("NIK", "NIK"),
    "birth_date": Text("Tanggal lahir", "Date of birth"),
    "phone": Text("Telepon", "Phone"),
    "email": Text("Surel", "E-mail"),
}
"""What the register of people holds of somebody, by the name under which it is held."""

ABOUT_PERSON: Final = frozenset({"counter", "front-desk", "supervisor", "head"})
"""Roles that answer about the register of people."""
ABOVE: Final = frozenset({"supervisor", "head"})
"""Roles that answer about a case, beside those that decide it."""

CORRECTED, REFUSED, ROAD = "corrected", "refused", "road"
OUTCOMES: Final[Mapping[str, Text]] = {
    CORRECTED: Text("Sudah diperbaiki", "Put right"),
    REFUSED: Text("Tidak diperbaiki", "Not put right"),
    ROAD: Text("Lewat jalan lain", "By another road"),
}

ROADS: Final[Mapping[str, Text]] = {
    "letter": Text(
        "Suratnya diperbaiki: kantor mengusulkannya, dan Anda menyetujui atau membantah",
        "The letter is corrected: the office proposes it, and you agree or dispute it",
    ),
    "objection": Text(
        "Ajukan keberatan dengan bukti ini, di halaman permohonannya", "Object with this evidence, on the case's page"
    ),
    "new": Text("Ajukan permohonan baru dengan data yang benar", "File a new application with what is right"),
}
"""The lawful roads where a decision was taken on what is wrong; only those that are open are offered."""

WORDS_AT_LEAST: Final = 10
"""Characters of what it should be proved by, and of an officer's reason."""
LONGEST: Final = 1000
CARD_ALWAYS: Final = frozenset({"nik", "phone", "email"})
"""By these somebody signs in or is told apart: nobody changes them for a person whose card they have not seen."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one request when an officer answers.

    about_person: it is about the register of people, not about a case
    item:         what is called wrong
    decided:      the case is decided, or the law has granted it; deciding: roles that decide it
    roads:        those that are open
    entered:      ids of the officers who entered what is called wrong, or wrote the request down
    own:          the officer is the person, or who filed for them
    card_on_file: an officer has seen the person's card before
    answered:     somebody has answered already
    """

    about_person: bool
    item: str
    decided: bool = False
    deciding: frozenset[str] = frozenset()
    roads: tuple[str, ...] = ()
    entered: frozenset[int] = frozenset()
    own: bool = False
    card_on_file: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Answering:
    """What an officer says: one of OUTCOMES, the road if it is one, why (its length), whether they hold the card."""

    outcome: str
    why_length: int
    road: str = ""
    card_seen: bool = False


def needs_card(item: str, *, card_on_file: bool) -> bool:
    """Say whether the person's card must be in the officer's hand: what a card has shown only a card puts right."""
    return card_on_file or item in CARD_ALWAYS


def roles_that_answer(standing: Standing) -> frozenset[str]:
    """Return the roles of which one is needed to answer."""
    return ABOUT_PERSON if standing.about_person else standing.deciding | ABOVE


def against_asking(item: str, known: Collection[str], right: str, evidence: str) -> Refusal | None:
    """Return what a request lacks, or None: an item that is held, what it should be, and what proves it."""
    if item not in known:
        return NOT_HELD
    if not right.strip():
        return NOTHING_RIGHT
    return None if len(evidence.strip()) >= WORDS_AT_LEAST else NO_EVIDENCE


def against_reading(standing: Standing, roles: Collection[str]) -> Refusal | None:
    """Return why an officer has nothing to do with a request at all, or None."""
    if standing.own:
        return OWN
    return None if roles_that_answer(standing) & set(roles) else not_your_role(roles_that_answer(standing))


def against_answering(
    standing: Standing, answer: Answering, officer: int | None, roles: Collection[str]
) -> tuple[Refusal, ...]:
    """Return everything that speaks against an answer; empty when it may be given."""
    if standing.answered:
        return (ANSWERED,)
    found = [
        against_reading(standing, roles),
        ENTERED if officer in standing.entered else None,
        NO_REASON if answer.why_length < WORDS_AT_LEAST else None,
        _against_outcome(standing, answer),
    ]
    return tuple(one for one in found if one)


def _against_outcome(standing: Standing, answer: Answering) -> Refusal | None:
    if answer.outcome not in OUTCOMES:
        return NO_OUTCOME
    if answer.outcome == ROAD:
        return None if answer.road in standing.roads else NO_ROAD
    if answer.outcome == REFUSED:
        return None
    if standing.decided:
        return DECIDED
    card = standing.about_person and needs_card(standing.item, card_on_file=standing.card_on_file)
    return NO_CARD if card and not answer.card_seen else None


def not_your_role(needed: Collection[str]) -> Refusal:
    """The refusal for an officer who holds none of the roles that answer."""
    roles = ", ".join(sorted(needed))
    return Refusal(
        "not-your-role",
        Text(f"Yang menjawab ini: {roles}. Anda tidak memegangnya.", f"This is for: {roles}. You hold none of them."),
        Text("Serahkan kepada pemegang peran itu.", "Leave it to somebody who holds one."),
    )


NOT_HELD = Refusal(
    "data-not-held",
    Text("Belum dipilih data mana yang keliru.", "It does not say which of the data is wrong."),
    Text("Pilih satu dari daftar.", "Choose one from the list."),
)
NOTHING_RIGHT = Refusal(
    "data-right-missing",
    Text("Belum ditulis apa yang benar.", "It does not say what is right."),
    Text("Tulis seperti yang seharusnya tercatat.", "Write it as it should stand."),
)
NO_EVIDENCE = Refusal(
    "data-evidence-missing",
    Text("Belum ditulis apa yang membuktikannya.", "It does not say what proves it."),
    Text(
        f"Sebut suratnya dan bagiannya, paling sedikit {WORDS_AT_LEAST} huruf. Suratnya dibawa ke loket bila diminta.",
        f"Name the paper and the place in it, at least {WORDS_AT_LEAST} characters. Bring it to the counter if asked.",
    ),
)
OPEN_ALREADY = Refusal(
    "data-asked-already",
    Text("Data ini sudah dilaporkan keliru dan sedang diperiksa.", "This was called wrong already and is looked into."),
    Text("Tunggu jawabannya pada halaman ini.", "Wait for the answer on this page."),
)
OWN = Refusal(
    "own-case",
    Text("Ini data Anda sendiri.", "These are your own data."),
    Text("Petugas lain yang menjawab.", "Another officer answers."),
)
ENTERED = Refusal(
    "four-eyes",
    Text(
        "Anda sendiri yang memasukkan data ini atau mencatat laporannya.",
        "You entered these data yourself, or wrote the report down.",
    ),
    Text("Petugas lain yang menjawab.", "Another officer answers."),
)
ANSWERED = Refusal(
    "data-answered",
    Text("Laporan ini sudah dijawab.", "This was answered already."),
    Text("Muat ulang halaman.", "Reload the page."),
)
NO_REASON = Refusal(
    "fact-missing",
    Text("Alasannya belum jelas.", "The reason is not clear yet."),
    Text(
        f"Tulis apa yang Anda periksa, paling sedikit {WORDS_AT_LEAST} huruf. Orangnya membacanya.",
        f"Write what you looked at, at least {WORDS_AT_LEAST} characters. The person reads it.",
    ),
)
NO_OUTCOME = Refusal(
    "no-outcome",
    Text("Belum dipilih jawabannya.", "No answer was chosen."),
    Text("Pilih satu dari tiga.", "Choose one of the three."),
)
NO_ROAD = Refusal(
    "no-road",
    Text("Jalan itu tidak terbuka untuk berkas ini.", "That road is not open in this case."),
    Text("Pilih satu dari yang ditawarkan di halaman ini.", "Choose one that this page offers."),
)
DECIDED = Refusal(
    "decided-on-it",
    Text(
        "Berkas ini sudah diputus. Datanya tidak diubah diam-diam di bawah keputusan itu.",
        "This case is decided. Its data are not changed in silence under that decision.",
    ),
    Text(
        "Sebut jalannya: perbaikan surat, keberatan, atau permohonan baru.",
        "Name the road: a corrected letter, an objection, or a new application.",
    ),
)
NO_CARD = Refusal(
    "card-not-seen",
    Text(
        "Ini hanya dapat diubah dengan KTP asli di tangan Anda.",
        "This can be changed only with the original card in your hand.",
    ),
    Text("Undang orangnya ke loket, atau tolak dengan alasan itu.", "Ask the person to the counter, or say so."),
)
