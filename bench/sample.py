"""The application that the bench files: a move of address by the head of a family into their own house."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from layani.office.actions.parties import Person, register
from layani.office.actions.uploading import upload_code
from layani.office.house import catalogue, service
from layani.office.tables.models import Document, Party
from layani.rules.catalogue import Service

SERVICE = "move-of-address"
FILES = ("ownership", "family_card")
IDENTITY = ("name", "nik", "birth_date", "phone")


@cache
def service_and_answers() -> tuple[Service, dict[str, Any]]:
    """Return the service and answers that pass all its rules; their files exist in no store."""
    office = catalogue().office
    ward = next(code for code in office.regions if code.startswith(f"{office.ward}."))
    moved = timezone.localdate() - timedelta(days=5)
    return service(SERVICE), {
        "name": "Warga Contoh",
        "nik": "3171015501909000",
        "birth_date": "1990-01-15",
        "phone": "+6281200001234",
        "old_address": "Jalan Anggrek 4, RT 001/RW 002, Harapan Baru",
        "address": {"street": "Jalan Kenanga 12", "rt": "003", "rw": "007", "ward": ward},
        "moved_on": moved.isoformat(),
        "tenancy": "own",
        **{name: file_answer(uuid4()) for name in FILES},
        "family_role": "head",
        "movers": 1,
        "truthful": True,
    }


def file_answer(ref: UUID) -> dict[str, Any]:
    """Return the answer that names an uploaded file."""
    return {"id": str(ref), "name": "scan.pdf", "type": "application/pdf", "bytes": 120_000, "sha256": "0" * 64}


def nik(n: int) -> str:
    """Return the n-th made-up NIK: valid, and with a serial number that nobody has."""
    return f"317101{n // 1000 % 28 + 1:02d}01{n // 28_000 % 60 + 40:02d}{9000 + n % 1000:04d}"


def applicant(n: int, now: datetime) -> tuple[Person, dict[str, Any]]:
    """Enter the n-th person with their uploads; return the person and the answers that name them."""
    _, answers = service_and_answers()
    person = Person(nik(n), "Warga Contoh", "1990-01-15", "+6281200001234", source="bench")
    party = register(person, now=now)
    files = {name: file_answer(uuid4()) for name in FILES}
    Document.objects.bulk_create(_document(party, answer, now) for answer in files.values())
    return person, {**answers, "nik": person.nik, **files}


def _document(party: Party, answer: dict[str, Any], now: datetime) -> Document:
    return Document(
        ref=UUID(answer["id"]), party=party, media_type=answer["type"], size=answer["bytes"],
        answer_mac=upload_code(answer), scanned="clean", uploaded_at=now,
    )  # fmt: skip
