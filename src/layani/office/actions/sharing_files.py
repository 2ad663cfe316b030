"""One upload for several cases of a bundle: the first keeps it, and each of the others gets a copy of its own.

A document belongs to one case, which keeps, shows and erases it by itself; the copy's reference follows from the
upload and the service, so that sending a bundle twice means the same files.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from layani.office.actions.uploading import upload_code
from layani.office.gateways.file_store import file_store
from layani.office.house import key_store
from layani.office.tables.models import Document
from layani.rules.catalogue import Service


@dataclass(frozen=True, slots=True)
class Copy:
    """That an upload is also another case's: the answer that names it, and the one that names the copy."""

    upload: Mapping[str, Any]
    copy: Mapping[str, Any]


def shared_out(
    taken: Iterable[tuple[Service, dict[str, Any]]],
) -> tuple[list[dict[str, Any]], list[Copy]]:
    """Return the answers of each service, an upload that an earlier one names replaced by its copy, and the copies."""
    seen: set[str] = set()
    answers, copies = [], list[Copy]()
    for service, own in taken:
        changed = dict(own)
        for name, value in own.items():
            if service.fields[name].kind != "file" or not isinstance(value, Mapping):
                continue
            ref = _ref(value)
            if ref is None or str(ref) not in seen:
                seen |= {str(ref)} if ref else set()
                continue
            changed[name] = {**value, "id": str(uuid5(ref, service.slug))}
            copies.append(Copy(value, changed[name]))
        answers.append(changed)
    return answers, copies


def make_copies(copies: Iterable[Copy], party: int) -> None:
    """Write each copy that is not there yet: the file, then its row, free for the case that will name it.

    An upload that is not this party's, or already another case's, is not copied: filing says so in its own words.
    """
    for one in copies:
        original, ref = _ref(one.upload), _ref(one.copy)
        if original is None or ref is None or Document.objects.filter(ref=ref).exists():
            continue
        upload = Document.objects.select_related("party").filter(ref=original, party=party, case=None).first()
        if upload is None:
            continue
        if bytes(upload.answer_mac or b"") != upload_code(one.upload):
            continue
        key = key_store().get(upload.party.ref)
        file_store().put(ref, key, file_store().get(upload.ref, key))
        try:
            with transaction.atomic():
                Document.objects.create(
                    ref=ref, party=upload.party, media_type=upload.media_type, size=upload.size,
                    answer_mac=upload_code(one.copy), scanned=upload.scanned, uploaded_at=upload.uploaded_at,
                )  # fmt: skip
        except IntegrityError:
            continue  # the same bundle was sent by another request a moment ago, with the same file
        except BaseException:
            file_store().remove(ref)  # no row names it, so no sweep would ever find it
            raise


def _ref(answer: Mapping[str, Any]) -> UUID | None:
    try:
        return UUID(str(answer.get("id")))
    except ValueError:
        return None
