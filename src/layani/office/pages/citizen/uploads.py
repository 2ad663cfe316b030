"""Takes the files of a posted page: each is kept, or refused in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from layani.office.actions.uploading import UploadRefused, upload
from layani.office.tables.models import Party
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

Sent = Mapping[str, UploadedFile]


def take_files(
    party: Party, fields: Iterable[Field], sent: Sent, now: datetime
) -> tuple[dict[str, Mapping[str, Any]], dict[str, Text]]:
    """Return the answers that name the files that were kept, and why the others were refused; both by question."""
    files: dict[str, Mapping[str, Any]] = {}
    refused: dict[str, Text] = {}
    for one in fields:
        if one.kind == "file" and one.name in sent:
            try:
                files[one.name] = upload(party, one, sent[one.name], now=now)
            except UploadRefused as fault:
                refused[one.name] = fault.text
    return files, refused
