"""Takes the files of a posted page: each is kept, or refused in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from layani.office.actions.drafting import files_in
from layani.office.actions.uploading import UploadRefused, discard, upload
from layani.office.tables.models import Party
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

Sent = Mapping[str, UploadedFile]


@dataclass
class Taken:
    """What became of the files of a page, by question.

    files:    the answers that name those that were kept
    refused:  why the others were not
    fault:    what the disk said when it took no more
    """

    files: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    refused: dict[str, Text] = field(default_factory=dict)
    fault: OSError | None = None

    def settle(self, answers: Mapping[str, Any]) -> None:
        """Forget the files that the answers do not name, then raise the fault; what was typed must be kept by now."""
        discard(files_in(self.files) - files_in(answers))
        if self.fault is not None:
            raise self.fault


def take_files(party: Party, fields: Iterable[Field], sent: Sent, now: datetime) -> Taken:
    """Keep the files that were sent for these questions; whoever calls keeps what was typed and then settles."""
    taken = Taken()
    for one in fields:
        if one.kind == "file" and one.name in sent:
            try:
                taken.files[one.name] = upload(party, one, sent[one.name], now=now)
            except UploadRefused as fault:
                taken.refused[one.name] = fault.text
            except OSError as fault:
                taken.fault = fault
                break
    return taken
