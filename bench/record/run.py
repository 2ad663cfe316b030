"""The tables of the record: taking in, waiting, the cost of an act, checking, proofs."""

import sys
from collections.abc import Iterator

import django

from bench.office import new_office
from bench.record import checking

SECONDS = 5
ACTS, ROWS = 200, 1000  # a second


def run(entries: int) -> None:
    """Print the tables; progress goes to standard error."""
    _say(f"the record: writing and checking {entries:,} entries")
    for line in _checked(entries, checking.measure(entries)):
        print(line, flush=True)
    with new_office("postgresql") as office:
        django.setup()
        # These modules read settings and tables, which exist only now.
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connections  # noqa: PLC0415

        from bench.record import cost, delay, outside, taking_in  # noqa: PLC0415
        from layani.office.gateways.log_keys import log_key  # noqa: PLC0415

        try:
            call_command("migrate", verbosity=0)
            _say("the record on PostgreSQL: taking in")
            _print(_taken(taking_in.measure(min(entries, taking_in.MOST))))
            _say("the record on PostgreSQL: from act to witness")
            in_the_act = cost.in_the_act()
            with outside.working(office.folder, log_key().verifier.text()) as running:
                rows = delay.rows(running, ROWS, SECONDS)
                fewer = delay.rows(running, ACTS, SECONDS)
                # Last: the messages of what was filed keep the worker busy long after.
                acts = delay.acts(running, ACTS, SECONDS)
            _print(_waited([("rows", ROWS, rows), ("rows", ACTS, fewer), ("acts", ACTS, acts)]))
            _print(_cost(in_the_act, fewer.cpu, rows.cpu))
        finally:
            connections.close_all()


def _checked(entries: int, found: checking.Checked) -> Iterator[str]:
    yield from ("", f"## The record: a copy of {entries:,} entries checked", "")
    yield from ("| program | seconds | CPU-s |", "|---|---:|---:|")
    yield f"| `layani verify tiles` | {found.ours.wall:.2f} | {found.ours.cpu:.2f} |"
    if found.go:
        yield f"| `logfsck`, in Go | {found.go.wall:.2f} | {found.go.cpu:.2f} |"
        by_clock, by_cpu = found.ours.wall / found.go.wall, found.ours.cpu / found.go.cpu
        yield f"| ours / Go (aim: at most 3) | **{by_clock:.2f}** | **{by_cpu:.2f}** |"
    yield from ("", "| proofs | for a second of CPU |", "|---|---:|")
    yield from (f"| {kind} | {rate:.0f} |" for kind, rate in found.proofs.items())


def _taken(found) -> Iterator[str]:  # type: ignore[no-untyped-def]
    yield from ("", f"## The record: {found.entries:,} waiting acts taken in, PostgreSQL", "")
    yield from ("| way | entries/s | CPU-ms each |", "|---|---:|---:|")
    yield f"| COPY of the same rows into the outbox | {found.entries / found.copied:,.0f} | {found.copied_cpu:.4f} |"
    yield f"| into the record, signed and published | {found.entries / found.taken:,.0f} | {found.taken_cpu:.4f} |"
    by_cpu = found.copied_cpu / found.taken_cpu
    yield f"| into the record / COPY (aim: 0.5) | **{found.copied / found.taken:.2f}** | **{by_cpu:.2f}** |"


def _waited(found) -> Iterator[str]:  # type: ignore[no-untyped-def]
    yield from ("", "## The record: from an act to the published, witnessed checkpoint, PostgreSQL", "")
    yield from ("| what | aimed at | reached | p50 s | p99 s (aim: 2) |", "|---|---:|---:|---:|---:|")
    for what, rate, one in found:
        times = f"{one.percentile(0.5):.2f} | {one.percentile(0.99):.2f}"
        yield f"| {what} a second | {rate} | {one.rate:.0f} | {times} |"


def _cost(in_the_act: dict[str, float], fewer: float, rows: float) -> Iterator[str]:
    whole = sum(in_the_act.values()) + fewer
    yield from ("", "| what the record costs for an act, PostgreSQL | CPU-ms |", "|---|---:|")
    yield f"| its leaf | {in_the_act['leaf']:.3f} |"
    yield f"| its row in the outbox | {in_the_act['row']:.3f} |"
    yield f"| worker, its database, and witness, at {ACTS} rows a second | {fewer:.3f} |"
    yield f"| all (aim: at most 1) | **{whole:.3f}** |"
    yield f"| worker, its database, and witness, at {ROWS} rows a second | {rows:.3f} |"


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        print(line, flush=True)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
