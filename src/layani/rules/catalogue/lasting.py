"""How long something lasts that is counted in years, in words."""

from layani.rules.cases.clock import Term
from layani.rules.catalogue.grammar.validity import MONTHS_A_YEAR
from layani.rules.text import Text


def lasting_words(term: Term) -> Text:
    """Return how long a product holds, in words; whole years as years.

    >>> lasting_words(Term(60, "months"))
    Text(id='5 tahun', en='5 years')
    """
    if term.unit != "months" or term.amount % MONTHS_A_YEAR:
        return term.words()
    years = term.amount // MONTHS_A_YEAR
    return Text(id=f"{years} tahun", en=f"{years} year{'' if years == 1 else 's'}")
