"""What a letter told, though its case may have gone on: after an objection its decision may be set aside."""

from layani.office.tables.models.papers import Letter
from layani.rules.cases.state import Case


def is_set_aside(letter: Letter, case: Case) -> bool:
    """Say whether the letter tells of a decision that was set aside."""
    return bool(case.objection.get("earlier")) and (case.decided_at is None or letter.issued_at < case.decided_at)


def outcome_in(letter: Letter, case: Case) -> str:
    """Return the status of the case that the letter tells of: "granted", "granted_partly", "refused"."""
    return str(case.objection["earlier"]["status"] if is_set_aside(letter, case) else case.status)
