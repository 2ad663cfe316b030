"""What differs between two versions of a service, in plain words: all that the files say, and nothing left out.

It compares the files' values, not the compiled service: a change that no part of the program reads is shown too, so
that nobody who publishes a version has agreed to something they did not see.
"""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from layani.rules.catalogue.reading import parse_yaml
from layani.rules.catalogue.titling import names_of, titled, titles
from layani.rules.text import Text

Path = tuple[str, ...]
Letters = Mapping[tuple[str, str], str]

_PLACES: Final = "\0order"  # ends the path of a list's order; no key of a file can be the same
_LINES_COMPARED: Final = 2_000  # of a letter; the time for more grows with the square


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value: as readers read it, and in a notation in which no two values look the same."""

    said: Text
    exact: str


@dataclass(frozen=True, slots=True)
class Group:
    """One part of a service, as readers think of it; ``citizens`` tells whether it changes something for them."""

    name: Text
    citizens: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was said otherwise before.

    where:          what it is about, from the general to the particular ("address › label")
    before, after:  as the files say it; None where it was not there
    """

    group: Group
    where: Text
    before: Text | None
    after: Text | None


_ENDS = Group(Text("Layanan ditutup", "The service ends"))
_ASKED = Group(Text("Yang ditanyakan kepada warga", "What people are asked"))
_RULES = Group(Text("Syarat dan alasan penolakan", "Rules and grounds for a refusal"))
_MONEY = Group(Text("Biaya dan uang yang diterima", "Fee, and money paid out"))
_TIME = Group(Text("Janji waktu", "The promise of time"))
_WORK = Group(Text("Langkah dan siapa yang mengerjakan", "The steps and who does them"))
_GIVES = Group(Text("Hasil dan suratnya", "The product and its letters"))
_LAW = Group(Text("Dasar hukum dan standar", "Law and standard"), citizens=False)
_FOUND = Group(Text("Cara layanan ditemukan dan dijelaskan", "How it is found and explained"))
_OTHER = Group(Text("Lain-lain", "Other"))
_EXAMPLES = Group(Text("Contoh kasus yang menguji layanan", "Worked cases that test the service"), citizens=False)
_VERSION = Group(Text("Versi", "Version"), citizens=False)

_GROUPS: Final[Mapping[str, Group]] = {
    "closes": _ENDS,
    "name": _FOUND, "need": _FOUND, "summary": _FOUND, "words": _FOUND, "life_events": _FOUND, "next": _FOUND,
    "channels": _ASKED, "assurance": _ASKED, "for": _ASKED, "minutes": _ASKED, "ask": _ASKED, "intake": _ASKED,
    "rules": _RULES, "grounds": _RULES, "tables": _RULES, "parameters": _RULES, "score": _RULES, "priority": _RULES,
    "quota": _RULES, "expedite": _RULES, "open_cases": _RULES, "once_per": _RULES, "numbers": _RULES,
    "fee": _MONEY, "pays": _MONEY,
    "promise": _TIME,
    "steps": _WORK, "section": _WORK,
    "gives": _GIVES, "owes": _GIVES, "letters": _GIVES,
    "law": _LAW, "standard": _LAW, "retention": _LAW, "survey": _LAW, "cases_a_year": _LAW,
    "examples": _EXAMPLES,
    "service": _VERSION, "version": _VERSION,
}  # fmt: skip
# The day comes last: it is said above the changes, and who reads them wants to know what is new.
_ORDER: Final = (*(one for one in dict.fromkeys(_GROUPS.values()) if one is not _VERSION), _OTHER, _VERSION)
_UNSAID: Final = frozenset({"closes", "ask", "rules", "grounds", "steps", "examples"})
"""First keys that the name of their group says already."""
_SHOWN_IN_ORDER: Final = frozenset({"fields", "of", "find"})
"""Keys whose own keys are shown to people in the order of the file."""

_KEYS: Final[Mapping[str, Text]] = {
    "label": Text("tulisan", "wording"), "hint": Text("petunjuk", "hint"), "when": Text("hanya bila", "only when"),
    "must": Text("harus benar", "must be true"), "says": Text("bunyinya", "says"),
    "fix": Text("jalan keluar", "remedy"), "remedy": Text("jalan keluar", "remedy"),
    "law": Text("dasar hukum", "law"), "within": Text("dalam", "within"),
    "by": Text("oleh", "by"), "total": Text("seluruhnya", "total"), "amount": Text("jumlah", "amount"),
    "is": Text("jenis", "kind"), "of": Text("pilihan", "choices"), "accept": Text("berkas", "files"),
    "not_same_as": Text("bukan orang yang sama dengan", "not the same person as"),
    "draw": Text("diundi", "drawn by lot"),
    "legal": Text("menurut hukum", "by law"),
    "if_late": Text("bila terlambat", "if late"), "pledge": Text("janji tepat waktu", "pledge"),
    "mandatory": Text("wajib", "mandatory"), "fields": Text("pertanyaan", "questions"), "title": Text("judul", "title"),
    "valid": Text("berlaku", "valid"), "optional": Text("boleh kosong", "optional"), "rule": Text("syarat", "rule"),
    "ask": Text("formulir", "form"), "rules": Text("syarat", "rule"), "grounds": Text("alasan", "ground"),
    "steps": Text("langkah", "step"), "fee": Text("biaya", "fee"), "promise": Text("janji", "promise"),
    "letters": Text("surat", "letter"), "name": Text("nama", "name"), "need": Text("kebutuhan", "need"),
    "owes": Text("kewajiban sesudah dikabulkan", "owed after the grant"),
    "summary": Text("ringkasan", "summary"), "gives": Text("hasil", "product"), "pays": Text("dibayarkan", "paid out"),
    _PLACES: Text("urutan", "order"), "minutes": Text("menit mengisi", "minutes to fill in"),
    "assurance": Text("jaminan identitas", "assurance of identity"),
    "section": Text("bagian kantor menurut", "section of the office by"),
    "once_per": Text("sekali untuk", "once for each"),
    "retention": Text("lama disimpan", "kept for"), "granted": Text("dikabulkan", "granted"),
    "refused": Text("ditolak", "refused"), "withdrawn": Text("ditarik", "withdrawn"),
    "open_cases": Text("permohonan yang sedang berjalan", "open applications"), "follow": Text("ikut", "follow"),
    "last_day": Text("hari terakhir mengajukan", "last day for applications"),
    "instead": Text("penggantinya", "instead"), "service": Text("layanan", "service"),
    "version": Text("berlaku sejak", "in force from"), "channels": Text("jalur", "channels"),
}  # fmt: skip


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], letters_before: Letters, letters_after: Letters
) -> tuple[Change, ...]:
    """Return every change between two versions of a service's files, what concerns citizens first.

    before, after: the values of the files, as ``whole`` puts them together
    letters_before, letters_after: {(outcome, language): text}
    """
    old, new = _leaves(before, letters_before), _leaves(after, letters_after)
    changed = [path for path in dict.fromkeys((*old, *new)) if _differs(path, old.get(path), new.get(path))]
    # A part that is gone is called as it was called; one that is called otherwise now, as it is now.
    called = {**dict(titles(before)), **dict(titles(after))}
    found = [_change(path, old.get(path), new.get(path), called) for path in changed]
    return tuple(sorted(found, key=lambda change: _ORDER.index(change.group)))


def whole(service: Mapping[str, Any], examples: str | None) -> Mapping[str, Any]:
    """Return what a service's files say: the values of service.yaml, and those in the text of examples.yaml."""
    return {**service, **({"examples": parse_yaml(examples, "examples.yaml").values} if examples else {})}


def nothing_for_citizens(changes: Sequence[Change]) -> bool:
    """Tell whether no change concerns what a citizen is asked, must meet, pays, waits for or gets."""
    return not any(change.group.citizens for change in changes)


def _change(path: Path, old: Leaf | None, new: Leaf | None, called: Mapping[Path, Text]) -> Change:
    group = _GROUPS.get(path[0], _OTHER)
    shown = path[1:] if len(path) > 1 and path[0] in _UNSAID else path
    shown = shown[1:] if shown[:1] == ("examples",) and len(shown) > 1 else shown
    first = len(path) - len(shown)
    words = [_words(part, called.get(path[: first + place + 1])) for place, part in enumerate(shown)]
    where = Text(" › ".join(one.id for one in words), " › ".join(one.en for one in words))
    if old is None or new is None:
        return Change(group, where, old.said if old else None, new.said if new else None)
    if path[0] == "letters":
        return Change(group, where, *_lines(old.said.id, new.said.id))
    if old.said == new.said:  # a number that became a word, two choices that became one: only the notation tells
        return Change(group, where, Text(old.exact, old.exact), Text(new.exact, new.exact))
    return Change(group, where, old.said, new.said)


def _words(part: str, title: Text | None) -> Text:
    """Return one step of the way to a value: a key in words, a name with its title."""
    if title is not None and part not in _KEYS:
        return titled(part, title)
    return _KEYS.get(part, Text(part, part))


def _lines(before: str, after: str) -> tuple[Text, Text]:
    """Return of two texts the lines that the other does not have; both whole when they are very long."""
    old, new = before.split("\n"), after.split("\n")  # only at what ends a line of the file: the rest is content
    if max(len(old), len(new)) > _LINES_COMPARED:
        return Text(before, before), Text(after, after)
    places = difflib.SequenceMatcher(None, old, new).get_opcodes()
    gone = "\n".join(line for tag, start, end, _, _ in places if tag != "equal" for line in old[start:end])
    come = "\n".join(line for tag, _, _, start, end in places if tag != "equal" for line in new[start:end])
    return Text(gone, gone), Text(come, come)


def _differs(path: Path, old: Leaf | None, new: Leaf | None) -> bool:
    """Tell whether something changed; of an order, whether what stands in both stands in another order."""
    if path[-1] != _PLACES:
        return old is None or new is None or old.exact != new.exact
    if old is None or new is None:
        return False  # the items themselves are new, or gone
    was, now = json.loads(old.exact), json.loads(new.exact)
    both = set(was) & set(now)
    return [one for one in was if one in both] != [one for one in now if one in both]


def _leaves(values: Mapping[str, Any], letters: Letters) -> dict[Path, Leaf]:
    """Return every single value by its path; none takes the place of another with the same path."""
    found: dict[Path, Leaf] = {}
    every = (*_flat(values), *((("letters", *key), Leaf(Text(text, text), text)) for key, text in letters.items()))
    for path, leaf in every:
        free = path
        while free in found:
            free = (*free[:-1], free[-1] + "'")
        found[free] = leaf
    return found


def _flat(value: Any, path: Path = ()) -> Iterator[tuple[Path, Leaf]]:
    """Yield every single value of a file with its path; a list's items go by their names, not by their places."""
    if isinstance(value, Mapping):
        if value and value.keys() <= {"id", "en"} and "en" in value:
            yield path, Leaf(Text(_said(value.get("id", "")), _said(value["en"])), _exact(value))
            return
        if path and path[-1] in _SHOWN_IN_ORDER and len(value) > 1:
            names = [str(key) for key in value]
            yield (*path, _PLACES), Leaf(Text(", ".join(names), ", ".join(names)), _exact(names))
        for key, one in value.items():
            yield from _flat(one, (*path, str(key)))
        if not value and path:
            yield path, Leaf(Text("{}", "{}"), _exact(value))
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        names = names_of(value)
        yield (*path, _PLACES), Leaf(Text(", ".join(names), ", ".join(names)), _exact(names))
        for name, one in zip(names, value, strict=True):
            yield from _flat(one, (*path, name))
    else:
        said = _said(value)
        yield path, Leaf(Text(said, said), _exact(value))


def _exact(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_said(one) for one in value)
    return (
        {True: "true", False: "false", None: ""}.get(value, str(value))
        if isinstance(value, bool | None)
        else str(value)
    )
