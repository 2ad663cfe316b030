"""Make the file that shows that an application has no further act in the record, for whoever holds a receipt of it.

The holder checks it with `layani verify absence`, without a copy of the record and without trusting the office. It
covers the record up to the last daily index, which is made after midnight. The file holds no key and names nobody.

Example:
  layani absence SKM-2026-000123 > SKM-2026-000123.absence
"""

import argparse
import sys

from layani.office.start import start_django

start_django()

from layani.office.actions.indexing import NoAbsence, no_further_act  # noqa: E402  Django must have started
from layani.office.gateways.key_store import KeyGone  # noqa: E402
from layani.office.tables.models import Case  # noqa: E402
from layani.rules.record.absence import Present  # noqa: E402


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the number of the application."""
    parser.add_argument("number", help="the number of the application")


def run(args: argparse.Namespace) -> int:
    """Print the file; 0, 1 when the record holds an act that the database does not, 2 when there can be none."""
    try:
        print(no_further_act(args.number), end="")
    except Case.DoesNotExist:
        print(f"layani absence: There is no application {args.number}. Look its number up.", file=sys.stderr)
        return 2
    except KeyGone:
        print(f"layani absence: {args.number} was erased, and its key with it.", file=sys.stderr)
        return 2
    except NoAbsence as fault:
        print(f"layani absence: {fault}", file=sys.stderr)
        return 2
    except Present:
        print(
            f"layani absence: The record holds an act of {args.number} that the database does not have. The database "
            "was restored or altered: run 'layani rebuild --check'.",
            file=sys.stderr,
        )
        return 1
    return 0
