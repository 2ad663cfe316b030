"""Runs every check of ``lint`` over a service's files."""

from typing import Final

from layani.rules.catalogue import lint
from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.problems import Problem
from layani.rules.discover import discover

CHECKS: Final = discover(lint, "CHECK")


def lint_service(one: Definition) -> tuple[Problem, ...]:
    """Return every problem that the checks find, in the order of files and lines."""
    found = [problem for check in CHECKS.values() for problem in check(one)]
    return tuple(sorted(found, key=lambda problem: (problem.file, problem.line)))
