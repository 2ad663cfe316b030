"""An officer of this office brings no papers for others here, for money or as a favour.

Whoever takes the papers, sees the queue and knows the checker sells nothing but what he has from his desk. A parent or
guardian is no agent: nobody else can file for a child. Such a case is then kept from their own hands (own_case.py).
"""

from layani.rules.controls.control import Attempt, Control
from layani.rules.mandates.giving import serves_here
from layani.rules.refusal import Refusal
from layani.rules.text import Text
from layani.rules.unread import UNREAD


def check(attempt: Attempt) -> Refusal | None:
    """Refuse when the holder of the mandate is an officer of this office."""
    return serves_here() if attempt.agent_serves_here else None


ANA = 1
CONTROL = Control(
    id="P41",
    name=Text(id="Petugas bukan perantara", en="No officer is an agent"),
    stops=frozenset({"file"}),
    check=check,
    why=Text(
        id="Petugas yang sekaligus mengurus berkas orang lain menjual antreannya sendiri.",
        en="An officer who also brings papers for others sells his own queue.",
    ),
    source=Text(
        id=f"UU 30/2014 pasal 42-43, konflik kepentingan ({UNREAD.id})",
        en=f"UU 30/2014 pasal 42-43, conflict of interest ({UNREAD.en})",
    ),
    owner="inspectorate",
    review="2027-11-30",
    stopped=(Attempt(act="file", agent_serves_here=True), Attempt(act="file", officer=ANA, agent_serves_here=True)),
    allowed=(Attempt(act="file"), Attempt(act="file", officer=ANA)),
)
