"""Finds one file that was given for two documents: mostly a slip of the finger, now and then a scan that holds both."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from layani.rules.catalogue.answers import Form
from layani.rules.text import Text


def same_files(service: Form, answers: Mapping[str, Any]) -> list[tuple[Text, Text]]:
    """Return the labels of every two questions that were answered with the same bytes, in the form's order."""
    given = [one for name, one in service.answers.fields.items() if one.kind == "file" and name in answers]
    return [
        (one.label, other.label)
        for one, other in combinations(given, 2)
        if answers[one.name]["sha256"] == answers[other.name]["sha256"]
    ]
