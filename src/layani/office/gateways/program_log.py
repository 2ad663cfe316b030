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

# Digits as they are typed and as addresses carry them: 3171 0155…, 3171.0155…, 3171%200155…, %33%31….
_CODE = r"%(?:25)*(?!3[0-9])[0-9A-Fa-f]{2}"
_BETWEEN = rf"(?:[\s+._()‐-―-]|\\(?:x[0-9A-Fa-f]{{2}}|u[0-9A-Fa-f]{{4}})|{_CODE})"
_DIGIT = r"(?:(?:%(?:25)*3)?[0-9]|\d)"
_MOMENT = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:[+-]\d\d:?\d\d)?(?!\d)"
_REFERENCE = r"(?<![0-9A-Za-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9A-Za-z])"
_NUMBERS = re.compile(rf"({_MOMENT}|{_REFERENCE}|{_CODE})|{_DIGIT}(?:{_BETWEEN}{{0,6}}{_DIGIT})*")
_NOT_DIGITS = re.compile(rf"{_BETWEEN}+")
_CODED_DIGIT = re.compile(r"%(?:25)*3(?=[0-9])")

# A NIK has 16 digits; who leaves one out has typed a NIK all the same. A case number and the number of its act have 14.
_LEAST_OF_A_NIK = 15
_LEAST_IN_ONE = 10
# With a trunk or a country code, or a mobile number without either.
_PHONE = re.compile(r"(?:00)?62[2-9]\d{6}|0[2-9]\d{7}|00[1-9]\d{7}|8[1-9]\d{7}")
_LEAST_AFTER_PLUS = 8

# Errors whose words come from the machine. All others may quote what somebody wrote, and are logged without words.
_OF_THE_MACHINE = (OSError, OperationalError, sqlite3.OperationalError, psycopg.OperationalError, ImproperlyConfigured)

# The number of the request in hand: in every line that it causes, and on the page that a failure shows.
request_number: ContextVar[str] = ContextVar("request_number", default="")


def masked(text: str) -> str:
    """Return the text without what may be a NIK or a phone number, however its digits are set apart.

    What is not clearly something else is masked: a log line needs no number of a person.

    >>> masked("/follow/?x=3171%200155.0190-9000 at 2026-11-28T09:00:05.123456+00:00 for SKM-2026-1234-5678")
    '/follow/?x=[number] at 2026-11-28T09:00:05.123456+00:00 for SKM-2026-1234-5678'
    """
    return _NUMBERS.sub(_masked_number, text)


def _masked_number(found: re.Match[str]) -> str:
    whole = found[0]
    if found[1]:
        return whole
    groups = _NOT_DIGITS.split(_CODED_DIGIT.sub("", whole))
    digits = "".join(groups)
    plus = found.string.endswith(("+", "%2B", "%2b"), 0, found.start())
    personal = (
        (plus and len(digits) >= _LEAST_AFTER_PLUS)
        or len(digits) >= _LEAST_OF_A_NIK
        or max(map(len, groups)) >= _LEAST_IN_ONE
    )
    return "[number]" if personal or _holds_phone(groups) else whole


def _holds_phone(groups: list[str]) -> bool:
    """Return whether a phone number begins with one of the groups of digits: another number may stand before it."""
    return any(_PHONE.match("".join(groups[place:])) for place in range(len(groups)))


class WithoutPersonalData(logging.Filter):
    """Masks what looks like a NIK or a phone number in a message and its arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask in place and let the line pass."""
        record.msg = masked(record.getMessage())
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
            line["trace"] = masked(trace_of(record.exc_info[1]))
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
