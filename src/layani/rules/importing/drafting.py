"""A first draft of a map, from the activities of a log and guesses by their names; a person must go through it."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from layani.rules.importing.acts import SHAPES

MOST = 400
"""Activities that a draft lists, the most frequent ones."""
LONGEST = 300
OFTEN_FIRST = 0.5
"""Share of cases that begin with an activity from which it is taken for the filing."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of a log: how many rows, and how many cases begin with it."""

    name: str
    label: str
    rows: int
    first_in: int


@dataclass(frozen=True)
class Seen:
    """What a draft is made from: names of chosen columns by role, channels, cases, activities with most rows first."""

    file: str
    timezone: str
    cases: int
    columns: Mapping[str, str]
    channels: Sequence[str]
    activities: Sequence[Activity]


# Tried in this order: what tells more comes first. Words of English, Indonesian, Dutch and German offices.
GUESSES: Final[tuple[tuple[str, str], ...]] = (
    ("withdraw", r"withdr|cancel|tarik|batal|intrek|zuruckge"),
    ("object", r"object|appeal|keberatan|banding|bezwaar|beroep|widerspruch"),
    ("extend", r"exten[ds]|perpanjang|verleng"),
    ("ask_missing", r"(ask|request|retriev|minta|opvrag).*(additional|further|inform|document|data|berkas|dokumen)"
                    r"|missing|incomplet|kekurangan|belum lengkap|ontbrekend"),
    ("answer", r"(receiv|terima|ontvang).*(additional|further|missing|answer|jawab|perbaikan|kelengkapan|aanvull)"
               r"|(answer|jawaban|perbaikan|aanvulling).*(receiv|diterima|ontvang)"),
    ("advise", r"(receiv|process|terima|ontvang).*(advi[cs]|recommend|rekomendasi|saran)|advice known"
               r"|(advi[cs]e|recommendation|rekomendasi|saran|advies).*(receiv|diterima|masuk|ontvang)"),
    ("consult", r"(request|send|ask|minta|aanvrag).*(advi[cs]|recommend|rekomendasi|saran)|consult"),
    ("visit", r"inspect|site visit|\bvisit|survey|tinjau|lapangan"),
    ("publish", r"publi[cs]|umumkan|pengumuman|bekendmak"),
    ("set_fee", r"\bfees?\b|charges?\b|retribusi|biaya|leges|gebuhr"),
    ("decide_refuse", r"refus|reject|den(y|ied|ial)|declin|tolak|weiger|afwij|ablehn"),
    ("decide_grant", r"approv|grant|decid|decision|accept|authori[sz]|setuju|kabul|putus|tetap|besluit|verleen"),
    ("check_complete", r"complete|\bcheck|verif|validat|lengkap|periksa|volledig|controle|pruf"),
    ("issue", r"issu|print|terbit|cetak|ausstell"),
    ("deliver", r"deliver|send|notif|hand over|serah|kirim|verzend"),
    ("close", r"clos|archiv|finish|tutup|arsip|selesai|sluit|afgehandeld"),
)  # fmt: skip
ONLINE: Final = r"internet|online|web|portal|app\b|daring"
CHANNELS: Final = (
    ("online", ONLINE), ("counter", r"desk|counter|balie|loket|visit|office"), ("email", r"mail"),
    ("phone", r"phone|telp|telepon|telefoon|call"), ("post", r"post|letter|surat|brief"),
)  # fmt: skip


def draft(seen: Seen) -> str:
    """Return the text of a map that can be read as it is, with a guess and a count for each activity."""
    return "\n".join([*_head(seen), *_phases(seen), "acts:", *(_line(one, seen) for one in _listed(seen)), ""])


def _listed(seen: Seen) -> Sequence[Activity]:
    return seen.activities[:MOST]


def _head(seen: Seen) -> list[str]:
    deadline = "    - column: true" if "deadline" in seen.columns else "    - term: 30 working days"
    chosen = [f"  # {role}: {_quoted(name)}" for role, name in seen.columns.items()]
    return [
        "# A draft: every act below is a guess by its name. Read each line, and write what the activity means.",
        f"log: {slug(seen.file.split('.')[0])}",
        "office:",
        f"  name: {_quoted(seen.file)}",
        f"  timezone: {seen.timezone}",
        "# Columns were chosen by themselves as below; remove the # to name one.",
        "columns:",
        *chosen,
        "  service: none",
        "service:",
        "  id: imported-service",
        "  name: {id: Layanan dari log, en: Service of the log}",
        "  steps:",
        "    - check: {by: front-desk, within: 5 working days}",
        "    - decide: {by: head, within: 10 working days, not_same_as: [check]}",
        "  grounds:",
        "    not-stated: {id: Alasan tidak tercatat, en: The ground is not recorded}",
        "promise:",
        "  deadlines:",
        deadline,
        *_channels(seen),
    ]


def _channels(seen: Seen) -> list[str]:
    if not seen.channels:
        return []
    return ["channels:", *(f"  {_quoted(name)}: {_guess(name, CHANNELS, 'office')}" for name in seen.channels)]


def _phases(seen: Seen) -> list[str]:
    steps = sorted({slug(one.label) for one in _listed(seen)})
    return [
        "phases:",
        "  work:",
        "    name: {id: Pengerjaan, en: Work}",
        "    steps:",
        *(f"      - {one}" for one in steps),
    ]


def _line(one: Activity, seen: Seen) -> str:
    step = slug(one.label)
    act = "file" if one.first_in >= OFTEN_FIRST * seen.cases else _guess(one.label, GUESSES, "perform")
    parts = [f"activity: {_quoted(one.name)}"] + ([f"label: {_quoted(one.label)}"] if one.label != one.name else [])
    parts.append(f"act: {act}")
    if act in ("perform", "visit"):
        parts.append(f"step: {step}")
    if act == "decide_refuse":
        parts.append("ground: not-stated")
    if SHAPES[act].milestone:
        parts.append(f"again: {{act: perform, step: {step}}}")
    return f"  - {{{', '.join(parts)}}}  # {one.rows} rows"


def _guess(text: str, guesses: Sequence[tuple[str, str]], otherwise: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return next((meaning for meaning, words in guesses if re.search(words, plain)), otherwise)


def slug(text: str) -> str:
    """Return a name that a map can use.

    >>> slug("T02 Check confirmation of receipt"), slug("42")
    ('t02-check-confirmation-of-receipt', 'step-42')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain) or ["unnamed"]
    name = "-".join(words)
    name = name if name[0].isalpha() else f"step-{name}"
    return name[:60].rstrip("-")


def _quoted(text: str) -> str:
    """Return the text in quotes; what cannot be written in a map, or is too long for it, becomes ``*``."""
    shown = "".join(c if c.isprintable() else "*" for c in text)
    return json.dumps(shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "*", ensure_ascii=False)
