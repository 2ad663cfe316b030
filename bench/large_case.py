"""The rules of one large case: 40 rules, five tables of 60 rows, a fee by formula and a score; with their traces."""

import shutil
import tempfile
import time
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import layani.example_office
from layani.rules.catalogue import Service, evaluate_rules, load_catalogue
from layani.rules.catalogue.fees import reckon_fee, score_for
from layani.rules.catalogue.scope import office_facts

RULES = 40
TABLES = 5
ROWS = 60
REPEATS = 400
ANSWERS = {
    "name": "Warga Contoh", "nik": "3171015501909000", "birth_date": "1990-01-15", "purpose": "sports",
    "event_name": "Senam", "event_date": "2027-01-12", "part_of_day": "morning", "guests": 119, "equipment": ["sound"],
    "leaves_clean": True,
}  # fmt: skip
DAY = date(2026, 12, 1)
SAYS = "says: {id: Satu, en: One}, law: kep-camat-3-2026"


def _figures() -> str:
    """Return what stands in place of the fee: parameters, tables, the fee and the score."""
    bands = [f'{{when: ["> {2 * n} && <= {2 * n + 2}", any], gives: {n % 5 + 1}}}' for n in range(ROWS)]
    tables = [
        f"  t{n}: {{{SAYS}, columns: [guests, purpose], otherwise: 1, rows: [{', '.join(bands)}]}}"
        for n in range(TABLES)
    ]
    weights = " + ".join(f"tables.t{n}" for n in range(TABLES))
    return "\n".join(
        [
            "parameters:",
            f"  rate: {{{SAYS}, unit: IDR, values: [{{from: 2024-01-01, value: 1_000 IDR}}]}}",
            f"  most: {{{SAYS}, unit: number, values: [{{from: 2024-01-01, value: 500}}]}}",
            "tables:",
            *tables,
            "fee:",
            f"  amount: parameters.rate * guests * ({weights})",
            "  law: kep-camat-3-2026",
            "  at_most: 9_000_000 IDR",
            "  round: {to: 1_000 IDR, how: down}",
            f"  waivers: [{{id: small, when: guests < 20, share: 100%, {SAYS}}}]",
            "score:",
            f"  - {{id: one, points: 'tables.t0 * 10', {SAYS}}}",
            f"  - {{id: two, points: 'guests > 50 ? 5 : 0', {SAYS}}}\n",
        ]
    )


def _rules() -> str:
    kinds = (
        "guests <= parameters.most", "days(today, event_date) <= 90", 'purpose != "sale"', "tables.t0 + tables.t1 < 20",
        '!(event_date in office.holidays) && part_of_day in ["morning", "afternoon"]',
    )  # fmt: skip
    return "".join(
        f"  - {{id: rule-{n}, {SAYS}, must: '{kinds[n % len(kinds)]}', fix: {{id: Satu, en: One}}}}\n"
        for n in range(RULES)
    )


@cache
def large_service() -> tuple[Service, dict[str, Any]]:
    """Return the service, and the facts of a day."""
    with tempfile.TemporaryDirectory() as folder:
        office = Path(folder) / "office"
        shutil.copytree(Path(layani.example_office.__file__).parent, office, ignore=shutil.ignore_patterns("__*"))
        path = office / "hall-use" / "service.yaml"
        text = path.read_text(encoding="utf-8").replace("fee: free\n", _figures())
        begin, end = text.index("rules:\n") + len("rules:\n"), text.index("steps:\n")
        path.write_text(text[:begin] + _rules() + "\n" + text[end:], encoding="utf-8")
        catalogue = load_catalogue(office)
    return catalogue.services["hall-use"], office_facts(catalogue.office, DAY, [date(2026, 12, 24), date(2026, 12, 25)])


def evaluate() -> None:
    """Evaluate everything that the service says of one case, once."""
    service, facts = large_service()
    evaluate_rules(service, ANSWERS, facts)
    reckon_fee(service, ANSWERS, facts)
    score_for(service, ANSWERS, facts)


def cpu_ms() -> float:
    """Return CPU-milliseconds of one case."""
    for _ in range(REPEATS // 4):
        evaluate()
    begun = time.process_time()
    for _ in range(REPEATS):
        evaluate()
    return 1000 * (time.process_time() - begun) / REPEATS


if __name__ == "__main__":
    print(f"rules of one large case: {cpu_ms():.3f} CPU-ms")
