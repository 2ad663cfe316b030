"""Who joins, moves and leaves: what an entry must say, and who may confirm it. Two people stand behind each."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from layani.rules.cases.clock import Term
from layani.rules.refusal import Refusal
from layani.rules.text import Text

Kind = Literal["join", "move", "leave", "at-once", "lock", "recover", "review"]
KIND_WORDS: Final = {
    "join": Text("Bergabung", "Joins"),
    "move": Text("Pindah tugas", "Moves to other work"),
    "leave": Text("Keluar", "Leaves"),
    "at-once": Text("Keluar saat itu juga", "Leaves at once"),
    "lock": Text("Dikunci darurat", "Locked in an emergency"),
    "recover": Text("Masuk dipulihkan", "Sign-in is recovered"),
    "review": Text("Peran masih sesuai", "Roles still fit"),
}
AT_THE_SHELL: Final = Text("di server; oleh siapa tidak diketahui", "on the server; by whom is unknown")
REVIEW_MONTHS: Final = 6
"""Months after which roles that nobody has looked at are shown. A house rule, not a law's."""
AT_ONCE: Final = frozenset({"at-once", "lock"})
"""What ends an officer's sign-in, passkeys and tokens the moment that a second person confirms it."""
LOCK_WITHIN: Final = Term(1, "working days")
"""For how long one person's word alone locks an officer out; a second confirms it by then, or it ends. A house rule."""
RECOVERY_HOURS: Final = 24
"""Hours between two people's word and a new sign-in, in which its owner can stop it. A house rule."""

_USERNAME: Final = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of staff, as somebody enters it.

    day: the first day of roles; of who leaves, the last. officer: id of whom it concerns; None for somebody new
    roles: all that the person holds from that day; empty for who leaves
    """

    kind: Kind
    username: str
    name: str
    day: date
    decree: str
    officer: int | None = None
    roles: tuple[str, ...] = ()


def objections_to_change(change: Change, known: frozenset[str], actor: int, today: date) -> tuple[Refusal, ...]:
    """Return what is wrong with an entry; empty when it may be entered. known: the office's roles."""
    strange = sorted(set(change.roles) - known)
    found = [
        _refusal("no-decree", "Nomor surat perintah belum ditulis.", "The number of the order is missing.")
        if len(change.decree.strip()) < 3 and change.kind != "lock"  # nobody waits for an order in an emergency
        else None,
        _refusal("past-day", "Hari itu sudah lewat.", "That day is over.") if change.day < today else None,
        _refusal(
            "not-today",
            "Yang saat itu juga hanya untuk hari ini. Untuk hari lain pilih “Keluar”.",
            "What is done at once is for today. For another day choose “Leaves”.",
        )
        if change.kind in AT_ONCE and change.day > today
        else None,
        _refusal("no-role", "Peran belum dipilih.", "No role is chosen.")
        if change.kind in ("join", "move") and not change.roles
        else None,
        _refusal("strange-role", f"Tidak ada peran {', '.join(strange)}.", f"There is no role {', '.join(strange)}.")
        if strange
        else None,
        _refusal("own-roles", "Anda tidak mengurus peran Anda sendiri.", "Nobody keeps their own roles.")
        if change.officer == actor
        else None,
        _refusal("no-name", "Nama lengkapnya belum ditulis.", "The full name is missing.")
        if change.kind == "join" and not change.name.strip()
        else None,
        _refusal(
            "strange-username",
            f"Nama pengguna “{change.username}” memuat tanda selain huruf, angka, titik, dan tanda hubung.",
            f"The user name '{change.username}' has something else than letters, digits, dots and hyphens.",
        )
        if change.kind == "join" and not _USERNAME.fullmatch(change.username)
        else None,
        _person(change),
    ]
    return tuple(one for one in found if one)


def objections_to_confirming(entered_by: int | None, officer: int | None, actor: int) -> tuple[Refusal, ...]:
    """Return why somebody may not confirm an entry: they entered it, or it is about themselves."""
    found = []
    if entered_by == actor:
        found.append(
            _refusal(
                "confirm-own-entry",
                "Anda yang memasukkannya, jadi orang lain yang mengesahkannya.",
                "You entered it, so somebody else confirms it.",
            )
        )
    if officer == actor:
        found.append(_refusal("own-roles", "Ini tentang Anda sendiri.", "This is about yourself."))
    return tuple(found)


def is_due_for_review(last: date, today: date) -> bool:
    """Say whether roles that were given or looked at on ``last`` are to be looked at again.

    >>> [is_due_for_review(date(2026, 5, 31), day) for day in (date(2026, 11, 30), date(2026, 12, 1))]
    [False, True]
    """
    months = (today.year - last.year) * 12 + today.month - last.month
    return months > REVIEW_MONTHS or (months == REVIEW_MONTHS and today.day > last.day)


def _person(change: Change) -> Refusal | None:
    if change.kind == "join" and change.officer is not None:
        return _refusal(
            "known-officer",
            f"Sudah ada petugas “{change.username}”. Yang kembali bertugas dimasukkan sebagai pindah tugas.",
            f"There is an officer '{change.username}' already. Who comes back is entered as a move.",
        )
    if change.kind != "join" and change.officer is None:
        return _refusal(
            "no-such-officer", f"Tidak ada petugas “{change.username}”.", f"There is no officer '{change.username}'."
        )
    return None


def _refusal(code: str, id_: str, en: str) -> Refusal:
    return Refusal(code, Text(id_, en), Text("Betulkan, lalu kirim lagi.", "Correct it, and send it again."))
