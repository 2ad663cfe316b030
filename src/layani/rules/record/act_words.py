"""The content of an act in words, for whoever holds a receipt; nothing that is not in it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from layani.rules.text import Text

UNITS = {
    "working days": Text("hari kerja", "working days"),
    "calendar days": Text("hari kalender", "calendar days"),
    "working hours": Text("jam kerja", "working hours"),
    "months": Text("bulan", "months"),
}
STARTS = {
    "complete": Text("sejak berkas lengkap", "from when the case is complete"),
    "received": Text("sejak diterima", "from receipt"),
    "first contact": Text("sejak pertama kali datang", "from the first visit"),
}
CHANNELS = {
    "online": Text("daring", "online"),
    "counter": Text("di loket", "at the counter"),
    "api": Text("lewat program", "through a program"),
}
WHO = {
    "citizen": Text("pemohon", "the applicant"),
    "system": Text("sistem", "the system"),
    "importer": Text("catatan sistem lama", "an older system's record"),
}
HIDDEN = Text(
    "Nama, jawaban, dan kata-kata petugas tidak ada di tanda terima; sidik kuncinya ada.",
    "Names, answers and an officer's words are not in the receipt; only their seal is.",
)

Row = tuple[Text, Text]


def _plain(value: object) -> Text:
    return Text(str(value), str(value))


def _known(words: Mapping[str, Text]) -> Callable[[Any], Text]:
    """Return what says a value that has words, and names any other as it stands."""
    return lambda value: words.get(value, _plain(value)) if isinstance(value, str) else _plain(value)


def _promise(value: Any) -> Text:
    if not (isinstance(value, list) and len(value) == 2):
        return _plain(value)
    unit = _known(UNITS)(value[1])
    if value[0] == 1:
        unit = Text(unit.id, unit.en.removesuffix("s"))
    return Text(f"{value[0]} {unit.id}", f"{value[0]} {unit.en}")


def _fee(value: Any) -> Text:
    if not isinstance(value, dict):
        return _plain(value)
    if value.get("minor") == 0:
        return Text("gratis", "free")
    return _plain(f"{value.get('currency', '')} {value.get('minor', '')}".strip())


LABELS: dict[str, tuple[Text, Callable[[Any], Text]]] = {
    "number": (Text("Nomor permohonan", "Application"), _plain),
    "service": (Text("Layanan", "Service"), _plain),
    "version": (Text("Versi standar", "Version of the standard"), _plain),
    "channel": (Text("Diajukan", "Filed"), _known(CHANNELS)),
    "promise": (Text("Janji waktu keputusan", "Time promised for the decision"), _promise),
    "promise_starts": (Text("Dihitung", "Counted"), _known(STARTS)),
    "step_due_at": (Text("Langkah ini paling lambat", "This step at the latest"), _plain),
    "due_at": (Text("Keputusan paling lambat", "Decision at the latest"), _plain),
    "answer_by": (Text("Jawaban paling lambat", "Answer at the latest"), _plain),
    "fee": (Text("Biaya", "Fee"), _fee),
    "ground": (Text("Alasan", "Ground"), _plain),
    "letter": (Text("Surat", "Letter"), _plain),
}


def act_rows(body: str, number: int, names: Mapping[str, Text]) -> tuple[Row, ...]:
    """Return (label, value) for what people ask of an act; empty when the body is not an act of this office.

    body:    the content that was committed to, as text
    number:  the act's number within its case, counted from 1
    names:   the acts in words; any other is named as the record names it
    Times stay as the record writes them (RFC 3339); whoever shows them puts them into a reader's own time.
    """
    try:
        act = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(act, dict) or not isinstance(act.get("act"), str):
        return ()
    name = _known(names)(act["act"])
    rows = [(Text("Tindakan", "Act"), Text(f"nomor {number}, {name.id}", f"number {number}, {name.en}"))]
    if isinstance(act.get("at"), str):
        rows.append((Text("Waktu", "Time"), _plain(act["at"])))
    if isinstance(by := act.get("by"), dict):
        rows.append((Text("Oleh", "By"), _who(by)))
    data = act.get("data")
    if isinstance(data, dict):
        rows += [(label, say(data[key])) for key, (label, say) in LABELS.items() if data.get(key) is not None]
    if act.get("sealed") is not None:
        rows.append((Text("Disegel", "Sealed"), HIDDEN))
    return tuple(rows)


def _who(by: Mapping[str, Any]) -> Text:
    who = _known(WHO)(by.get("role") or by.get("kind") or "–")
    if by.get("officer") is None:
        return who
    return Text(f"{who.id}, petugas {by['officer']}", f"{who.en}, officer {by['officer']}")
