"""What an entry of the authority register must say before it can be entered, and who may confirm and end it."""

from datetime import date

from layani.rules.authority.model import BY_PERSON, BY_POST, Entry
from layani.rules.refusal import Refusal
from layani.rules.text import Text

LONGEST_ACTING = 366
"""Days. A house rule, not a law's: an acting official without an end is a head whom nobody appointed."""


def objections_to_entry(entry: Entry, posts: frozenset[str]) -> tuple[Refusal, ...]:
    """Return what is missing or wrong; empty when it may be entered.

    posts: the office's roles that decide or revoke
    """
    found = [
        _refusal("no-such-post", "Jabatan itu tidak memutus apa pun di kantor ini.", "That post decides nothing here.")
        if entry.post not in posts
        else None,
        _refusal("no-decree", "Nomor keputusan belum ditulis.", "The number of the decree is missing.")
        if len(entry.decree.strip()) < 3
        else None,
        _ends_before(entry),
        _who(entry),
        _own_post(entry),
    ]
    return tuple(one for one in found if one)


def objections_to_ruling(entered_by: int | None, named: int | None, actor: int) -> tuple[Refusal, ...]:
    """Return why an officer may not confirm an entry: they entered it, or it gives the power to themselves."""
    found = []
    if entered_by == actor:
        found.append(
            _refusal(
                "confirm-own-entry",
                "Anda yang memasukkannya, jadi orang lain yang mengesahkannya.",
                "You entered it, so somebody else confirms it.",
            )
        )
    if named == actor:
        found.append(
            _refusal(
                "confirm-own-power",
                "Entri ini memberi wewenang kepada Anda sendiri.",
                "This entry gives the power to yourself.",
            )
        )
    return tuple(found)


def _ends_before(entry: Entry) -> Refusal | None:
    if entry.until is not None and entry.until < entry.since:
        return _refusal("ends-before", "Hari terakhir lebih awal daripada hari pertama.", "It ends before it begins.")
    if entry.kind not in (*BY_PERSON[1:], "away"):
        return None
    if entry.until is None or (entry.until - entry.since).days > LONGEST_ACTING:
        return _refusal(
            "no-end",
            f"Plt., Plh. dan berhalangan memerlukan hari terakhir, paling lama {LONGEST_ACTING} hari sejak yang "
            "pertama.",
            f"Acting and away need a last day, at most {LONGEST_ACTING} days after the first.",
        )
    return None


def _who(entry: Entry) -> Refusal | None:
    if entry.kind in BY_PERSON and entry.officer is None:
        return _refusal("no-person", "Orangnya belum dipilih.", "The person is not chosen.")
    if entry.kind in (*BY_POST, "away") and entry.officer is not None:
        return _refusal(
            "no-person-here",
            "Wewenang jabatan tidak menyebut orang: siapa yang memegang jabatan, dialah.",
            "The power of a post names no person: whoever holds the post has it.",
        )
    return None


def _own_post(entry: Entry) -> Refusal | None:
    if entry.kind == "mandate" and not (entry.signs_as and entry.signs_as.id and entry.signs_as.en):
        return _refusal(
            "no-own-post",
            "Jabatan penerima mandat belum ditulis dalam kedua bahasa.",
            "The own post of who has the mandate is not written in both languages.",
        )
    return None


def last_day_of(until: date | None, ended: date | None) -> date | None:
    """Return the last day of an entry whose own last day is ``until`` and that was ended on ``ended``, if it was.

    >>> last_day_of(date(2026, 12, 5), date(2026, 12, 1))
    datetime.date(2026, 12, 1)
    """
    days = [day for day in (until, ended) if day is not None]
    return min(days, default=None)


def _refusal(code: str, id_: str, en: str) -> Refusal:
    return Refusal(code, Text(id_, en), Text("Betulkan, lalu kirim lagi.", "Correct it, and send it again."))
