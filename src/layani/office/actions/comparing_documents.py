"""Hold the documents against the acts that name them: each is there, and has the bytes to which the act committed.

What names an upload stands in the sealed part of an act, with the file's digest; the leaf commits to that part. An
application that was erased has no documents any more, and its acts cannot be opened: its erasure says why.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag

from layani.office.actions.looking_through import BEFORE_ALL, legible_at
from layani.office.actions.viewing import opened
from layani.office.gateways.file_store import file_store
from layani.office.house import key_store
from layani.office.tables.models import Case, Document, Event

CASES_AT_A_TIME: Final = 200
_UPLOAD: Final = {"id", "name", "type", "bytes", "sha256"}


def altered_documents() -> Iterator[tuple[str, str]]:
    """Yield which document of which application is gone or is not the one that was handed in; without its content.

    Reads every file once. What malware a scan found in it later makes no difference.
    """
    last = BEFORE_ALL
    while rows := list(Case.objects.filter(pk__gt=last).order_by("pk")[:CASES_AT_A_TIME]):
        keys = key_store().held(row.ref for row in rows)
        numbers = {row.pk: row for row in rows if row.ref in keys}
        events = Event.objects.filter(case__in=numbers, sealed__isnull=False).order_by("case_id", "seq")
        for case, acts in groupby(events.iterator(), key=lambda one: one.case_id):
            row = numbers[case]
            yield from legible_at(f"documents of {row.number}", _of_case(row, list(acts), keys[row.ref]))
        last = rows[-1].pk


def _of_case(row: Case, acts: Sequence[Event], key: bytes) -> Iterator[tuple[str, str]]:
    named: dict[str, tuple[int, Mapping[str, Any]]] = {}
    for act in acts:
        try:
            said = opened(act, key)
        except InvalidTag:  # told already, of the act itself
            continue
        for upload in _uploads_in(said):
            named.setdefault(str(upload["id"]), (act.seq, upload))
    held = {str(one.ref): one for one in Document.objects.filter(ref__in=_refs(named)).select_related("party")}
    for ref, (seq, upload) in named.items():
        where = f"{row.number}, act {seq}, document {ref}"
        if (document := held.get(ref)) is None:
            yield where, "was handed in and is gone, and no erasure says why"
        else:
            yield from ((where, what) for what in _of_document(document, upload))


def _uploads_in(said: Any) -> Iterator[Mapping[str, Any]]:
    """Yield what names an upload, wherever it stands in a sealed part: in answers, findings, evidence."""
    if isinstance(said, Mapping):
        if set(said) == _UPLOAD:
            yield said
            return
        said = list(said.values())
    if isinstance(said, list):
        for one in said:
            yield from _uploads_in(one)


def _refs(named: Mapping[str, Any]) -> list[UUID]:
    found = []
    for ref in named:
        try:
            found.append(UUID(ref))
        except ValueError:  # no document can have it; so it is told as gone
            continue
    return found


def _of_document(document: Document, upload: Mapping[str, Any]) -> Iterator[str]:
    if document.case_id is None:
        yield "belongs to no application any more"
    if (document.media_type, document.size) != (upload["type"], upload["bytes"]):
        yield "is entered with another type or size than its act says"
    # Of a person who was erased before their application, the check of erasures tells.
    if (key := key_store().held([document.party.ref]).get(document.party.ref)) is not None:
        yield from _in_file(document.ref, key, upload["sha256"])


def _in_file(ref: UUID, key: bytes, digest: str) -> Iterator[str]:
    try:
        content = file_store().get(ref, key)
    except FileNotFoundError:
        yield "has lost its file"
    except OSError as fault:
        yield f"has a file that cannot be read ({type(fault).__name__})"
    except InvalidTag:
        yield "has a file that its key does not open: its bytes were changed"
    else:
        if sha256(content).hexdigest() != digest:
            yield "has another file than the one whose digest its act commits to"
