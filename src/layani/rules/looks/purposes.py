"""What a look at personal data is for, and which part in a case its reader has.

Whoever has a part in a case is asked nothing: the purpose follows from the step, the desk or the page. Whoever may
read it without one says why first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from layani.rules.cases.side_by_side import at_desk
from layani.rules.cases.state import Case
from layani.rules.text import Text

NOT_KEPT, REASON, PROGRAM = "", "reason", "program"
CHECK, DECIDE, STEP, WORKED, LATE, SETTLE, AFTER = "check", "decide", "step", "worked", "late", "settle", "after-check"

PURPOSES: Final[Mapping[str, Text]] = {
    NOT_KEPT: Text("Waktu itu tujuan belum dicatat", "Purposes were not kept at that time"),
    CHECK: Text("Memeriksa kelengkapan permohonan", "Checks whether the application is complete"),
    DECIDE: Text("Memutuskan permohonan", "Decides the application"),
    STEP: Text("Mengerjakan satu langkah permohonan", "Works on a step of the application"),
    WORKED: Text("Pernah mengerjakan permohonan ini", "Worked on this application before"),
    LATE: Text("Atasan: permohonan terlambat", "Superior: the application is late"),
    SETTLE: Text("Atasan: ada yang menunggu jawaban kantor", "Superior: something waits for the office’s answer"),
    AFTER: Text("Memeriksa apa yang dikerjakan satu petugas sendiri", "Checks what one officer did alone"),
    "counter": Text("Melayani di loket", "Help at the counter"),
    "mandate": Text("Mencatat kuasa di loket", "Records a mandate at the counter"),
    "paper": Text("Mengetik permohonan dari kertas", "Types in an application from paper"),
    "receipt": Text("Mengikuti permohonan dengan kode tanda terimanya", "Follows the application by its receipt code"),
    "initial": Text("Memeriksa surat sebelum diparaf", "Checks the letter before it is initialled"),
    "sign": Text("Menandatangani surat", "Signs the letter"),
    "take-over": Text("Mengambil alih permohonan dari sistem lain", "Takes an application over from another system"),
    "objection": Text("Menjawab keberatan", "Answers an objection"),
    "correction": Text("Memperbaiki surat", "Corrects a letter"),
    "revocation": Text("Menimbang pencabutan", "Weighs a revocation"),
    "duty": Text("Memeriksa kewajiban sesudah dikabulkan", "Looks into what is owed after the grant"),
    "expedite": Text("Menjawab permintaan percepatan", "Answers a request to go ahead"),
    "ranking": Text("Menyusun peringkat", "Makes a ranking"),
    "rectify": Text("Menjawab laporan data keliru", "Answers what you called wrong"),
    PROGRAM: Text("Program sistem lain, menurut perjanjiannya", "A program of another system, by its agreement"),
    REASON: Text("Tanpa bagian di dalamnya; alasannya ditulis", "Without a part in it; a reason was written"),
}  # fmt: skip
"""Every purpose, by the name under which a look keeps it."""

DISOWNED_WITHIN: Final = timedelta(days=30)
"""How long a superior is called to see to what its own person disowned, and is asked nothing to open it."""
_OF_STEP: Final = {"check": CHECK, "decide": DECIDE}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who opens a case.

    acted:  they have done an act on it; above: they supervise those who serve it; checks: they check it afterwards
    """

    officer: int | None
    acted: bool = False
    above: bool = False
    checks: bool = False


def part_in(case: Case, reader: Reader, now: datetime) -> str:
    """Return the purpose for which a reader opens a case, by their part in it; "" for none."""
    held = at_desk(case, reader.officer)
    if reader.officer is not None and held.holder == reader.officer:
        return _OF_STEP.get(held.open_step.kind, STEP) if held.open_step else STEP
    if reader.acted:
        return WORKED
    if reader.above and _is_late(case, now):
        return LATE
    if reader.above and _waits(case, now):
        return SETTLE
    return AFTER if reader.checks and case.alone else ""


def _is_late(case: Case, now: datetime) -> bool:
    dues = (case.due_at, case.step_due_at, *(one.due_at for one in case.beside))
    return case.is_open and any(due is not None and due < now for due in dues)


def _waits(case: Case, now: datetime) -> bool:
    """Say whether somebody waits for what a superior answers, or sees to: an objection, a correction, a revocation,
    a request to go ahead, an application that its own person disowns, one that could not follow a law."""
    disowned = case.disowned_at is not None and now < case.disowned_at + DISOWNED_WITHIN
    asked = bool(case.expedite) and not case.expedite.get("answered_at")
    return bool(case.objection_due or case.correction_due or case.revocation_due or asked or disowned or _keeps(case))


def _keeps(case: Case) -> bool:
    return case.is_open and bool(case.kept_version)
