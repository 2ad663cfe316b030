"""What an inspector reads in the place of names: roles, rules and verdicts, in the office's own words."""

import json
from functools import cache

from layani.office.actions.acting import CONTROLS
from layani.office.house import role_title
from layani.office.pages.citizen.timeline_acting import for_a_post
from layani.office.pages.public.rules import codes_of
from layani.rules.controls.control import Control
from layani.rules.record.look_words import HOUSE_ROLES
from layani.rules.text import Text

# Who acted where that is no role of office.yaml; "officer" is whoever filed at the counter without a step's role.
OTHERS = {
    "citizen": Text("Warga", "The citizen"),
    "system": Text("Sistem", "The system"),
    "importer": Text("Catatan sistem lama", "An older system’s record"),
    "officer": Text("Petugas", "Officer"),
    "counter": Text("Petugas loket", "Counter"),
    **HOUSE_ROLES,
}
NOT_THEN = Text("Tindakan itu tidak mungkin saat itu", "The act was not possible then")
# What a case itself refuses, by the refusal's code (rules/cases); any other is told by NOT_THEN.
OF_THE_CASE = {
    "not-on-your-desk": Text("Berkas tidak di meja petugas itu", "The case was not on that officer’s desk"),
    "not-the-step": Text("Bukan langkah yang sedang terbuka", "Not the step that was open"),
    "another-section": Text("Berkas bagian lain", "A case of another section"),
    "not-your-role": Text("Bukan peran petugas itu", "Not that officer’s role"),
    "held-by-another": Text("Berkas di meja petugas lain", "The case was on another officer’s desk"),
    "list-binds": Text("Di luar daftar yang mengikat kantor", "Beyond the list that binds the office"),
    "no-receipt": Text("Tiket berakhir tanpa permohonan", "A ticket was to end without an application"),
    "no-answer": Text("Tiket berakhir tanpa jawaban", "A ticket was to end without an answer"),
    "not-in-the-file": Text("Diminta tanpa dasar dalam berkas layanan", "Demanded without a law in the service’s file"),
    "not-the-head-of-the-line": Text("Bukan yang berikutnya", "Not the next in line"),
    "supervisor-answers": Text("Laporan yang dijawab pengawas", "A report for the supervisor to answer"),
    "asked-once": Text("Kekurangan sudah pernah diminta", "What is missing had been asked for before"),
    "ground-missing": Text("Alasan penolakan tidak ada di daftar", "The ground for refusing was not a listed one"),
    "differs-from-register": Text(
        "Data dirinya kini lain, dan bedanya belum terlihat", "The person’s data differ now, and it had not been shown"
    ),
    "fact-missing": Text("Fakta penolakan tidak ditulis", "The fact for refusing was not written"),
    "not-waiting": Text("Tidak sedang menunggu jawaban warga", "It was not waiting for the citizen’s answer"),
    "clock-behind": Text("Jam peladen mundur", "The server’s clock was behind"),
    "paper-used": Text("Nomor kertas diketik dua kali", "A paper’s number was typed in twice"),
    "paper-no-window": Text("Kertas di luar jam yang dinyatakan", "A paper for hours that were not declared"),
    "paper-before-block": Text("Kertas lebih awal daripada bloknya", "A paper older than its block"),
    "paper-ahead": Text("Jam di kertas belum lewat", "A paper with a time to come"),
    "paper-late": Text("Kertas diketik terlambat", "A paper was typed in late"),
    "paper-lost": Text("Kertas yang dilaporkan hilang", "A paper that was reported lost"),
    "paper-spoiled": Text("Kertas yang dicatat rusak", "A paper that was noted as spoiled"),
    "survey-by-officer": Text("Petugas tidak boleh mengisi survei", "Officers may not answer a survey"),
}


def role_words(role: str) -> Text:
    """Return a role in words, whether the office has it, the house has it, or it was no officer's."""
    return OTHERS.get(role) or role_title(role)


def acted_in(role: str, body: str) -> Text:
    """Return in which role an act was done, in words, or in which form of words where it was signed for a post.

    body: the committed text of the event
    """
    form = for_a_post(json.loads(body)["data"]) if '"signs"' in body else None
    return form or role_words(role)


@cache
def _by_code() -> dict[str, Control]:
    return {code: control for control in CONTROLS for code in codes_of(control)}


def control_of(code: str) -> Control | None:
    """Return the control that refuses with this code, or None: then the case itself did not allow the act."""
    return _by_code().get(code)


def rule_words(code: str) -> Text:
    """Return the rule that refused, in words."""
    control = control_of(code)
    return control.name if control else OF_THE_CASE.get(code, NOT_THEN)
