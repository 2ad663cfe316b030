"""Begin a service: asks the few things it must know, and writes commented files that are right at once.

Writes a folder of the catalogue with service.yaml, examples.yaml and the letters. What is not given as an option is
asked in a terminal, or guessed and marked TODO. Nothing is written when something is wrong, and no folder that exists
is touched.

Example:
  layani new-service business-letter --in my-office
  layani new-service business-letter --in my-office --name-id "Surat keterangan usaha" --name-en "Business letter"
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from layani.rules.cases.clock import OPEN_TIME, Term
from layani.rules.catalogue.beginning.start import PURPOSE, QuestionPage, Start, files_of
from layani.rules.catalogue.beginning.yaml_text import one_line
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.grammar.parts import AmountText, TermText
from layani.rules.catalogue.loading import load_office, load_service
from layani.rules.catalogue.model import OfficeFile
from layani.rules.catalogue.problems import CatalogueError, Problem
from layani.rules.money.amount import Money
from layani.rules.text import Text

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_SLUG = 60
KINDS = ("certificate", "permission", "letter")
NO_LAW = "dasar hukum (TODO)"


@dataclass(frozen=True)
class Wish:
    """One thing that must be known: its option, the question, and what is taken when nobody says."""

    option: str
    asks: str
    otherwise: str = ""


WISHES = (
    Wish("name_id", "Nama layanan, dalam bahasa Indonesia (the service's name in Indonesian)"),
    Wish("name_en", "The service's name in English"),
    Wish("need_id", "Kebutuhan warga, misalnya: Saya perlu … (the need, as a citizen says it)"),
    Wish("need_en", "The need in English, such as: I need …"),
    Wish("gives_id", "Apa yang diterima warga (what the citizen holds in the end; empty: the service's name)", "="),
    Wish("gives_en", "The same in English (empty: the service's name)", "="),
    Wish("kind", "certificate, permission or letter", "letter"),
    Wish("promise", "The time promised for the whole", "3 working days"),
    Wish("fee", "free, or an amount such as 50_000 IDR", "free"),
    Wish("law", "Dasar hukum, misalnya: UU 25/2009 pasal 21 (the law behind it)", NO_LAW),
    Wish("check_by", "The role that checks what is filed", "?"),
    Wish("decide_by", "The role that decides", "?"),
)


class NotBegun(Exception):
    """The service cannot be begun; the message says why and what to write."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the name, the catalogue, and every answer as an option."""
    parser.add_argument("name", help="its name in addresses, such as business-letter; the folder gets it too")
    add_answers(parser)


def add_answers(parser: argparse.ArgumentParser) -> None:
    """Take the catalogue, and every answer as an option."""
    parser.add_argument(
        "--in", dest="catalogue", type=Path, default=Path(), help="the catalogue's folder (default: where you are)"
    )
    for wish in WISHES:
        parser.add_argument(f"--{wish.option.replace('_', '-')}", metavar="TEXT", help=wish.asks)


def run(args: argparse.Namespace) -> int:
    """Ask, write and check; 2 with the reason when nothing was written."""
    return begin(args, (PURPOSE,), ())


def begin(args: argparse.Namespace, pages: tuple[QuestionPage, ...], todos: tuple[str, ...]) -> int:
    """Write a service that begins with these pages; 2 with the reason when nothing was written."""
    try:
        office = _office(args.catalogue)
        folder = _free_folder(args.catalogue, args.name)
        start = start_of(args, office, asker(), pages)
        warnings = written(Start(**{**vars(start), "todos": todos}), office, folder)
    except NotBegun as fault:
        print(f"layani: {fault}", file=sys.stderr)
        return 2
    for warning in warnings:
        if not warning.todo:  # of those the next line tells
            print(f"{warning.level}: {warning}")
    print(f"{folder} is there. Lines with TODO are guesses; put them right.")
    print(f"Check it:              layani check {args.catalogue}")
    print(f"Look at it as you go:  layani try {folder}")
    return 0


def asker() -> Callable[[Wish], str]:
    """Return how a wish is asked: in the terminal, or not at all where there is none."""
    if not sys.stdin or not sys.stdin.isatty():
        return lambda wish: ""

    def ask(wish: Wish) -> str:
        shown = f" [{wish.otherwise}]" if wish.otherwise not in ("", "=", "?") else ""
        try:
            return input(f"{wish.asks}{shown}: ").strip()
        except EOFError:
            return ""

    return ask


def _office(catalogue: Path) -> OfficeFile:
    if not (catalogue / "office.yaml").is_file():
        raise NotBegun(f"{catalogue} holds no office.yaml. Name the catalogue's folder, such as: --in my-office")
    try:
        return load_office(catalogue)
    except CatalogueError as fault:
        raise NotBegun(f"office.yaml must be right first. {fault}") from fault


def _free_folder(catalogue: Path, name: str) -> Path:
    if not SLUG.fullmatch(name) or len(name) > LONGEST_SLUG:
        raise NotBegun(f"'{name[:80]}' cannot be a name. Write small letters, digits and -, such as: business-letter")
    if (catalogue / name).exists() or (catalogue / name).is_symlink():
        raise NotBegun(f"{catalogue / name} exists already and is left as it is. Take another name.")
    return catalogue / name


def start_of(
    args: argparse.Namespace, office: OfficeFile, ask: Callable[[Wish], str], pages: tuple[QuestionPage, ...]
) -> Start:
    """Return what is known, or raise NotBegun with everything that is missing."""
    said = {wish.option: one_line(getattr(args, wish.option) or ask(wish)) or wish.otherwise for wish in WISHES}
    if missing := [f"--{option.replace('_', '-')}" for option, value in said.items() if not value]:
        raise NotBegun(f"these must be said: {', '.join(missing)}. Write each as an option, or start it in a terminal.")
    if said["kind"] not in KINDS:
        raise NotBegun(f"'{said['kind'][:40]}' is no kind. Write one of: {', '.join(KINDS)}.")
    name = Text(id=said["name_id"], en=said["name_en"])
    gives = Text(*(said[f"gives_{way}"] if said[f"gives_{way}"] != "=" else name.in_(way) for way in ("id", "en")))
    check_by, decide_by = _roles(said, office)
    return Start(
        slug=args.name,
        version=date.today(),  # noqa: DTZ011  the day of whoever writes it
        name=name,
        need=Text(id=said["need_id"], en=said["need_en"]),
        gives=gives,
        kind=said["kind"],
        promise=_promise(said["promise"]),
        fee=_fee(said["fee"]),
        law=said["law"],
        check_by=check_by,
        decide_by=decide_by,
        pages=pages,
    )


def _promise(written: str) -> Term:
    try:
        term: Term = TypeAdapter(TermText).validate_python(written)
    except ValidationError as fault:
        raise NotBegun(_words_of(fault)) from fault
    if term.amount < 2 and term.unit in OPEN_TIME:
        few = f"{term.words().en} is too short for a check and a decision. Write at least: 2 {term.unit}"
        raise NotBegun(few)
    return term


def _fee(written: str) -> str:
    if written == "free":
        return written
    try:
        money: Money = TypeAdapter(AmountText).validate_python(written)
    except ValidationError as fault:
        raise NotBegun(_words_of(fault)) from fault
    whole = money.minor // Money.units(1, money.currency).minor
    if Money.units(whole, money.currency) != money:
        raise NotBegun(f"'{written[:40]}' has a fraction. Write whole units, such as: 50_000 IDR")
    return f"{whole:_} {money.currency}"


def _words_of(fault: ValidationError) -> str:
    return str(fault.errors()[0].get("ctx", {}).get("error", fault.errors()[0]["msg"]))


def _roles(said: Mapping[str, str], office: OfficeFile) -> tuple[str, str]:
    """Return who checks and who decides; two people who may, whoever is named."""

    def able(kind: str, other: str = "") -> Iterator[str]:
        for role in office.roles.values():
            if kind in role.may and role.holders > (role.id == other):
                yield role.id

    check = said["check_by"] if said["check_by"] != "?" else next(able("check"), "")
    decide = said["decide_by"] if said["decide_by"] != "?" else next(able("decide", check), "")
    for role, kind, held in ((check, "check", tuple(able("check"))), (decide, "decide", tuple(able("decide", check)))):
        if role not in held:
            raise NotBegun(
                f"the role '{role}' of office.yaml cannot {kind} here (it may not, or nobody else holds it). "
                f"Write --{kind}-by with one of: {', '.join(held) or 'none yet; add one to office.yaml'}"
            )
    return check, decide


def written(start: Start, office: OfficeFile, folder: Path) -> tuple[Problem, ...]:
    """Write the folder whole or not at all, and return the warnings about it; raises NotBegun when it has an error."""
    catalogue = folder.parent
    # Beside its place, so that the last step is one rename on the same disk. A dot keeps it out of the catalogue.
    with tempfile.TemporaryDirectory(prefix=".new-", dir=catalogue) as beside:
        made = Path(beside) / folder.name
        for name, text in files_of(start, office).items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, encoding="utf-8")
        warnings = _checked(made, office, catalogue)
        try:
            made.rename(folder)
        except OSError as fault:
            raise NotBegun(f"{folder} could not be made ({fault.strerror}). Nothing was written.") from fault
    return warnings


def _checked(made: Path, office: OfficeFile, catalogue: Path) -> tuple[Problem, ...]:
    services = frozenset(path.parent.name for path in catalogue.glob("*/service.yaml")) | {made.name}
    try:
        service, warnings = load_service(made, office, services)
    except CatalogueError as fault:
        raise NotBegun(f"with these words it would have errors, so nothing was written.\n{fault}") from fault
    problems = (*warnings, *run_examples(made, service, office).problems)
    if any(problem.level == "error" for problem in problems):
        told = "\n".join(str(problem) for problem in problems)
        raise NotBegun(f"with these words its examples do not come out, so nothing was written.\n{told}")
    return problems
