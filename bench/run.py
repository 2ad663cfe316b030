"""One database at one size: loads, checks, measures, and prints the rows of the table."""

import sys
import time

import django

from bench.office import Office, new_office, serving


def run(vendor: str, size: int) -> None:
    """Print the Markdown rows of one database and size; progress goes to standard error."""
    with new_office(vendor) as office:
        django.setup()
        # These modules read settings and tables, which exist only now.
        from django.db import connections  # noqa: PLC0415

        try:
            _measure(office, size)
        finally:
            connections.close_all()


def _measure(office: Office, size: int) -> None:
    from django.core.management import call_command  # noqa: PLC0415  Django has only just started

    from bench import bulk, filing, pages, yardstick  # noqa: PLC0415  they import the office's tables

    _say(f"{office.vendor}, {size} cases: loading")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    begun = time.perf_counter()
    bulk.load(size)
    _say(f"loaded in {time.perf_counter() - begun:.0f} s; measuring")
    print(f"\n## {office.vendor}, {size:,} finished cases\n")
    print("| one call or page | CPU-ms (server + database) | requests/s | p50 ms | p95 ms | p99 ms |")
    print("|---|---|---|---|---|---|", flush=True)
    # Pages first: the thousands of filings that follow are served by nobody, and no office has such a queue.
    with serving(office) as server:
        for one in pages.measure(office, server):
            print(_row(one.name, one.cpu, one.result), flush=True)
    filed = filing.measure(office)
    print(_row("application filed by one API call", filed.cpu, filed.result), flush=True)
    ceiling = yardstick.transactions_per_second() if office.vendor == "postgresql" else None
    _print_parts(filed, filing.parts(), ceiling)


def _print_parts(filed, parts, ceiling) -> None:  # type: ignore[no-untyped-def]
    rest = filed.cpu_server - parts["action"]
    print(
        f"\nA filing's {filed.cpu:.2f} CPU-ms: HTTP and framework {rest:.2f}, rules {parts['rules']:.2f}, "
        f"sealing {parts['sealing']:.2f}, the action's own reading, writing and keys "
        f"{parts['action'] - parts['rules'] - parts['sealing']:.2f}, database {filed.cpu_database:.2f}."
    )
    print(
        f"\nOne house building approval, rules with traces (19 rules, five tables, fee): {parts['house']:.2f} CPU-ms;"
    )
    print(f"of a made-up case with 40 rules, five tables of 60 rows, fee and score: {parts['large']:.2f} CPU-ms.")
    if ceiling:
        ratio = filed.result.per_second / ceiling
        print(f"\npgbench, the yardstick, in the same minute: {ceiling:.0f} tps; filings / yardstick = {ratio:.3f}.")


def _row(name, cpu, result) -> str:  # type: ignore[no-untyped-def]
    times = " | ".join(f"{result.percentile(share):.1f}" for share in (0.5, 0.95, 0.99))
    return f"| {name} | {cpu:.2f} | {result.per_second:.0f} | {times} |"


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
