"""Nobody signs for another without the power to: what an officer decides must be theirs by the authority register."""

from datetime import date
from typing import Any

from layani.rules.authority.deciding import authority_for
from layani.rules.authority.model import SIGNED_ACTS, Entry, Question, Register
from layani.rules.controls.control import Attempt, Control
from layani.rules.refusal import Refusal
from layani.rules.text import Text
from layani.rules.unread import UNREAD


def check(attempt: Attempt) -> Refusal | None:
    """Refuse what the register does not let this officer sign today."""
    return attempt.outside_authority


def _asked(officer: int, act: str, post: str = "head") -> Refusal | None:
    """Return what the register of this file's examples says: officer 2 acts for the head, and may not revoke."""
    given: dict[str, Any] = {"decree": "821/7/2026", "decree_on": date(2026, 1, 2), "since": date(2026, 1, 2)}
    acting = Entry("2", "head", "plh", **given, officer=2, name="Ben", not_acts=frozenset({"revoke"}))
    entries = (Entry("1", "head", "own", **given), acting, Entry("3", "clerk", "own", **given))
    register = Register(entries, {"head": Text("Camat", "Head"), "clerk": Text("Kepala Seksi", "Section head")})
    asked = Question(post, "residence-letter", SIGNED_ACTS[act], date(2026, 11, 23), officer, frozenset({post}))
    found = authority_for(register, asked)
    return found if isinstance(found, Refusal) else None


ANA, BEN = 1, 2
CONTROL = Control(
    id="P36",
    name=Text(id="Yang menandatangani memang berwenang", en="Who signs has the power to"),
    stops=frozenset(SIGNED_ACTS),
    check=check,
    why=Text(
        id="Keputusan yang diambil tanpa wewenang dapat dibatalkan, dan yang menanggungnya adalah pemohon.",
        en="A decision taken without the power to take it can be annulled, and the applicant pays for that.",
    ),
    source=Text(
        id="UU 30/2014 pasal 14 tentang mandat, Plh. dan Plt. (dibaca dalam SE BKN 2/SE/VII/2019); pasal 12, 13 dan 17 "
        f"({UNREAD.id})",
        en="UU 30/2014 pasal 14 on mandates, Plh. and Plt. (read in SE BKN 2/SE/VII/2019); pasal 12, 13 and 17 "
        f"({UNREAD.en})",
    ),
    owner="head",
    review="2027-11-30",
    stopped=(
        Attempt(act="decide_grant", officer=ANA, outside_authority=_asked(ANA, "decide_grant")),
        Attempt(act="revoke", officer=BEN, outside_authority=_asked(BEN, "revoke")),
    ),
    allowed=(
        Attempt(act="decide_grant", officer=BEN, outside_authority=_asked(BEN, "decide_grant")),
        Attempt(act="decide_refuse", officer=ANA, outside_authority=_asked(ANA, "decide_refuse", "clerk")),
        Attempt(act="decide_grant", officer=ANA),
    ),
)
