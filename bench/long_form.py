"""Two made-up services with 300 questions each: all of them on one page, and three on each of a hundred pages."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import layani.example_office

FIELDS = 300
ON_A_PAGE = 3
SHIPPED = Path(layani.example_office.__file__).parent
ONE_PAGE, MANY_PAGES = "long-page", "long-form"
LETTERS = ("granted", "refused")
CHOICES = "of: {one: {id: Satu, en: One}, two: {id: Dua, en: Two}, three: {id: Tiga, en: Three}}"
KINDS = (
    "is: text", "is: number, most: 999", f"is: choice, {CHOICES}", "is: date", "is: yes no", "is: long text",
    "is: money", "is: phone",
    f"is: several, {CHOICES}", "is: email",
)  # fmt: skip
"""Every kind in turn; the third of each ten is a choice, which the sixth and the ninth depend on."""


def write_catalogue(folder: Path) -> Path:
    """Write the example office with both services into ``folder`` and return it."""
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("__*"))
    model = (SHIPPED / "residence-letter" / "service.yaml").read_text(encoding="utf-8")
    for slug, size in ((ONE_PAGE, FIELDS), (MANY_PAGES, ON_A_PAGE)):
        (folder / slug / "letters").mkdir(parents=True)
        (folder / slug / "service.yaml").write_text(_service(model, slug, size), encoding="utf-8")
        (folder / slug / "examples.yaml").write_text("examples: []\n", encoding="utf-8")
        for outcome in LETTERS:
            for language in ("id", "en"):
                words = "# Surat\n\n{{ name }}\n" if language == "id" else "# Letter\n\n{{ name }}\n"
                (folder / slug / "letters" / f"{outcome}.{language}.md").write_text(words, encoding="utf-8")
    return folder


def _service(model: str, slug: str, size: int) -> str:
    """Return the model with questions of its own, and without the rules, grounds and classes that read the model's."""
    head, rest = model.split("\nask:\n", 1)
    before, _, gives = head.partition("\n# Whom the law puts first")
    head = before + gives[gives.index("\ngives:") :] if gives else head
    steps = rest[rest.index("\nsteps:\n") : rest.index("\ngrounds:\n")]
    asked = "".join(_page(n // size, range(n, min(n + size, FIELDS))) for n in range(0, FIELDS, size))
    you = (
        "  - page: you\n    title: {id: Anda, en: You}\n"
        "    fields: {name: {is: text, from: identity, label: {id: Nama, en: Name}}}\n"
    )
    return f"{head.replace('service: residence-letter', f'service: {slug}')}\nask:\n{you}{asked}{steps}\nnext: []\n"


def _page(number: int, fields: range) -> str:
    lines = "".join(f"      {line}\n" for line in _fields(fields))
    return f"  - page: part-{number}\n    title: {{id: Bagian {number}, en: Part {number}}}\n    fields:\n{lines}"


def _fields(fields: range) -> Iterator[str]:
    for n in fields:
        when = f', when: q{n - n % 10 + 2} != "two"' if n % 10 in (5, 8) else ""
        label = f"label: {{id: Pertanyaan {n}, en: Question {n}}}"
        yield f"q{n}: {{{KINDS[n % 10]}, required: false, {label}{when}}}"
