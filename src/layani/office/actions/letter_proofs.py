"""The proof of a letter: what anybody who holds its file needs to check it without this office."""

import json

from layani.office.actions.receipts import FinalReceipt, final_with
from layani.office.tables.models.cases import Event
from layani.office.tables.models.papers import Letter
from layani.rules.record.letter import ISSUING, LetterOpening, issued_letter
from layani.rules.record.receipt import Opening


def letter_proof(letter: Letter) -> FinalReceipt | None:
    """Return the best proof of a letter that there is; None while the record does not hold its act, or never will.

    It shows the act that issued it, and holds no key of the case. Two queries beside those of ``best_final``, at most.
    Raises KeyGone when the case was erased.
    """
    event = _issuing(letter)
    return final_with(event, _without_key) if event else None


def has_proof(letter: Letter) -> bool:
    """Say whether the letter's act names its file: one of before that did has no proof, nor has what is not signed."""
    return _issuing(letter) is not None


def _issuing(letter: Letter) -> Event | None:
    rows = Event.objects.of_case(letter.case_id).filter(act__in=sorted(ISSUING)).select_related("case", "outbox")
    for event in rows:
        if json.loads(event.body).get("data", {}).get("letter") == letter.number:
            return event if issued_letter(event.body) else None
    return None


def _without_key(opening: Opening) -> LetterOpening:
    return LetterOpening(opening.leaf, opening.body, opening.salt)
