"""What a mandate must say before it can be given or recorded."""

from dataclasses import dataclass
from datetime import date, timedelta

from layani.rules.dates import day_words
from layani.rules.mandates.model import BASES, GUARDIAN, LONGEST, MOST_SERVICES, WORD, Mandate
from layani.rules.refusal import Refusal
from layani.rules.text import Text

WORDS_AT_LEAST = 10
"""Characters of what was seen, and of why a person cannot be reached."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is known when a mandate is given or recorded.

    offered:   names of the services of the office
    holder_serves_here: whoever would hold it is an officer of this office
    at_counter: an officer records it; seen: length of what they wrote that they saw, in characters
    reachable: the person has a phone or an e-mail of their own in the register; why_not: length of the reason, else
    """

    today: date
    offered: frozenset[str]
    holder_serves_here: bool = False
    at_counter: bool = False
    seen: int = 0
    reachable: bool = True
    why_not: int = 0


def objections_to_mandate(mandate: Mandate, given: Given) -> tuple[Refusal, ...]:
    """Return what is missing or wrong; empty when it may be given."""
    found = [
        _themselves(mandate),
        serves_here() if given.holder_serves_here and mandate.basis != GUARDIAN else None,
        _services(mandate, given),
        _days(mandate, given.today),
        *(_at_counter(mandate, given) if given.at_counter else ()),
    ]
    return tuple(one for one in found if one)


def latest_end(since: date) -> date:
    """Return the last day that a mandate from a day on may have."""
    return since + timedelta(days=LONGEST)


def serves_here() -> Refusal:
    """The refusal of an officer of this office as somebody's agent."""
    return Refusal(
        "officer-as-agent",
        Text(
            "Orang itu petugas kantor ini, jadi tidak boleh mengurus berkas orang lain di sini.",
            "That person is an officer of this office, and so may not bring papers for others here.",
        ),
        Text(
            "Pilih orang lain, atau datanglah sendiri; petugas melayani Anda seperti warga lain.",
            "Choose somebody else, or come yourself; officers serve you like every other citizen.",
        ),
    )


def _themselves(mandate: Mandate) -> Refusal | None:
    if mandate.giver != mandate.holder:
        return None
    return _refusal("mandate-to-oneself", "Kode itu milik Anda sendiri.", "That code is your own.")


def _services(mandate: Mandate, given: Given) -> Refusal | None:
    if not mandate.services:
        return _refusal("no-service", "Pilih sedikitnya satu urusan.", "Choose at least one service.")
    if len(mandate.services) > MOST_SERVICES:
        return _refusal(
            "too-many-services",
            f"Paling banyak {MOST_SERVICES} urusan dalam satu kuasa.",
            f"One mandate is for {MOST_SERVICES} services at most.",
        )
    if mandate.services - given.offered:
        return _refusal(
            "no-such-service",
            "Urusan itu tidak dapat dikuasakan di kantor ini.",
            "This office takes no mandate for that service.",
        )
    return None


def _days(mandate: Mandate, today: date) -> Refusal | None:
    if mandate.until < mandate.since or mandate.until < today:
        return _refusal("ends-before", "Hari terakhirnya sudah lewat.", "Its last day has passed.")
    last = latest_end(mandate.since)
    if mandate.until > last:
        said = day_words(last)
        return _refusal(
            "too-long",
            f"Kuasa berlaku paling lama {LONGEST} hari, jadi sampai {said.id}. Sesudah itu dapat diberikan lagi.",
            f"A mandate holds for {LONGEST} days at most, so until {said.en}. It can be given again after that.",
        )
    return None


def _at_counter(mandate: Mandate, given: Given) -> tuple[Refusal | None, ...]:
    basis = (
        _refusal("no-basis", "Pilih dasar kuasanya.", "Choose what the mandate rests on.")
        if mandate.basis not in BASES
        else None
    )
    seen = (
        _refusal(
            "nothing-seen",
            f"Tulis apa yang Anda lihat (paling sedikit {WORDS_AT_LEAST} huruf): nomor surat, atau bukti hubungannya.",
            f"Write what you saw (at least {WORDS_AT_LEAST} characters): the letter's number, or what proves the "
            "relation.",
        )
        if mandate.basis != WORD and given.seen < WORDS_AT_LEAST
        else None
    )
    return basis, seen, _reaching(mandate, given)


def _reaching(mandate: Mandate, given: Given) -> Refusal | None:
    if given.reachable:
        return None
    if mandate.basis == WORD:
        return _refusal(
            "no-phone-for-code",
            "Orang ini tidak punya nomor sendiri yang tercatat, jadi kodenya tidak dapat dikirim.",
            "No phone of this person's own is entered, so no code can be sent.",
        )
    if given.why_not < WORDS_AT_LEAST:
        return no_contact_reason()
    return None


def no_contact_reason() -> Refusal:
    """The refusal where nobody said why the person cannot be told directly."""
    return _refusal(
        "no-contact-reason",
        "Orang ini tidak punya nomor atau surel sendiri yang tercatat. Tulis sebabnya (paling sedikit "
        f"{WORDS_AT_LEAST} huruf); pengawas memeriksanya.",
        "No phone or e-mail of this person's own is entered. Write why (at least "
        f"{WORDS_AT_LEAST} characters); a supervisor looks at it.",
    )


def _refusal(code: str, id_: str, en: str) -> Refusal:
    return Refusal(
        code,
        Text(id_, en),
        Text("Tidak ada yang berubah. Betulkan, lalu kirim lagi.", "Nothing changed. Correct it and send it again."),
    )
