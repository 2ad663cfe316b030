"""The reader's own data as one JSON file, with the trail of its processing."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.erasing import last_days
from layani.office.actions.own_data import OwnCase, own_data
from layani.office.actions.retention_facts import today_at
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case import TOLD_IN_WORDS
from layani.office.pages.citizen.case_words import service_name, service_of_case, status_tag
from layani.office.pages.citizen.own_data import AGENT_WORDS, role_of_look
from layani.office.pages.citizen.timeline import timeline
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.look_lines import LookLine, look_lines
from layani.office.pages.parts.rectifying import Line, lines_of
from layani.office.pages.parts.say import language
from layani.office.tables.models import Document, Mandate, Party
from layani.office.tables.projection import event_of, state_of
from layani.rules.assurance import LEVEL_WORDS
from layani.rules.catalogue.fields import show
from layani.rules.mandates.model import bases
from layani.rules.text import Text

FORMAT = "layani-own-data/1"


@private
def own_data_file(request: HttpRequest) -> HttpResponse:
    """Return it, in the reader's language; the questions are those of the form that was filled in."""
    found = own_data(
        Party.objects.by_id(request.actor.party),
        seen=request.actor.seen,
        today=today_at(timezone.now()),
        told=TOLD_IN_WORDS,
    )
    lang, office = language(), catalogue().office
    lines = lines_of(found.party, [one.row for one in found.cases], timezone.now())
    days = last_days([one.row for one in found.cases], timezone.now())
    told = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "office": {"id": office.slug, "name": office.name.in_(lang), "email": office.contacts.email},
        "law": {"cite": "UU 27/2022 pasal 32", "status": "verified, second-hand"},
        "person": {
            **vars(found.person),
            "assurance": found.party.assurance,
            "known_by": LEVEL_WORDS[found.party.assurance].in_(lang),
            "entered_at": found.party.created_at,
        },
        "applications": [_case(one, days.get(one.row.pk), lang) for one in found.cases],
        "begun": [
            {"service": service_name(one.service).in_(lang), "started_at": one.started_at, "saved_at": one.updated_at}
            for one in found.drafts
        ],
        "looks": [_looked(line, office.slug, lang) for line in look_lines(found.looks)],
        "mandates": [_mandate(row, name, found.party, lang) for row, name in found.mandates],
        "called_wrong": [_called_wrong(line, lang) for line in lines],
        "agents_looks": [
            {
                "at": look.at,
                "who": name,
                "what": AGENT_WORDS.get(look.what, Text(look.what, look.what)).in_(lang),
                "application": look.case.number if look.case else None,
            }
            for look, name in found.agent_looks
        ],
    }
    response = JsonResponse(told, json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


def _case(one: OwnCase, last_day: date | None, lang: str) -> dict[str, Any]:
    row, case = one.row, state_of(one.row)
    words = {line.seq: line.words for line in timeline(case, [event_of(act) for act in one.acts])}
    return {
        "number": row.number,
        "service": row.service,
        "service_name": service_name(row.service).in_(lang),
        "version": row.version,
        "received_at": row.received_at,
        "status": row.status,
        "stands": status_tag(case, timezone.now())[0].in_(lang),
        "erased_after": last_day,
        "answers": _answers(one, lang),
        "acts": [
            {
                "at": act.occurred_at,
                "act": act.act,
                "what": words[act.seq].in_(lang),
                "role": role_of_look(act.role).in_(lang),
                **({"said": one.said[act.seq]} if act.seq in one.said else {}),
            }
            for act in one.acts
        ],
        "documents": [_document(one, file, lang) for file in one.documents],
        "letters": [
            {"number": letter.number, "issued_at": letter.issued_at, "to_be_had_at": _letter_page(one)}
            for letter in one.letters
        ],
    }


def _document(one: OwnCase, file: Document, lang: str) -> dict[str, Any]:
    """Return what is known of an uploaded file, for which question it is, and where its person has it; None: erased."""
    asked = next((name for name, given in (one.answers or {}).items() if _names(given, file)), None)
    service = service_of_case(one.row)
    label = service.fields[asked].label.in_(lang) if service and asked and asked in service.fields else asked
    return {
        "question": label,
        "type": file.media_type,
        "bytes": file.size,
        "uploaded_at": file.uploaded_at,
        "to_be_had_at": _on_site("case-document", one.row.number, file.ref) if one.answers is not None else None,
    }


def _names(given: Any, file: Document) -> bool:
    return isinstance(given, dict) and given.get("id") == str(file.ref)


def _letter_page(one: OwnCase) -> str | None:
    """Return where the letters of a case are had; None where nobody can open them: erased, or another system's."""
    return None if one.answers is None or one.row.imported else _on_site("case", one.row.number)


def _on_site(name: str, *args: Any) -> str:
    return f"{settings.SITE_ADDRESS.rstrip('/')}{reverse(name, args=args)}"


def _looked(line: LookLine, office: str, lang: str) -> dict[str, Any]:
    return {
        "at": line.at,
        "office": office,
        "unit": line.unit.in_(lang) if line.unit else None,
        "role": line.role.in_(lang),
        "what": line.what.in_(lang),
        "purpose": line.purpose.in_(lang),
        "reason": line.reason.in_(lang) if line.reason else None,
        "reason_said": line.said or None,
        "shown_from": line.late,
        "system": line.system.in_(lang) if line.system else None,
        "application": line.number,
    }


def _mandate(row: Mandate, name: str, reader: Party, lang: str) -> dict[str, Any]:
    """Return one mandate; ``with`` is the other person's name."""
    return {
        "given" if row.giver_id == reader.pk else "held": True,
        "with": name,
        "services": row.services,
        "service_names": [service_name(one).in_(lang) for one in row.services],
        "basis": bases()[row.basis].says.in_(lang),
        "since": row.since,
        "until": row.until,
        "ended_at": row.ended_at,
    }


def _called_wrong(line: Line, lang: str) -> dict[str, Any]:
    """Return what the reader called wrong, and what became of it; what stood there before is not kept."""
    return {
        "application": line.number or None,
        "item": line.what.in_(lang),
        "right": line.right,
        "evidence": line.evidence,
        "asked_at": line.asked_at,
        "at_the_counter": line.at_the_counter,
        "answer_by": line.due_at,
        "answered_at": line.answered_at,
        "outcome": line.outcome.in_(lang) if line.outcome else None,
        "road": line.road.in_(lang) if line.road else None,
        "why": line.why,
        "role": line.role.in_(lang) if line.role else None,
        "letters_that_say_it": list(line.letters),
        "told": list(line.told),
        "still_to_be_told": list(line.untold),
    }


def _answers(one: OwnCase, lang: str) -> list[dict[str, str]] | None:
    """Return question and answer as the reader saw them; None when the key was erased and nobody can read them."""
    if one.answers is None:
        return None
    service = service_of_case(one.row)
    if service is None:
        return [{"question": name, "answer": str(value)} for name, value in one.answers.items()]
    return [
        {"question": asked.label.in_(lang), "answer": show(asked, one.answers[name], lang)}
        for name, asked in service.fields.items()
        if name in one.answers
    ]


PAGE = Page(
    path="my-data/file/", name="own-data-file", readers=Readers.CITIZEN, view=own_data_file, methods=("GET", "HEAD")
)
