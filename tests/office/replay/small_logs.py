"""Small made-up logs in both formats, a map for them, and shorthand for planning them."""

from datetime import datetime, timedelta
from pathlib import Path

from layani.lake.log_rows import read_rows
from layani.rules.importing.plan import plan
from layani.rules.importing.reading_map import parse_map

REAL = Path(__file__).parents[4] / "shared" / "data" / "eventlogs"
MAPS = Path(__file__).parents[3] / "docs" / "reference" / "maps"
MONDAY = datetime(2024, 1, 29, 9, 0)  # noqa: DTZ001 - what a clock on a wall shows

MAP = """\
log: small
office: {name: Kantor contoh, timezone: Asia/Jakarta}
columns: {officer: officer, deadline: deadline, channel: channel}
optional: [deadline, channel, outcome, days]
service:
  id: residence-letter
  name: {id: Surat, en: Letter}
  steps:
    - check: {by: front-desk, within: 2 working days}
    - decide: {by: head, within: 3 working days, not_same_as: [check]}
  grounds: {not-resident: {id: Bukan warga, en: Not a resident}}
promise:
  deadlines:
    - column: true
    - term: 10 working days
channels: {Web: online, Desk: counter}
programs: [robot*]
phases:
  work: {name: {id: Pengerjaan, en: Work}, steps: [register, draft-letter, check-again]}
acts:
  - {activity: received, act: file, again: {act: perform, step: register}}
  - {activity: checked, act: check_complete, again: {act: perform, step: check-again}}
  - {activity: asked, act: ask_missing}
  - {activity: answered, act: answer}
  - {activity: extended, act: extend, days: {column: days}}
  - {activity: drafted, act: perform, step: draft-letter}
  - {activity: decided, where: {outcome: "no"}, act: decide_refuse, ground: not-resident}
  - {activity: decided, act: decide_grant}
  - {activity: sent, act: issue}
"""

COLUMNS = ("case", "activity", "time", "officer", "channel", "deadline", "outcome", "days")


def row(case, activity, hours, officer="ana", **more):
    """Return one row, ``hours`` of clock time after Monday 09:00 in Jakarta."""
    cells = {"case": case, "activity": activity, "time": str(MONDAY + timedelta(hours=hours)), "officer": officer}
    return {**dict.fromkeys(COLUMNS, ""), **cells, **{name: str(value) for name, value in more.items()}}


def ordinary(case="K-1", start=0, checker="ana", decider="ben", **more):
    """Return the rows of a case that is received, checked, decided and sent, a few hours apart."""
    return [
        row(case, "received", start, "", **more),
        row(case, "checked", start + 2, checker, **more),
        row(case, "decided", start + 4, decider, **more),
        row(case, "sent", start + 5, decider, **more),
    ]


def csv(folder, rows, name="small.csv"):
    lines = [",".join(COLUMNS), *(",".join(f'"{one[column]}"' for column in COLUMNS) for one in rows)]
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def xes(folder, rows, name="small.xes"):
    """Write the rows as XES: channel and deadline belong to the trace."""
    traces: dict[str, list[dict[str, str]]] = {}
    for one in rows:
        traces.setdefault(one["case"], []).append(one)
    body = "".join(_trace(case, told) for case, told in traces.items())
    file = folder / name
    file.write_text(f'<?xml version="1.0"?>\n<log xes.version="1.0">\n{body}</log>\n', encoding="utf-8")
    return file


def _trace(case, told):
    first = told[0]
    cells = _string("concept:name", case) + _string("channel", first["channel"])
    cells += _date("deadline", first["deadline"])
    events = "".join(
        f"<event>{_string('concept:name', one['activity'])}{_string('officer', one['officer'])}"
        f"{_string('outcome', one['outcome'])}{_string('days', one['days'])}"
        f"{_date('time:timestamp', one['time'])}</event>"
        for one in told
    )
    return f"<trace>{cells}{events}</trace>\n"


def _string(key, value):
    return f'<string key="{key}" value="{value}"/>' if value else ""


def _date(key, value):
    return f'<date key="{key}" value="{value.replace(" ", "T")}+07:00"/>' if value else ""


def planned(file, text=MAP):
    found, source = parse_map(text)
    return plan(read_rows(file, found, source), found)
