"""The program's own log: JSON lines for operators, without what people wrote in forms."""

import json
import logging
import re
import sqlite3
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

# A NIK has 16 digits and a phone number 10 to 14; a log line needs neither.
_LONG_NUMBER = re.compile(r"\b\+?\d{10,16}\b")

# Errors whose words come from the machine. All others may quote what somebody wrote, and are logged without words.
_OF_THE_MACHINE = (OSError, OperationalError, sqlite3.OperationalError, psycopg.OperationalError, ImproperlyConfigured)

# The number of the request in hand: in every line that it causes, and on the page that a failure shows.
request_number: ContextVar[str] = ContextVar("request_number", default="")


class WithoutPersonalData(logging.Filter):
    """Masks what looks like a NIK or a phone number in a message and its arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask in place and let the line pass."""
        record.msg = _LONG_NUMBER.sub("[number]", record.getMessage())
        record.args = ()
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, the request's number, and the trace if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := request_number.get():
            line["request"] = number
        if record.exc_info and record.exc_info[1]:
            line["trace"] = _LONG_NUMBER.sub("[number]", trace_of(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


def trace_of(fault: BaseException) -> str:
    """Return the trace of an error and of those that led to it, the first one first.

    The lines of the program are all there; the words of an error only where they cannot name a person.
    """
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    kind = type(fault)
    words = isinstance(fault, _OF_THE_MACHINE) or kind.__module__.startswith("layani.")
    named = f"{kind.__module__}.{kind.__qualname__}" + (f": {fault}" if words else "")
    here = "".join(traceback.format_tb(fault.__traceback__)) + named
    return f"{trace_of(before)}\nwhich led to\n{here}" if before else here
