"""What was tried and refused: by which officer, on which case, and by which rule; and no name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from layani.office.actions.acting import CONTROLS
from layani.office.pages.auditor.auditor import ROWS, key_before
from layani.office.pages.auditor.words import role_words, rule_words
from layani.office.pages.officer.deeds import ACTS, said_by
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.rules import codes_of
from layani.office.tables.models.attempts import Attempt, AttemptQuerySet
from layani.rules.controls.control import Control
from layani.rules.text import Text

COLUMNS = ("pk", "case__number", "act", "officer_id", "role", "code", "observed", "at")


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One refused act. officer: by number, None where the citizen or the system tried; observed: let through all the
    same, for it came from another system's log.
    """

    key: int
    number: str | None
    act: Text
    officer: int | None
    role: Text
    rule: Text
    observed: bool
    at: datetime


@never_cache
def attempts(request: HttpRequest) -> HttpResponse:
    """Show one page of attempts, the latest first, of all rules or of one; one query."""
    rule, before = rule_asked(request), key_before(request)
    lines = attempt_lines(asked(rule).newest_first(before)[: ROWS + 1])
    only = {"rule": rule.id} if rule else {}
    shown = {
        "attempts": lines[:ROWS],
        "rules": sorted(CONTROLS, key=lambda control: control.id),
        "chosen": rule,
        "older": f"?{urlencode(only | {'before': lines[ROWS - 1].key})}" if len(lines) > ROWS else None,
        "newer": f"{request.path}?{urlencode(only)}" if before else None,
    }
    return render(request, "auditor/attempts.html", shown)


def rule_asked(request: HttpRequest) -> Control | None:
    """Return the control whose attempts are asked for; nonsense asks for all."""
    return next((control for control in CONTROLS if control.id == request.GET.get("rule")), None)


def asked(rule: Control | None) -> AttemptQuerySet:
    """Return the attempts that a rule refused, or all of them."""
    return Attempt.objects.refused_by(codes_of(rule)) if rule else Attempt.objects.all()


def attempt_lines(rows: AttemptQuerySet) -> Sequence[AttemptLine]:
    """Return these attempts as an inspector reads them; one query."""
    return [
        AttemptLine(
            key, number, ACTS.get(act) or said_by(act, ""), officer, role_words(role), rule_words(code), observed, at
        )
        for key, number, act, officer, role, code, observed, at in rows.values_list(*COLUMNS)
    ]


PAGE = Page(
    path="auditor/attempts/", name="auditor-attempts", readers=Readers.AUDITOR, view=attempts, methods=("GET", "HEAD")
)
