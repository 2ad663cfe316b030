"""What a receipt on paper says of the fee: the same at the counter and for who prints it at home."""

from layani.office.pages.public.service import step_words
from layani.office.tables.models import Case, Event
from layani.office.tables.projection import event_of
from layani.rules.cases.state import Case as State
from layani.rules.money.amount import Money
from layani.rules.text import Text


def fees_of(rows: list[Case]) -> dict[int, Money]:
    """Return the fee of each case by its id, but of none that was never set.

    A correction of the answers can change it, so the last one counts.
    """
    found = {}
    for event in Event.objects.filter(case__in=rows).case_by_case():
        if fee := event_of(event).data.get("fee"):
            found[event.case_id] = Money(int(fee["minor"]), fee["currency"])
    return found


def waits_of(case: State) -> tuple[Text, ...]:
    """Return what must be found before the fee of a case can be set, in words; () where it is set."""
    return tuple(step_words(case.service, name) for name in case.fee_waits)
